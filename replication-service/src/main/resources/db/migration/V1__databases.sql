create table database (
    name    text primary key,
    version bigint not null,
    spec    jsonb  not null
);
