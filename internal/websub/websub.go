// Package websub tells a hub which feeds have something new. The hub tells those
// who follow them: https://www.w3.org/TR/websub/.
package websub

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

const (
	patience   = 10 * time.Second // with a hub that does not answer
	mostAtOnce = 50               // feeds in one request
)

// client follows no redirects: a hub that has moved is a setting to mend.
var client = &http.Client{
	Timeout:       patience,
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

// Publish tells the hub that the feeds at these addresses have changed.
func Publish(ctx context.Context, hub string, addresses []string) error {
	for len(addresses) > 0 {
		n := min(len(addresses), mostAtOnce)
		if err := publish(ctx, hub, addresses[:n]); err != nil {
			return err
		}
		addresses = addresses[n:]
	}
	return nil
}

func publish(ctx context.Context, hub string, addresses []string) error {
	form := url.Values{"hub.mode": {"publish"}, "hub.url": addresses}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, hub, strings.NewReader(form.Encode()))
	if err != nil {
		return fmt.Errorf("websub: %w", err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("User-Agent", "Lectern")
	answer, err := client.Do(r)
	if err != nil {
		return fmt.Errorf("websub: tell the hub: %w", err)
	}
	defer answer.Body.Close()
	said, _ := io.ReadAll(io.LimitReader(answer.Body, 200))
	if answer.StatusCode < 200 || answer.StatusCode > 299 {
		return fmt.Errorf("websub: the hub answers %s: %q", answer.Status, said)
	}
	return nil
}
