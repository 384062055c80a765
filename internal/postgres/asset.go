package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"lectern/internal/cms"
)

const assetColumns = `id, hash, filename, media_type, size, width, height`

func scanAsset(row pgx.CollectableRow) (a cms.Asset, err error) {
	err = row.Scan(&a.ID, &a.Hash, &a.Filename, &a.MediaType, &a.Size, &a.Width, &a.Height)
	return a, err
}

// InsertAsset stores a file's row, unless it is there. It reports whether it
// was new. A row is never changed: other bytes are another file.
func (tx *Tx) InsertAsset(ctx context.Context, a cms.Asset) (inserted bool, err error) {
	tag, err := tx.Exec(ctx, `
		insert into asset (id, hash, filename, media_type, size, width, height) values ($1, $2, $3, $4, $5, $6, $7)
		on conflict (id) do nothing`,
		a.ID, a.Hash, a.Filename, a.MediaType, a.Size, a.Width, a.Height)
	return tag.RowsAffected() == 1, failure("insert asset", err)
}

// Assets returns every file, the oldest id first.
func (tx *Tx) Assets(ctx context.Context) ([]cms.Asset, error) {
	rows, _ := tx.Query(ctx, `select `+assetColumns+` from asset order by id`)
	list, err := pgx.CollectRows(rows, scanAsset)
	return list, failure("read files", err)
}

// AssetsOf returns those files that are there.
func (tx *Tx) AssetsOf(ctx context.Context, assets []cms.ID) ([]cms.Asset, error) {
	rows, _ := tx.Query(ctx, `select `+assetColumns+` from asset where id = any ($1)`, ids(assets))
	list, err := pgx.CollectRows(rows, scanAsset)
	return list, failure("read files", err)
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
