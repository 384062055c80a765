package postgres

import (
	"context"
	"strings"

	"github.com/jackc/pgx/v5"

	"lectern/internal/cms"
)

const assetColumns = `asset.id, asset.hash, asset.filename, asset.media_type, asset.size, asset.width, asset.height`

func assetFields(a *cms.Asset) []any {
	return []any{&a.ID, &a.Hash, &a.Filename, &a.MediaType, &a.Size, &a.Width, &a.Height}
}

func scanAsset(row pgx.CollectableRow) (a cms.Asset, err error) {
	err = row.Scan(assetFields(&a)...)
	return a, err
}

const assetRowColumns = assetColumns + `, about.title, about.description, about.added_at, coalesce(about.added_by::text, '')`

func scanAssetRow(row pgx.CollectableRow) (r cms.AssetRow, err error) {
	err = row.Scan(append(assetFields(&r.Asset), &r.Title, &r.Description, &r.AddedAt, &r.AddedBy)...)
	r.CreatedAt = r.AddedAt
	return r, err
}

// InsertAsset stores a file's row, unless it is there, with what is said of it.
// It reports whether it was new. A row is never changed: other bytes are another
// file.
func (tx *Tx) InsertAsset(ctx context.Context, a cms.Asset, about cms.AssetAbout, by cms.ID) (inserted bool, err error) {
	tag, err := tx.Exec(ctx, `
		with new as (
			insert into asset (id, hash, filename, media_type, size, width, height) values ($1, $2, $3, $4, $5, $6, $7)
			on conflict (id) do nothing returning id, created_at
		)
		insert into asset_about (asset_id, type, title, description, words, added_at, added_by)
		select id, $8, $9, $10, $11, created_at, $12 from new`,
		a.ID, a.Hash, a.Filename, a.MediaType, a.Size, a.Width, a.Height,
		string(a.Type()), about.Title, about.Description, wordsOf(a.Filename, about), nullable(by))
	return tag.RowsAffected() == 1, failure("insert asset", err)
}

// wordsOf is what a search for a file looks at.
func wordsOf(filename string, about cms.AssetAbout) string {
	return strings.TrimSpace(filename + " " + about.Title + " " + about.Description)
}

// DescribeAsset changes what is said of a file.
func (tx *Tx) DescribeAsset(ctx context.Context, a cms.Asset, about cms.AssetAbout) error {
	_, err := tx.Exec(ctx, `update asset_about set title = $2, description = $3, words = $4 where asset_id = $1`,
		a.ID, about.Title, about.Description, wordsOf(a.Filename, about))
	return failure("describe a file", err)
}

// DeleteAsset removes a file's row. Its bytes are swept later, if no other row
// names them.
func (tx *Tx) DeleteAsset(ctx context.Context, id cms.ID) error {
	_, err := tx.Exec(ctx, `delete from asset where id = $1`, id)
	return failure("delete a file", err)
}

// LockTexts lets nobody write drafts and revisions until the transaction ends,
// so that none can come to use what is looked for in them.
func (tx *Tx) LockTexts(ctx context.Context) error {
	_, err := tx.Exec(ctx, `lock table draft, revision in share mode`)
	return failure("lock texts", err)
}

// Assets returns every file, the oldest id first.
func (tx *Tx) Assets(ctx context.Context) ([]cms.Asset, error) {
	rows, _ := tx.Query(ctx, `select `+assetColumns+` from asset order by id`)
	list, err := pgx.CollectRows(rows, scanAsset)
	return list, failure("read files", err)
}

// AssetRows returns what editors see of those of the files that there are, in
// the order of the ids.
func (tx *Tx) AssetRows(ctx context.Context, list []cms.ID) ([]cms.AssetRow, error) {
	rows, _ := tx.Query(ctx, `
		select `+assetRowColumns+`
		from unnest($1::uuid[]) with ordinality as wanted (id, turn)
		join asset on asset.id = wanted.id join asset_about as about on about.asset_id = asset.id order by wanted.turn`, ids(list))
	found, err := pgx.CollectRows(rows, scanAssetRow)
	return found, failure("read files", err)
}

// AssetNamed returns a file with those bytes and that name, if there is one.
func (tx *Tx) AssetNamed(ctx context.Context, hash, filename string) (cms.AssetRow, error) {
	rows, _ := tx.Query(ctx, `
		select `+assetRowColumns+` from asset join asset_about as about on about.asset_id = asset.id
		where hash = $1 and filename = $2 order by asset.id limit 1`, hash, filename)
	r, err := pgx.CollectExactlyOneRow(rows, scanAssetRow)
	return r, failure("look for the same file", err)
}

