-- +goose Up
-- Everything that Lectern stores. What visitors may see of it is decided at
-- the end of this file and in logins.sql.

create extension if not exists btree_gist;
create extension if not exists pg_trgm;
create extension if not exists unaccent;

-- ---------------------------------------------------------------------------
-- The editors' tree

create table page (
  id          uuid primary key,
  kind        text collate "C" not null,
  has_address boolean not null,
  parent_id   uuid references page,
  slug        text collate "C" not null,
  created_at  timestamptz not null default now(),

  draft_version integer not null default 0
);
comment on table page is 'A place in the editors'' tree. What the public gets there is said by releases, not here.';
comment on column page.has_address is 'False for kinds without an address: menus, site settings, notices.';
comment on column page.parent_id is 'Null for the home page and for kinds without an address.';
comment on column page.slug is 'Last part of the address; empty for the home page; a plain name for kinds without an address.';
comment on column page.draft_version is 'The version of the last draft that is gone. The next draft goes on from it, so that no version ever stands for another text.';

create unique index page_address on page (parent_id, slug) nulls not distinct where has_address;
create unique index page_name on page (kind, slug) where not has_address;

create table revision (
  id           uuid primary key,
  page_id      uuid not null references page,
  number       integer not null check (number > 0),
  body         jsonb not null,
  redacted     boolean not null default false,
  change_notes jsonb not null default '[]',
  created_at   timestamptz not null default now(),
  created_by   uuid not null,
  unique (page_id, number)
);
comment on table revision is 'One immutable state of a page''s content.';
comment on column revision.redacted is 'Derived by the page''s kind for an announcement; holds only what may be known before the release.';
comment on column revision.created_by is 'The user who made it. No foreign key: closing an account leaves a pseudonym.';

create table draft (
  page_id      uuid primary key references page on delete cascade,
  body         jsonb not null,
  change_notes jsonb not null default '[]',
  version      integer not null check (version > 0),
  base_id      uuid references revision,
  editor_id    uuid not null,
  updated_at   timestamptz not null default now()
);
comment on table draft is 'The one mutable working state of a page. Autosave writes here and nowhere else.';
comment on column draft.version is 'Rises by one at each save; a save that names an older version is refused.';

-- ---------------------------------------------------------------------------
-- Releases: what the public gets, from when until when

create table release (
  id                 uuid primary key,
  page_id            uuid not null references page,
  revision_id        uuid references revision,
  outcome            text not null check (outcome in ('page', 'announced', 'withdrawn', 'gone', 'redirect')),
  notice             text not null default '',
  redirect_to        text not null default '',
  path               text collate "C",
  kind               text collate "C" not null,
  title              text not null,
  short_title        text not null default '',
  summary            text not null default '',
  title_key          text collate "C" not null,
  sort_at            timestamptz not null,
  first_published_at timestamptz not null,
  last_edited_at     timestamptz not null,
  live_from          timestamptz not null,
  live_until         timestamptz not null default 'infinity',
  ends_at            timestamptz not null default 'infinity',
  check (live_from < live_until),
  check (live_until <= ends_at),
  check ((revision_id is not null) = (outcome in ('page', 'announced', 'withdrawn'))),
  check ((redirect_to <> '') = (outcome = 'redirect')),
  constraint one_release_per_page exclude using gist (
    page_id with =, tstzrange(live_from, live_until) with &&),
  constraint one_page_per_path exclude using gist (
    hashtextextended(path, 0) with =, tstzrange(live_from, live_until) with &&)
);
comment on table release is 'What the public gets for a page from one instant until another. Live is a function of time: no job starts or ends a release.';
comment on column release.path is 'The address at the time. Null for kinds without an address.';
comment on column release.title_key is 'Made in Go: sorts A to Z.';
comment on column release.sort_at is 'The date that lists sort by.';
comment on column release.live_until is 'The end that is in force: the earlier of ends_at and the start of the page''s next release.';
comment on column release.ends_at is 'The end that was asked for. Cancelling a later release gives it back.';
comment on constraint one_page_per_path on release is
  'Over a hash of the path, so that the index answers no question about paths that are not live yet (see docs/visibility.md).';

-- Lists walk what sorts up to now by the first index, and what sorts after now
-- although it is live, such as an event to come, by the small one beside it. So
-- what is scheduled is never walked over, nor, for the site as it once was,
-- all that came later.
create index release_by_path on release (path, live_from desc);
create index release_by_kind on release (kind, sort_at desc, id) include (live_from, live_until)
  where path is not null and outcome in ('page', 'announced', 'withdrawn');
