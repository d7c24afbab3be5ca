create table data_center (
    name    text primary key,
    version bigint not null,
    spec    jsonb  not null
);

create table application (
    name    text primary key,
    version bigint not null,
    host    text   not null,
    spec    jsonb  not null,
    constraint application_host unique (host)
);

create table routing_override (
    id          text primary key,
    version     bigint      not null,
    kind        text        not null,
    application text,
    data_center text        not null,
    reason      text        not null,
    author      text        not null,
    created_at  timestamptz not null,
    expires_at  timestamptz not null
);

create table hold_release (
    scope       text primary key,
    version     bigint      not null,
    application text,
    data_center text        not null,
    reason      text        not null,
    author      text        not null,
    released_at timestamptz not null
);

-- json, not jsonb: history is kept as it was written and never searched inside
create table plan_history (
    application text        not null,
    epoch       bigint      not null,
    decided_at  timestamptz not null,
    plan        json        not null,
    inputs      json        not null,
    primary key (application, epoch)
);
