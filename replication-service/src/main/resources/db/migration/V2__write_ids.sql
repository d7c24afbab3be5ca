-- What a repeated commit is known by; kept for an hour.
create table write_id (
    id uuid primary key,
    at timestamptz not null
);
