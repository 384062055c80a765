package app_test

import (
	"testing"

	"lectern/internal/app"
	"lectern/internal/cms"
	"lectern/internal/config"
	"lectern/internal/kinds"
	"lectern/internal/publishing"
	"lectern/internal/testkit"
)

// A database from before there was a search engine, or one that has lost its
// index, gets it when it is opened.
func TestALostIndexIsMadeAnew(t *testing.T) {
	t.Parallel()
	settings := config.Settings{
		DatabaseURL: config.Secret(testkit.DatabaseURL(t)), DataDir: t.TempDir(), TimeZone: "Europe/London", LogFormat: "text",
	}
	opened := func(f func(*app.App)) {
		t.Helper()
		a, err := app.Open(t.Context(), settings)
		if err != nil {
			t.Fatal(err)
		}
		f(a)
		if err := a.Close(); err != nil {
			t.Fatal(err)
		}
	}
	opened(func(a *app.App) {
		err := a.Publisher.Edit(t.Context(), cms.System, func(e *publishing.Edit) error {
			page, err := e.Create(t.Context(), publishing.NewPage{Kind: "home"})
			if err != nil {
				return err
			}
			_, err = e.ReleaseContent(t.Context(), page.ID, publishing.State{Value: &kinds.Home{Title: "Home", Summary: "S"}}, publishing.Plan{})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := a.Store.Pool.Exec(t.Context(), `delete from search_entry`); err != nil {
			t.Fatal(err)
		}
	})
	opened(func(a *app.App) {
		var title string
		if err := a.Store.Pool.QueryRow(t.Context(), `select title from search_entry`).Scan(&title); err != nil || title != "home" {
			t.Errorf("the index holds %q (%v)", title, err)
		}
	})
}
