-- What the old primary of a move had and the new one has not, for people who reconcile it.
create table lost_writes (
    run_id   text primary key,
    database text        not null,
    found_at timestamptz not null,
    report   jsonb       not null
);

create index lost_writes_newest on lost_writes (database, found_at);
