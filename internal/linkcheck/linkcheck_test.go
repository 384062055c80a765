package linkcheck_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
	"unicode/utf8"

	"lectern/internal/cms"
	"lectern/internal/linkcheck"
)

// web is a server that has every name.
type web struct {
	*linkcheck.Client
	asked sync.Map // request to times
}

func newWeb(t *testing.T, answer http.HandlerFunc) *web {
	t.Helper()
	w := &web{}
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		n, _ := w.asked.LoadOrStore(r.Method+" "+r.Host+r.URL.String(), new(atomic.Int32))
		n.(*atomic.Int32).Add(1)
		answer(rw, r)
	}))
	t.Cleanup(server.Close)
	transport := &http.Transport{DisableKeepAlives: true, DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "tcp", server.Listener.Addr().String())
	}}
	w.Client = linkcheck.New(linkcheck.Config{Origin: "https://site.example", Transport: transport})
	return w
}

func (w *web) times(request string) int {
	n, asked := w.asked.Load(request)
	if !asked {
		return 0
	}
	return int(n.(*atomic.Int32).Load())
}

func TestWhatAnAnswerMeans(t *testing.T) {
	t.Parallel()
	web := newWeb(t, func(w http.ResponseWriter, r *http.Request) {
		var head, get int
		if n, _ := fmt.Sscanf(r.URL.Path, "/%d-%d", &head, &get); n < 2 {
			get = head
		}
		if r.URL.Query().Has("wait") {
			w.Header().Set("Retry-After", "3600")
		}
		if r.Method == http.MethodHead {
			w.WriteHeader(head)
			return
		}
		w.WriteHeader(get)
	})
	for path, want := range map[string]struct {
		outcome cms.WebOutcome
		status  int
		asked   string // methods
	}{
		"/200":          {cms.WebFine, 200, "HEAD"},
		"/204":          {cms.WebFine, 204, "HEAD"},
		"/404":          {cms.WebGone, 404, "HEAD GET"},
		"/410":          {cms.WebGone, 410, "HEAD GET"},
		"/405-200":      {cms.WebFine, 200, "HEAD GET"},
		"/404-200":      {cms.WebFine, 200, "HEAD GET"}, // as some do
		"/403-200":      {cms.WebFine, 200, "HEAD GET"},
		"/501-404":      {cms.WebGone, 404, "HEAD GET"},
		"/401":          {cms.WebUnsure, 401, "HEAD GET"},
		"/403":          {cms.WebUnsure, 403, "HEAD GET"},
		"/418":          {cms.WebUnsure, 418, "HEAD GET"},
		"/999":          {cms.WebUnsure, 999, "HEAD GET"},
		"/304":          {cms.WebUnsure, 304, "HEAD"},
		"/429":          {cms.WebUnsure, 429, "HEAD"},
		"/503?wait=":    {cms.WebUnsure, 503, "HEAD"},
		"/503":          {cms.WebFailing, 503, "HEAD GET"},
		"/500":          {cms.WebFailing, 500, "HEAD GET"},
		"/500-429":      {cms.WebUnsure, 429, "HEAD GET"},
		"/301":          {cms.WebUnsure, 301, "HEAD"}, // to nowhere
		"/200?a=b%20c#": {cms.WebFine, 200, "HEAD"},
	} {
		a := web.Ask(t.Context(), "http://www.example.org"+path)
		var asked []string
		for _, method := range []string{"HEAD", "GET"} {
			if web.times(method+" www.example.org"+strings.TrimSuffix(path, "#")) == 1 {
				asked = append(asked, method)
			}
		}
		if a.Outcome != want.outcome || a.Status != want.status || a.Host != "www.example.org" || a.MovedTo != "" || strings.Join(asked, " ") != want.asked {
			t.Errorf("%s: %+v by %v, want %+v", path, a, asked, want)
		}
	}
}

