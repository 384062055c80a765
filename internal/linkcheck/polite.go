package linkcheck

import (
	"context"
	"net/http"
	"sync"
	"time"
)

// polite makes one request at a time to each host, with a pause between two, and
// takes no body.
type polite struct {
	next  http.RoundTripper
	pause time.Duration

	mu    sync.Mutex
	hosts map[string]*host
}

type host struct {
	turn chan struct{} // holds one while somebody asks it
	from time.Time     // when it may be asked again; for whoever has the turn
}

func newPolite(next http.RoundTripper, pause time.Duration) *polite {
	return &polite{next: next, pause: pause, hosts: map[string]*host{}}
}

// RoundTrip waits for the host's turn, and then no longer than patience allows.
func (p *polite) RoundTrip(r *http.Request) (*http.Response, error) {
	done, err := p.turn(r.Context(), r.URL.Hostname())
	if err != nil {
		return nil, err
	}
	defer done()
	ctx, cancel := context.WithTimeout(r.Context(), patience)
	defer cancel()
	answer, err := p.next.RoundTrip(r.WithContext(ctx))
	if err != nil {
		return nil, err
	}
	_ = answer.Body.Close()
	answer.Body = http.NoBody
	return answer, nil
}

func (p *polite) turn(ctx context.Context, name string) (done func(), err error) {
	h := p.host(name)
	select {
	case h.turn <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if wait := time.Until(h.from); wait > 0 {
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			<-h.turn
			return nil, ctx.Err()
		}
	}
	return func() {
		h.from = time.Now().Add(p.pause)
		<-h.turn
	}, nil
}

func (p *polite) host(name string) *host {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.hosts[name] == nil {
		p.hosts[name] = &host{turn: make(chan struct{}, 1)}
	}
	return p.hosts[name]
}
