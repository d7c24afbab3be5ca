-- Where requests arrived, of each reporter apart, as demand_part has what users asked for: a rate in which each half-life older requests
-- count half as much. What the reporter said last (since, ms, requests) is by its own clock, the rest by ours.
create table arrival_part (
    application text             not null,
    data_center text             not null,
    reporter    text             not null,
    since       timestamptz      not null,
    ms          bigint           not null,
    requests    bigint           not null,
    per_second  double precision not null,
    at          timestamptz      not null,
    primary key (application, data_center, reporter)
);
