package app_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"lectern/internal/cms"
	"lectern/internal/localpg"
	"lectern/internal/publishing"
	"lectern/internal/testkit"
)

// firstPages is what the demonstration's first pages show at the least: their
// headings in this order, and these words below them.
var firstPages = []struct {
	path     string
	title    string
	headings []string            // of level 2
	says     map[string][]string // by heading; the empty one is the whole page
	edited   string
}{
	{
		path:  "/",
		title: "Better care begins with better information",
		headings: []string{
			"Keeping patient data safe", "Our work in numbers", "Our services", "Data and information", "How we look after your information",
		},
		says: map[string][]string{
			"Keeping patient data safe": {"you have choices"},
			"Our work in numbers": {
				"3 billion firewall transactions a day", "99.97% availability",
				"1.6 billion transactions a month", "31 million registrations", "more than 20,000 health and care organisations",
			},
			"Our services":                       {"Spine", "NHS App", "NHS 111 online"},
			"How we look after your information": {"We do not hold your medical records"},
		},
	},
	{
		path:     "/services",
		title:    "Services",
		headings: []string{"Find services relevant to you"},
		says: map[string][]string{
			"":                              {"safe, fast and reliable"},
			"Find services relevant to you": {"NHS 111 online", "NHS App", "Spine"},
		},
	},
	{
		path:     "/services/spine",
		title:    "Spine",
		headings: []string{"Important update: Check your firewall before Spine moves to the cloud", "Use Spine", "Spine Futures", "Contact details", "Further information"},
		says: map[string][]string{
			"": {"more than 44,000 healthcare IT systems in 26,000 organisations", "1.3 billion messages a month", "3,200 a second"},
			"Important update: Check your firewall before Spine moves to the cloud": {"moving to the cloud"},
			"Contact details":     {"National Service Desk", "0300 303 5035"},
			"Further information": {"Spine test environment", "Warranted Environment Specification (WES)", "2 May 2024"},
		},
		edited: "20 October 2023 4:14 pm",
	},
	{
		path:     "/services/nhs-app",
		title:    "NHS App",
		headings: []string{"Help us to improve", "NHS App information"},
		says: map[string][]string{
			"":                    {"smartphone or tablet"},
			"NHS App information": {"31 million registrations"},
		},
		edited: "21 March 2024 9:03 am",
	},
	{
		path:  "/services/nhs-111-online",
		title: "NHS 111 online",
		headings: []string{
			"Help us to improve", "About this service", "Who this service is for", "How this service works", "Benefits",
			"Status, service level and current usage", "How to access this service", "Contact us", "Related services", "Further information",
		},
		says: map[string][]string{
			"About this service":                      {"18001 111"},
			"Who this service is for":                 {"5 or older"},
			"How this service works":                  {"call 999", "urgent treatment centre", "book a callback from a nurse", "see a pharmacist", "look after themselves safely at home"},
			"Status, service level and current usage": {"live", "2017", "550,000", "24 hours a day, 365 days a year"},
		},
		edited: "5 March 2024 11:55 am",
	},
	{
		path:  "/terms-and-conditions",
		title: "Terms and conditions",
		headings: []string{
			"1. About these terms", "2. Accessibility and browsers", "3. Information about you and your visits to this website",
			"4. Freedom of information", "5. Registering to use this website", "6. Prohibited uses of this website",
			"7. Material on this website", "8. Your use of our content", "9. Uploading material to this website",
			"10. Social media, bookmarking and digital engagement", "11. Linking to this website", "12. Linking from this website",
			"13. Disclaimer and liabilities", "14. General",
		},
		says: map[string][]string{
			"1. About these terms":               {"1.1", "1.3", "1.7"}, // there is no 1.2
			"5. Registering to use this website": {"at least 12 characters", "three random words", "saloonbadgertree", "coffeetrainfish"},
			"8. Your use of our content":         {"Open Government Licence", "every 24 hours"},
			"13. Disclaimer and liabilities":     {"13.6"},
			"14. General":                        {"14.2", "England"},
		},
		edited: "24 October 2023 10:23 am",
	},
}

