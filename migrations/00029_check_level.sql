-- +goose Up
-- What administrators have chosen of the content rules. The rules themselves, and
-- the level that each has by itself, are in the program.

create table check_level (
  rule  text primary key,
  level text not null check (level in ('off', 'advise', 'block'))
);
comment on table check_level is 'Levels of content rules that differ from their own. A rule that the program no longer knows does no harm.';

alter table check_level enable row level security;

-- +goose Down
drop table check_level;
