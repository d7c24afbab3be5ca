create table database (
    name       text primary key,
    generation bigint not null,
    spec       jsonb  not null
);
