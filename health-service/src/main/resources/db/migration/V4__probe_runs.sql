create table probe_run (
    id           uuid primary key,
    region       text not null,
    application  text not null,
    data_center  text not null,
    address      text not null,
    outcome      text not null,
    reason       text not null,
    from_at      timestamptz not null,
    until_at     timestamptz not null,
    probes       integer not null,
    worst_ms     integer not null
);

create index probe_run_of_application on probe_run (application, until_at);
create index probe_run_oldest on probe_run (until_at);
