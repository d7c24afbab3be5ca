create table drill_schedule (
    name       text primary key,
    generation bigint not null,
    spec       jsonb  not null,
    refusal    text,
    refused_at timestamptz
);
