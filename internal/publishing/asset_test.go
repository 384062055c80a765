package publishing_test

import (
	"errors"
	"strings"
	"testing"

	"lectern/internal/blocks"
	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/publishing"
)

func newAsset(name string) cms.Asset {
	return cms.Asset{ID: publishing.NewID(), Hash: strings.Repeat("ab", 32), Filename: name, MediaType: "image/png", Size: 5, Width: 4, Height: 3}
}

// showing is a page that shows a picture.
func showing(title string, asset cms.ID) *kinds.ContentPage {
	return &kinds.ContentPage{Title: title, Summary: "S", Body: cms.Blocks{
		{Type: "image", Value: &blocks.Image{Image: cms.Image{Asset: asset, Alt: "A"}}},
	}}
}

// TestWhoMayAddFiles asks everybody. Files belong to the whole site, so a role
// on any branch will do.
func TestWhoMayAddFiles(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	unused := newAsset("unused.png")
	d.edit(func(e *publishing.Edit) error { return e.AddAsset(t.Context(), unused) })
	deleter := user(31, cms.Author, d.home)
	deleter.Grants[0].Delete = true
	for _, c := range []struct {
		name           string
		user           cms.User
		adds, mayThrow bool
	}{
		{"nobody", user(30, 0, ""), false, false},
		{"an author of a branch", user(32, cms.Author, d.home), true, false},
		{"an administrator", user(33, cms.Administrator, ""), true, false},
		{"who may delete", deleter, true, true},
	} {
		for what, act := range map[string]func(e *publishing.Edit) error{
			"add": func(e *publishing.Edit) error { return e.AddAsset(t.Context(), newAsset("a.png")) },
			"upload": func(e *publishing.Edit) error {
				_, err := e.Upload(t.Context(), newAsset("b.png"), cms.AssetAbout{})
				return err
			},
			"describe": func(e *publishing.Edit) error {
				return e.DescribeAsset(t.Context(), unused.ID, cms.AssetAbout{Title: "T"})
			},
			"look": func(e *publishing.Edit) error {
				_, _, err := e.FindAssets(t.Context(), cms.AssetQuery{}, 1)
				return err
			},
			"read": func(e *publishing.Edit) error { _, err := e.AssetUses(t.Context(), unused.ID, 1); return err },
		} {
			if err := d.publisher.TryEdit(t.Context(), c.user, act); errors.Is(err, cms.ErrForbidden) == c.adds {
				t.Errorf("%s: %s: %v", c.name, what, err)
			}
		}
		err := d.publisher.TryEdit(t.Context(), c.user, func(e *publishing.Edit) error { return e.DeleteAsset(t.Context(), unused.ID) })
		if errors.Is(err, cms.ErrForbidden) == c.mayThrow {
			t.Errorf("%s: delete: %v", c.name, err)
		}
	}
}

func TestTheSameFileIsKeptOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	a := newAsset("a.png")
	var first, again, other cms.AssetRow
	d.edit(func(e *publishing.Edit) (err error) {
		first, err = e.Upload(t.Context(), a, cms.AssetAbout{Description: "  A hill\n at dawn "})
		return err
	})
	d.edit(func(e *publishing.Edit) (err error) {
		a.ID = publishing.NewID()
		if again, err = e.Upload(t.Context(), a, cms.AssetAbout{Description: "Something else"}); err != nil {
			return err
		}
		a.Filename = "other.png"
		other, err = e.Upload(t.Context(), a, cms.AssetAbout{})
		return err
	})
	if again.ID != first.ID || again.Description != "A hill at dawn" || other.ID == first.ID || first.AddedBy != admin.ID {
		t.Errorf("%+v, %+v, %+v", first, again, other)
	}
	d.refused(cms.ErrInvalid, func(e *publishing.Edit) error {
		return e.DescribeAsset(t.Context(), first.ID, cms.AssetAbout{Title: strings.Repeat("é", cms.MaxAssetTitle+1)})
	})
	d.edit(func(e *publishing.Edit) error {
		return e.DescribeAsset(t.Context(), first.ID, cms.AssetAbout{Title: strings.Repeat("é", cms.MaxAssetTitle)})
	})
}

