package app_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"lectern/internal/postgres"
	"lectern/internal/testkit"
	"lectern/templates/ui"
)

// formServer serves a site with the form everyQuestion, each time as a process
// of its own that can be killed.
type formServer struct {
	t      *testing.T
	binary string
	env    []string
	args   []string
	store  *postgres.Store
	*process
}

func newFormServer(t *testing.T) *formServer {
	t.Helper()
	database := testkit.DatabaseURL(t)
	store, err := postgres.Open(t.Context(), database)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(store.Close)
	content := write(t, map[string]string{"pages/index.yaml": "kind: home\ntitle: Home\nsummary: What we do.\n", "pages/tell-us.yaml": everyQuestion})
	s := &formServer{
		t: t, binary: program(t), store: store, env: append(unset(), "LECTERN_DATABASE_URL="+database),
		args: []string{"serve", "--seed", content, "--data-dir", t.TempDir(), "--addr", "127.0.0.1:0", "--form-limit", "0", "--no-worker"},
	}
	s.start()
	return s
}

func (s *formServer) start() {
	s.t.Helper()
	cmd := exec.Command(s.binary, s.args...)
	cmd.Env = s.env
	s.process = launch(s.t, cmd)
}

// kill ends the process as kill -9 does.
func (s *formServer) kill() {
	s.t.Helper()
	if err := s.cmd.Process.Kill(); err != nil {
		s.t.Fatal(err)
	}
	<-s.end
}

// filledIn is everyQuestion as it should be answered.
func filledIn() url.Values {
	return url.Values{
		ui.TokenField: {uuid.NewString()}, "why": {"To look"}, "found": {"Yes"}, "uses": {"A phone"},
		"role": {"Nurse"}, "email": {"me@example.org"}, "phone": {"0300 303 5678"},
	}
}