create index release_ahead on release (kind, sort_at desc, id) include (live_from, live_until)
  where path is not null and outcome in ('page', 'announced', 'withdrawn') and sort_at > live_from;
create index release_fixture on release (kind) where path is null;
create index release_by_page on release (page_id, live_from);
create index release_by_revision on release (revision_id);
create index release_next_start on release (kind, live_from);
create index release_next_end on release (kind, live_until) where live_until < 'infinity';

create table release_section (
  release_id uuid not null references release on delete cascade,
  section_id uuid not null references page,
  kind       text collate "C" not null,
  sort_at    timestamptz not null,
  live_from  timestamptz not null,
  live_until timestamptz not null,
  primary key (release_id, section_id)
);
comment on table release_section is 'One row per page above a release, in the order of lists: the newest of a kind below a section is a short walk along one index, however large or small the section.';

create index release_section_list on release_section (section_id, kind, sort_at desc, release_id) include (live_from, live_until);
create index release_section_ahead on release_section (section_id, kind, sort_at desc, release_id) include (live_from, live_until)
  where sort_at > live_from;
create index release_section_next_start on release_section (section_id, kind, live_from);
create index release_section_next_end on release_section (section_id, kind, live_until) where live_until < 'infinity';

-- A projection of the release carries its instants, so that it is as live as
-- the release is, by the same rule.
-- +goose StatementBegin
create function release_instants() returns trigger language plpgsql as $$
begin
  update release_section set live_from = new.live_from, live_until = new.live_until where release_id = new.id;
  update search_document set live_from = new.live_from, live_until = new.live_until where release_id = new.id;
  return null;
end $$;
-- +goose StatementEnd

create trigger release_instants after update of live_from, live_until on release
  for each row when (old.live_from <> new.live_from or old.live_until <> new.live_until)
  execute function release_instants();

-- History is not rewritten: once begun, a release can only be ended, and once
-- ended it stays so. What lists show of it is derived, and may be derived anew.
-- +goose StatementBegin
create function release_is_history() returns trigger language plpgsql as $$
declare at timestamptz := clock_timestamp();
begin
  if old.live_from > at then
    return coalesce(new, old);
  end if;
  if tg_op = 'DELETE' then
    if old.live_from >= now() and old.xmin = pg_current_xact_id()::xid then
      return old; -- made by this very transaction: nobody has seen it
    end if;
    raise exception 'release % has begun and cannot be deleted', old.id
      using errcode = 'integrity_constraint_violation', constraint = 'release_is_history';
  end if;
  if new.live_until <> old.live_until
     and (old.live_until <= at or new.live_until < now()) -- a change's instant is read after its transaction has begun
     or (new.id, new.page_id, new.revision_id, new.outcome, new.notice, new.redirect_to, new.path, new.kind, new.live_from)
        is distinct from
        (old.id, old.page_id, old.revision_id, old.outcome, old.notice, old.redirect_to, old.path, old.kind, old.live_from) then
    raise exception 'release % has begun and cannot be re-pointed', old.id
      using errcode = 'integrity_constraint_violation', constraint = 'release_is_history';
  end if;
  return new;
end $$;
-- +goose StatementEnd

create trigger release_is_history before update or delete on release
  for each row execute function release_is_history();

-- +goose StatementBegin
create function row_is_final() returns trigger language plpgsql as $$
begin
  raise exception '% rows are never changed', tg_table_name using errcode = 'integrity_constraint_violation';
end $$;
-- +goose StatementEnd

create trigger revision_is_final before update or delete on revision
  for each row execute function row_is_final();

-- ---------------------------------------------------------------------------
-- Terms, redirects, files

create table term (
  id         uuid primary key,
  vocabulary text collate "C" not null,
  slug       text collate "C" not null,
  name       text not null,
  parent_id  uuid references term,
  synonyms   text[] not null default '{}',
  position   integer not null default 0,
  unique (vocabulary, slug)
);
comment on table term is 'An entry of a controlled vocabulary. Terms are current, not versioned.';

create table redirect (
  from_path text collate "C" primary key,
  page_id   uuid references page,
  to_path   text not null default '',
  made_at   timestamptz not null default now(),
  check ((page_id is null) <> (to_path = ''))
);
comment on table redirect is 'Sends an old address on, to a page wherever it is now or to another address. A live page at the address wins.';
create index redirect_by_page on redirect (page_id);

