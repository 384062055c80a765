-- +goose Up
-- What is deleted goes into the bin, and can be brought back. All that reads or
-- writes "page" means the pages of the tree, and so "page" is a view of them from
-- now on: a statement that nobody thought of cannot show, link to, count or change
-- what is in the bin. Only what means these too says "every_page": the bin itself,
-- what readers are still given at an old address, the past, and whether something
-- is used that a restored page would miss. The rows themselves stay where they are,
-- with their ids, so that drafts, revisions, releases, redirects and rights that
-- name them hold, and a restore has nothing to put together again.
--
-- A new column is added to every_page, and the view made anew to have it.
alter table page rename to every_page;
comment on table every_page is 'A place in the editors'' tree, or one that is in the bin. What the public gets there is said by releases, not here. See the view page.';

create table bin (
  page_id     uuid primary key references every_page on delete cascade,
  deleted_at  timestamptz not null default clock_timestamp(),
  deleted_by  uuid not null,
  pages       integer not null check (pages > 0),
  parent_gone boolean not null default false
);
comment on table bin is 'A branch that was deleted: its top. Each is restored, or deleted for good, as a whole.';
comment on column bin.deleted_by is 'No foreign key, as for revision.created_by.';
comment on column bin.pages is 'How many pages went into the bin together.';
comment on column bin.parent_gone is 'The page that it stood below was deleted for good since; its parent_id is that of the page above that one, so that those who had rights here keep them.';
create index bin_by_time on bin (deleted_at desc, page_id);
alter table bin enable row level security;

alter table every_page add column bin_id uuid references bin;
comment on column every_page.bin_id is 'The branch in the bin that it belongs to. Null: it is in the tree. In the bin, its path is the one that it had.';
create index every_page_bin on every_page (bin_id) where bin_id is not null;
create index every_page_parent on every_page (parent_id);

-- What is in the bin takes no address and no name, and no list walks over it.
drop index page_address, page_name, page_children, page_by_path, page_by_change, page_by_owner, page_words;
create unique index page_address on every_page (parent_id, slug) nulls not distinct where has_address and bin_id is null;
create unique index page_name on every_page (kind, slug) where not has_address and bin_id is null;
create index page_children on every_page (parent_id, position, title_key, id) where bin_id is null;
create index page_by_path on every_page (path) where path is not null and bin_id is null;
create index page_by_change on every_page (changed_at desc, id) where bin_id is null;
create index page_by_owner on every_page (owner_id, changed_at desc) where bin_id is null;
create index page_words on every_page using gin ((title || ' ' || (coalesce(path, '') collate "default")) gin_trgm_ops) where bin_id is null;
alter index page_words alter column 1 set statistics 0; -- 00001_storage.sql says why

create view page as
  select id, kind, has_address, parent_id, slug, created_at, draft_version,
    path, title, title_key, position, owner_id, changed_at, changed_by
  from every_page where bin_id is null;
comment on view page is 'The editors'' tree: what is not in the bin. It is written to like a table.';

-- Nothing in the bin is public or planned to be. What was withdrawn may be there:
-- readers get its notice at its old address as before.
-- +goose StatementBegin
create function bin_holds_nothing_public() returns trigger language plpgsql as $$
declare at timestamptz := clock_timestamp();
begin
  if exists (select from release where page_id = new.id
      and (live_from > at or live_until > at and outcome in ('page', 'announced'))) then
    raise exception 'page % is public, or planned to be, and cannot be in the bin', new.id
      using errcode = 'integrity_constraint_violation', constraint = 'bin_holds_nothing_public';
  end if;
  return new;
end $$;
-- +goose StatementEnd
create trigger bin_holds_nothing_public before insert or update of bin_id on every_page
  for each row when (new.bin_id is not null) execute function bin_holds_nothing_public();

-- +goose StatementBegin
create function bin_gets_no_release() returns trigger language plpgsql as $$
begin
  if exists (select from every_page where id = new.page_id and bin_id is not null) then
    raise exception 'page % is in the bin and cannot be released', new.page_id
      using errcode = 'integrity_constraint_violation', constraint = 'bin_gets_no_release';
  end if;
  return new;
end $$;
-- +goose StatementEnd
create trigger bin_gets_no_release before insert or update of page_id, outcome, live_from on release
  for each row execute function bin_gets_no_release();

-- No page of the tree stands below one in the bin.
-- +goose StatementBegin
create function tree_is_whole() returns trigger language plpgsql as $$
begin
  if new.bin_id is null and exists (select from every_page where id = new.parent_id and bin_id is not null)
     or new.bin_id is not null and exists (select from every_page where parent_id = new.id and bin_id is null) then
    raise exception 'page % would stand below a page in the bin', new.id
      using errcode = 'integrity_constraint_violation', constraint = 'tree_is_whole';
  end if;
  return null;
end $$;
-- +goose StatementEnd
create trigger tree_is_whole after update of parent_id, bin_id on every_page
  for each row when (old.parent_id is distinct from new.parent_id or old.bin_id is distinct from new.bin_id)
  execute function tree_is_whole();

-- +goose Down
-- +goose StatementBegin
do $$ begin
  if exists (select from bin) then raise exception 'there are pages in the bin: restore them, or delete them for good, first'; end if;
end $$;
-- +goose StatementEnd
drop view page;
drop trigger tree_is_whole on every_page;
drop trigger bin_holds_nothing_public on every_page;
drop trigger bin_gets_no_release on release;
drop function tree_is_whole, bin_holds_nothing_public, bin_gets_no_release;
drop index page_address, page_name, page_children, page_by_path, page_by_change, page_by_owner, page_words, every_page_parent;
alter table every_page drop column bin_id;
drop table bin;
alter table every_page rename to page;
create unique index page_address on page (parent_id, slug) nulls not distinct where has_address;
create unique index page_name on page (kind, slug) where not has_address;
create index page_children on page (parent_id, position, title_key, id);
create index page_by_path on page (path) where path is not null;
create index page_by_change on page (changed_at desc, id);
create index page_by_owner on page (owner_id, changed_at desc);
create index page_words on page using gin ((title || ' ' || (coalesce(path, '') collate "default")) gin_trgm_ops);
alter index page_words alter column 1 set statistics 0;
