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

-- +goose Down
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
