-- +goose Up
-- Nothing that an editor types is lost: drafts save themselves, browsers keep what
-- could not be sent, and who writes on a page is told who else does.

alter table draft
  add column tab text not null default '',
  add column tab_number integer not null default 0,
  add column tab_unread boolean not null default false;
comment on column draft.tab is 'The page in a browser that saved last, by a random name. Empty: it was not told.';
comment on column draft.tab_number is 'Which of the saves of that page it was. They rise, so one whose answer was lost is known again, and one that comes late is not taken.';

comment on column draft.tab_unread is 'That page does not show all that was stored: what others had saved went in as well.';

-- The key is made from 244 random bits, and never leaves the database but to its holder.
alter table account add column kept_key bytea
  default sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8'));
comment on column account.kept_key is 'What a browser keeps of text that is not saved is encrypted with. Null: the account is closed, and what was kept cannot be read again.';
update account set kept_key = null where closed_at is not null;
alter table account add check (closed_at is null or kept_key is null);

create unlogged table presence (
  page_id    uuid not null references page on delete cascade,
  account_id uuid not null references account on delete cascade,
  tab        text not null,
  seen_at    timestamptz not null default now(),
  primary key (page_id, account_id, tab)
);
comment on table presence is 'Who has a page open to write on it. Forgotten after a minute.';
create index presence_by_time on presence (seen_at);
create index presence_by_account on presence (account_id);
alter table presence enable row level security;

-- +goose Down
drop table presence;
alter table account drop column kept_key;
alter table draft drop column tab, drop column tab_number, drop column tab_unread;
