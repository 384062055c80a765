-- +goose Up
-- What editors tell the search: words that mean the same, and pages that come
-- first. It is current, not versioned, as terms are.

create table synonyms (
  id    uuid primary key,
  words text[] not null check (cardinality(words) > 0),
  also  text[] not null check (cardinality(words) + cardinality(also) > 1)
);
comment on table synonyms is 'A group of words and phrases that mean the same to those who search. Who types one of words finds all.';
comment on column synonyms.also is 'Found as well by who types one of words, and not the other way round.';

create table best_bet (
  id    uuid primary key,
  texts text[] not null check (cardinality(texts) > 0),
  note  text not null
);
comment on table best_bet is 'What comes first when just one of these texts is searched for.';
comment on column best_bet.note is 'For editors.';

create table best_bet_page (
  bet_id   uuid not null references best_bet on delete cascade,
  position integer not null,
  page_id  uuid not null references page,
  primary key (bet_id, position),
  unique (bet_id, page_id)
);
create index best_bet_by_page on best_bet_page (page_id);
comment on table best_bet_page is 'The pages of a best bet, in their order. One that is not live is as good as not there.';

alter table synonyms enable row level security;
alter table best_bet enable row level security;
alter table best_bet_page enable row level security;
alter table synonyms alter words set statistics 0, alter also set statistics 0;
alter table best_bet alter texts set statistics 0, alter note set statistics 0;

-- The functions below are for the search engine's own login.

-- +goose StatementBegin
create function search_synonyms() returns table (words text[], also text[])
  language plpgsql stable security definer set search_path = public, pg_temp as $$
begin return query select s.words, s.also from synonyms s order by s.id;
end $$;
-- +goose StatementEnd
comment on function search_synonyms() is 'Words that mean the same. No page tells them.';

-- +goose StatementBegin
create function search_bets() returns table (texts text[], pages uuid[], releases uuid[])
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare at timestamptz := site_now();
begin return query
  select b.texts, array_agg(p.page_id order by p.position), array_agg(r.id order by p.position)
  from best_bet b join best_bet_page p on p.bet_id = b.id
  join release r on r.page_id = p.page_id and r.live_from <= at and r.live_until > at
  join search_entry e on e.release_id = r.id
  group by b.id order by b.id;
end $$;
-- +goose StatementEnd
comment on function search_bets() is 'Best bets with their pages that can be found now, and the live releases of these. Nothing is told of the others, nor of a best bet that has none.';

-- What is searched for is what a result has: of each need all of its clauses, or
-- one of the phrases that mean the same. A clause is a word, a word that may go
-- on (with * at its end), or words in a row.
drop function search_match(text, text[], boolean);
drop function search_rank(text[], boolean, integer[]);
drop function search_query(text[], boolean);

-- +goose StatementBegin
create function search_clause(clause text, ahead boolean) returns tsquery
  language plpgsql immutable set search_path = public, pg_temp as $$
