package publishing

import (
	"context"
	"strings"

	"lectern/internal/cms"
)

// BetPageAt returns the page with that address in the editors' tree, for those
// who may change best bets. It fails with cms.ErrNotFound when there is none.
func (e *Edit) BetPageAt(ctx context.Context, path string) (cms.ID, error) {
	if err := e.configures(); err != nil {
		return "", err
	}
	return e.tx.PageAt(ctx, strings.Split(strings.Trim(path, "/"), "/"))
}
