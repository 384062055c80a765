-- +goose Up
-- What the built-in search engine finds pages by: one narrow row per release
-- that shows something at an address, written with it. Words are spelt in Go
-- (package search), so that an index and a query spell them alike; what is kept
-- here of a text is its words, and no text.

create sequence search_change;

create table search_entry (
  ord         integer generated always as identity primary key,
  release_id  uuid not null unique references release on delete cascade,
  kind        text collate "C" not null,
  status      text collate "C" not null,
  dated_at    timestamptz,
  title       text not null,
  names       text[] not null,
  title_words tsvector not null,
  own_words   tsvector not null,
  term_words  tsvector not null,
  words       tsvector not null generated always as (own_words || term_words) stored,
  changed     bigint not null default nextval('search_change'),
  live_from   timestamptz not null,
  live_until  timestamptz not null
) with (toast_tuple_target = 1024); -- long lists of words are kept apart: a search reads all else of what it finds
comment on table search_entry is 'What the search engine on Postgres finds of a release. Read through functions only. Rebuilt by lectern reindex.';
comment on column search_entry.ord is 'A small number for bitmaps. A row that is written anew gets another.';
comment on column search_entry.status is 'published or upcoming, of what can be announced; otherwise empty.';
comment on column search_entry.dated_at is 'The date that readers know the page by; null: it has none.';
comment on column search_entry.title is 'The title as a query would spell it.';
comment on column search_entry.names is 'What else the page is called: its short title, its reference.';
comment on column search_entry.own_words is 'A: title; B: names and acronyms; C: summary; D: everything else.';
comment on column search_entry.term_words is 'Names and synonyms of its terms and of those above them: apart, because terms change without a release.';
comment on column search_entry.changed is 'Rises with every change of a row, in the order of commits: every change is made under one lock.';

create index search_entry_words on search_entry using gin (words);
create index search_entry_title_words on search_entry using gin (title_words);
create index search_entry_names on search_entry using gin (names);
create index search_entry_title on search_entry using gin (title gin_trgm_ops);
create index search_entry_changed on search_entry (changed);
create index search_entry_start on search_entry (live_from);
create index search_entry_end on search_entry (live_until) where live_until < 'infinity';

alter table search_entry enable row level security;
alter table search_entry
  alter title set statistics 0, alter names set statistics 0, alter title_words set statistics 0,
  alter own_words set statistics 0, alter term_words set statistics 0, alter words set statistics 0;

alter table login drop constraint login_purpose_check;
alter table login add check (purpose in ('public', 'preview', 'search'));

alter table term add column words text not null default '';
comment on column term.words is 'Its name and synonyms as a query would spell them.';

-- +goose StatementBegin
create or replace function release_instants() returns trigger language plpgsql as $$
begin
  update release_section set live_from = new.live_from, live_until = new.live_until where release_id = new.id;
  update search_document set live_from = new.live_from, live_until = new.live_until where release_id = new.id;
  update search_entry set live_from = new.live_from, live_until = new.live_until, changed = nextval('search_change')
    where release_id = new.id;
  return null;
end $$;
-- +goose StatementEnd

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

-- The functions below are for the engine's own login. Each has its own live
-- predicate: nothing is said of what is not live.

-- +goose StatementBegin
create function search_version() returns table (change bigint, begun_at timestamptz, ended_at timestamptz, changed bigint)
  language plpgsql stable security definer set search_path = public, pg_temp as $$
begin return query select
  (select coalesce(max(c.number), 0) from change c),
  (select max(e.live_from) from search_entry e where e.live_from <= site_now()),
  (select max(e.live_until) from search_entry e where e.live_until <= site_now() and e.live_until < 'infinity'), -- which the index says of itself
  (select coalesce(max(e.changed), 0) from search_entry e);
end $$;
-- +goose StatementEnd
comment on function search_version() is 'While it is the same, so is all that can be found.';

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

-- +goose StatementBegin
create function search_like(typed text) returns table (ords integer[], titled integer[], tiers integer[], lengths integer[])
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare at timestamptz := site_now();
begin return query
  select array_agg(found.ord), array_agg(found.ord), array_agg(found.tier), array_agg(found.length) from (
    select e.ord, (word_similarity(typed, e.title) * 100)::integer as tier, length(e.title) as length
    from search_entry e where typed <% e.title and e.live_from <= at and e.live_until > at
    order by 2 desc, e.ord limit 1000
  ) as found;
end $$;
-- +goose StatementEnd
comment on function search_like(text) is 'Live entries whose titles have words like those typed, and how like, of 100.';

-- Which is what this was for.
drop function search_titles(text, integer, integer);

-- +goose Down
-- +goose StatementBegin
create function search_titles(query text, size integer, skip integer)
  returns table (release_id uuid, total bigint)
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  every_word text; -- conditions written out, so that each can use the trigram index
begin
  select coalesce(string_agg(format('d.title ilike %L', '%' || regexp_replace(word, '([%_\\])', '\\\1', 'g') || '%'), ' and '), 'false')
    into every_word
    from (select word from regexp_split_to_table(query, '\s+') as word where word <> '' limit 8) as words;
  return query execute format('
    with right_words as materialized (
      select d.release_id, d.title from search_document d
      where d.live_from <= (select site_now()) and d.live_until > (select site_now()) and %s limit 1000
    ), similar_words as (
      select d.release_id, d.title from search_document d
      where d.live_from <= (select site_now()) and d.live_until > (select site_now()) and $1 <%% d.title
        and not exists (select from right_words) limit 1000
    )
    select found.release_id, count(*) over ()
    from (table right_words union all table similar_words) as found
    join release r on r.id = found.release_id and r.path is not null
    order by lower(found.title) = lower($1) desc, word_similarity($1, found.title) desc, r.sort_at desc, r.id
    limit least($2, 100) offset $3', every_word)
  using query, size, skip;
end $$;
-- +goose StatementEnd
comment on function search_titles(text, integer, integer) is
  'Live releases with an address whose title has all words of the query or, when there are none, words like them; best first. Of more than a thousand, some thousand.';
drop function search_like(text);
drop function search_rank(text[], boolean, integer[]);
drop function search_match(text, text[], boolean);
drop function search_entries(bigint, timestamptz);
drop function search_version();
drop function search_query(text[], boolean);
drop function search_term_words(uuid);
alter table term drop column words;
delete from login where purpose = 'search';
alter table login drop constraint login_purpose_check;
alter table login add check (purpose in ('public', 'preview'));
-- +goose StatementBegin
create or replace function release_instants() returns trigger language plpgsql as $$
begin
  update release_section set live_from = new.live_from, live_until = new.live_until where release_id = new.id;
  update search_document set live_from = new.live_from, live_until = new.live_until where release_id = new.id;
  return null;
end $$;
-- +goose StatementEnd
drop table search_entry;
drop sequence search_change;
