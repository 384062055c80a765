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
  select e.ord, true, md5(e.release_id::text)::uuid, e.release_id, e.kind, e.status, e.dated_at,
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
  'Live entries that have changed or begun since, and of those that have ended the keys and the numbers, which may be new. After 0: all that is live.';

-- +goose Down
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
