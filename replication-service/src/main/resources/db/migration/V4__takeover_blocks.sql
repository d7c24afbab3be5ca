-- The last takeover of each database: for a while none begins by itself, unless an operator has seen it.
create table takeover_block (
    database        text primary key,
    run_id          text        not null,
    at              timestamptz not null,
    acknowledged_by text
);
