-- +goose Up
-- What editors know of files, and find them by. The file itself never changes;
-- this may. Visitors' logins may not read it.
create table asset_about (
  asset_id    uuid primary key references asset on delete cascade,
  type        text collate "C" not null check (type in ('picture', 'film', 'document')),
  title       text not null default '',
  description text not null default '',
  words       text not null,
  added_at    timestamptz not null,
  added_by    uuid
);
comment on table asset_about is 'What editors see of a file besides its bytes. One row for each file.';
comment on column asset_about.description is 'What a picture shows: offered as its alternative text when it is chosen.';
comment on column asset_about.words is 'What a search looks at: the name, title and description in one.';
comment on column asset_about.added_by is 'Who added it. No foreign key, as for revision.created_by. Null: not known.';
alter table asset_about enable row level security;

insert into asset_about (asset_id, type, words, added_at)
select id, case when media_type like 'image/%' then 'picture' when media_type like 'video/%' or media_type like 'text/vtt%' then 'film' else 'document' end,
  filename, created_at from asset;

create index asset_about_words on asset_about using gin (words gin_trgm_ops);
create index asset_about_added on asset_about (added_at desc, asset_id);
create index asset_about_by_user on asset_about (added_by, added_at desc);

-- Which files a text uses, wherever in it. No list of them is kept beside it,
-- so none can be wrong. Ids have no statistics here: see docs/visibility.md.
create index draft_assets on draft using gin (jsonb_path_query_array(body, '$.**.asset'));
alter index draft_assets alter column 1 set statistics 0;
create index revision_assets on revision using gin (jsonb_path_query_array(body, '$.**.asset'));
alter index revision_assets alter column 1 set statistics 0;

-- What somebody has written, the latest first.
create index revision_by_user on revision (created_by, created_at desc);

-- +goose Down
drop index revision_by_user;
drop index revision_assets;
drop index draft_assets;
drop table asset_about;
