-- +goose Up
-- When what readers get at an address last changed: what a sitemap tells of it.
-- That is not when it was last edited. A page that was withdrawn and is back, or
-- has moved, has not been edited, and a minor change is not called one; but a
-- search engine that has fetched the page before should fetch it again. Only
-- the first release of a page that begins at once is as old as its text: it has
-- come from elsewhere, with a history of its own.
alter table release add column changed_at timestamptz;
comment on column release.changed_at is 'When what readers get by it last changed. Set by release_changes.';

-- +goose StatementBegin
create function release_changes() returns trigger language plpgsql as $$
begin
  new.changed_at := greatest(new.last_edited_at, new.live_from);
  if new.live_from between now() and clock_timestamp() then -- looked at first: bulk writes have no index to ask
    if not exists (select from release where page_id = new.page_id and live_from < new.live_from) then
      new.changed_at := new.last_edited_at;
    end if;
  end if;
  return new;
end $$;
-- +goose StatementEnd

create trigger release_changes before insert on release
  for each row execute function release_changes();

-- Whether a first release once began at once is not known any more: it keeps
-- the date that it was told with.
update release set changed_at = case
  when exists (select from release as before where before.page_id = release.page_id and before.live_from < release.live_from)
    then greatest(last_edited_at, live_from)
  else last_edited_at end;
alter table release alter changed_at set not null;

-- All that the list of sitemaps says is in the index. Pages are in the order in
-- which they were published, so that new ones come last whatever their ids are:
-- those of content files are made from addresses.
drop index release_in_sitemap;
create index release_in_sitemap on release (first_published_at, page_id) include (kind, changed_at, live_from, live_until)
  where path is not null and outcome in ('page', 'announced') and indexed;

-- +goose Down
drop index release_in_sitemap;
create index release_in_sitemap on release (page_id) include (live_from, live_until)
  where path is not null and outcome in ('page', 'announced') and indexed;
drop trigger release_changes on release;
drop function release_changes;
alter table release drop column changed_at;
