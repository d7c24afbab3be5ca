-- what is there already was written by the only region there was, or by a version that knows of none
alter table plan_history add column region text not null default 'local';
alter table plan_history drop constraint plan_history_pkey;
alter table plan_history add primary key (application, region, epoch);
