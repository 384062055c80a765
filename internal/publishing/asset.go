package publishing

import (
	"context"
	"errors"
	"strings"
	"unicode/utf8"

	"lectern/internal/cms"
	"lectern/internal/postgres"
)

// MayUpload fails with cms.ErrForbidden unless the user may add files: it is
// asked before any byte is taken.
func MayUpload(user cms.User) error {
	if !cms.CanSomewhere(user, cms.ActionUpload) {
		return cms.Forbiddenf("you may not add files")
	}
	return nil
}

// AddAsset stores what is known of a file whose bytes are in the blob store.
// Nothing happens when it is there already.
func (e *Edit) AddAsset(ctx context.Context, a cms.Asset) error {
	return e.insertAsset(ctx, a, cms.AssetAbout{})
}

// Upload adds a file that somebody has sent, and returns it. If there is one
// with the same bytes and name, it is that one, as it is.
func (e *Edit) Upload(ctx context.Context, a cms.Asset, about cms.AssetAbout) (cms.AssetRow, error) {
	if err := MayUpload(e.user); err != nil {
		return cms.AssetRow{}, err
	}
	about, err := tidyAbout(about)
	if err != nil {
		return cms.AssetRow{}, err
	}
	if err := e.lock(ctx); err != nil {
		return cms.AssetRow{}, err
	}
	same, err := e.tx.AssetNamed(ctx, a.Hash, a.Filename)
	if err == nil || !errors.Is(err, cms.ErrNotFound) {
		return same, err
	}
	if a.ID == "" {
		a.ID = NewID()
	}
	if err := e.insertAsset(ctx, a, about); err != nil {
		return cms.AssetRow{}, err
	}
	return e.asset(ctx, a.ID)
}

func (e *Edit) insertAsset(ctx context.Context, a cms.Asset, about cms.AssetAbout) error {
	if err := MayUpload(e.user); err != nil {
		return err
	}
	if err := e.lock(ctx); err != nil {
		return err
	}
	by := e.user.ID
	if by == cms.System.ID {
		by = "" // it was imported
	}
	inserted, err := e.tx.InsertAsset(ctx, a, about, by)
	if err != nil || !inserted {
		return err
	}
	return e.audit(ctx, "add-asset", "", "", "", map[string]any{"asset": a.ID, "filename": a.Filename})
}

// tidyAbout refuses what is too long to be said of a file.
func tidyAbout(about cms.AssetAbout) (cms.AssetAbout, error) {
	var problems []cms.Problem
	about.Title = strings.Join(strings.Fields(about.Title), " ")
	about.Description = strings.Join(strings.Fields(about.Description), " ")
	if n := utf8.RuneCountInString(about.Title); n > cms.MaxAssetTitle {
		problems = append(problems, tooLong("title", n, cms.MaxAssetTitle))
	}
	if n := utf8.RuneCountInString(about.Description); n > cms.MaxAssetDescription {
		problems = append(problems, tooLong("description", n, cms.MaxAssetDescription))
	}
	return about, cms.InvalidUnlessNone(problems)
}

func tooLong(field string, has, may int) cms.Problem {
	return cms.Invalidf(field, "has %d characters and may have %d; shorten it", has, may).(*cms.Invalid).Problems[0]
}

// DescribeAsset changes what editors say of a file.
func (e *Edit) DescribeAsset(ctx context.Context, id cms.ID, about cms.AssetAbout) error {
	if err := MayUpload(e.user); err != nil {
		return err
	}
	about, err := tidyAbout(about)
	if err != nil {
		return err
	}
	if err := e.lock(ctx); err != nil {
		return err
	}
	old, err := e.asset(ctx, id)
	if err != nil || old.AssetAbout == about {
		return err
	}
	if err := e.tx.DescribeAsset(ctx, old.Asset, about); err != nil {
		return err
	}
	return e.audit(ctx, "describe-asset", "", "", "", map[string]any{"asset": id, "title": about.Title})
}

