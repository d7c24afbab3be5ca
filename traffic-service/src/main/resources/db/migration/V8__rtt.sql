-- What users measured. Decisions are made on known_ms, which follows the mean only when that has moved by a tenth: else every sample would
-- be another intent, and users near the middle between two data centers would be sent to and fro.
create table rtt (
    country     text             not null,
    data_center text             not null,
    ms          double precision not null,
    weight      double precision not null,
    known_ms    integer          not null,
    at          timestamptz      not null,
    primary key (country, data_center)
);

create function settle_rtt() returns trigger language plpgsql as $$
begin
    new.known_ms := case when abs(new.ms - old.known_ms) > greatest(5, old.known_ms * 0.1)
        then round(new.ms) else old.known_ms end;
    return new;
end
$$;

create trigger settle before update on rtt for each row execute function settle_rtt();
create trigger next_version after update on rtt for each row
    when (old.known_ms is distinct from new.known_ms or (old.weight < 20) <> (new.weight < 20))
    execute function next_intent_version();
create trigger next_version_after_insert after insert on rtt for each row when (new.weight >= 20)
    execute function next_intent_version();
create trigger next_version_after_delete after delete on rtt for each statement execute function next_intent_version();