// TestFilesAreFound searches by what editors say of files.
func TestFilesAreFound(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.edit(func(e *publishing.Edit) error {
		for _, one := range []struct{ name, title, description string }{
			{"hill.png", "Ben Nevis", "A hill at dawn"}, {"100%_sure.png", "", ""}, {"figures.csv", "Figures", ""},
		} {
			a := newAsset(one.name)
			if strings.HasSuffix(one.name, ".csv") {
				a.MediaType, a.Width, a.Height = "text/csv; charset=utf-8", 0, 0
			}
			if _, err := e.Upload(t.Context(), a, cms.AssetAbout{Title: one.title, Description: one.description}); err != nil {
				return err
			}
		}
		return nil
	})
	for query, want := range map[string]string{
		"": "figures.csv 100%_sure.png hill.png", "nevis": "hill.png", "DAWN hill": "hill.png", "00%": "100%_sure.png", "%_s": "100%_sure.png", "be": "hill.png", "nothing": "",
	} {
		var names []string
		d.edit(func(e *publishing.Edit) error {
			list, total, err := e.FindAssets(t.Context(), cms.AssetQuery{Text: query, Paging: cms.Paging{Size: 10}}, 0)
			for _, r := range list {
				names = append(names, r.Filename)
			}
			if total != len(list) {
				t.Errorf("%q: %d of %d", query, len(list), total)
			}
			return err
		})
		if got := strings.Join(names, " "); got != want {
			t.Errorf("%q finds %q, want %q", query, got, want)
		}
	}
	d.edit(func(e *publishing.Edit) error {
		list, _, err := e.FindAssets(t.Context(), cms.AssetQuery{Types: []cms.AssetType{cms.Document}, Paging: cms.Paging{Size: 10}}, 0)
		if len(list) != 1 || list[0].Name() != "Figures" {
			t.Errorf("the documents are %v", list)
		}
		return err
	})
}

// TestWhatIsUsedIsKept uses a file in every state of a page.
func TestWhatIsUsedIsKept(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	deleter := user(31, cms.Author, "")
	deleter.Grants[0].Delete = true
	use := func(name string, how func(page cms.ID, v *kinds.ContentPage)) (file, page cms.ID) {
		a := newAsset(name + ".png")
		d.edit(func(e *publishing.Edit) error { return e.AddAsset(t.Context(), a) })
		page = d.create("page", d.home, name)
		how(page, showing(name, a.ID))
		return a.ID, page
	}
	save := func(page cms.ID, v *kinds.ContentPage, version int, automatic bool) {
		d.edit(func(e *publishing.Edit) error {
			_, err := e.Save(t.Context(), publishing.Save{Page: page, Value: v, Version: version, Automatic: automatic})
			return err
		})
	}
	release := func(page cms.ID, v *kinds.ContentPage, plan publishing.Plan) {
		d.edit(func(e *publishing.Edit) error {
			_, err := e.ReleaseContent(t.Context(), page, publishing.State{Value: v}, plan)
			return err
		})
	}
	outsider := user(34, cms.Author, d.page(d.home, "elsewhere"))
	for name, c := range map[string]struct {
		how    func(page cms.ID, v *kinds.ContentPage)
		states string
		hidden bool // from those who work elsewhere
	}{
		"live":    {func(page cms.ID, v *kinds.ContentPage) { release(page, v, urgent) }, "live", false},
		"planned": {func(page cms.ID, v *kinds.ContentPage) { release(page, v, from(later(5))) }, "scheduled", true},
		"draft":   {func(page cms.ID, v *kinds.ContentPage) { save(page, v, 0, true) }, "draft", true},
		"earlier": {func(page cms.ID, v *kinds.ContentPage) {
			save(page, v, 0, false)
			save(page, &kinds.ContentPage{Title: "None", Summary: "S"}, 1, false)
		}, "earlier version", true},
	} {
		file, page := use(name, c.how)
		d.refusedTo(deleter, cms.ErrConflict, func(e *publishing.Edit) error { return e.DeleteAsset(t.Context(), file) })
		d.edit(func(e *publishing.Edit) error {
			row, err := e.AssetUses(t.Context(), file, 10)
			if row.Uses.Total != 1 || len(row.Uses.Pages) != 1 || row.Uses.Pages[0].Page != page || row.Uses.Pages[0].States() != c.states {
				t.Errorf("%s: used %+v", name, row.Uses)
			}
			return err
		})
		if err := d.as(outsider, func(e *publishing.Edit) error {
			row, err := e.AssetUses(t.Context(), file, 10)
			if row.Uses.Total != 1 || (len(row.Uses.Pages) == 0) != c.hidden {
				t.Errorf("%s: somebody who works elsewhere sees %+v", name, row.Uses)
			}
			return err
		}); err != nil {
			t.Error(err)
		}
	}
	unused := newAsset("unused.png")
	d.edit(func(e *publishing.Edit) error { return e.AddAsset(t.Context(), unused) })
	if err := d.as(deleter, func(e *publishing.Edit) error { return e.DeleteAsset(t.Context(), unused.ID) }); err != nil {
		t.Error(err)
	}
	d.refusedTo(deleter, cms.ErrNotFound, func(e *publishing.Edit) error { return e.DeleteAsset(t.Context(), unused.ID) })
}
