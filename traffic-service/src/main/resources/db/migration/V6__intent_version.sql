-- Which of two readings of the intent is the later one. A clock's microseconds, so that a change that is lost with a primary and the
-- one that comes instead do not have the same; always higher than before, whatever the clock says. By triggers, because the
-- version before this one writes beside it during an upgrade.
create table intent_version (
    version bigint not null
);

insert into intent_version values (extract(epoch from clock_timestamp()) * 1000000);

create function next_intent_version() returns trigger language plpgsql as $$
begin
    update intent_version set version = greatest(version + 1, (extract(epoch from clock_timestamp()) * 1000000)::bigint);
    return null;
end
$$;

create trigger next_version after insert or update or delete on data_center for each statement execute function next_intent_version();
create trigger next_version after insert or update or delete on application for each statement execute function next_intent_version();
create trigger next_version after insert or update or delete on routing_override for each statement execute function next_intent_version();
create trigger next_version after insert or update or delete on hold_release for each statement execute function next_intent_version();
