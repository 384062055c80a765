package publishing

import (
	"context"

	"lectern/internal/cms"
)

// AddAsset stores what is known of a file whose bytes are in the blob store.
// Nothing happens when it is there already.
func (e *Edit) AddAsset(ctx context.Context, a cms.Asset) error {
	if err := e.mayConfigure(ctx); err != nil {
		return err
	}
	inserted, err := e.tx.InsertAsset(ctx, a)
	if err != nil || !inserted {
		return err
	}
	return e.audit(ctx, "add-asset", "", "", "", map[string]any{"asset": a.ID, "filename": a.Filename})
}
