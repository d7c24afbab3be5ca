-- Members that are being made standbys by the service beside them; one that is seen to follow has no row any more.
create table joining_member (
    database    text        not null,
    data_center text        not null,
    stage       text        not null,
    copied      bigint      not null,
    of_bytes    bigint      not null,
    tries       integer     not null,
    since       timestamptz not null,
    reason      text        not null,
    primary key (database, data_center)
);
