-- what a check has besides the columns; absent in what the version before this one writes
alter table target add column whole_check jsonb;
