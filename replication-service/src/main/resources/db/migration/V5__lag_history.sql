-- How stale each member was found to be by each region: a row for each minute, and after two days for each hour. What is not in
-- looked_ms of a row's time was missed; a time without a row was missed as a whole.
create table lag (
    region      text        not null,
    database    text        not null,
    data_center text        not null,
    minutes     integer     not null,
    at          timestamptz not null,
    looked_ms   bigint      not null,
    unknown_ms  bigint      not null,
    least_ms    bigint,
    most_ms     bigint,
    last_ms     bigint,
    bytes       bigint,
    primary key (region, database, minutes, at, data_center)
);

create index lag_oldest on lag (minutes, at);