// MayDeleteAssets reports whether the user may delete files that are used
// nowhere.
func MayDeleteAssets(user cms.User) bool { return cms.CanSomewhere(user, cms.ActionDelete) }

// DeleteAsset deletes a file that no page has ever used. Its bytes are swept
// later.
func (e *Edit) DeleteAsset(ctx context.Context, id cms.ID) error {
	if !MayDeleteAssets(e.user) {
		return cms.Forbiddenf("you may not delete files")
	}
	if err := e.lock(ctx); err != nil {
		return err
	}
	row, err := e.asset(ctx, id)
	if err != nil {
		return err
	}
	if err := e.tx.LockTexts(ctx); err != nil {
		return err
	}
	uses, err := e.tx.AssetUses(ctx, postgres.Sight{At: e.at}, []cms.ID{id}, 1)
	if err != nil {
		return err
	}
	if n := uses[id].Total; n > 0 {
		return cms.Conflictf("this file is used, or was used, on a page; what was once on a page is kept")
	}
	if err := e.tx.DeleteAsset(ctx, id); err != nil {
		return err
	}
	return e.audit(ctx, "delete-asset", "", "", "", map[string]any{"asset": id, "filename": row.Filename, "hash": row.Hash})
}

// mayReadAssets fails with cms.ErrForbidden unless the user works on the site:
// files belong to all of it.
func (e *Edit) mayReadAssets() error {
	if !cms.CanSomewhere(e.user, cms.ActionRead) {
		return cms.Forbiddenf("you may not see the files")
	}
	return nil
}

func (e *Edit) asset(ctx context.Context, id cms.ID) (cms.AssetRow, error) {
	list, err := e.tx.AssetRows(ctx, []cms.ID{id})
	if err == nil && len(list) == 0 {
		err = cms.ErrNotFound
	}
	if err != nil {
		return cms.AssetRow{}, err
	}
	return list[0], nil
}

// Asset returns what editors see of a file.
func (e *Edit) Asset(ctx context.Context, id cms.ID) (cms.AssetRow, error) {
	if err := e.mayReadAssets(); err != nil {
		return cms.AssetRow{}, err
	}
	return e.asset(ctx, id)
}

// AssetRows returns what editors see of those of the files that there are, in
// the order of the ids.
func (e *Edit) AssetRows(ctx context.Context, list []cms.ID) ([]cms.AssetRow, error) {
	if err := e.mayReadAssets(); err != nil {
		return nil, err
	}
	return e.tx.AssetRows(ctx, list)
}

// FindAssets returns a part of the files, the latest first, and how many there
// are. uses: also where each is used, up to that many pages.
func (e *Edit) FindAssets(ctx context.Context, q cms.AssetQuery, uses int) (list []cms.AssetRow, total int, err error) {
	if err := e.mayReadAssets(); err != nil {
		return nil, 0, err
	}
	if list, total, err = e.tx.FindAssets(ctx, q); err != nil || uses == 0 {
		return list, total, err
	}
	return list, total, e.addUses(ctx, list, uses)
}

// AssetUses returns a file with the pages that use it.
func (e *Edit) AssetUses(ctx context.Context, id cms.ID, most int) (cms.AssetRow, error) {
	row, err := e.Asset(ctx, id)
	if err != nil {
		return row, err
	}
	list := []cms.AssetRow{row}
	err = e.addUses(ctx, list, most)
	return list[0], err
}

func (e *Edit) addUses(ctx context.Context, list []cms.AssetRow, most int) error {
	sight, err := e.sight(ctx)
	if err != nil {
		return err
	}
	wanted := make([]cms.ID, len(list))
	for i, r := range list {
		wanted[i] = r.ID
	}
	uses, err := e.tx.AssetUses(ctx, sight, wanted, most)
	for i := range list {
		list[i].Uses = uses[list[i].ID]
	}
	return err
}
