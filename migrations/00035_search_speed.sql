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
create table search_changed (
  one    boolean primary key default true check (one),
  number bigint not null
);
insert into search_changed (number) select coalesce(max(changed), 0) from search_entry;
comment on table search_changed is 'The number of the last change of an entry. Whoever changes entries writes it as they end, while it is their turn.';
alter table search_changed enable row level security;

-- +goose StatementBegin
create or replace function search_version() returns table (change bigint, begun_at timestamptz, ended_at timestamptz, changed bigint)
  language plpgsql stable security definer set search_path = public, pg_temp as $$
begin return query select
  (select coalesce(max(c.number), 0) from change c),
  (select max(e.live_from) from search_entry e where e.live_from <= site_now()),
  (select max(e.live_until) from search_entry e where e.live_until <= site_now() and e.live_until < 'infinity'), -- which the index says of itself
  coalesce((select last.number from search_changed last), 0);
end $$;
-- +goose StatementEnd

-- Of titles with a common word, Postgres looked through all that have it: it does not
-- know that few are asked about. They are read first now, and looked at then.
-- +goose StatementBegin
create or replace function search_titled(typed text[], needs jsonb, any_of boolean, wanted integer[])
  returns table (titled integer[], tiers integer[], lengths integer[])
  language plpgsql stable security definer set search_path = public, pg_temp
  set enable_seqscan = off as $$
declare
  sought tsquery := search_query(needs, any_of, true);
  finished tsquery := search_query(needs, any_of, false);
  in_a_row tsquery := '';
  at timestamptz := site_now();
begin
  for n in 1 .. coalesce(cardinality(typed), 0) loop
    in_a_row := in_a_row || phraseto_tsquery('english', typed[n]);
  end loop;
  return query
    with looked_at as materialized (
      select e.ord, e.title, e.names, e.title_words
      from (
        select unnest(wanted) as ord
        union select named.ord from search_entry named where named.names && typed
        union select named.ord from unnest(typed) as t (title) join search_entry named on named.title = t.title
      ) as w
      join search_entry e using (ord)
      where e.live_from <= at and e.live_until > at
    )
    select array_agg(found.ord), array_agg(found.tier), array_agg(found.length) from (
      select e.ord, case
        when e.title = typed[1] then 5
        when e.title = any (typed) or e.names && typed then 4
        when e.title_words @@ in_a_row then 3
        when e.title_words @@ finished then 2
        else 1 end as tier, length(e.title) as length
      from looked_at e where e.title_words @@ sought or e.names && typed
    ) as found;
end $$;
-- +goose StatementEnd

-- Whoever read all entries had them joined with themselves, sorted, and joined with
-- their releases, before the first was told. They are told in parts now: one is taken
-- in while the next is looked for.
create view search_entry_whole with (security_invoker = true) as
  select e.ord, e.release_id, r.page_id, e.kind, e.status, e.dated_at, r.first_published_at,
    array(select t.term_id from release_term t where t.release_id = e.release_id) as terms,
    array(select s.section_id from release_section s where s.release_id = e.release_id) as sections,
    e.facets, e.live_from, e.live_until
  from search_entry e join release r on r.id = e.release_id;
comment on view search_entry_whole is 'An entry with all that an index in memory holds of it.';
alter view page set (security_invoker = true); -- a grant too many on a view tells nothing, either

-- +goose StatementBegin
create function search_range() returns table (first integer, last integer)
  language plpgsql stable security definer set search_path = public, pg_temp as $$
begin return query select min(e.ord), max(e.ord) from search_entry e where e.live_from <= site_now() and e.live_until > site_now();
end $$;
-- +goose StatementEnd
comment on function search_range() is 'Between which numbers all live entries are; null: there are none.';

-- +goose StatementBegin
create function search_live(first integer, last integer)
  returns table (ord integer, release_id uuid, page_id uuid, kind text, status text, dated_at timestamptz, first_published_at timestamptz,
    terms uuid[], sections uuid[], facets text[])
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare at timestamptz := site_now();
begin return query
  select e.ord, e.release_id, e.page_id, e.kind, e.status, e.dated_at, e.first_published_at, e.terms, e.sections, e.facets
  from search_entry_whole e where e.ord between first and last and e.live_from <= at and e.live_until > at order by e.ord;
