-- +goose Up
-- Editors find what is public by its title, which is that of its release. The
-- texts that a search once went through word by word are read no more: a search
-- reads search_entry.

create index release_title on release using gin (title gin_trgm_ops) where outcome in ('page', 'announced', 'withdrawn');

-- +goose StatementBegin
create or replace function release_instants() returns trigger language plpgsql as $$
begin
  update release_section set live_from = new.live_from, live_until = new.live_until where release_id = new.id;
  update search_entry set live_from = new.live_from, live_until = new.live_until, changed = nextval('search_change')
    where release_id = new.id;
  return null;
end $$;
-- +goose StatementEnd

drop table search_document;

-- +goose Down
create table search_document (
  release_id uuid primary key references release on delete cascade,
  title      text not null,
  summary    text not null,
  body       text not null,
  live_from  timestamptz not null,
  live_until timestamptz not null
);
create index search_document_title on search_document using gin (title gin_trgm_ops);
alter table search_document enable row level security;
insert into search_document
  select id, title, summary, '', live_from, live_until from release where outcome in ('page', 'announced', 'withdrawn');

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
drop index release_title;