create table asset (
  id         uuid primary key,
  hash       text collate "C" not null,
  filename   text not null,
  media_type text not null,
  size       bigint not null check (size >= 0),
  width      integer not null default 0,
  height     integer not null default 0,
  created_at timestamptz not null default now()
);
comment on table asset is 'A stored file. Its bytes are in the blob store, written before this row.';
comment on column asset.hash is 'SHA-256 of the bytes, in hexadecimal: their name in the blob store. An index on it would tell of hidden files.';
create trigger asset_is_final before update on asset
  for each row execute function row_is_final();

-- ---------------------------------------------------------------------------
-- Projections, written by publishing from the declarations of kinds and blocks

create table reference (
  revision_id uuid not null references revision,
  target_id   uuid not null references page,
  field       text not null,
  primary key (revision_id, target_id, field)
);
comment on table reference is 'Which revision points to which page, and where. Rebuilt by lectern reindex.';
create index reference_by_target on reference (target_id, revision_id);

create table release_asset (
  release_id uuid not null references release on delete cascade,
  asset_id   uuid not null references asset,
  primary key (release_id, asset_id)
);
comment on table release_asset is 'A file is readable while a live release uses it. Rebuilt by lectern reindex.';
create index release_asset_by_asset on release_asset (asset_id);

create table release_term (
  release_id uuid not null references release on delete cascade,
  term_id    uuid not null references term,
  primary key (release_id, term_id)
);
comment on table release_term is 'The terms a release carries. Rebuilt by lectern reindex.';
create index release_term_by_term on release_term (term_id);

create table search_document (
  release_id uuid primary key references release on delete cascade,
  title      text not null,
  summary    text not null,
  body       text not null,
  live_from  timestamptz not null,
  live_until timestamptz not null
);
comment on table search_document is 'What a search may find of a release: one row per release. Read through functions only. Rebuilt by lectern reindex.';
create index search_document_title on search_document using gin (title gin_trgm_ops);

-- ---------------------------------------------------------------------------
-- What happened, and what others must be told

create table audit (
  id          bigint generated always as identity primary key,
  at          timestamptz not null default clock_timestamp(),
  actor_id    uuid not null,
  action      text not null,
  page_id     uuid,
  revision_id uuid,
  release_id  uuid,
  detail      jsonb not null default '{}'
);
comment on table audit is 'Who did what, when. Append-only. No foreign keys: it outlives what it tells of.';
create index audit_by_page on audit (page_id, id);
create trigger audit_is_final before update or delete on audit
  for each row execute function row_is_final();

create table change (
  number bigint generated always as identity primary key,
  at     timestamptz not null default clock_timestamp(),
  tags   text[] not null
);
comment on table change is 'What rendered pages must be dropped. Polled by number, which rises in commit order: every change is made under one lock. The notification lectern_change is only a hint.';

-- ---------------------------------------------------------------------------
-- What visitors hand in. Their login may insert here, and read nothing back.

create table form_submission (
  token       uuid primary key,
  page_id     uuid not null,
  data        jsonb not null,
  received_at timestamptz not null default now()
);
comment on table form_submission is 'A form that a visitor sent. No foreign key: a conflict with one would tell whether a page exists.';
comment on column form_submission.token is 'Random, made with the form: a repeated post leaves one row.';

create table search_query (
  id      bigint generated always as identity primary key,
  at      timestamptz not null default now(),
  query   text not null,
  results integer not null
);
comment on table search_query is 'What was searched for, without who searched.';

create table redirect_hit (
  id        bigint generated always as identity primary key,
  at        timestamptz not null default now(),
  from_path text not null
);
comment on table redirect_hit is 'An old address that somebody still used.';

-- ---------------------------------------------------------------------------
-- Logins

create table login (
  purpose  text primary key check (purpose in ('public', 'preview')),
  name     text not null unique,
  password text not null
);
comment on table login is 'The database logins that are confined to live rows, made once per database with random passwords. Readable by the owner only.';

-- ---------------------------------------------------------------------------
-- Visibility. The policies hold for every login but the owner; who may read or
-- insert at all is granted in logins.sql.

create function site_now() returns timestamptz language sql stable parallel safe
  as $$ select now() $$;
comment on function site_now() is 'The instant that visibility is judged at. Replaced by logins.sql, which knows the preview login.';

