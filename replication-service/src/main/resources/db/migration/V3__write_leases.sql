create table write_lease (
    database   text primary key references database (name) on delete cascade,
    holder     text not null,
    epoch      bigint not null,
    -- the highest timeline on which a holder was primary: who is on an older one has lost writes
    timeline   bigint not null,
    renewed_at timestamptz not null,
    expires    timestamptz not null,
    fenced_at  timestamptz,
    revoked    boolean not null
);
