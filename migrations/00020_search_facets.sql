-- +goose Up
-- What else readers narrow lists by: whatever the kinds of pages declare.

alter table search_entry add column facets text[] collate "C" not null default '{}';
comment on column search_entry.facets is 'Each facet=value, of facets that are neither its kind, its date, its status nor a vocabulary.';

truncate search_entry; -- the next start writes it anew, facets included

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

-- +goose StatementBegin
create function search_by_title(wanted integer[], skip integer, size integer) returns integer[]
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare at timestamptz := site_now();
begin return (
  select array_agg(page.ord order by page.n) from (
    select e.ord, row_number() over (order by r.title_key, r.id) as n
    from search_entry e join release r on r.id = e.release_id
    where e.ord = any (wanted) and e.live_from <= at and e.live_until > at
    order by n limit size offset skip
  ) as page);
end $$;
-- +goose StatementEnd
comment on function search_by_title(integer[], integer, integer) is 'A page of the live ones among the entries, from A to Z.';

-- +goose Down
drop function search_by_title(integer[], integer, integer);
drop function search_entries(bigint, timestamptz);
-- +goose StatementBegin
create function search_entries(after bigint, since timestamptz)
  returns table (ord integer, live boolean, release_id uuid, kind text, status text, dated_at timestamptz, terms uuid[], sections uuid[])
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
    array(select s.section_id from release_section s where s.release_id = e.release_id)
  from search_entry e join moved using (ord) where e.live_from <= at and e.live_until > at
  union all
  select e.ord, false, null, null, null, null, null, null
  from search_entry e join moved using (ord) where after > 0 and e.live_from <= at and e.live_until <= at;
end $$;
-- +goose StatementEnd
comment on function search_entries(bigint, timestamptz) is
  'Live entries that have changed or begun since, and the numbers of those that have ended. After 0: all that is live.';
alter table search_entry drop column facets;
