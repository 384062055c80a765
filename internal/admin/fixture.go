package admin

import (
	"context"
	"errors"
	"net/http"
	"reflect"
	"strings"

	"lectern/internal/cms"
	"lectern/internal/publishing"
	"lectern/internal/richtext"
	"lectern/internal/schema"
	pages "lectern/templates/admin"
)

// fixtureKind is the kind without an address that the address names.
func (a *Admin) fixtureKind(r *request) (*schema.KindType, error) {
	kind, known := a.Registry.Kind(r.param("kind"))
	if !known || kind.Addressed {
		return nil, cms.ErrNotFound
	}
	return kind, nil
}

// showFixtures lists the pages of a kind without an address.
func (a *Admin) showFixtures(w http.ResponseWriter, r *request) error {
	kind, err := a.fixtureKind(r)
	if err != nil {
		return err
	}
	return a.fixtureList(w, r, kind, pages.Fixtures{})
}

// showSettings lists the settings of the site.
func (a *Admin) showSettings(w http.ResponseWriter, r *request) error {
	for _, kind := range a.Registry.Kinds() {
		if kind.Tag == cms.SiteTag {
			return a.fixtureList(w, r, kind, pages.Fixtures{})
		}
	}
	return cms.ErrNotFound
}

func (a *Admin) fixtureList(w http.ResponseWriter, r *request, kind *schema.KindType, f pages.Fixtures) error {
	settings := kind.Tag == cms.SiteTag
	f.Label, f.Help, f.Action, f.Single = kind.Label, kind.Help, "/admin/lists/kind/"+kind.Name, settings
	err := a.Publisher.Read(r.Context(), r.User, func(e *publishing.Edit) (err error) {
		if f.Rows, err = e.Fixtures(r.Context(), kind.Name); err != nil || !settings || len(f.Rows) != 1 {
			return err
		}
		f.Shown, err = a.shown(r.Context(), e, f.Rows[0].ID)
		return err
	})
	if err != nil {
		return err
	}
	v := a.view(r, plural(kind.Label))
	if settings {
		f.Outer = []pages.Fact{{Label: "Address of the site", Text: a.BaseURL}, {Label: "Time zone", Text: a.Zone.String()}}
	} else {
		v.Crumbs = []pages.Link{listsCrumb}
	}
	status := http.StatusOK
	if len(f.Problems) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return a.show(w, r, status, pages.FixtureList(v, f))
}

// addFixture makes a page of a kind without an address, with a draft that holds
// no more than its name.
func (a *Admin) addFixture(w http.ResponseWriter, r *request) error {
	kind, err := a.fixtureKind(r)
	if err != nil {
		return err
	}
	f := pages.Fixtures{Name: strings.Join(strings.Fields(r.PostFormValue("name")), " ")}
	slug := publishing.SlugOf(f.Name)
	if slug == "" {
		f.Problems = []cms.Problem{{Field: "name", Message: "Give it a name with letters or digits"}}
	}
	var page cms.Page
	err = a.Publisher.Edit(r.Context(), r.User, func(e *publishing.Edit) (err error) {
		if slug == "" {
			return nil
		}
		if page, err = e.Create(r.Context(), publishing.NewPage{Kind: kind.Name, Slug: slug}); err != nil {
			return err
		}
		_, err = e.Save(r.Context(), publishing.Save{Page: page.ID, Value: named(a.Registry, kind, f.Name)})
		return err
	})
	if errors.Is(err, cms.ErrConflict) {
		f.Problems = []cms.Problem{{Field: "name", Message: sentence(err.Error()) + "; choose another"}}
	} else if err != nil {
		return err
	}
	if len(f.Problems) > 0 {
		return a.fixtureList(w, r, kind, f)
	}
	return redirect(w, r, "/admin/pages/"+string(page.ID), "")
}

// named is a new value of a kind that is called so: its title and the name that
// it goes by, if it has them.
func named(registry *schema.Registry, kind *schema.KindType, name string) schema.Kind {
	value := kind.New()
	registry.Walk(value, func(path string, f *schema.Field, v reflect.Value) {
		switch {
		case path == "title" && f.Type == schema.TypeText:
			v.SetString(name)
		case f.Unique:
			v.SetString(publishing.SlugOf(name))
		}
	})
	return value
}

// shown is what readers get of a page without an address, field by field.
func (a *Admin) shown(ctx context.Context, e *publishing.Edit, page cms.ID) (facts []pages.Fact, err error) {
	state, err := e.Shows(ctx, page)
	if err != nil || state == nil {
		return nil, err
	}
	names := map[cms.ID]cms.PageRow{}
	var linked []cms.ID
	for _, reference := range a.Registry.References(state.Value) {
		linked = append(linked, reference.Page)
	}
	rows, err := e.PageRows(ctx, linked)
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		names[row.ID] = row
	}
	a.Registry.Walk(state.Value, func(_ string, f *schema.Field, value reflect.Value) {
		if fact := factOf(f, value, names); fact.Text != "" {
			facts = append(facts, fact)
		}
	})
	return facts, nil
}

// factOf says what a field holds. What holds other fields says nothing itself.
func factOf(f *schema.Field, value reflect.Value, names map[cms.ID]cms.PageRow) pages.Fact {
	fact := pages.Fact{Label: f.Label}
	switch f.Type {
	case schema.TypeText, schema.TypeLongText:
		fact.Text = value.String()
	case schema.TypeChoice:
		option, _ := f.Option(value.String())
		fact.Text = option.Label
	case schema.TypeRichText:
		fact.Text = value.Interface().(richtext.Doc).Plain()
	case schema.TypeLink:
		link := value.Interface().(cms.Link)
		row := names[cms.ID(link.Page)]
		fact.Text, fact.Href = link.Text, link.URL
		if link.Page != "" {
			fact.Href = "/admin/pages/" + string(link.Page)
			if fact.Text == "" {
				fact.Text = row.Name()
			}
		}
		if fact.Text == "" {
			fact.Text = link.URL
		}
	case schema.TypeImage:
		image := value.Interface().(cms.Image)
		fact.Text = image.Alt
		if image.Asset != "" && image.Alt == "" {
			fact.Text = "A picture"
		}
	}
	return fact
}
