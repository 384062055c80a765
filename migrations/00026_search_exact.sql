-- +goose Up
-- A phrase in quotation marks is found as it stands. The words of an entry are stems,
-- so what has these in a row is held against the text.

alter table search_entry add column spelt text not null default '';
alter table search_entry alter spelt set statistics 0;
comment on column search_entry.spelt is
  'Title, names, summary and everything else, each in a line as a query would spell it, with spaces at its ends.';

-- What is not spelt yet, the next start writes anew.
create index search_entry_unspelt on search_entry (ord) where spelt = '';

create function search_exact(needs jsonb) returns text[]
  language sql immutable set search_path = public, pg_temp as $$
  select array(select jsonb_array_elements_text(need -> 'exact') from jsonb_array_elements(needs) as need)
$$;
comment on function search_exact(jsonb) is 'The phrases that are to be found as they stand.';

-- +goose StatementBegin
create function search_says(release uuid, spelt text, phrases text[]) returns boolean
  language plpgsql stable set search_path = public, pg_temp as $$
declare phrase text;
begin
  foreach phrase in array phrases loop
    continue when strpos(spelt, ' ' || phrase || ' ') > 0;
    if not exists (
      with recursive carried as (
        select term.id, term.parent_id, term.words from release_term join term on term.id = term_id where release_id = release
        union
        select term.id, term.parent_id, term.words from term join carried on term.id = carried.parent_id
      )
      select from carried where strpos(' ' || words || ' ', ' ' || phrase || ' ') > 0
    ) then
      return false;
    end if;
  end loop;
  return true;
end $$;
-- +goose StatementEnd
comment on function search_says(uuid, text, text[]) is 'Whether a release that is spelt so, or a term of its, has all the phrases as they stand.';

-- +goose StatementBegin
create or replace function search_having(needs jsonb, any_of boolean, wanted integer[]) returns integer[]
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  sought tsquery := search_query(needs, any_of, true);
  exact text[] := search_exact(needs);
  at timestamptz := site_now();
begin return (
  select array_agg(e.ord) from search_entry e
  where e.ord = any (wanted) and e.words @@ sought and e.live_from <= at and e.live_until > at
    and (exact = '{}' or search_says(e.release_id, e.spelt, exact)));
end $$;
-- +goose StatementEnd

-- +goose StatementBegin
create or replace function search_match(typed text[], needs jsonb, any_of boolean)
  returns table (ords integer[], titled integer[], tiers integer[], lengths integer[])
  language plpgsql stable security definer set search_path = public, pg_temp
  set enable_seqscan = off set work_mem = '64MB' as $$
declare
  sought tsquery := search_query(needs, any_of, true);
  finished tsquery := search_query(needs, any_of, false);
  exact text[] := search_exact(needs);
  in_a_row tsquery := '';
  at timestamptz := site_now();
begin
  for n in 1 .. coalesce(cardinality(typed), 0) loop
    in_a_row := in_a_row || phraseto_tsquery('english', typed[n]);
  end loop;
  select array_agg(e.ord) into ords
    from search_entry e where e.words @@ sought and e.live_from <= at and e.live_until > at
      and (exact = '{}' or search_says(e.release_id, e.spelt, exact));
  select array_agg(found.ord), array_agg(found.tier), array_agg(found.length) into titled, tiers, lengths from (
    select e.ord, case
      when e.title = typed[1] then 5
      when e.title = any (typed) or e.names && typed then 4
      when e.title_words @@ in_a_row then 3
      when e.title_words @@ finished then 2
      else 1 end as tier, length(e.title) as length
    from search_entry e
    where (e.title_words @@ sought or e.names && typed) and e.live_from <= at and e.live_until > at
  ) as found;
  return next;
end $$;
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
create or replace function search_having(needs jsonb, any_of boolean, wanted integer[]) returns integer[]
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  sought tsquery := search_query(needs, any_of, true);
  at timestamptz := site_now();
begin return (
  select array_agg(e.ord) from search_entry e
  where e.ord = any (wanted) and e.words @@ sought and e.live_from <= at and e.live_until > at);
end $$;
-- +goose StatementEnd
-- +goose StatementBegin
create or replace function search_match(typed text[], needs jsonb, any_of boolean)
  returns table (ords integer[], titled integer[], tiers integer[], lengths integer[])
  language plpgsql stable security definer set search_path = public, pg_temp
  set enable_seqscan = off set work_mem = '64MB' as $$
declare
  sought tsquery := search_query(needs, any_of, true);
  finished tsquery := search_query(needs, any_of, false);
  in_a_row tsquery := '';
  at timestamptz := site_now();
begin
  for n in 1 .. coalesce(cardinality(typed), 0) loop
    in_a_row := in_a_row || phraseto_tsquery('english', typed[n]);
  end loop;
  select array_agg(e.ord) into ords
    from search_entry e where e.words @@ sought and e.live_from <= at and e.live_until > at;
  select array_agg(found.ord), array_agg(found.tier), array_agg(found.length) into titled, tiers, lengths from (
    select e.ord, case
      when e.title = typed[1] then 5
      when e.title = any (typed) or e.names && typed then 4
      when e.title_words @@ in_a_row then 3
      when e.title_words @@ finished then 2
      else 1 end as tier, length(e.title) as length
    from search_entry e
    where (e.title_words @@ sought or e.names && typed) and e.live_from <= at and e.live_until > at
  ) as found;
  return next;
end $$;
-- +goose StatementEnd
drop function search_says(uuid, text, text[]);
drop function search_exact(jsonb);
alter table search_entry drop column spelt;