func checkFirstPages(t *testing.T, url string) {
	t.Helper()
	for _, want := range firstPages {
		page := testkit.CheckPage(t, fetch(t, url+want.path))
		main := page.Landmark("main", "")
		main.Heading(1, want.title)
		headings := main.Headings(2)
		for _, heading := range want.headings {
			at := slices.Index(headings, heading)
			if at < 0 {
				t.Errorf("%s: no heading %q, or not in its place; after those before it come %q", want.path, heading, headings)
				continue
			}
			headings = headings[at+1:]
		}
		for heading, texts := range want.says {
			if heading == "" {
				main.Wants(texts...)
			} else {
				main.Section(heading).Wants(texts...)
			}
		}
		if want.edited != "" {
			main.Wants("Last edited: " + want.edited)
		}
		if want.path != "/" {
			page.Landmark("navigation", "Breadcrumb").Link("Home").Leads("/")
		}
		page.Landmark("navigation", "Main").Link("Services").Leads("/services")
		page.Landmark("contentinfo", "").Section("Legal").Link("Terms and conditions").Leads("/terms-and-conditions")
	}

	online := testkit.Page(t, fetch(t, url+"/services/nhs-111-online"))
	contacts := online.Section("Contact us").Table("Points of contact")
	if got := contacts.Columns(); !slices.Equal(got, []string{"Enquiry", "Point of contact"}) {
		t.Errorf("the points of contact have the columns %q", got)
	}
	contacts.Row("Internal NHS enquiries").Wants("National Service Desk", "Online portal:", "Email:", "Telephone:")
	contacts.Row("Internal NHS enquiries").Link("0300 303 5035").Leads("tel:03003035035")
	contacts.Row("Other general enquiries about the service").Wants("Email:")
	related := online.Section("Related services").Table("How other services work with NHS 111 online")
	if got := related.Columns(); !slices.Equal(got, []string{"Service", "Relationship"}) {
		t.Errorf("the related services have the columns %q", got)
	}
	related.Row("NHS Pathways").Wants("algorithm")
	related.Row("Directory of Services (DoS)").Wants("fits their healthcare need")
	related.Row("NHS App").Link("NHS App").Leads("/services/nhs-app")
}

// TestRun is what the README promises: one command serves the demonstration
// site from nothing, and the next time from what it kept.
func TestRun(t *testing.T) {
	binary := program(t)
	data := dataFolder(t)

	first := serveFrom(t, binary, data, "--drain", "300ms")
	checkFirstPages(t, first.url)
	if got := status(t, first.url+"/readyz"); got != http.StatusOK {
		t.Errorf("/readyz answers %d while the site is served", got)
	}

	// From here on this test uses the private Postgres, too, so that it stays up
	// between the two runs.
	db := join(t, data)
	before := rows(t, db)
	answersWhatIsUnderWay(t, first, db)

	second := serveFrom(t, binary, data)
	checkFirstPages(t, second.url)
	if after := rows(t, db); after != before {
		t.Errorf("a second start wrote something: %s before, %s after", before, after)
	}
	second.stop(t)
}

// TestRunBesideMeilisearch has a program of that name on its path, which is started
// and stopped with Lectern. It answers nothing, and so searches are answered without.
func TestRunBesideMeilisearch(t *testing.T) {
	t.Parallel()
	binary, data, path := program(t), dataFolder(t), t.TempDir()
	note := filepath.Join(path, "started")
	script := "#!/bin/sh\n[ \"$1\" = --version ] && echo meilisearch 1.50.0 && exit\necho $$ $MEILI_HTTP_ADDR $MEILI_ENV > " + note + "\nexec sleep 600\n"
	write := exec.Command("/bin/sh", "-c", `cat >"$0" && chmod 755 "$0"`, filepath.Join(path, "meilisearch")) // a file that we write cannot be executed while another test forks
	write.Stdin = strings.NewReader(script)
	if output, err := write.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, output)
	}
	cmd := exec.Command(binary, "serve", "--data-dir", data, "--addr", "127.0.0.1:0")
	cmd.Env = append(unset(), "PATH="+path+":"+os.Getenv("PATH"))
	p := launch(t, cmd)
	var pid int
	var address, mode string
	until(t, "meilisearch is started", func() bool {
		text, _ := os.ReadFile(note)
		n, _ := fmt.Sscan(string(text), &pid, &address, &mode)
		return n == 3
	})
	if !strings.HasPrefix(address, "127.0.0.1:") || mode != "production" {
		t.Errorf("it listens on %s, in %s", address, mode)
	}
	r, err := http.Get(p.url + "/search?q=anything")
	if err != nil {
		t.Fatal(err)
	}
	r.Body.Close()
	if got := r.Header.Get("X-Search-Engine"); r.StatusCode != http.StatusOK || got != "postgres" {
		t.Errorf("a search is answered with %d by %q", r.StatusCode, got)
	}
	p.stop(t)
	if err := syscall.Kill(pid, 0); err == nil {
		t.Error("meilisearch outlives Lectern")
	}
}

