-- +goose Up
-- People are written to about pages that they have to do with, and choose of what.

create table letter_off (
  account_id uuid not null references account on delete cascade,
  sort       text not null check (sort in ('review', 'answer', 'released', 'planned', 'overdue')),
  primary key (account_id, sort)
);
comment on table letter_off is 'A sort of letter that somebody does without. Of all others they get theirs.';
alter table letter_off enable row level security;

alter table every_page add column review_by date;
comment on column every_page.review_by is 'By when somebody is to have looked at what is public again. Null: nobody has asked for it.';
create index page_by_review on every_page (review_by) where review_by is not null and bin_id is null;
create or replace view page as
  select id, kind, has_address, parent_id, slug, created_at, draft_version,
    path, title, title_key, position, owner_id, changed_at, changed_by, review_by
  from every_page where bin_id is null;

create table digest (
  week    date primary key check (extract(isodow from week) = 1),
  told_at timestamptz not null default now()
);
comment on table digest is 'The weeks, by their Monday, in which people were told what is overdue for review: once each, whenever the server runs.';
alter table digest enable row level security;

-- +goose Down
drop table digest;
drop view page;
alter table every_page drop column review_by;
create view page as
  select id, kind, has_address, parent_id, slug, created_at, draft_version,
    path, title, title_key, position, owner_id, changed_at, changed_by
  from every_page where bin_id is null;
drop table letter_off;