// TestWhatHasMoved follows redirects. What led on for good is told where it is, if
// that is another place.
func TestWhatHasMoved(t *testing.T) {
	t.Parallel()
	web := newWeb(t, func(w http.ResponseWriter, r *http.Request) {
		path := strings.TrimPrefix(r.URL.Path, "/")
		step, rest, more := strings.Cut(path, "/")
		status := 0
		if _, err := fmt.Sscanf(step, "%d", &status); err != nil || !more {
			return
		}
		to := "/" + rest
		if host, is := strings.CutPrefix(rest, "to:"); is {
			to = "http://" + host
		}
		w.Header().Set("Location", to)
		w.WriteHeader(status)
	})
	long := strings.Repeat("a", 600)
	for path, want := range map[string]string{
		"/301/new":                     "moved http://www.example.org/new",
		"/308/new":                     "moved http://www.example.org/new",
		"/302/new":                     "fine",
		"/303/new":                     "fine",
		"/307/new":                     "fine",
		"/301/308/new":                 "moved http://www.example.org/new",
		"/301/302/new":                 "moved http://www.example.org/302/new",
		"/302/301/new":                 "fine",
		"/301/new#part":                "moved http://www.example.org/new",
		"/301/to:www.elsewhere.org/x":  "moved http://www.elsewhere.org/x",
		"/301/301/301/301/301/new":     "moved http://www.example.org/new",
		"/301/301/301/301/301/301/new": "unsure redirects",
		"/301/" + long:                 "fine",
	} {
		a := web.Ask(t.Context(), "http://www.example.org"+path)
		if got := strings.Join(strings.Fields(fmt.Sprint(a.Outcome, " ", a.Reason, " ", a.MovedTo)), " "); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
}

// TestWhereItIsSentCanBeKept whatever bytes another website writes there.
func TestWhereItIsSentCanBeKept(t *testing.T) {
	t.Parallel()
	for _, to := range []string{"http://www.elsewhere.org/?\xff", "http://%ff.elsewhere.org/", "http://www.elsewhere.org/\xff#\xff", "http://" + strings.Repeat("ä", 5000) + ".org/", "\x00", "http://www.elsewhere.org/%00"} {
		a := linkcheck.New(linkcheck.Config{Transport: sends{to}}).Ask(t.Context(), "http://www.example.org/")
		if kept := a.Host + a.MovedTo; !utf8.ValidString(kept) || strings.ContainsRune(kept, 0) || len(kept) > 1000 {
			t.Errorf("%q: %+v", to, a)
		}
	}
}

// sends is a web in which one place sends to another, where nothing more comes.
type sends struct{ to string }

func (s sends) RoundTrip(r *http.Request) (*http.Response, error) {
	answer := &http.Response{StatusCode: 200, Body: http.NoBody, Request: r, Header: http.Header{}}
	if r.URL.Host == "www.example.org" {
		answer.StatusCode = 301
		answer.Header.Set("Location", s.to)
	}
	return answer, nil
}

// TestASlashOrHTTPSIsNoMove: every reader gets there at once.
func TestASlashOrHTTPSIsNoMove(t *testing.T) {
	t.Parallel()
	web := newWeb(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/a" {
			http.Redirect(w, r, "/a/", http.StatusMovedPermanently)
		}
	})
	if a := web.Ask(t.Context(), "http://www.example.org/a"); a.Outcome != cms.WebFine || a.MovedTo != "" {
		t.Errorf("%+v", a)
	}
}

// TestWhatIsAskedSaysWhoAsks, and nothing else: no cookie, no address of the page.
func TestWhatIsAskedSaysWhoAsks(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	var headers []http.Header
	web := newWeb(t, func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		headers = append(headers, r.Header.Clone())
		http.SetCookie(w, &http.Cookie{Name: "a", Value: "b"})
		if r.URL.Path == "/" {
			http.Redirect(w, r, "/next", http.StatusFound)
		}
	})
	web.Ask(t.Context(), "http://www.example.org/")
	web.Ask(t.Context(), "http://www.example.org/next")
	if len(headers) != 3 {
		t.Fatalf("asked %d times", len(headers))
	}
	for _, h := range headers {
		if got := h.Get("User-Agent"); got != "Lectern link checker (+https://site.example)" {
			t.Errorf("it says that it is %q", got)
		}
		for _, name := range []string{"Cookie", "Referer", "Authorization", "Proxy-Authorization"} {
			if h.Get(name) != "" {
				t.Errorf("%s: %s", name, h.Get(name))
			}
		}
	}
}

// TestABodyIsNotRead has a page without an end.
func TestABodyIsNotRead(t *testing.T) {
	t.Parallel()
	ended := make(chan struct{})
	web := newWeb(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodHead {
			w.WriteHeader(http.StatusMethodNotAllowed)
			return
		}
		defer close(ended)
		for {
			if _, err := io.WriteString(w, strings.Repeat("x", 1<<16)); err != nil {
				return
			}
		}
	})
	if a := web.Ask(t.Context(), "http://www.example.org/"); a.Outcome != cms.WebFine {
		t.Errorf("%+v", a)
	}
	<-ended
}

// broken fails as a network does.
type broken struct{ err error }

func (b broken) RoundTrip(*http.Request) (*http.Response, error) { return nil, b.err }