// program builds lectern, with more flags of go build if they are given, and
// returns the path of it.
func program(t *testing.T, flags ...string) string {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "lectern")
	build := exec.Command("go", append(append([]string{"build", "-o", binary}, flags...), "lectern/cmd/lectern")...)
	if output, err := build.CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, output)
	}
	return binary
}

// answersWhatIsUnderWay stops the server while it answers a request: it says
// that it stops, takes no other request, finishes that one, and ends well.
func answersWhatIsUnderWay(t *testing.T, p *process, db *pgx.Conn) {
	t.Helper()
	ctx := t.Context()
	tx, err := db.Begin(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec(ctx, `lock table release in access exclusive mode`); err != nil {
		t.Fatal(err)
	}
	answered := make(chan error, 1)
	go func() {
		answer, err := http.Get(p.url + "/services")
		if err == nil {
			var body []byte
			body, err = io.ReadAll(answer.Body)
			answer.Body.Close()
			if err == nil && (answer.StatusCode != http.StatusOK || !strings.Contains(string(body), "</html>")) {
				err = fmt.Errorf("status %d, %d bytes", answer.StatusCode, len(body))
			}
		}
		answered <- err
	}()
	until(t, "the request waits for the lock", func() bool {
		var waiting bool
		err := tx.QueryRow(ctx, `select exists (select from pg_stat_activity where application_name = 'lectern site' and wait_event_type = 'Lock')`).Scan(&waiting)
		return err == nil && waiting
	})
	p.signal(t)
	// A new connection each time: one that is kept open would be answered.
	once := http.Client{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: 5 * time.Second}
	until(t, "the server says that it stops", func() bool {
		answer, err := once.Get(p.url + "/readyz")
		if err != nil {
			t.Fatalf("the address is closed before /readyz has said so: %v", err)
		}
		answer.Body.Close()
		return answer.StatusCode == http.StatusServiceUnavailable
	})
	until(t, "the address is closed", func() bool {
		answer, err := once.Get(p.url + "/livez")
		if err == nil {
			answer.Body.Close()
		}
		return err != nil
	})
	select {
	case err := <-answered:
		t.Errorf("the request under way ended before it could: %v", err)
	default:
	}
	if err := tx.Rollback(ctx); err != nil {
		t.Fatal(err)
	}
	if err := <-answered; err != nil {
		t.Errorf("the request under way was not answered: %v", err)
	}
	p.ended(t)
}

// TestPartsAppearWithTheirPages shows that what is empty is not there at all,
// and is there as soon as there is something to show.
func TestPartsAppearWithTheirPages(t *testing.T) {
	content := write(t, map[string]string{
		"pages/index.yaml": "kind: home\ntitle: Front page\nsummary: What we do.\n",
		"pages/app.yaml": `kind: service
title: The app
summary: What it does.
body:
  - type: latest
    heading: Our case studies
    kinds: [page]
    mentions: true
`,
		"pages/how-we-made-it.yaml": `kind: page
draft: true
title: How we made it
body:
  - type: text
    body: This is about [the app](/app).
`,
		"menus.yaml": "- {name: contact, title: Get in touch, place: contact, entries: [/how-we-made-it]}\n",
		"site.yaml":  "title: Somebody\ncopyright: © Somebody\n",
	})
	w := serve(t, content)

	page := testkit.CheckPage(t, fetch(t, w.url+"/app"))
	for _, heading := range []string{"Our case studies", "Get in touch"} {
		if page.HasHeading(heading) {
			t.Errorf("there is a heading %q, and nothing to stand below it", heading)
		}
	}
	page.Lacks("How we made it")

	err := w.Publisher.Edit(t.Context(), cms.System, func(e *publishing.Edit) error {
		tree, err := e.Tree(t.Context())
		if err != nil {
			return err
		}
		at := slices.IndexFunc(tree, func(p cms.Page) bool { return p.Slug == "how-we-made-it" })
		_, err = e.Release(t.Context(), tree[at].ID, publishing.Plan{})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}

	page = testkit.CheckPage(t, fetch(t, w.url+"/app"))
	page.Section("Our case studies").Link("How we made it").Leads("/how-we-made-it")
	page.Landmark("contentinfo", "").Section("Get in touch").Link("How we made it").Leads("/how-we-made-it")
}

// process is a running lectern serve.
type process struct {
	url string
	cmd *exec.Cmd
	log *logBook
	end chan error
}

// logBook keeps what a process says until a test wants to know.
type logBook struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *logBook) add(line string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.text.WriteString(line + "\n")
}

func (l *logBook) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// serveFrom serves the demonstration site, and returns when it says that it is
// ready.
func serveFrom(t *testing.T, binary, data string, more ...string) *process {
	t.Helper()
	content := filepath.Join(testkit.Root(t), "content")
	cmd := exec.Command(binary, append([]string{"serve", "--seed", content, "--data-dir", data, "--addr", "127.0.0.1:0"}, more...)...)
	cmd.Env = unset()
	return launch(t, cmd)
}

// launch runs lectern serve, and returns when it says that it is ready.
func launch(t *testing.T, cmd *exec.Cmd) *process {
	t.Helper()
	said, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	p := &process{cmd: cmd, log: &logBook{}, end: make(chan error, 1)}
	ready := make(chan string, 1)
	go func() {
		for lines := bufio.NewScanner(said); lines.Scan(); {
			p.log.add(lines.Text())
			if _, url, is := strings.Cut(lines.Text(), "Lectern is ready: "); is {
				ready <- strings.TrimSuffix(strings.TrimSpace(url), "/")
			}
		}
		p.end <- cmd.Wait()
	}()
	t.Cleanup(func() {
		if p.cmd.ProcessState == nil {
			_ = p.cmd.Process.Kill()
		}
	})
	select {
	case p.url = <-ready:
	case err := <-p.end:
		t.Fatalf("lectern serve ended before it was ready: %v\n%s", err, p.log)
	case <-time.After(3 * time.Minute):
		t.Fatalf("lectern serve is not ready after 3 minutes\n%s", p.log)
	}
	return p
}

// unset is the environment without settings of Lectern.
func unset() (environment []string) {
	for _, variable := range os.Environ() {
		if !strings.HasPrefix(variable, "LECTERN_") {
			environment = append(environment, variable)
		}
	}
	return append(environment, "LECTERN_WEB_LINKS=false") // a test asks no other website
}

func (p *process) stop(t *testing.T) {
	t.Helper()
	p.signal(t)
	p.ended(t)
}

func (p *process) signal(t *testing.T) {
	t.Helper()
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
}

// ended waits for the end of the process, which must be a good one.
func (p *process) ended(t *testing.T) {
	t.Helper()
	select {
	case err := <-p.end:
		if err != nil {
			t.Errorf("lectern serve ended with %v\n%s", err, p.log)
		}
	case <-time.After(time.Minute):
		t.Fatalf("lectern serve does not end\n%s", p.log)
	}
}

// dataFolder returns an empty folder that another account can reach: as root,
// Lectern runs Postgres under one.
func dataFolder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.Chmod(filepath.Dir(dir), 0o755); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, "data")
}