alter table page enable row level security;
alter table draft enable row level security;
alter table audit enable row level security;
alter table change enable row level security;
alter table login enable row level security;
alter table search_document enable row level security;

-- Postgres judges a visitor's own condition before a policy if it is cheaper and
-- "leakproof", as = and < on text are; a second condition that fails, waits or
-- is counted then tells what the first one found in a hidden row. So the
-- policies begin with a function that no condition can undercut. What stands
-- beside it lets an index answer, or tells the planner the true cost.

-- +goose StatementBegin
create function is_live(live_from timestamptz, live_until timestamptz, at timestamptz) returns boolean
  language plpgsql immutable parallel safe cost 0.000001 as $$
begin return live_from <= at and live_until > at; end $$;
-- +goose StatementEnd

-- +goose StatementBegin
create function is_live_revision(revision uuid) returns boolean
  language plpgsql stable parallel safe cost 0.000001 as $$
begin return exists (select from public.release where revision_id = revision); end $$;
-- +goose StatementEnd

-- +goose StatementBegin
create function is_live_asset(asset uuid) returns boolean
  language plpgsql stable parallel safe cost 0.000001 as $$
begin return exists (select from public.release_asset where asset_id = asset); end $$;
-- +goose StatementEnd

-- +goose StatementBegin
create function is_live_target(page uuid) returns boolean
  language plpgsql stable parallel safe cost 0.000001 as $$
begin return page is null or exists (select from public.release where page_id = page); end $$;
-- +goose StatementEnd

-- "(select site_now())" is asked once for a statement, not once for each row.
alter table release enable row level security;
create policy live on release for select
  using (is_live(live_from, live_until, (select site_now())) and live_from <= (select site_now()));

alter table release_section enable row level security;
create policy live on release_section for select
  using (live_from <= (select site_now()) and live_until > (select site_now()));

alter table revision enable row level security;
create policy live on revision for select
  using (is_live_revision(id) and exists (select from release where release.revision_id = revision.id));

alter table reference enable row level security;
create policy live on reference for select
  using (exists (select from release where release.revision_id = reference.revision_id));

alter table release_asset enable row level security;
create policy live on release_asset for select
  using (exists (select from release where release.id = release_asset.release_id));

alter table release_term enable row level security;
create policy live on release_term for select
  using (exists (select from release where release.id = release_term.release_id));

alter table asset enable row level security;
create policy live on asset for select
  using (is_live_asset(id) and exists (select from release_asset where release_asset.asset_id = asset.id));

alter table term enable row level security;
create policy current on term for select using (true);

alter table redirect enable row level security;
create policy live on redirect for select
  using (is_live_target(page_id)
    and (page_id is null or exists (select from release where release.page_id = redirect.page_id)));

alter table form_submission enable row level security;
create policy intake on form_submission for insert with check (true);
alter table search_query enable row level security;
create policy intake on search_query for insert with check (true);
alter table redirect_hit enable row level security;
create policy intake on redirect_hit for insert with check (true);

-- The planner's statistics hold samples of the columns, hidden rows included,
-- and EXPLAIN tells estimates made from them. Columns that must not be guessed
-- at have none; no query's plan depends on them.
alter table release
  alter path set statistics 0, alter title set statistics 0, alter short_title set statistics 0,
  alter summary set statistics 0, alter title_key set statistics 0, alter notice set statistics 0,
  alter redirect_to set statistics 0;
alter table revision alter body set statistics 0, alter change_notes set statistics 0;
alter table asset
  alter filename set statistics 0, alter hash set statistics 0, alter media_type set statistics 0,
  alter size set statistics 0, alter width set statistics 0, alter height set statistics 0;
alter table redirect alter from_path set statistics 0, alter to_path set statistics 0;
alter table reference alter field set statistics 0;
alter index one_page_per_path alter column 1 set statistics 0;

-- ---------------------------------------------------------------------------
-- Questions that cannot be answered through row-level security in time: fixed
-- text, with the live predicate inside. In plpgsql, which keeps its plans;
-- planning next_change anew would take ten times as long as running it.

-- +goose StatementBegin
create function known_pages(pages uuid[]) returns setof uuid
  language plpgsql stable set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
