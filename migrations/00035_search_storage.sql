-- +goose Up
-- Lists of words do not get smaller by being compressed, and every write tries. Texts
-- do, in half the time where Postgres was built with lz4.

alter table search_entry
  alter title_words set storage external, alter own_words set storage external,
  alter term_words set storage external, alter words set storage external;

-- +goose StatementBegin
do $$ begin
  alter table search_entry alter spelt set compression lz4;
  alter table search_document alter body set compression lz4;
exception when feature_not_supported then
  raise notice 'Postgres was built without lz4';
end $$;
-- +goose StatementEnd

-- The terms of many releases are looked up at once.
drop function search_term_words(uuid);
-- +goose StatementBegin
create function search_term_words(releases uuid[]) returns table (release_id uuid, words tsvector) language sql stable as $$
  with recursive carried as (
    select r.release_id, term.id, term.parent_id, term.words from release_term r join term on term.id = r.term_id where r.release_id = any (releases)
    union
    select carried.release_id, term.id, term.parent_id, term.words from term join carried on term.id = carried.parent_id
  )
  select release_id, setweight(to_tsvector('english', string_agg(words, ' ' order by id)), 'B') from carried group by release_id
$$;
-- +goose StatementEnd
comment on function search_term_words(uuid[]) is 'What releases are found by because of their terms; those that carry any.';

-- While all entries are written anew, the index of their numbers holds as many that
-- nobody sees yet: to go past these for the last one took every search longer than
-- all else. So the last one stands by itself.
create table search_changed (number bigint not null);
insert into search_changed select coalesce(max(changed), 0) from search_entry;
comment on table search_changed is 'The number of the last change of an entry: one row.';
alter table search_changed enable row level security;

-- +goose StatementBegin
create function search_entry_changed() returns trigger language plpgsql as $$
begin
  update search_changed set number = (select last_value from search_change);
  return null;
end $$;
-- +goose StatementEnd
create trigger search_entry_changed after insert or update on search_entry
  for each statement execute function search_entry_changed();

-- +goose StatementBegin
create or replace function search_version() returns table (change bigint, begun_at timestamptz, ended_at timestamptz, changed bigint)
  language plpgsql stable security definer set search_path = public, pg_temp as $$
begin return query select
  (select coalesce(max(c.number), 0) from change c),
  (select max(e.live_from) from search_entry e where e.live_from <= site_now()),
  (select max(e.live_until) from search_entry e where e.live_until <= site_now() and e.live_until < 'infinity'), -- which the index says of itself
  (select last.number from search_changed last);
end $$;
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
create or replace function search_version() returns table (change bigint, begun_at timestamptz, ended_at timestamptz, changed bigint)
  language plpgsql stable security definer set search_path = public, pg_temp as $$
begin return query select
  (select coalesce(max(c.number), 0) from change c),
  (select max(e.live_from) from search_entry e where e.live_from <= site_now()),
  (select max(e.live_until) from search_entry e where e.live_until <= site_now() and e.live_until < 'infinity'), -- which the index says of itself
  (select coalesce(max(e.changed), 0) from search_entry e);
end $$;
-- +goose StatementEnd
drop trigger search_entry_changed on search_entry;
drop function search_entry_changed();
drop table search_changed;
drop function search_term_words(uuid[]);
-- +goose StatementBegin
create function search_term_words(release uuid) returns tsvector language sql stable as $$
  with recursive carried as (
    select term.id, term.parent_id, term.words from release_term join term on term.id = term_id where release_id = release
    union
    select term.id, term.parent_id, term.words from term join carried on term.id = carried.parent_id
  )
  select setweight(to_tsvector('english', coalesce(string_agg(words, ' ' order by id), '')), 'B') from carried
$$;
-- +goose StatementEnd
comment on function search_term_words(uuid) is 'What a release is found by because of its terms.';
alter table search_document alter body set compression default;
alter table search_entry alter spelt set compression default;
alter table search_entry
  alter title_words set storage extended, alter own_words set storage extended,
  alter term_words set storage extended, alter words set storage extended;
