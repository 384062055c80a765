-- +goose Up
-- On a very large site the words of entries are kept in memory like all else, and
-- Postgres is asked about no more entries than are shown. What follows is for the
-- engine's own login, and says nothing of what is not live.

-- With the usual 4 MB Postgres forgets which entries have a word that hundreds of
-- thousands have, and looks through whole pages of the table.
alter function search_match(text[], jsonb, boolean) set work_mem = '64MB';

create index search_entry_called on search_entry using hash (title);

-- +goose StatementBegin
create function search_words(wanted integer[]) returns table (ord integer, words text, title_words text)
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare at timestamptz := site_now();
begin return query
  select e.ord, array_to_string(tsvector_to_array(e.words), chr(1)), array_to_string(tsvector_to_array(e.title_words), chr(1))
  from search_entry e where e.ord = any (wanted) and e.live_from <= at and e.live_until > at;
end $$;
-- +goose StatementEnd
comment on function search_words(integer[]) is 'The stems that live entries have, and those of their titles, with a byte of one between them.';

create function search_sought(needs jsonb, any_of boolean) returns text
  language sql immutable security definer set search_path = public, pg_temp as $$ select search_query(needs, any_of, true)::text $$;
comment on function search_sought(jsonb, boolean) is 'What is looked for, as a tsquery is written.';

-- +goose StatementBegin
create function search_having(needs jsonb, any_of boolean, wanted integer[]) returns integer[]
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  sought tsquery := search_query(needs, any_of, true);
  at timestamptz := site_now();
begin return (
  select array_agg(e.ord) from search_entry e
  where e.ord = any (wanted) and e.words @@ sought and e.live_from <= at and e.live_until > at);
end $$;
-- +goose StatementEnd
comment on function search_having(jsonb, boolean, integer[]) is 'Those of the entries that have the needs.';

-- +goose StatementBegin
create function search_titled(typed text[], needs jsonb, any_of boolean, wanted integer[])
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
comment on function search_titled(text[], jsonb, boolean, integer[]) is
  'Those of the entries whose titles have the needs, and all that are called so; and how well these do, as search_match says.';

-- +goose Down
drop function search_titled(text[], jsonb, boolean, integer[]);
drop function search_having(jsonb, boolean, integer[]);
drop function search_sought(jsonb, boolean);
drop function search_words(integer[]);
drop index search_entry_called;
alter function search_match(text[], jsonb, boolean) reset work_mem;
