-- +goose Up
-- Searches that editors suggest: to those who type, and to those who have searched
-- for what they write otherwise.

create table suggested_search (
  id      uuid primary key,
  text    text not null,
  typing  boolean not null,
  instead text[] not null,
  note    text not null,
  check (typing or cardinality(instead) > 0)
);
comment on table suggested_search is 'A search that is offered to others.';
comment on column suggested_search.typing is 'It is offered to those who type how it begins, or how one of instead does.';
comment on column suggested_search.instead is 'Whoever searches for just one of these is asked whether they mean the text.';
comment on column suggested_search.note is 'For editors.';
alter table suggested_search enable row level security;
alter table suggested_search alter text set statistics 0, alter instead set statistics 0, alter note set statistics 0;

alter table search_forbidden add column words text;
update search_forbidden set words = btrim(regexp_replace(lower(query), '[^[:alnum:]]+', ' ', 'g'));
alter table search_forbidden alter words set not null, alter words set default ''; -- for older versions of the program that run beside
comment on column search_forbidden.words is 'The same as a query spells it.';

-- The functions below are for the search engine's own login.

-- +goose StatementBegin
create function search_suggested() returns table (text text, typing boolean, instead text[])
  language plpgsql stable security definer set search_path = public, pg_temp as $$
begin return query select s.text, s.typing, s.instead from suggested_search s order by s.id;
end $$;
-- +goose StatementEnd
comment on function search_suggested() is 'Searches that editors suggest. One that finds nothing is offered to nobody: package search/suggest and search/spelling see to that.';

-- +goose StatementBegin
create function search_offered(typed text, texts text[]) returns boolean[]
  language plpgsql stable security definer set search_path = public, pg_temp as $$
begin return (
  select array_agg(not exists (
    select from search_forbidden f where f.words = typed or strpos(' ' || t.text || ' ', ' ' || f.words || ' ') > 0) order by t.n)
  from unnest(texts) with ordinality as t (text, n));
end $$;
-- +goose StatementEnd
comment on function search_offered(text, text[]) is
  'Of each of the texts, whether it may be offered to who has typed that: editors have forbidden no words in it, nor just what was typed. All are spelt as a query spells them. Which words are forbidden is told to nobody.';

-- +goose Down
drop function search_offered(text, text[]);
drop function search_suggested();
alter table search_forbidden drop column words;
drop table suggested_search;
