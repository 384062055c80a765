-- What the confined logins may do, set anew after every migration by the
-- owner. :public, :preview and :search are replaced by the names of this
-- database's logins. Whatever is not granted here is refused.

revoke all on all tables in schema public from public, :public, :preview, :search;
revoke all on all sequences in schema public from public, :public, :preview, :search;
revoke all on all functions in schema public from public, :public, :preview, :search;
revoke create on schema public from public;
revoke temporary on database :database from public;
alter default privileges revoke execute on functions from public;
-- Anybody may fill the disk with large objects, unless a superuser forbids it.
-- To another owner this is a warning, and nothing happens.
revoke execute on function lo_creat(integer), lo_create(oid), lo_from_bytea(oid, bytea) from public;

grant usage on schema public to :public, :preview, :search;

-- Only the preview login looks from another instant than now. The role setting
-- is looked at because it also holds inside security definer functions.
create or replace function site_now() returns timestamptz language sql stable parallel safe as $$
  select case when current_setting('role') = :'preview' or session_user = :'preview'
    then coalesce(nullif(current_setting('lectern.instant', true), '')::timestamptz, now())
    else now() end
$$;

grant execute on function site_now() to :public, :preview, :search;
grant execute on function is_live(timestamptz, timestamptz, timestamptz) to :public, :preview, :search;
grant execute on function is_live_revision(uuid), is_live_asset(uuid), is_live_target(uuid) to :public, :preview;
grant execute on function next_change(text[], uuid[], uuid[]) to :public, :preview;
grant execute on function count_live(text[], uuid) to :public, :preview;
grant execute on function site_version() to :public, :preview;

grant select on release, release_section, release_asset, release_term, term to :public, :preview;
grant select (id, number, body, redacted, change_notes) on revision to :public, :preview;
grant select (revision_id, target_id) on reference to :public, :preview;
grant select (id, hash, filename, media_type, size, width, height) on asset to :public, :preview;
grant select (from_path, page_id, to_path) on redirect to :public, :preview;

grant insert (token, page_id, data) on form_submission to :public;
grant insert (query, results, narrowed) on search_query to :public;
grant insert (query, rank) on search_choice to :public;
grant insert (from_path) on redirect_hit to :public;

-- The search engine counts all that is live and nothing else, and needs no more
-- of a page than a result shows.
grant execute on function search_version(), search_range(), search_live(integer, integer), search_entries(bigint, timestamptz), search_match(text[], jsonb, boolean),
  search_rank(jsonb, boolean, integer[]), search_has(text[], integer[]), search_like(text), search_synonyms(), search_bets(),
  search_suggested(), search_offered(text, text[]),
  search_by_title(integer[], integer, integer), search_titles(), search_terms(), popular_searches() to :search;
grant execute on function search_moved(bigint, timestamptz), search_texts(uuid[]), search_turn() to :search;
grant execute on function search_words(integer[]), search_sought(jsonb, boolean), search_having(jsonb, boolean, integer[]),
  search_titled(text[], jsonb, boolean, integer[]) to :search;
grant select on release, term to :search;
