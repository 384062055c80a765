-- +goose Up
-- A file may be used by many pages. With "offset 0" Postgres looks up the first
-- release that uses it; without, it reads every live release beforehand, which
-- took 300 ms on a site of 18,412 pages and takes 0.4 ms now.
alter policy live on release_asset
  using (exists (select from release where release.id = release_asset.release_id offset 0));

-- +goose Down
alter policy live on release_asset
  using (exists (select from release where release.id = release_asset.release_id));
