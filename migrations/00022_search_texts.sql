-- +goose Up
-- What an index outside of Postgres is made of. The functions are for the search
-- engine's own login. Each has its own live predicate: an index outside is told
-- of a text when the public may read it, and not before.

create index search_entry_dated on search_entry (dated_at) where dated_at is not null;

-- +goose StatementBegin
create function search_moved(after bigint, since timestamptz) returns table (key text, changed bigint, release_id uuid)
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare at timestamptz := site_now();
begin
  if after = 0 then
    return query select md5(e.release_id::text), e.changed, e.release_id from search_entry e
      where e.live_from <= at and e.live_until > at order by e.release_id;
    return;
  end if;
  return query
    with moved as (
      select e.ord from search_entry e where e.changed > after
      union
      select e.ord from search_entry e where e.live_from > since and e.live_from <= at
      union
      select e.ord from search_entry e where e.live_until > since and e.live_until <= at and e.live_until < 'infinity'
      union
      select e.ord from search_entry e where e.dated_at > since and e.dated_at <= at
    )
    select md5(e.release_id::text), e.changed, case when e.live_until > at then e.release_id end
    from search_entry e join moved using (ord)
    where e.live_from <= at order by e.release_id;
end $$;
-- +goose StatementEnd
comment on function search_moved(bigint, timestamptz) is
  'Live entries that have changed, begun or reached their date since, and of those that have ended the keys alone. After 0: all that is live.';

-- +goose StatementBegin
create function search_texts(wanted uuid[])
  returns table (release_id uuid, changed bigint, ord integer, kind text, status text, dated_at timestamptz,
    title text, summary text, body text, names text[], terms uuid[], sections uuid[], below bigint, facets text[], title_key text)
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare at timestamptz := site_now();
begin return query
  select e.release_id, e.changed, e.ord, e.kind, e.status, e.dated_at, d.title, d.summary, d.body, e.names,
    array(select t.term_id from release_term t where t.release_id = e.release_id),
    array(select s.section_id from release_section s where s.release_id = e.release_id),
    (select count(*) from release_section s where s.section_id = r.page_id and s.live_from <= at and s.live_until > at),
    e.facets, r.title_key
  from search_entry e join search_document d on d.release_id = e.release_id join release r on r.id = e.release_id
  where e.release_id = any (wanted) and e.live_from <= at and e.live_until > at;
end $$;
-- +goose StatementEnd
comment on function search_texts(uuid[]) is 'What live releases say, for an index outside of Postgres.';

-- +goose StatementBegin
create function search_turn() returns timestamptz
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare at timestamptz := site_now();
begin return (
  select e.dated_at from search_entry e where e.dated_at > at and e.live_from <= at and e.live_until > at
  order by e.dated_at limit 1);
end $$;
-- +goose StatementEnd
comment on function search_turn() is 'When the next of the live entries that are dated ahead reaches its date; null: none is.';

-- +goose Down
drop function search_turn();
drop function search_texts(uuid[]);
drop function search_moved(bigint, timestamptz);
drop index search_entry_dated;
