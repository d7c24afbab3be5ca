create table thing (
    name text not null
);

create table write_id (
    id uuid primary key,
    at timestamptz not null
);