end $$;
-- +goose StatementEnd
comment on function search_live(integer, integer) is 'The live entries between two numbers, in their order.';

drop function search_entries(bigint, timestamptz);
-- +goose StatementBegin
create function search_entries(after bigint, since timestamptz)
  returns table (ord integer, live boolean, key uuid, release_id uuid, page_id uuid, kind text, status text, dated_at timestamptz,
    first_published_at timestamptz, terms uuid[], sections uuid[], facets text[])
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare at timestamptz := site_now();
begin return query
  with moved as (
    select e.ord from search_entry e where e.changed > after
    union
    select e.ord from search_entry e where e.live_from > since and e.live_from <= at
    union
    select e.ord from search_entry e where e.live_until > since and e.live_until <= at and e.live_until < 'infinity'
  )
  select e.ord, true, null::uuid, e.release_id, e.page_id, e.kind, e.status, e.dated_at, e.first_published_at, e.terms, e.sections, e.facets
  from search_entry_whole e join moved using (ord) where e.live_from <= at and e.live_until > at
  union all
  select e.ord, false, md5(e.release_id::text)::uuid, null, null, null, null, null, null, null, null, null
  from search_entry e join moved using (ord) where e.live_from <= at and e.live_until <= at
  order by 1;
end $$;
-- +goose StatementEnd
comment on function search_entries(bigint, timestamptz) is
  'Live entries that have changed or begun since, and of those that have ended alone the keys, and the numbers, which may be new. In the order of the numbers.';

-- +goose Down
drop function search_entries(bigint, timestamptz);
-- +goose StatementBegin
create function search_entries(after bigint, since timestamptz)
  returns table (ord integer, live boolean, key uuid, release_id uuid, kind text, status text, dated_at timestamptz, terms uuid[], sections uuid[], facets text[])
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare at timestamptz := site_now();
begin return query
  with moved as (
    select e.ord from search_entry e where e.changed > after
    union
    select e.ord from search_entry e where e.live_from > since and e.live_from <= at
    union
    select e.ord from search_entry e where e.live_until > since and e.live_until <= at and e.live_until < 'infinity'
  )
  select e.ord, true, null::uuid, e.release_id, e.kind, e.status, e.dated_at,
    array(select t.term_id from release_term t where t.release_id = e.release_id),
    array(select s.section_id from release_section s where s.release_id = e.release_id),
    e.facets
  from search_entry e join moved using (ord) where e.live_from <= at and e.live_until > at
  union all
  select e.ord, false, md5(e.release_id::text)::uuid, null, null, null, null, null, null, null
  from search_entry e join moved using (ord) where after > 0 and e.live_from <= at and e.live_until <= at;
end $$;
-- +goose StatementEnd
comment on function search_entries(bigint, timestamptz) is
  'Live entries that have changed or begun since, and of those that have ended alone the keys, and the numbers, which may be new. After 0: all that is live.';
drop function search_live(integer, integer);
drop function search_range();
drop view search_entry_whole;
alter view page set (security_invoker = false);
-- +goose StatementBegin
create or replace function search_titled(typed text[], needs jsonb, any_of boolean, wanted integer[])
  returns table (titled integer[], tiers integer[], lengths integer[])
  language plpgsql stable security definer set search_path = public, pg_temp
  set enable_seqscan = off as $$
declare
  sought tsquery := search_query(needs, any_of, true);
  finished tsquery := search_query(needs, any_of, false);
  in_a_row tsquery := '';
  at timestamptz := site_now();
begin
  for n in 1 .. coalesce(cardinality(typed), 0) loop
    in_a_row := in_a_row || phraseto_tsquery('english', typed[n]);
  end loop;
  return query select array_agg(found.ord), array_agg(found.tier), array_agg(found.length) from (
    select e.ord, case
      when e.title = typed[1] then 5
      when e.title = any (typed) or e.names && typed then 4
      when e.title_words @@ in_a_row then 3
      when e.title_words @@ finished then 2
      else 1 end as tier, length(e.title) as length
    from (
      select unnest(wanted) as ord
      union select named.ord from search_entry named where named.names && typed
      union select named.ord from unnest(typed) as t (title) join search_entry named on named.title = t.title
    ) as w
    join search_entry e using (ord)
    where (e.title_words @@ sought or e.names && typed) and e.live_from <= at and e.live_until > at
  ) as found;
end $$;
-- +goose StatementEnd
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