func TestWhatNoAnswerMeans(t *testing.T) {
	t.Parallel()
	dial := func(err error) error { return &net.OpError{Op: "dial", Net: "tcp", Err: err} }
	for _, c := range []struct {
		err     error
		outcome cms.WebOutcome
		reason  cms.WebReason
	}{
		{dial(&net.DNSError{Name: "x", IsNotFound: true}), cms.WebFailing, cms.WebNoName},
		{dial(&net.DNSError{Name: "x", IsTemporary: true}), cms.WebFailing, cms.WebUnreached},
		{dial(&net.DNSError{Name: "x", IsTimeout: true}), cms.WebFailing, cms.WebTimeout},
		{dial(errors.New("connection refused")), cms.WebFailing, cms.WebUnreached},
		{context.DeadlineExceeded, cms.WebFailing, cms.WebTimeout},
		{&tls.CertificateVerificationError{Err: x509.CertificateInvalidError{Reason: x509.Expired}}, cms.WebFailing, cms.WebCertificate},
		{&tls.CertificateVerificationError{Err: x509.HostnameError{Certificate: &x509.Certificate{}, Host: "x"}}, cms.WebFailing, cms.WebCertificate},
		{&tls.CertificateVerificationError{Err: x509.UnknownAuthorityError{}}, cms.WebUnsure, cms.WebUntrusted},
		{&net.OpError{Op: "read", Net: "tcp", Err: errors.New("connection reset")}, cms.WebUnsure, cms.WebGarbled},
		{io.EOF, cms.WebUnsure, cms.WebGarbled},
	} {
		client := linkcheck.New(linkcheck.Config{Transport: broken{c.err}})
		if a := client.Ask(t.Context(), "https://www.example.org/"); a.Outcome != c.outcome || a.Reason != c.reason || a.Host != "www.example.org" {
			t.Errorf("%v: %+v", c.err, a)
		}
	}
}

// TestACertificateIsVerified of a server that signed its own.
func TestACertificateIsVerified(t *testing.T) {
	t.Parallel()
	server := httptest.NewUnstartedServer(http.NotFoundHandler())
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	t.Cleanup(server.Close)
	transport := &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "tcp", server.Listener.Addr().String())
	}}
	client := linkcheck.New(linkcheck.Config{Transport: transport})
	if a := client.Ask(t.Context(), "https://example.com/"); a.Reason != cms.WebUntrusted { // which it is for
		t.Errorf("%+v", a)
	}
}

// told keeps what AskAll tells.
type told map[string]cms.WebAnswer

func (t told) tell(address string, a cms.WebAnswer) error {
	t[address] = a
	return nil
}

func (t told) paths(outcome cms.WebOutcome) (list []string) {
	for address, a := range t {
		if a.Outcome == outcome {
			list = append(list, strings.TrimPrefix(address, "http://"))
		}
	}
	slices.Sort(list)
	return list
}

// TestOneRequestAtATimeForEachHost, though many others lead to it, with a pause
// between two; and as many hosts beside each other as there may be.
func TestOneRequestAtATimeForEachHost(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) { // where time is what the test makes it
		const takes, pause = 10 * time.Millisecond, time.Second
		var mu sync.Mutex
		ended := map[string]time.Time{} // the last request; zero: one is under way
		busy, most := 0, 0
		web := roundTrip(func(r *http.Request) (*http.Response, error) {
			mu.Lock()
			if last, before := ended[r.URL.Host]; before && (last.IsZero() || time.Since(last) < pause) {
				t.Errorf("%s is asked again at once", r.URL.Host)
			}
			ended[r.URL.Host] = time.Time{}
			busy++
			most = max(most, busy)
			mu.Unlock()
			time.Sleep(takes)
			mu.Lock()
			defer mu.Unlock()
			ended[r.URL.Host] = time.Now()
			busy--
			answer := &http.Response{StatusCode: 200, Body: http.NoBody, Request: r, Header: http.Header{}}
			if r.URL.Host != "www.elsewhere.org" && r.URL.Path == "/" {
				answer.StatusCode = 302
				answer.Header.Set("Location", "http://www.elsewhere.org/")
			}
			return answer, nil
		})
		addresses := hosts(20) // which all lead to one
		for n := range 100 {
			addresses = append(addresses, fmt.Sprintf("http://%d.example.org/%d", n%20, n))
		}
		got := told{}
		if err := linkcheck.New(linkcheck.Config{Transport: web, Pause: pause}).AskAll(t.Context(), addresses, got.tell); err != nil {
			t.Fatal(err)
		}
		if n := len(got.paths(cms.WebFine)); n != len(addresses) {
			t.Errorf("%d are fine", n)
		}
		if most != 8 {
			t.Errorf("at most %d are asked at once", most)
		}
	})
}

