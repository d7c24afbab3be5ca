-- Where the part of the users whom decisions leave unserved changed, in basis points. Read for a month at a time; the plans, of which only
-- a number is kept, are large and mostly change nothing for users.
create table availability (
    application text        not null,
    region      text        not null,
    epoch       bigint      not null,
    at          timestamptz not null,
    unserved    integer     not null,
    reason      text        not null,
    primary key (application, region, epoch)
);
