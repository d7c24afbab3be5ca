create table installed_version (
    application text        not null,
    data_center text        not null,
    version     text        not null,
    run_id      text        not null,
    observed_at timestamptz not null,
    revision    bigint      not null,
    primary key (application, data_center)
);
