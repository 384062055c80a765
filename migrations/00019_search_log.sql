-- +goose Up
-- What searches teach: which of the results was chosen, and what many look for.
-- Nothing here tells who, or which choice belongs to which search.

alter table search_query add column narrowed boolean not null default false;
comment on column search_query.narrowed is 'Filters were in use, so that no results say nothing of the words.';
create index search_query_at on search_query (at);

create table search_choice (
  id    bigint generated always as identity primary key,
  at    timestamptz not null default now(),
  query text not null,
  rank  integer not null check (rank > 0)
);
comment on table search_choice is 'Which of the results of a search was chosen, without who chose. By scripts of the page only: who reads without has left no trace here.';
comment on column search_choice.rank is 'Its place among all results, from 1.';
create index search_choice_at on search_choice (at);
alter table search_choice enable row level security;
create policy intake on search_choice for insert with check (true);

create table search_forbidden (
  query        text primary key,
  forbidden_at timestamptz not null default now()
);
comment on table search_forbidden is 'Words in a row, in small letters, that are not offered to those who type, whoever searched for them.';
alter table search_forbidden enable row level security;

-- +goose StatementBegin
create function popular_searches() returns table (query text, times bigint)
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
comment on function popular_searches() is
  'What was searched for so often, and on so many days, that it is nobody''s own, and that holds nothing like an address or a number. What is offered of it must also be words of a live page: package search/suggest sees to that.';

-- What is suggested to those who type, and the words that what they mistype is
-- held against: titles and names of live pages, and terms that these carry.

-- +goose StatementBegin
create function search_titles() returns table (release_id uuid, kind text, dated_at timestamptz, title text, names text[])
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare at timestamptz := site_now();
begin return query
  select e.release_id, e.kind, e.dated_at, e.title, e.names
  from search_entry e where e.live_from <= at and e.live_until > at;
end $$;
-- +goose StatementEnd
comment on function search_titles() is 'What live pages are called, as a query would spell it.';

-- +goose StatementBegin
create function search_terms() returns table (words text, pages integer)
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare at timestamptz := site_now();
begin return query
  with recursive carried as (
    select t.term_id as id, count(*) as pages
    from release_term t join search_entry e on e.release_id = t.release_id
    where e.live_from <= at and e.live_until > at group by 1
  ), above as (
    select carried.id, carried.pages, 0 as steps from carried
    union all
    select term.parent_id, above.pages, above.steps + 1
    from above join term on term.id = above.id where term.parent_id is not null and above.steps < 50
  )
  select term.words, sum(above.pages)::integer from above join term on term.id = above.id group by term.id, term.words;
end $$;
-- +goose StatementEnd
comment on function search_terms() is 'Names and synonyms of the terms that live pages carry, and of those above them, with how many carry them.';

-- +goose Down
drop function search_terms();
drop function search_titles();
drop function popular_searches();
drop table search_forbidden;
drop table search_choice;
drop index search_query_at;
alter table search_query drop column narrowed;
