package app_test

import (
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"lectern/internal/config"
	"lectern/internal/testkit"
)

// composed is what a compose file says, as far as the test looks at it.
type composed struct {
	Services map[string]struct {
		Image       string
		Ports       []string
		Environment map[string]string
		Volumes     []string
		DependsOn   map[string]struct{ Condition string } `yaml:"depends_on"`
	}
	Volumes map[string]any
}

var pinned = regexp.MustCompile(`:v?\d+\.\d+(\.\d+)?$`)

// TestCompose reads the compose file: what is set is known to those it is set for,
// the parts find each other, and nobody but Lectern can be reached from outside.
func TestCompose(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join(testkit.Root(t), "compose.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var c composed
	if err := yaml.Unmarshal(text, &c); err != nil {
		t.Fatal(err)
	}
	lectern, server := c.Services["lectern"], c.Services["meilisearch"]
	settings := append(environmentOf(config.Settings{}), append(environmentOf(config.Serve{}), "LECTERN_SEED")...)
	for name := range lectern.Environment {
		if !slices.Contains(settings, name) {
			t.Errorf("there is no setting %s", name)
		}
	}
	for name, service := range c.Services {
		if name != "lectern" && (len(service.Ports) > 0 || !pinned.MatchString(service.Image)) {
			t.Errorf("%s is %s and listens at %v", name, service.Image, service.Ports)
		}
		for _, volume := range service.Volumes {
			from, _, _ := strings.Cut(volume, ":")
			if _, known := c.Volumes[from]; !known && !strings.HasPrefix(from, "./") {
				t.Errorf("%s: there is no volume %s", name, from)
			}
		}
	}
	if !slices.Equal(lectern.Ports, []string{"127.0.0.1:8080:8080"}) || lectern.Environment["LECTERN_BASE_URL"] != "http://localhost:8080" {
		t.Errorf("Lectern is at %v, and says that it is at %s", lectern.Ports, lectern.Environment["LECTERN_BASE_URL"])
	}
	if !strings.Contains(lectern.Environment["LECTERN_DATABASE_URL"], "@postgres:5432/lectern?") || lectern.Environment["LECTERN_MEILISEARCH_URL"] != "http://meilisearch:7700" {
		t.Errorf("Lectern looks for the others in %v", lectern.Environment)
	}
	if key := server.Environment["MEILI_MASTER_KEY"]; key == "" || key != lectern.Environment["LECTERN_MEILISEARCH_KEY"] {
		t.Error("Lectern has another key than Meilisearch")
	}
	if server.Environment["MEILI_ENV"] != "production" || server.Environment["MEILI_NO_ANALYTICS"] != "true" {
		t.Errorf("Meilisearch runs with %v", server.Environment)
	}
	if len(lectern.DependsOn) != 1 || lectern.DependsOn["postgres"].Condition != "service_healthy" {
		t.Errorf("Lectern waits for %v, and needs Postgres alone", lectern.DependsOn)
	}
}

// environmentOf returns the variables of settings.
func environmentOf(settings any) (names []string) {
	for _, field := range reflect.VisibleFields(reflect.TypeOf(settings)) {
		names = append(names, field.Tag.Get("env"))
	}
	return names
}
