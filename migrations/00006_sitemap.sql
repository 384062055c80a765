-- +goose Up
-- What search engines may be told of, in an order in which new pages come last,
-- so that the parts of a sitemap stay as they are.
alter table release add column indexed boolean not null default true;
comment on column release.indexed is 'False for a page that asks to be left out of search engines and the sitemap.';
alter table release alter indexed set statistics 0; -- 00001_storage.sql says why
update release set indexed = false from revision -- their kinds call the field so
  where revision.id = release.revision_id and revision.body -> 'no_index' = 'true';

create index release_in_sitemap on release (page_id) include (live_from, live_until)
  where path is not null and outcome in ('page', 'announced') and indexed;

-- +goose Down
alter table release drop column indexed;
