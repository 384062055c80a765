package admin_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/testkit"
)

// TestWhatWasCalledSavedOutlivesCrashes has two people write on one page at
// random, save, let their pages save themselves, arrange blocks, and decide where
// they clash, while answers are lost, the program is started anew and Postgres
// crashes. Nobody deletes a word, so every word that was called saved must stand
// in the draft, or in a revision of the page.
func TestWhatWasCalledSavedOutlivesCrashes(t *testing.T) {
	t.Parallel()
	store, crash := testkit.CrashingDatabase(t)
	m := &desk{t: t, crash: crash, rng: rand.New(rand.NewPCG(8, 26)), saved: map[string]bool{}, met: map[string]int{}}
	m.office = officeOf(t, store)
	m.home = m.publish("home", "", "", &kinds.Home{Title: "Home", Summary: "Where it begins."})
	m.page = m.draft("page", m.home, "spine", contentPage("A", "B", "C"))
	for _, tab := range []string{aTab, anotherTab} {
		m.writers = append(m.writers, &writer{user: m.user(cms.Author, ""), tab: tab})
	}
	for range 200 {
		m.step(m.writers[m.rng.IntN(2)])
	}
	kept := m.kept()
	for word := range m.saved {
		if !strings.Contains(kept, word) {
			t.Errorf("%s was called saved, and is gone", word)
		}
	}
	t.Logf("%d words were called saved; there were %v", len(m.saved), m.met)
	for _, what := range []string{"crash", "lost answer", "new program", "clash", "merge", "failed save"} {
		if m.met[what] == 0 {
			t.Errorf("there was no %s, so nothing was shown about it", what)
		}
	}
}

// desk is where the two write.
type desk struct {
	*office
	t       *testing.T
	crash   func()
	rng     *rand.Rand
	page    cms.ID
	writers []*writer
	words   int
	saved   map[string]bool // words that somebody was told are saved
	met     map[string]int  // what has happened, and how often
}

// writer is one of them, with the form that they have open.
type writer struct {
	user   cms.User
	tab    string
	number int
	form   url.Values // nil: the page is to be opened
}

// step is what somebody does next.
func (m *desk) step(w *writer) {
	if w.form == nil && !m.open(w) {
		return
	}
	switch n := m.rng.IntN(100); {
	case n < 40:
		m.write(w)
		m.autosave(w, 10*time.Second)
	case n < 55:
		m.write(w)
		m.met["lost answer"]++
		m.autosave(w, time.Duration(m.rng.IntN(20_000))*time.Microsecond)
	case n < 70:
		m.write(w)
		m.save(w, "save")
	case n < 85:
		m.arrange(w)
	case n < 90:
		w.form = nil
	case n < 95:
		users := m.users
		home := m.home
		m.office = officeOf(m.t, m.store)
		m.users, m.home = users, home
		m.met["new program"]++
	default:
		m.write(w)
		crashed := make(chan struct{})
		go func() { defer close(crashed); m.crash() }()
		m.autosave(w, 10*time.Second)
		<-crashed
		m.autosave(w, 10*time.Second) // whether Postgres is back or not
		m.met["crash"]++
		m.kept() // it is back
	}
}

// open reads the page.
func (m *desk) open(w *writer) bool {
	a, err := m.ask(w, http.MethodGet, edited(m.page), nil, 10*time.Second)
	if err != nil || a.StatusCode != http.StatusOK {
		return false // Postgres is not back yet
	}
	w.form = fields(a.page(m.t))
	return true
}

// write adds a word to a text of the form.
func (m *desk) write(w *writer) {
	var texts []string
	for name := range w.form {
		if isText(name) {
			texts = append(texts, name)
		}
	}
	slices.Sort(texts)
	name := texts[m.rng.IntN(len(texts))]
	m.words++
	w.form.Set(name, fmt.Sprintf("%s word%d;", w.form.Get(name), m.words))
}

func isText(field string) bool {
	return field == "title" || field == "summary" || strings.HasPrefix(field, "body.") && strings.HasSuffix(field, ".heading")
}

