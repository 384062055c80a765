-- +goose Up
-- Who works on the website, what they may do, and how they prove who they are.
-- Only the owner reads any of it.

create table account (
  id           uuid primary key,
  name         text not null,
  email        text,
  password     text,
  factor       text,
  factor_step  bigint not null default 0,
  created_at   timestamptz not null default now(),
  signed_in_at timestamptz,
  disabled_at  timestamptz,
  closed_at    timestamptz,
  check (email is not null or closed_at is not null),
  check (closed_at is null or (email is null and password is null and factor is null))
);
comment on table account is 'Somebody who works on the website. Never deleted: once closed it keeps a pseudonym, which the audit and old revisions are told by.';
comment on column account.password is 'Hash by argon2id, in PHC form. Null: not chosen yet.';
comment on column account.factor is 'Secret of the app that makes codes, in base32. Null: there is none.';
comment on column account.factor_step is 'The latest half minute whose code was used: each is good once.';
create unique index account_email on account (lower(email));

create table account_grant (
  account_id uuid not null references account on delete cascade,
  role       text not null check (role in ('author', 'reviewer', 'publisher', 'administrator')),
  branch_id  uuid references page on delete cascade,
  may_delete boolean not null default false,
  unique nulls not distinct (account_id, branch_id)
);
comment on column account_grant.branch_id is 'The top page of the branch. Null: the whole site.';
create index account_grant_by_branch on account_grant (branch_id);

create table recovery_code (
  account_id uuid not null references account on delete cascade,
  hash       bytea not null,
  primary key (account_id, hash)
);
comment on table recovery_code is 'What stands in for the app that makes codes when it is lost. Random, so a plain hash is enough. Deleted by its use.';

create table account_link (
  hash       bytea primary key,
  account_id uuid references account on delete cascade,
  purpose    text not null check (purpose in ('setup', 'invite', 'reset')),
  expires_at timestamptz not null,
  check ((account_id is null) = (purpose = 'setup'))
);
comment on table account_link is 'A link that lets somebody in once: random, hashed, and short-lived. Setup makes the first account of all, and so belongs to none.';
create index account_link_by_account on account_link (account_id);

create table session (
  token      text primary key,
  data       jsonb not null,
  account_id uuid generated always as ((data ->> 'account')::uuid) stored references account on delete cascade,
  begun_at   timestamptz not null default now(),
  used_at    timestamptz not null default now(),
  expires_at timestamptz not null,
  ended      boolean not null default false
);
comment on table session is 'Somebody who is signed in, or half way there. Swept when it has expired.';
comment on column session.token is 'Hash of what the cookie holds.';
comment on column session.ended is 'Kept until it would have expired: a request that was under way when it ended cannot bring it back.';
create index session_by_account on session (account_id);
create index session_expires on session (expires_at);

create table throttle (
  key        bytea primary key,
  tries      integer not null,
  tried_at   timestamptz not null,
  next_at    timestamptz not null
);
comment on table throttle is 'How often something was tried in vain, such as a password. Forgotten after a day.';
comment on column throttle.key is 'Hash of what is counted: an address, or an account.';

alter table account enable row level security;
alter table account_grant enable row level security;
alter table recovery_code enable row level security;
alter table account_link enable row level security;
alter table session enable row level security;
alter table throttle enable row level security;

-- +goose Down
drop table throttle, session, account_link, recovery_code, account_grant, account;