// send sends a form, and returns the status of the answer; 0: there was none.
func (s *formServer) send(form url.Values) int {
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	answer, err := client.Post(s.url+"/tell-us", "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
	if err != nil {
		return 0
	}
	_ = answer.Body.Close()
	return answer.StatusCode
}

// kept is how often a form was kept.
func (s *formServer) kept(form url.Values) (n int) {
	s.t.Helper()
	err := s.store.Pool.QueryRow(context.Background(), `select count(*) from form_submission where token = $1`, form.Get(ui.TokenField)).Scan(&n)
	if err != nil {
		s.t.Fatal(err)
	}
	return n
}

// TestAFormWhoseAnswerIsLost kills the server between the moment at which it
// has asked for a form to be kept and its answer. The visitor sends the form
// again, and it is kept once.
func TestAFormWhoseAnswerIsLost(t *testing.T) {
	t.Parallel()
	s := newFormServer(t)
	s.send(filledIn()) // the statement is prepared now, and goes out as a whole
	form := filledIn()
	tx, err := s.store.Pool.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec(t.Context(), `lock table form_submission in exclusive mode`); err != nil {
		t.Fatal(err)
	}
	answered := make(chan int)
	go func() { answered <- s.send(form) }()
	until(t, "the form waits to be kept", func() bool {
		var waiting bool
		err := tx.QueryRow(t.Context(), `select exists (
			select from pg_stat_activity where application_name = 'lectern site' and wait_event_type = 'Lock' and datname = current_database())`).Scan(&waiting)
		return err == nil && waiting
	})
	s.kill()
	if status := <-answered; status != 0 {
		t.Errorf("a server that was killed answers %d", status)
	}
	if err := tx.Rollback(t.Context()); err != nil {
		t.Fatal(err)
	}
	until(t, "what the killed server asked for is done", func() bool { return s.kept(form) == 1 })
	s.start()
	for range 2 {
		if status := s.send(form); status != http.StatusSeeOther {
			t.Errorf("sent again, the form is answered with %d", status)
		}
	}
	if n := s.kept(form); n != 1 {
		t.Errorf("the form is kept %d times", n)
	}
}

// TestAFormAndAServerThatIsKilled kills the server at random instants after a
// form was sent, as a crash or kill -9 would. What was thanked for is kept, and
// what is sent again is kept once.
func TestAFormAndAServerThatIsKilled(t *testing.T) {
	t.Parallel()
	s := newFormServer(t)
	seed := uint64(time.Now().UnixNano())
	random := rand.New(rand.NewPCG(seed, 0))
	s.send(filledIn())
	begun := time.Now()
	s.send(filledIn())
	took := time.Since(begun)
	t.Logf("seed %d; a form takes %v", seed, took)
	counts := map[string]int{}
	for range 8 {
		form := filledIn()
		answered := make(chan int)
		go func() { answered <- s.send(form) }()
		time.Sleep(time.Duration(random.Int64N(int64(took) + 1)))
		s.kill()
		status := <-answered
		waitForNobody(t, s.store)
		before := s.kept(form)
		if status == http.StatusSeeOther && before != 1 {
			t.Fatalf("a form that was thanked for is kept %d times", before)
		}
		counts[fmt.Sprintf("answered %d, kept %d", status, before)]++
		s.start()
		if status := s.send(form); status != http.StatusSeeOther {
			t.Fatalf("sent again, the form is answered with %d", status)
		}
		if n := s.kept(form); n != 1 {
			t.Fatalf("sent again, the form is kept %d times", n)
		}
	}
	t.Logf("before they were sent again: %v", counts)
}

// TestSubmissionsCommand reads what visitors sent, as whoever runs the site
// does, and deletes one.
func TestSubmissionsCommand(t *testing.T) {
	t.Parallel()
	s := newFormServer(t)
	first, second := filledIn(), filledIn()
	second.Set("why", "=1+1")
	for _, form := range []url.Values{first, second} {
		if status := s.send(form); status != http.StatusSeeOther {
			t.Fatalf("a form is answered with %d", status)
		}
	}
	run := func(args ...string) (string, error) {
		cmd := exec.Command(s.binary, append([]string{"submissions", "--data-dir", t.TempDir()}, args...)...)
		cmd.Env = s.env
		output, err := cmd.CombinedOutput()
		return string(output), err
	}
	wants := func(output string, err error, texts ...string) {
		t.Helper()
		if err != nil {
			t.Errorf("%v: %s", err, output)
		}
		for _, text := range texts {
			if !strings.Contains(output, text) {
				t.Errorf("it does not say %s:\n%s", text, output)
			}
		}
	}
	output, err := run()
	wants(output, err, `"id":"`+first.Get(ui.TokenField)+`","page":"/tell-us"`, `"why":["To look"]`, `"why":["=1+1"]`)
	output, err = run("/tell-us", "--csv")
	wants(output, err, "id,page,received_at,email,found,phone,role,uses,why\n", ",Nurse,A phone,To look\n", ",'=1+1\n")
	output, err = run("/")
	if wants(output, err); output != "" {
		t.Errorf("the home page was sent %s", output)
	}
	if output, err := run("/nothing"); err == nil || output != "lectern: there is no page at /nothing\n" {
		t.Errorf("of a page that there is not: %v, %q", err, output)
	}
	output, err = run("--delete", first.Get(ui.TokenField))
	wants(output, err)
	if s.kept(first) != 0 || s.kept(second) != 1 {
		t.Error("another than the first was deleted")
	}
	if output, err := run("--delete", first.Get(ui.TokenField)); err == nil || !strings.Contains(output, "no form that was sent has the id") {
		t.Errorf("deleted again: %v, %q", err, output)
	}
	var audited int
	err = s.store.Pool.QueryRow(t.Context(), `select count(*) from audit where action = 'delete-submission' and detail->>'submission' = $1`, first.Get(ui.TokenField)).Scan(&audited)
	if err != nil || audited != 1 {
		t.Errorf("the audit tells of %d deletions (%v)", audited, err)
	}
}
