-- Data planes that are registered, of all regions. No plan is decided by them, so they are no part of the intent and its version.
create table data_plane (
    name    text primary key,
    version bigint not null,
    spec    jsonb  not null
);
