-- +goose Up
-- The links of public pages to other websites, and what comes when they are asked.

create table web_link (
  address     text primary key,
  page_id     uuid references every_page on delete set null,
  title       text not null,
  pages       integer not null,
  asked_at    timestamptz,
  answered_at timestamptz,
  since       timestamptz,
  outcome     text check (outcome in ('fine', 'moved', 'gone', 'failing', 'unsure')),
  host        text not null default '',
  status      integer not null default 0,
  reason      text not null default '',
  moved_to    text not null default '',
  verdict     text generated always as (case
    when outcome = 'gone' or outcome = 'failing' and answered_at - since >= interval '20 hours' then 'broken'
    when outcome in ('failing', 'unsure') then 'unsure'
    else outcome end) stored,
  check (num_nulls(outcome, asked_at, answered_at, since) in (0, 4))
);
comment on table web_link is 'An address of another website that public pages link to.';
comment on column web_link.page_id is 'One of those pages.';
comment on column web_link.title is 'Of that page, as readers know it: editors may have another title in a draft.';
comment on column web_link.pages is 'How many pages link to it.';
comment on column web_link.asked_at is 'When it was last asked. Null: not yet.';
comment on column web_link.answered_at is 'When the answer came that is kept. It was asked again since if the website wanted to be left alone then.';
comment on column web_link.since is 'When the outcome came for the first time of those that came without another between; gone and failing are the same in this.';
comment on column web_link.outcome is 'What the answer that is kept means by itself.';
comment on column web_link.host is 'That gave that answer, or none.';
comment on column web_link.status is 'Of HTTP. 0: there was no such answer.';
comment on column web_link.reason is 'Why there was none.';
comment on column web_link.verdict is 'What the answers mean together: no answer breaks a link only when that was so on different days.';
create index web_link_by_page on web_link (page_id);
create index web_link_unsure on web_link (since, address) where verdict = 'unsure';
alter table web_link enable row level security;
alter table web_link alter address set statistics 0, alter title set statistics 0, alter moved_to set statistics 0;

alter table content_report add column web text not null default '' check (web in ('', 'off', 'all', 'part', 'unreachable'));
comment on column content_report.web is 'How far links to other websites were followed. Empty: it was made before that was done.';

-- +goose Down
alter table content_report drop column web;
drop table web_link;