begin return query
  select id from unnest(pages) as page (id)
  where exists (select from release r
      where r.page_id = page.id and r.live_from <= site_now() and r.live_until > site_now())
    or exists (select from release_section s
      where s.section_id = page.id and s.live_from <= site_now() and s.live_until > site_now())
    or exists (select from reference f join release r on r.revision_id = f.revision_id
      where f.target_id = page.id and r.live_from <= site_now() and r.live_until > site_now());
end $$;
-- +goose StatementEnd
comment on function known_pages(uuid[]) is
  'Those of the pages that a reader of the live site can know of: live ones, and what live ones stand below or refer to. Ids made from an address can be guessed; no question about others is answered.';

-- +goose StatementBegin
create function next_change(kinds text[], sections uuid[], pages uuid[]) returns timestamptz
  language plpgsql stable security definer set search_path = public, pg_temp
  set plan_cache_mode = force_generic_plan as $$
begin return (
  select min(next_at) from (
    select next.at as next_at
    from unnest(kinds, sections) as list (kind, section)
    cross join lateral (
      (select live_from as at from release_section s
        where s.section_id = list.section and s.kind = list.kind and live_from > site_now()
        order by live_from limit 1)
      union all
      (select live_until from release_section s
        where s.section_id = list.section and s.kind = list.kind and live_until > site_now() and live_until < 'infinity'
        order by live_until limit 1)
      union all
      (select live_from from release r
        where list.section is null and r.kind = list.kind and live_from > site_now()
        order by live_from limit 1)
      union all
      (select live_until from release r
        where list.section is null and r.kind = list.kind and live_until > site_now() and live_until < 'infinity'
        order by live_until limit 1)
    ) as next
    where list.section is null or list.section in (select known_pages(sections))
    union all
    select next.at from known_pages(pages) as known (id)
    cross join lateral (
      select min(r.live_from) as at from release r where r.page_id = known.id and r.live_from > site_now()
      union all
      select min(r.live_until) from release r
        where r.page_id = known.id and r.live_until > site_now() and r.live_until < 'infinity'
    ) as next
  ) as changes
); end $$;
-- +goose StatementEnd
comment on function next_change(text[], uuid[], uuid[]) is
  'The first instant after which a list (kinds and sections, pairwise; a null section is the whole site) or one of the pages changes. Tells an instant, nothing else.';

-- +goose StatementBegin
create function count_live(kinds text[], section uuid) returns bigint
  language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
begin
  if section is null then
    return (select count(*) from release r
      where r.kind = any (kinds) and r.path is not null and r.outcome in ('page', 'announced', 'withdrawn')
        and r.live_from <= (select site_now()) and r.live_until > (select site_now()));
  end if;
  return (select count(*) from release_section s
    where s.section_id = section and s.kind = any (kinds)
      and s.live_from <= (select site_now()) and s.live_until > (select site_now()));
end $$;
-- +goose StatementEnd
comment on function count_live(text[], uuid) is
  'How many live pages of the kinds there are below a section, or with a null section in the whole site.';

-- +goose StatementBegin
create function search_titles(query text, size integer, skip integer)
  returns table (release_id uuid, total bigint)
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  every_word text; -- conditions written out, so that each can use the trigram index
begin
  select coalesce(string_agg(format('d.title ilike %L', '%' || regexp_replace(word, '([%_\\])', '\\\1', 'g') || '%'), ' and '), 'false')
    into every_word
    from (select word from regexp_split_to_table(query, '\s+') as word where word <> '' limit 8) as words;
  return query execute format('
    with right_words as materialized (
      select d.release_id, d.title from search_document d
      where d.live_from <= (select site_now()) and d.live_until > (select site_now()) and %s limit 1000
    ), similar_words as (
      select d.release_id, d.title from search_document d
      where d.live_from <= (select site_now()) and d.live_until > (select site_now()) and $1 <%% d.title
        and not exists (select from right_words) limit 1000
    )
    select found.release_id, count(*) over ()
    from (table right_words union all table similar_words) as found
    join release r on r.id = found.release_id and r.path is not null
    order by lower(found.title) = lower($1) desc, word_similarity($1, found.title) desc, r.sort_at desc, r.id
    limit least($2, 100) offset $3', every_word)
  using query, size, skip;
end $$;
-- +goose StatementEnd
comment on function search_titles(text, integer, integer) is
  'Live releases with an address whose title has all words of the query or, when there are none, words like them; best first. Of more than a thousand, some thousand.';

-- +goose Down
-- There is no way back from the first migration: drop the database instead.
select 1 / 0;
