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

-- +goose Down
drop function search_bets();
drop function search_synonyms();
drop table best_bet_page;
drop table best_bet;
drop table synonyms;
