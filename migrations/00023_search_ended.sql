-- +goose Up
-- An entry may be written anew, with another number, and end before anybody looks.
-- Who keeps numbers knows it by its key: what a release is called that has ended is
-- told to nobody.

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

-- Words are forbidden whatever stands between them and others.

-- +goose StatementBegin
create or replace function popular_searches() returns table (query text, times bigint)
  language sql stable security definer set search_path = public, pg_temp as $$
  with forbidden as (
    select ' ' || btrim(regexp_replace(f.query, '[^[:alnum:]]+', ' ', 'g')) || ' ' as words from search_forbidden f
  )
  select asked.query, asked.times from (
    select lower(s.query) as query, count(*) as times, count(distinct (s.at at time zone 'UTC')::date) as days,
      (array_agg(s.results order by s.at desc, s.id desc))[1] as results
    from search_query s
    where not s.narrowed and s.at > now() - interval '90 days'
      and length(s.query) between 3 and 60
      and s.query ~ '^[[:alnum:]]+([ &''’/-]+[[:alnum:]]+)*$'             -- words: no address, no telephone number, no quotation
      and s.query !~ '[0-9]{5}'
      and length(regexp_replace(s.query, '[^0-9]+', '', 'g')) <= 6          -- a range of years at most
      and s.query !~* '\m[a-z]{1,2}[0-9][a-z0-9]? ?[0-9][a-z]{2}\M'         -- a postcode
      and s.query !~ '\m[0-9]{1,2}[ /-][0-9]{1,2}[ /-]([0-9]{2}|[0-9]{4})\M' -- a date, such as that of a birth
    group by 1
  ) as asked
  where asked.times >= 10 and asked.days >= 4 and asked.results > 0
    and not exists (select from forbidden where strpos(' ' || regexp_replace(asked.query, '[^[:alnum:]]+', ' ', 'g') || ' ', forbidden.words) > 0)
  order by asked.times desc, asked.query
  limit 1000
$$;
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
create or replace function popular_searches() returns table (query text, times bigint)
  language sql stable security definer set search_path = public, pg_temp as $$
  select asked.query, asked.times from (
    select lower(s.query) as query, count(*) as times, count(distinct (s.at at time zone 'UTC')::date) as days,
      (array_agg(s.results order by s.at desc, s.id desc))[1] as results
    from search_query s
    where not s.narrowed and s.at > now() - interval '90 days'
      and length(s.query) between 3 and 60
      and s.query ~ '^[[:alnum:]]+([ &''’/-]+[[:alnum:]]+)*$'             -- words: no address, no telephone number, no quotation
      and s.query !~ '[0-9]{5}'
      and length(regexp_replace(s.query, '[^0-9]+', '', 'g')) <= 6          -- a range of years at most
      and s.query !~* '\m[a-z]{1,2}[0-9][a-z0-9]? ?[0-9][a-z]{2}\M'         -- a postcode
      and s.query !~ '\m[0-9]{1,2}[ /-][0-9]{1,2}[ /-]([0-9]{2}|[0-9]{4})\M' -- a date, such as that of a birth
    group by 1
  ) as asked
  where asked.times >= 10 and asked.days >= 4 and asked.results > 0
    and not exists (select from search_forbidden f where strpos(' ' || asked.query || ' ', ' ' || f.query || ' ') > 0)
  order by asked.times desc, asked.query
  limit 1000
$$;
-- +goose StatementEnd
drop function search_entries(bigint, timestamptz);
-- +goose StatementBegin
create function search_entries(after bigint, since timestamptz)
  returns table (ord integer, live boolean, release_id uuid, kind text, status text, dated_at timestamptz, terms uuid[], sections uuid[], facets text[])
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
  select e.ord, true, e.release_id, e.kind, e.status, e.dated_at,
    array(select t.term_id from release_term t where t.release_id = e.release_id),
    array(select s.section_id from release_section s where s.release_id = e.release_id),
    e.facets
  from search_entry e join moved using (ord) where e.live_from <= at and e.live_until > at
  union all
  select e.ord, false, null, null, null, null, null, null, null
  from search_entry e join moved using (ord) where after > 0 and e.live_from <= at and e.live_until <= at;
end $$;
-- +goose StatementEnd
comment on function search_entries(bigint, timestamptz) is
  'Live entries that have changed or begun since, and the numbers of those that have ended. After 0: all that is live.';
