package publishing

import (
	"context"

	"lectern/internal/cms"
)

// CopiedBlock is a block that the user has copied.
type CopiedBlock struct {
	ID    cms.ID
	What  string // what it is called, such as "Callout: How it began"
	Block cms.Block
}

// CopyBlock keeps a block of a page for the user to paste elsewhere.
func (e *Edit) CopyBlock(ctx context.Context, page cms.ID, b cms.Block, what string) error {
	if _, err := e.mayNow(ctx, cms.ActionRead, page); err != nil {
		return err
	}
	body, err := e.registry.EncodeBlock(b)
	if err != nil {
		return err
	}
	return e.tx.AddCopy(ctx, e.user.ID, cms.CopiedBlock{What: what, Body: body})
}

// CopiedBlocks returns what the user has copied, the newest first. What is no
// longer known is left out.
func (e *Edit) CopiedBlocks(ctx context.Context) ([]CopiedBlock, error) {
	copies, err := e.tx.Copies(ctx, e.user.ID)
	if err != nil {
		return nil, err
	}
	var list []CopiedBlock
	for _, c := range copies {
		if b := e.registry.DecodeBlock(c.Body); b.Value != nil {
			list = append(list, CopiedBlock{c.ID, c.What, b})
		}
	}
	return list, nil
}

// Copied returns one of the blocks that the user has copied.
func (e *Edit) Copied(ctx context.Context, id cms.ID) (cms.Block, error) {
	list, err := e.CopiedBlocks(ctx)
	if err != nil {
		return cms.Block{}, err
	}
	for _, c := range list {
		if c.ID == id {
			return c.Block, nil
		}
	}
	return cms.Block{}, cms.Conflictf("this copy is no longer kept; copy the block again")
}
