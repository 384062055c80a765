-- +goose Up
-- What the content rules find in all that is public, once a week.

create table content_report (
  id       uuid primary key default gen_random_uuid(),
  begun_at timestamptz not null,
  ended_at timestamptz not null default clock_timestamp(),
  pages    integer not null,
  blocks   integer not null,
  advice   integer not null
);
comment on table content_report is 'One look at everything that is public. Of the latest all problems are kept, of those before how many there were.';
comment on column content_report.pages is 'How many were looked at.';
comment on column content_report.blocks is 'How many problems would keep a page from being published.';
comment on column content_report.advice is 'How many would make a page better.';
create index content_report_by_time on content_report (begun_at desc);
alter table content_report enable row level security;

create table content_problem (
  report_id uuid not null references content_report on delete cascade,
  page_id   uuid not null references every_page on delete cascade,
  n         integer not null,
  title     text not null,
  path      text not null,
  rule      text not null,
  blocks    boolean not null,
  field     text not null,
  message   text not null,
  primary key (report_id, page_id, n)
);
comment on table content_problem is 'A problem that was found in what readers get of a page.';
comment on column content_problem.title is 'As readers know the page: editors may have another title in a draft.';
comment on column content_problem.path is 'Empty: the page has no address.';
comment on column content_problem.rule is 'Name of the content rule. Empty: what the kind of the page itself asks for.';
comment on column content_problem.field is 'Where, such as body[2].title.';
create index content_problem_by_page on content_problem (page_id);
alter table content_problem enable row level security;
alter table content_problem alter title set statistics 0, alter path set statistics 0, alter field set statistics 0, alter message set statistics 0;

-- +goose Down
drop table content_problem;
drop table content_report;
