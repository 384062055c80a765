package worker_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"lectern/internal/auth"
	"lectern/internal/cms"
	"lectern/internal/publishing"
)

// TestLettersLeadToAPassword has letters written, and uses the links in them.
func TestLettersLeadToAPassword(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	edit := func(f func(*publishing.Edit) error) {
		t.Helper()
		if err := s.publisher.Edit(t.Context(), cms.System, f); err != nil {
			t.Fatal(err)
		}
	}
	edit(func(e *publishing.Edit) error {
		_, err := e.CreateAccount(t.Context(), "Ann", "ann@caredata.example", []cms.Grant{{Role: cms.Author}}, []byte("x"))
		return err
	})
	letter := func() string {
		t.Helper()
		select {
		case l := <-s.letters:
			if l.To != "ann@caredata.example" {
				t.Errorf("the letter goes to %s", l.To)
			}
			return l.Text
		case <-time.After(time.Minute):
			t.Fatal("no letter comes")
			return ""
		}
	}
	link := func(text, path string) []byte {
		t.Helper()
		found := regexp.MustCompile(`(?m)^http://site\.example` + regexp.QuoteMeta(path) + `\?token=([A-Z2-7]{52})$`).FindStringSubmatch(text)
		if found == nil {
			t.Fatalf("there is no link to %s in %s", path, text)
		}
		return auth.HashSecret(found[1])
	}
	s.work()
	edit(func(e *publishing.Edit) error { return e.QueueReset(t.Context(), "who@caredata.example") }) // nobody: no letter
	edit(func(e *publishing.Edit) error { return e.QueueReset(t.Context(), " ANN@caredata.example") })
	text := letter()
	if !strings.Contains(text, "7 days") {
		t.Errorf("somebody who has no password yet is written %s", text)
	}
	invited := link(text, "/admin/setup")
	edit(func(e *publishing.Edit) error { _, err := e.Accept(t.Context(), invited, "hash"); return err })
	edit(func(e *publishing.Edit) error { return e.QueueReset(t.Context(), "ann@caredata.example") })
	reset := link(letter(), "/admin/reset/set")
	edit(func(e *publishing.Edit) error { _, err := e.ResetPassword(t.Context(), reset, "hash"); return err })
	var kept int
	err := s.store.Pool.QueryRow(t.Context(), `select count(*) from river_job where args::text ~ 'token|[A-Z2-7]{26}'`).Scan(&kept)
	if err != nil || kept > 0 {
		t.Errorf("%d jobs hold a secret (%v)", kept, err)
	}
	if len(s.letters) > 0 {
		t.Errorf("there is another letter: %v", <-s.letters)
	}
}
