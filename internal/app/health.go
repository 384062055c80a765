package app

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"time"
)

// Alive asks the server that listens on an address whether it runs.
func Alive(ctx context.Context, addr string) error {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return fmt.Errorf("app: %q is not an address such as 127.0.0.1:8080", addr)
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+net.JoinHostPort(host, port)+"/livez", nil)
	if err != nil {
		return fmt.Errorf("app: %w", err)
	}
	direct := http.Client{Transport: &http.Transport{}} // never through a proxy
	answer, err := direct.Do(r)
	if err != nil {
		return fmt.Errorf("app: the server does not answer: %w", err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("app: the server answers %s", answer.Status)
	}
	return nil
}
