-- What data planes counted, of each reporter apart, so that parts add up and nothing counts twice: a mean in which each half-life older
-- requests count half as much. What the reporter said last (since, ms, requests) is by its own clock, the rest by ours.
create table demand_part (
    application text             not null,
    audience    text             not null,
    reporter    text             not null,
    since       timestamptz      not null,
    ms          bigint           not null,
    requests    bigint           not null,
    per_second  double precision not null,
    began       timestamptz      not null,
    at          timestamptz      not null,
    primary key (application, audience, reporter)
);

-- Decisions are made on these, which follow the sum of the parts only when that has moved by a tenth: else every report would be another
-- intent, and users would be sent to and fro.
create table observed_demand (
    application text   not null,
    audience    text   not null,
    per_second  bigint not null,
    primary key (application, audience)
);

create trigger next_version after insert or update or delete on observed_demand for each row
    execute function next_intent_version();

-- The part of something that is left after so many seconds. No more half-lives than a double bears.
create function left_after(seconds double precision, half_life double precision) returns double precision
language sql immutable as $$
    select power(0.5::double precision, least(greatest(seconds, 0) / half_life, 500))
$$;