// TestAHostThatWantsToBeLeftAloneIs until the next look.
func TestAHostThatWantsToBeLeftAloneIs(t *testing.T) {
	t.Parallel()
	web := newWeb(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/2" {
			w.WriteHeader(http.StatusTooManyRequests)
		}
	})
	got := told{}
	addresses := []string{"http://www.example.org/1", "http://www.example.org/2", "http://www.example.org/3", "http://other.example.org/3"}
	if err := web.AskAll(t.Context(), addresses, got.tell); err != nil {
		t.Fatal(err)
	}
	if fine := got.paths(cms.WebFine); !slices.Equal(fine, []string{"other.example.org/3", "www.example.org/1"}) {
		t.Errorf("fine are %v", fine)
	}
	if unsure := got.paths(cms.WebUnsure); !slices.Equal(unsure, []string{"www.example.org/2"}) || len(got) != 3 {
		t.Errorf("unsure are %v of %d", unsure, len(got))
	}
}

// failing is a web where some hosts cannot be reached.
type failing struct {
	asked atomic.Int32
	why   func(host string) error // nil: it answers
}

func (f *failing) RoundTrip(r *http.Request) (*http.Response, error) {
	f.asked.Add(1)
	if err := f.why(r.URL.Host); err != nil {
		return nil, err
	}
	return &http.Response{StatusCode: 200, Body: http.NoBody, Request: r, Header: http.Header{}}, nil
}

var (
	noName  = &net.DNSError{IsNotFound: true}
	refused = &net.OpError{Op: "dial", Err: errors.New("refused")}
)

func hosts(n int) (list []string) {
	for i := range n {
		list = append(list, fmt.Sprintf("http://%d.example.org/", i))
	}
	return list
}

// TestWithoutANetworkNothingIsTold: neither when nothing is reached at all, nor of
// what comes after it is lost.
func TestWithoutANetworkNothingIsTold(t *testing.T) {
	t.Parallel()
	for name, err := range map[string]error{"no answer": refused, "no name": noName} {
		for _, n := range []int{1, 5, 300} {
			web := &failing{why: func(string) error { return err }}
			got := told{}
			if err := linkcheck.New(linkcheck.Config{Transport: web}).AskAll(t.Context(), hosts(n), got.tell); !errors.Is(err, cms.ErrNoWeb) || len(got) > 0 {
				t.Errorf("%s, %d hosts: %v, and %d are told", name, n, err, len(got))
			}
			if web.asked.Load() > 40 {
				t.Errorf("%s, %d hosts: it asks %d times", name, n, web.asked.Load())
			}
		}
	}
	var first atomic.Bool
	lost := &failing{why: func(string) error {
		if first.CompareAndSwap(false, true) {
			return nil
		}
		return refused
	}}
	got := told{}
	if err := linkcheck.New(linkcheck.Config{Transport: lost}).AskAll(t.Context(), hosts(300), got.tell); !errors.Is(err, cms.ErrNoWeb) || len(got) == 0 || len(got) > 8 {
		t.Errorf("%v, and %d are told", err, len(got))
	}
	if err := linkcheck.New(linkcheck.Config{Transport: lost}).AskAll(t.Context(), nil, got.tell); err != nil {
		t.Errorf("nothing to ask: %v", err)
	}
}

// TestOneThatIsNotReachedIsTold when others are.
func TestOneThatIsNotReachedIsTold(t *testing.T) {
	t.Parallel()
	web := &failing{why: func(host string) error {
		if host == "3.example.org" {
			return refused
		}
		return nil
	}}
	got := told{}
	if err := linkcheck.New(linkcheck.Config{Transport: web}).AskAll(t.Context(), hosts(30), got.tell); err != nil {
		t.Fatal(err)
	}
	if f := got.paths(cms.WebFailing); !slices.Equal(f, []string{"3.example.org/"}) || len(got) != 30 {
		t.Errorf("failing are %v of %d", f, len(got))
	}
}

// TestAHostThatIsNotThereIsNotAskedAgainAndAgain: where there is no name, there is
// none for all its addresses; who does not answer is asked three times, and the
// rest is told the same.
func TestAHostThatIsNotThereIsNotAskedAgainAndAgain(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		err         error
		asked, told int
	}{{noName, 1, 100}, {refused, 3, 100}} {
		web := &failing{why: func(host string) error {
			if host == "www.example.org" {
				return c.err
			}
			return nil
		}}
		addresses := []string{"http://other.example.org/"}
		for n := range 100 {
			addresses = append(addresses, fmt.Sprintf("http://www.example.org/%d", n))
		}
		got := told{}
		if err := linkcheck.New(linkcheck.Config{Transport: web}).AskAll(t.Context(), addresses, got.tell); err != nil {
			t.Fatal(err)
		}
		if asked, n := int(web.asked.Load())-1, len(got.paths(cms.WebFailing)); asked != c.asked || n != c.told {
			t.Errorf("%v: asked %d times, and %d are told", c.err, asked, n)
		}
	}
}

