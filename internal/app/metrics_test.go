package app_test

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"

	"lectern/internal/app"
	"lectern/internal/config"
	"lectern/internal/testkit"
)

func TestMetricsHaveAnAddressOfTheirOwn(t *testing.T) {
	t.Parallel()
	settings := config.Settings{
		DatabaseURL: config.Secret(testkit.DatabaseURL(t)), DataDir: t.TempDir(), TimeZone: "Europe/London", LogFormat: "text",
	}
	a, err := app.Open(t.Context(), settings)
	if err != nil {
		t.Fatal(err)
	}
	server, err := a.Listen(t.Context(), config.Serve{Addr: "127.0.0.1:0", Metrics: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error)
	go func() { ended <- server.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		for _, err := range []error{<-ended, server.Close(), a.Close()} {
			if err != nil {
				t.Error(err)
			}
		}
	})
	status := func(url string) (int, string) {
		r, err := http.Get(url)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Body.Close()
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Fatal(err)
		}
		return r.StatusCode, string(body)
	}
	if got, _ := status(server.URL + "/metrics"); got != http.StatusNotFound {
		t.Errorf("on the site: status %d, want 404", got)
	}
	got, told := status(server.MetricsURL)
	for _, login := range []string{"owner", "visitors", "search"} {
		if !strings.Contains(told, `lectern_database_connections_max{login="`+login+`"}`) {
			t.Errorf("status %d, and nothing of the connections of the %s", got, login)
		}
	}
	if got, _ := status(strings.TrimSuffix(server.MetricsURL, "metrics")); got != http.StatusNotFound {
		t.Errorf("beside the metrics: status %d, want 404", got)
	}
}