// autosave sends the form as the script does, and waits so long for an answer.
func (m *desk) autosave(w *writer, patience time.Duration) {
	w.number++
	w.form.Set(":tab", w.tab)
	w.form.Set(":number", strconv.Itoa(w.number))
	form := maps.Clone(w.form)
	form.Del("action")
	a, err := m.ask(w, http.MethodPost, edited(m.page)+"/autosave", form, patience)
	if err != nil {
		return
	}
	switch a.StatusCode {
	case http.StatusOK:
		var told autosaved
		if err := json.Unmarshal(a.body, &told); err != nil {
			m.t.Fatal(err)
		}
		if told.Merged != "" {
			m.met["merge"]++
		}
		m.called(form)
		w.form.Set(":version", strconv.Itoa(told.Version))
		w.form.Set(":seen", told.Seen)
	case http.StatusConflict:
		m.save(w, "save")
	default:
		m.failed(a)
	}
}

// arrange uses a button of a block.
func (m *desk) arrange(w *writer) {
	keys := w.form["body"]
	if len(keys) == 0 {
		return
	}
	verbs := []string{"up", "down", "duplicate", "remove"}
	if len(keys) > 6 {
		verbs = verbs[3:]
	}
	m.save(w, verbs[m.rng.IntN(len(verbs))]+":body."+keys[m.rng.IntN(len(keys))])
}

// save sends the form by a button. Where both have written, it decides, now for
// one and now for the other.
func (m *desk) save(w *writer, action string) {
	for range 20 {
		w.number++
		w.form.Set(":tab", w.tab)
		w.form.Set(":number", strconv.Itoa(w.number))
		w.form.Set("action", action)
		a, err := m.ask(w, http.MethodPost, edited(m.page), w.form, 10*time.Second)
		switch {
		case err != nil:
			return
		case a.StatusCode == http.StatusSeeOther:
			m.called(w.form)
			w.form = nil
			return
		case a.StatusCode == http.StatusConflict || a.StatusCode == http.StatusOK:
			m.met["clash"]++
			p := a.page(m.t)
			w.form, action = fields(p), "save"
			if takes := p.Find("button[name=action][value^='take:']"); takes.Length() > 0 && m.rng.IntN(2) == 0 {
				action = takes.Eq(m.rng.IntN(takes.Length())).AttrOr("value", "")
			}
		default:
			m.failed(a)
			return
		}
	}
	m.t.Error("a clash has no end")
}

// failed notes that a save was refused because Postgres was not there; no other
// reason is good.
func (m *desk) failed(a answer) {
	if a.StatusCode < http.StatusInternalServerError {
		m.t.Errorf("answered %s: %s", a.Status, a.body[:min(500, len(a.body))])
	}
	m.met["failed save"]++
}

// called notes the words of a form that was called saved.
func (m *desk) called(form url.Values) {
	for name := range form {
		for word := range strings.FieldsSeq(form.Get(name)) {
			if isText(name) && strings.HasPrefix(word, "word") {
				m.saved[word] = true
			}
		}
	}
}

// kept is all that the draft and the revisions say, once Postgres is there.
func (m *desk) kept() (all string) {
	m.t.Helper()
	for {
		err := m.store.Pool.QueryRow(m.t.Context(), `
			select (select coalesce(string_agg(body::text, ' '), '') from revision where page_id = $1) ||
				(select coalesce(string_agg(body::text, ' '), '') from draft where page_id = $1)`, m.page).Scan(&all)
		if err == nil {
			return all
		}
		if m.t.Context().Err() != nil {
			m.t.Fatal(err)
		}
	}
}

// ask sends a request, which may fail.
func (m *desk) ask(w *writer, method, path string, form url.Values, patience time.Duration) (answer, error) {
	ctx, cancel := context.WithTimeout(m.t.Context(), patience)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, method, m.url+path, strings.NewReader(form.Encode()))
	if err != nil {
		m.t.Fatal(err)
	}
	r.Header.Set("X-Test-User", string(w.user.ID))
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := client.Do(r)
	if err != nil {
		return answer{}, err
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	return answer{response, body}, err
}
