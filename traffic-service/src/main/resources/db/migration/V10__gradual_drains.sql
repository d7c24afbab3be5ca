-- Absent: the drain takes everybody out at once, as those of the version before this one.
alter table routing_override add column empty_at timestamptz;
