package linkcheck

import (
	"context"
	"math/rand/v2"
	"net/url"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"lectern/internal/cms"
)

const (
	hostsAtOnce = 8
	lostAfter   = 20 // hosts one after the other of which none is reached: it is the network
	giveUpAfter = 3  // addresses of a host one after the other that bring nothing
)

// AskAll asks addresses, and tells what comes of each, one at a time: hosts with
// few addresses first, and the addresses of each in the order given. It tells nothing of those
// that a host is not asked for any more because it wants to be left alone. What was
// not reached is told only after something else was: the error is cms.ErrNoWeb when
// it seems to be this server that reaches nothing. It ends with ctx, and then with
// that one's error.
func (c *Client) AskAll(ctx context.Context, addresses []string, told func(address string, a cms.WebAnswer) error) error {
	group, asking := errgroup.WithContext(ctx)
	group.SetLimit(hostsAtOnce)
	results := &results{told: told, hosts: map[string]bool{}}
	hosts := byHost(addresses)
	arrange(hosts)
	for _, some := range hosts {
		group.Go(func() error { return c.askHost(asking, some, results) })
	}
	err := group.Wait()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		return err
	}
	return results.end()
}

// byHost parts addresses by their host, in the order in which they came.
func byHost(addresses []string) (parts [][]string) {
	at := map[string]int{}
	for _, address := range addresses {
		name := hostOf(address)
		i, there := at[name]
		if !there {
			i = len(parts)
			at[name] = i
			parts = append(parts, nil)
		}
		parts[i] = append(parts[i], address)
	}
	return parts
}

// arrange puts hosts with many addresses behind others, which would wait for them
// all the time there is. Those with as many are mixed: if all that are not there
// came at the start, it would look as if nothing could be reached.
func arrange(hosts [][]string) {
	rand.Shuffle(len(hosts), func(i, j int) { hosts[i], hosts[j] = hosts[j], hosts[i] })
	slices.SortStableFunc(hosts, func(a, b []string) int { return len(a) - len(b) })
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Hostname()
}

// askHost asks the addresses of one host, one after the other.
func (c *Client) askHost(ctx context.Context, addresses []string, results *results) error {
	silent := 0
	var a cms.WebAnswer
	for _, address := range addresses {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if silent < giveUpAfter { // else there is nobody to ask for this one, too
			a = c.Ask(ctx, address)
		}
		if ctx.Err() != nil {
			return ctx.Err() // which is why, and no answer
		}
		if err := results.add(address, a); err != nil {
			return err
		}
		own := a.Host == hostOf(address) // else it led to another one, and that says nothing of this one
		if own && a.LeftAlone {
			return nil
		}
		silent = silentAfter(silent, own, a.Reason)
	}
	return nil
}

// silentAfter counts the answers of a host that did not come. That nobody has its
// name is said once for all.
func silentAfter(before int, own bool, reason cms.WebReason) int {
	switch {
	case own && reason == cms.WebNoName:
		return giveUpAfter
	case own && (reason == cms.WebTimeout || reason == cms.WebUnreached):
		return before + 1
	}
	return 0
}

// results holds back what was not reached until something is.
type results struct {
	told func(string, cms.WebAnswer) error

	mu      sync.Mutex
	held    []result
	hosts   map[string]bool // of those that are held
	reached bool            // something was
}

type result struct {
	address string
	answer  cms.WebAnswer
}

func (r *results) add(address string, a cms.WebAnswer) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if a.Reason == cms.WebClosed { // which says nothing of the network
		return r.told(address, a)
	}
	r.held = append(r.held, result{address, a})
	if a.Status == 0 && a.Reason != cms.WebRedirects {
		r.hosts[hostOf(address)] = true
		if len(r.hosts) >= lostAfter {
			return cms.ErrNoWeb
		}
		return nil
	}
	r.reached = true
	return r.tellHeld()
}

func (r *results) tellHeld() error {
	for _, one := range r.held {
		if err := r.told(one.address, one.answer); err != nil {
			return err
		}
	}
	r.held = nil
	clear(r.hosts)
	return nil
}

// end tells what is held still.
func (r *results) end() error {
	if len(r.held) > 0 && !r.reached {
		return cms.ErrNoWeb
	}
	return r.tellHeld()
}
