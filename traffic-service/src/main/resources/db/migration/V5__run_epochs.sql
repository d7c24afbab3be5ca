-- what an executor that was replaced is refused by; kept for a month
create table run_epoch (
    run_id   text primary key,
    epoch    bigint      not null,
    heard_at timestamptz not null
);
