-- +goose Up
-- What the editors' tree and its search show of a page, and find it by. The
-- program keeps it with every change; visitors' logins may not read the table.
alter table page
  add column path       text collate "C",
  add column title      text not null default '',
  add column title_key  text collate "C" not null default '',
  add column position   integer,
  add column owner_id   uuid,
  add column changed_at timestamptz not null default now(),
  add column changed_by uuid;
comment on column page.path is 'The address that the editors'' tree gives it: what its next release gets. Null for kinds without an address.';
comment on column page.title is 'As editors know the page: its draft''s title, otherwise that of what was released last.';
comment on column page.title_key is 'Made in Go: sorts A to Z. Rebuilt by lectern reindex.';
comment on column page.position is 'Its place among the pages below the same page, from 1, if editors have ordered them. Null: after those that are ordered, from A to Z.';
comment on column page.owner_id is 'Who looks after the page: at first whoever made it. No foreign key, as for revision.created_by.';
comment on column page.changed_at is 'When somebody last changed its draft, its releases or its place.';

with recursive tree as (
  select id, '/' collate "C" as path from page where has_address and parent_id is null
  union all
  select page.id, case tree.path when '/' then '' else tree.path end || '/' || page.slug
  from tree join page on page.parent_id = tree.id
)
update page set path = tree.path from tree where tree.id = page.id;

update page set
  title = coalesce(draft.body ->> 'title', released.title, revision.body ->> 'title', ''),
  title_key = coalesce(released.title_key, ''),
  owner_id = first.created_by,
  changed_at = greatest(page.created_at, draft.updated_at, audit.at, revision.created_at),
  changed_by = coalesce(audit.actor_id, revision.created_by)
from page as this
left join draft on draft.page_id = this.id
left join lateral (select title, title_key from release where page_id = this.id order by live_from desc limit 1) as released on true
left join lateral (select body, created_at, created_by from revision where page_id = this.id order by number desc limit 1) as revision on true
left join lateral (select created_by from revision where page_id = this.id order by number limit 1) as first on true
left join lateral (select at, actor_id from audit where page_id = this.id order by id desc limit 1) as audit on true
where this.id = page.id;

-- A branch is walked in its order, and its pages are counted, by one index.
create index page_children on page (parent_id, position, title_key, id);
create index page_by_path on page (path) where path is not null;
create index page_by_change on page (changed_at desc, id);
create index page_by_owner on page (owner_id, changed_at desc);
create index page_words on page using gin ((title || ' ' || (coalesce(path, '') collate "default")) gin_trgm_ops);
alter index page_words alter column 1 set statistics 0; -- 00001_storage.sql says why
create index draft_by_editor on draft (editor_id, updated_at desc);

-- A page that has never been public may be deleted, and its revisions with it.
-- +goose StatementBegin
create function revision_is_history() returns trigger language plpgsql as $$
begin
  if exists (select from release where page_id = old.page_id) then
    raise exception 'revision rows are never changed, nor deleted once their page was released' using errcode = 'integrity_constraint_violation';
  end if;
  return old;
end $$;
-- +goose StatementEnd
drop trigger revision_is_final on revision;
create trigger revision_is_final before update on revision
  for each row execute function row_is_final();
create trigger revision_is_history before delete on revision
  for each row execute function revision_is_history();

-- +goose Down
drop trigger revision_is_history on revision;
drop trigger revision_is_final on revision;
create trigger revision_is_final before update or delete on revision
  for each row execute function row_is_final();
drop function revision_is_history;
drop index draft_by_editor;
alter table page
  drop column path, drop column title, drop column title_key, drop column position,
  drop column owner_id, drop column changed_at, drop column changed_by;
