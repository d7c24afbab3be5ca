-- Durable runs, in the schema of the service that owns them, with db-scheduler's own table.
-- Later scripts here are V0_2 and so on: the owning service sets spring.flyway.out-of-order.

create table run (
    id                text primary key,
    kind              text        not null,
    exclusion         text        not null,
    subject           text        not null,
    input             jsonb       not null,
    reason            text        not null,
    author            text        not null,
    request_key       text,
    created_at        timestamptz not null,
    epoch             bigint      not null default 0,
    state             text        not null,
    message           text        not null,
    turned_back       text,
    question          int,
    question_step     int,
    question_text     text,
    updated_at        timestamptz not null,
    ended_at          timestamptz,
    paused_by         text,
    abort_author      text,
    abort_question    int,
    approval_author   text,
    approval_question int,
    unique (kind, request_key)
);

-- Who comes second is refused.
create unique index run_one_at_a_time on run (exclusion, subject) where ended_at is null;
create index run_newest on run (created_at desc);

create table run_step (
    run_id     text   not null references run,
    sequence   int    not null,
    name       text   not null,
    target     text   not null,
    timeout_ms bigint not null,
    way_back   text   not null,
    state      text   not null,
    attempt    int    not null,
    epoch      bigint not null,
    started_at timestamptz,
    since      timestamptz,
    ended_at   timestamptz,
    message    text   not null,
    output     jsonb  not null,
    primary key (run_id, sequence)
);

create table scheduled_tasks (
    task_name            text        not null,
    task_instance        text        not null,
    task_data            bytea,
    execution_time       timestamptz not null,
    picked               boolean     not null,
    picked_by            text,
    last_success         timestamptz,
    last_failure         timestamptz,
    consecutive_failures int,
    last_heartbeat       timestamptz,
    version              bigint      not null,
    priority             smallint,
    primary key (task_name, task_instance)
);

create index scheduled_tasks_execution_time on scheduled_tasks (execution_time);
create index scheduled_tasks_last_heartbeat on scheduled_tasks (last_heartbeat);
