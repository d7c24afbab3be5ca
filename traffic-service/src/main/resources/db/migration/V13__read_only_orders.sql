-- Orders that an application takes no writes. Not in routing_override: the version before this one fails on a row of a kind that it does not
-- know, where it lists, ends and restores. It does not see these. Columns as there; data_center absent: everywhere.
create table read_only_order (
    id          text primary key,
    version     bigint      not null,
    kind        text        not null,
    application text,
    data_center text,
    reason      text        not null,
    author      text        not null,
    created_at  timestamptz not null,
    expires_at  timestamptz not null,
    empty_at    timestamptz
);

create trigger next_version after insert or update or delete on read_only_order for each statement execute function next_intent_version();
