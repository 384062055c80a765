-- +goose Up
-- More of what lists show of a page, and by what they are narrowed: derived
-- from its content, as its title and summary are.
alter table release
  add column label        text collate "C" not null default '',
  add column note         text not null default '',
  add column starts_at    timestamptz,
  add column pinned_until timestamptz,
  add column listed       boolean not null default true;
comment on column release.label is 'A word that tells what kind of news, alert … it is; lists can be narrowed by it.';
comment on column release.note is 'A line of small print, such as a place.';
comment on column release.starts_at is 'When what sort_at is the end of begins.';
comment on column release.pinned_until is 'Until when lists of news put it first.';
comment on column release.listed is 'False for a page that asks to be left out of the lists of its kind.';

-- As for the other columns with words: 00001_storage.sql says why.
alter table release
  alter label set statistics 0, alter note set statistics 0, alter starts_at set statistics 0,
  alter pinned_until set statistics 0, alter listed set statistics 0;

-- +goose Down
alter table release drop column label, drop column note, drop column starts_at, drop column pinned_until, drop column listed;