declare part tsquery := phraseto_tsquery('english', clause);
begin
  if ahead and clause like '%*' and numnode(part) > 0 then
    part := part || to_tsquery('simple', '''' || translate(clause, '''\*', '') || ''':*');
  end if;
  return part;
end $$;
-- +goose StatementEnd

-- +goose StatementBegin
create function search_need(need jsonb, ahead boolean) returns tsquery
  language plpgsql immutable set search_path = public, pg_temp as $$
declare
  sought tsquery := '';
  clause text;
begin
  for clause in select jsonb_array_elements_text(need -> 'all') loop
    sought := sought && search_clause(clause, ahead);
  end loop;
  if numnode(sought) > 0 then -- or it says nothing beside others, whatever means the same
    for clause in select jsonb_array_elements_text(need -> 'or') loop
      sought := sought || search_clause(clause, false);
    end loop;
  end if;
  return sought;
end $$;
-- +goose StatementEnd

-- +goose StatementBegin
create function search_query(needs jsonb, any_of boolean, ahead boolean) returns tsquery
  language plpgsql immutable set search_path = public, pg_temp as $$
declare
  sought tsquery := '';
  part tsquery;
  need jsonb;
  clause text;
begin
  for need in select jsonb_array_elements(needs) loop
    part := search_need(need, ahead);
    sought := case when any_of then sought || part else sought && part end;
  end loop;
  if numnode(sought) > 0 then
    return sought;
  end if;
  for need in select jsonb_array_elements(needs) loop -- words that say nothing beside others are all there is, such as WHO
    part := '';
    for clause in select jsonb_array_elements_text(need -> 'all') loop
      part := part && phraseto_tsquery('simple', clause);
    end loop;
    for clause in select jsonb_array_elements_text(need -> 'or') loop
      part := part || search_clause(clause, false);
    end loop;
    sought := sought && part;
  end loop;
  return sought;
end $$;
-- +goose StatementEnd
comment on function search_query(jsonb, boolean, boolean) is
  'All of the needs, or any: [{"all": [clauses], "or": [phrases]}, ...]. ahead: a word with * may go on.';

-- +goose StatementBegin
create function search_match(typed text[], needs jsonb, any_of boolean)
  returns table (ords integer[], titled integer[], tiers integer[], lengths integer[])
  language plpgsql stable security definer set search_path = public, pg_temp
  set enable_seqscan = off as $$ -- of words that most pages have, the index knows sooner than the pages themselves
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
comment on function search_match(text[], jsonb, boolean) is
  'Live entries that have the needs; those whose titles have them, and how well, as package search says of tiers. typed is what was typed, and then the same with what means the same in it.';

-- +goose StatementBegin
create function search_rank(needs jsonb, any_of boolean, wanted integer[]) returns real[]
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  sought tsquery := search_query(needs, any_of, true);
  at timestamptz := site_now();
begin return (
  select array_agg(coalesce(ts_rank_cd(e.words, sought, 32), 0) order by n)
  from unnest(wanted) with ordinality as w (ord, n)
  left join search_entry e on e.ord = w.ord and e.live_from <= at and e.live_until > at);
end $$;
-- +goose StatementEnd
comment on function search_rank(jsonb, boolean, integer[]) is 'How well each of the entries has the words, between 0 and 1.';

-- +goose StatementBegin
create function search_has(clauses text[], wanted integer[]) returns boolean[]
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare at timestamptz := site_now();
begin return (
  select array_agg(coalesce(e.words @@ case
      when numnode(search_clause(c.clause, true)) > 0 then search_clause(c.clause, true) else phraseto_tsquery('simple', c.clause) end, false) order by w.n, c.n)
  from unnest(wanted) with ordinality as w (ord, n) cross join unnest(clauses) with ordinality as c (clause, n)
  left join search_entry e on e.ord = w.ord and e.live_from <= at and e.live_until > at);
end $$;
-- +goose StatementEnd
comment on function search_has(text[], integer[]) is 'Whether the first of the entries has each of the clauses, then the second, and so on. What is not live has none.';

-- +goose Down
drop function search_has(text[], integer[]);
drop function search_rank(jsonb, boolean, integer[]);
drop function search_match(text[], jsonb, boolean);
drop function search_query(jsonb, boolean, boolean);
drop function search_need(jsonb, boolean);
drop function search_clause(text, boolean);
-- +goose StatementBegin
create function search_query(clauses text[], any_of boolean) returns tsquery
  language plpgsql stable set search_path = public, pg_temp as $$
declare
  query tsquery;
  part tsquery;
  clause text;
begin
  foreach clause in array clauses loop
    part := phraseto_tsquery('english', clause);
    continue when numnode(part) = 0;
    if clause like '%*' then
      part := part || to_tsquery('simple', '''' || translate(clause, '''\*', '') || ''':*');
    end if;
    query := case when query is null then part when any_of then query || part else query && part end;
  end loop;
  if query is null then -- words that say nothing beside others are all there is, such as WHO
    foreach clause in array clauses loop
      part := phraseto_tsquery('simple', clause);
      query := case when query is null then part else query && part end;
    end loop;
  end if;
  return coalesce(query, '');
end $$;
-- +goose StatementEnd
comment on function search_query(text[], boolean) is 'All of the clauses, or any: a clause is a word, a word that may go on (with * at its end), or words in a row.';
-- +goose StatementBegin
create function search_match(typed text, clauses text[], any_of boolean)
  returns table (ords integer[], titled integer[], tiers integer[], lengths integer[])
  language plpgsql stable security definer set search_path = public, pg_temp
  set enable_seqscan = off as $$ -- of words that most pages have, the index knows sooner than the pages themselves
declare
  query tsquery := search_query(clauses, any_of);
  at timestamptz := site_now();
begin
  select array_agg(e.ord) into ords
    from search_entry e where e.words @@ query and e.live_from <= at and e.live_until > at;
  select array_agg(found.ord), array_agg(found.tier), array_agg(found.length) into titled, tiers, lengths from (
    select e.ord, case
      when e.title = typed or typed = any (e.names) then 3
      when strpos(' ' || e.title || ' ', ' ' || typed || ' ') > 0 then 2
      else 1 end as tier, length(e.title) as length
    from search_entry e
    where (e.title_words @@ query or e.names @> array[typed]) and e.live_from <= at and e.live_until > at
  ) as found;
  return next;
end $$;
-- +goose StatementEnd
comment on function search_match(text, text[], boolean) is
  'Live entries that have the words; those whose titles have them, and how well: 3 is called just so, 2 holds what was typed in a row.';
-- +goose StatementBegin
create function search_rank(clauses text[], any_of boolean, wanted integer[]) returns real[]
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  query tsquery := search_query(clauses, any_of);
  at timestamptz := site_now();
begin return (
  select array_agg(coalesce(ts_rank_cd(e.words, query, 32), 0) order by n)
  from unnest(wanted) with ordinality as w (ord, n)
  left join search_entry e on e.ord = w.ord and e.live_from <= at and e.live_until > at);
end $$;
-- +goose StatementEnd
comment on function search_rank(text[], boolean, integer[]) is 'How well each of the entries has the words, between 0 and 1.';
drop function search_bets();
drop function search_synonyms();
drop table best_bet_page;
drop table best_bet;
drop table synonyms;
