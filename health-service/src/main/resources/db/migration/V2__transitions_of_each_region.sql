-- what is there already was written by the only region there was, or by a version that knows of none
alter table transition add column region text not null default 'local';
create index transition_newest_of_region on transition (region, at desc);