// FindAssets returns a part of the files that an editor asks for, the latest
// first, and how many there are.
func (tx *Tx) FindAssets(ctx context.Context, q cms.AssetQuery) (list []cms.AssetRow, total int, err error) {
	c := &conditions{}
	c.add("true")
	for _, word := range firstWords(q.Text) {
		c.parts = append(c.parts, has(c, "about.words", word))
	}
	if len(q.Types) > 0 {
		types := make([]string, len(q.Types))
		for i, t := range q.Types {
			types[i] = string(t)
		}
		c.add("about.type = any (%s)", types)
	}
	if err = tx.QueryRow(ctx, `select count(*) from asset_about as about where `+c.where(), c.args...).Scan(&total); err != nil {
		return nil, 0, failure("count files", err)
	}
	first := ""
	if q.First != "" {
		first = "about.added_by is not distinct from " + c.arg(q.First) + "::uuid desc, "
	}
	rows, _ := tx.Query(ctx, `
		select `+assetRowColumns+` from asset_about as about join asset on asset.id = about.asset_id
		where `+c.where()+` order by `+first+`about.added_at desc, about.asset_id desc limit `+c.arg(q.Size)+` offset `+c.arg(q.Skip()), c.args...)
	list, err = pgx.CollectRows(rows, scanAssetRow)
	return list, total, failure("find files", err)
}

// AssetUses returns, by file, some of the pages that use it, those first where
// the public sees it, and how many there are, also of those that are not in
// sight.
func (tx *Tx) AssetUses(ctx context.Context, s Sight, assets []cms.ID, most int) (map[cms.ID]cms.AssetUses, error) {
	rows, _ := tx.Query(ctx, `
		with used as (
			select asset_id, page_id, bool_or(live) as live, bool_or(planned) as planned, bool_or(draft) as draft
			from (
				select asset_id, page_id, live_from <= $3 and live_until > $3 as live, live_from > $3 as planned, false as draft
				from release_asset join release on release.id = release_id where asset_id = any ($4)
				union all
				select wanted.id, page_id, false, false, true
				from unnest($4::uuid[]) as wanted (id) join draft on jsonb_path_query_array(body, '$.**.asset') ? wanted.id::text
				union all
				select wanted.id, page_id, false, false, false
				from unnest($4::uuid[]) as wanted (id) join revision on jsonb_path_query_array(body, '$.**.asset') ? wanted.id::text
			) as every_use group by 1, 2
		), ranked as (
			select used.*, coalesce(case when `+usedInSight+` then page.title end, public.title) as title,
				row_number() over (
					partition by asset_id order by `+usedInSight+` or public.title is not null desc, live desc, draft desc, planned desc, page_id desc) as place,
				count(*) over (partition by asset_id) as total
			from used join every_page as page on page.id = used.page_id
			left join lateral (
				select title from release where release.page_id = used.page_id and live_from <= $3 and live_until > $3
					and outcome in ('page', 'announced', 'withdrawn')
			) as public on true
		)
		select asset_id, page_id, title, live, planned, draft, total from ranked where place <= $5 order by asset_id, place`,
		s.args(ids(assets), most)...)
	uses := map[cms.ID]cms.AssetUses{}
	var asset cms.ID
	var u cms.AssetUse
	var title *string
	var total int
	_, err := pgx.ForEachRow(rows, []any{&asset, &u.Page, &title, &u.Live, &u.Planned, &u.Draft, &total}, func() error {
		all := uses[asset]
		if all.Total = total; title != nil {
			u.Title = *title
			all.Pages = append(all.Pages, u)
		}
		uses[asset] = all
		return nil
	})
	return uses, failure("look where files are used", err)
}

// Asset returns a file that a live page uses; cms.ErrNotFound otherwise.
func (s *Site) Asset(ctx context.Context, id cms.ID) (cms.Asset, error) {
	rows, _ := s.Pool.Query(ctx, `select `+assetColumns+` from asset where id = $1`, id)
	a, err := pgx.CollectExactlyOneRow(rows, scanAsset)
	return a, failure("read asset", err)
}

// BlobsInUse returns which of the hashes some file row still names.
func (s *Store) BlobsInUse(ctx context.Context, hashes []string) ([]string, error) {
	rows, _ := s.Pool.Query(ctx, `select distinct hash from asset where hash = any ($1)`, hashes)
	list, err := pgx.CollectRows(rows, pgx.RowTo[string])
	return list, failure("look for blobs in use", err)
}
