-- +goose Up
-- Feeds are in the order in which pages came out, whatever their lists sort by.
-- As in lists, one index per kind is walked, and what is scheduled is skipped.
alter table release_section add column first_published_at timestamptz;
update release_section set first_published_at = release.first_published_at from release where release.id = release_id;
alter table release_section alter first_published_at set not null;

create index release_by_publication on release (kind, first_published_at desc, id) include (live_from, live_until)
  where path is not null and outcome in ('page', 'announced', 'withdrawn');
create index release_section_by_publication on release_section (section_id, kind, first_published_at desc, release_id) include (live_from, live_until);

-- What is kept of an answer is true until one of these has moved on.
create index release_start on release (live_from);
create index release_end on release (live_until) where live_until < 'infinity';

alter table change add column public boolean not null default false;
create index change_public on change (at) where public;
comment on column change.public is 'Readers get something else from then on. Not so of what is planned.';

-- +goose StatementBegin
create function site_version() returns table (number bigint, changed_at timestamptz)
  language plpgsql stable security definer set search_path = public, pg_temp as $$
begin return query select
  (select coalesce(max(change.number), 0) from change),
  greatest(
    (select max(live_from) from release where live_from <= site_now()),
    (select max(live_until) from release where live_until <= site_now() and live_until < 'infinity'), -- which the index says of itself
    (select max(at) from change where public));
end $$;
-- +goose StatementEnd
comment on function site_version() is
  'What any answer depends on: the number of the last change, and when what is public last changed, by a change or because a release began or ended. While both are the same, so is the site. Tells that something changed, and not what.';

-- +goose Down
drop function site_version();
alter table change drop column public;
drop index release_end;
drop index release_start;
drop index release_section_by_publication;
drop index release_by_publication;
alter table release_section drop column first_published_at;