// TestLargeHostsDoNotHoldUpOthers: eight of them could take all the time there is.
// Here they answer only when all others have.
func TestLargeHostsDoNotHoldUpOthers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var addresses []string
		for n := range 500 {
			addresses = append(addresses, fmt.Sprintf("http://large-%d.example.org/%d", n%50, n))
		}
		small := hosts(100)
		var others sync.WaitGroup
		others.Add(len(small))
		web := roundTrip(func(r *http.Request) (*http.Response, error) {
			if strings.HasPrefix(r.URL.Host, "large") {
				others.Wait()
			} else {
				others.Done()
			}
			return &http.Response{StatusCode: 200, Body: http.NoBody, Request: r}, nil
		})
		got := told{}
		if err := linkcheck.New(linkcheck.Config{Transport: web}).AskAll(t.Context(), append(addresses, small...), got.tell); err != nil || len(got) != 600 {
			t.Errorf("%v, and %d are told", err, len(got))
		}
	})
}

// TestHostsThatAreNotThereAreMixedWithOthers: as many as make it seem that nothing
// can be reached come first, as the links of an old page may.
func TestHostsThatAreNotThereAreMixedWithOthers(t *testing.T) {
	t.Parallel()
	web := &failing{why: func(host string) error {
		if n, _, _ := strings.Cut(host, "."); len(n) == 1 || n < "40" && len(n) == 2 {
			return refused
		}
		return nil
	}}
	got := told{}
	if err := linkcheck.New(linkcheck.Config{Transport: web}).AskAll(t.Context(), hosts(400), got.tell); err != nil {
		t.Fatal(err)
	}
	if n := len(got.paths(cms.WebFailing)); n != 40 || len(got) != 400 {
		t.Errorf("failing are %d of %d", n, len(got))
	}
}

// TestWhereAHostLeadsSaysNothingOfIt: of who leads to many others, some of which
// want to be left alone or are not there, all addresses are asked.
func TestWhereAHostLeadsSaysNothingOfIt(t *testing.T) {
	t.Parallel()
	for name, to := range map[string]struct {
		status int
		err    error
	}{"wants to be left alone": {status: 429}, "no answer": {err: refused}, "no name": {err: noName}} {
		web := roundTrip(func(r *http.Request) (*http.Response, error) {
			answer := &http.Response{StatusCode: 302, Body: http.NoBody, Request: r, Header: http.Header{"Location": {"http://www.elsewhere.org/"}}}
			switch {
			case r.URL.Host == "www.elsewhere.org" && to.err != nil:
				return nil, to.err
			case r.URL.Host == "www.elsewhere.org":
				answer.StatusCode = to.status
			case r.URL.Path == "/4":
				answer.StatusCode = 200
			}
			return answer, nil
		})
		var addresses []string
		for n := range 5 {
			addresses = append(addresses, fmt.Sprintf("http://www.example.org/%d", n))
		}
		got := told{}
		if err := linkcheck.New(linkcheck.Config{Transport: web}).AskAll(t.Context(), addresses, got.tell); err != nil {
			t.Fatal(err)
		}
		if fine := got.paths(cms.WebFine); !slices.Equal(fine, []string{"www.example.org/4"}) || len(got) != 5 {
			t.Errorf("%s: fine are %v of %d", name, fine, len(got))
		}
	}
}

// roundTrip is a web.
type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// TestItEndsWhenItIsTo and tells nothing of what was under way.
func TestItEndsWhenItIsTo(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(t.Context())
	web := newWeb(t, func(_ http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/1" {
			stop()
			<-r.Context().Done()
		}
	})
	got := told{}
	err := web.AskAll(ctx, []string{"http://www.example.org/0", "http://www.example.org/1", "http://www.example.org/2"}, got.tell)
	if !errors.Is(err, context.Canceled) || len(got) != 1 {
		t.Errorf("%v, and %d are told", err, len(got))
	}
	full := errors.New("the disk is full")
	if err := web.AskAll(t.Context(), []string{"http://www.example.org/0"}, func(string, cms.WebAnswer) error { return full }); !errors.Is(err, full) {
		t.Errorf("what cannot be kept is lost: %v", err)
	}
}
