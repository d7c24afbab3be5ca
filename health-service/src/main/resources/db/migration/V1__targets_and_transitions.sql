create table target (
    endpoint          text primary key,
    application       text not null,
    data_center       text not null,
    address           text not null,
    host              text not null,
    region            text not null,
    kind              text not null,
    path              text not null,
    interval_ms       integer not null,
    timeout_ms        integer not null,
    confirm_every_ms  integer not null,
    fall              integer not null,
    rise              integer not null
);

create table transition (
    id           uuid primary key,
    application  text not null,
    data_center  text not null,
    address      text not null,
    from_health  text not null,
    to_health    text not null,
    at           timestamptz not null,
    proof        timestamptz not null,
    reason       text not null
);

create index transition_newest on transition (at desc);
create index transition_newest_of_endpoint on transition (application, data_center, address, at desc);