// join connects to the private Postgres of a data folder.
func join(t *testing.T, data string) *pgx.Conn {
	t.Helper()
	server, err := localpg.Start(t.Context(), localpg.Config{DataDir: data})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	conn, err := pgx.Connect(t.Context(), server.URL("lectern"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(context.Background()) })
	return conn
}

// rows counts what every change adds to.
func rows(t *testing.T, db *pgx.Conn) string {
	t.Helper()
	var counts string
	err := db.QueryRow(t.Context(), `
		select format('%s entries of the audit, %s revisions, %s releases, %s changes, %s jobs',
			(select count(*) from audit), (select count(*) from revision), (select count(*) from release),
			(select count(*) from change), (select count(*) from river_job where kind not in ('sweep', 'overdue', 'check_content')))`).Scan(&counts) // which follow the clock
	if err != nil {
		t.Fatal(err)
	}
	return counts
}

func fetch(t *testing.T, url string) []byte {
	t.Helper()
	answer, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	if answer.StatusCode != http.StatusOK {
		t.Fatalf("%s answers %d", url, answer.StatusCode)
	}
	return body
}

func status(t *testing.T, url string) int {
	t.Helper()
	answer, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	return answer.StatusCode
}

func until(t *testing.T, what string, is func() bool) {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		if is() {
			return
		}
	}
	t.Fatalf("not in 30 seconds: %s", what)
}
