package app_test

import (
	"bytes"
	"debug/elf"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"

	"lectern/internal/testkit"
)

// nobody is the user that the commands of the Dockerfile run as.
const nobody = 65534

// TestDockerfile runs what the Dockerfile says to build and to start the
// website, without a container: in a copy of what would be sent to the builder,
// and without any right.
func TestDockerfile(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Log("images are built on Linux")
		return
	}
	stages := readDockerfile(t)
	if len(stages) != 2 {
		t.Fatalf("%d stages, want 2: the build leaves nothing behind but the program", len(stages))
	}
	build, image := stages[0], stages[1]
	if user := image.last("USER"); user == "" || strings.HasPrefix(user, "0") || strings.HasPrefix(user, "root") {
		t.Errorf("the image runs as %q", user)
	}
	if image.last("EXPOSE") != "8080" || !strings.Contains(image.last("ENV"), "LECTERN_ADDR=0.0.0.0:8080") {
		t.Error("the port that is exposed is not the one that is listened on")
	}

	box := newBox(t)
	for _, command := range build.all("RUN") {
		if strings.Contains(command, "apt-get") { // installs what this machine has
			continue
		}
		box.run(t, append(build.environment(), image.environment()...), "sh", "-c", command)
	}
	from, to, _ := strings.Cut(strings.TrimPrefix(image.last("COPY"), "--from=build "), " ")
	binary := filepath.Join(box.source, strings.TrimPrefix(from, build.last("WORKDIR")))
	isStatic(t, binary)

	// Its name is found on the path, as in the image.
	start := slices.Concat(words(t, image.last("ENTRYPOINT")), words(t, image.last("CMD")))
	if path.Base(to) != start[0] {
		t.Fatalf("%s is copied, and %s is started", to, start[0])
	}
	served := box.command(image.environment(), binary, start[1:]...)
	served.Env = append(served.Env, "LECTERN_ADDR=127.0.0.1:0", "LECTERN_DATA_DIR="+filepath.Join(box.home, "data"))
	p := launch(t, served)
	if got := status(t, p.url+"/readyz"); got != http.StatusOK {
		t.Errorf("/readyz answers %d", got)
	}
	_, check, _ := strings.Cut(image.last("HEALTHCHECK"), "CMD ")
	health := words(t, check)
	healthy := func() error {
		c := box.command(nil, binary, health[1:]...)
		c.Env = append(c.Env, "LECTERN_ADDR="+strings.TrimPrefix(p.url, "http://"))
		return c.Run()
	}
	if err := healthy(); err != nil {
		t.Errorf("the health check of a server that runs: %v", err)
	}
	p.stop(t)
	if healthy() == nil {
		t.Error("the health check of a server that has stopped is content")
	}
}

// stage is the instructions of one stage: name and the rest of the line.
type stage [][2]string

func (s stage) all(name string) (list []string) {
	for _, i := range s {
		if i[0] == name {
			list = append(list, i[1])
		}
	}
	return list
}

func (s stage) last(name string) string {
	list := s.all(name)
	if len(list) == 0 {
		return ""
	}
	return list[len(list)-1]
}

func (s stage) environment() (list []string) {
	for _, line := range s.all("ENV") {
		list = append(list, strings.Fields(line)...)
	}
	return list
}

func readDockerfile(t *testing.T) (stages []stage) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(testkit.Root(t), "Dockerfile"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(strings.ReplaceAll(string(text), "\\\n", " ")) {
		line = strings.TrimSpace(line)
		name, rest, _ := strings.Cut(line, " ")
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
		case name == "FROM":
			stages = append(stages, stage{{name, rest}})
		default:
			stages[len(stages)-1] = append(stages[len(stages)-1], [2]string{name, strings.TrimSpace(rest)})
		}
	}
	return stages
}

// words reads a command written as a list in JSON.
func words(t *testing.T, text string) (command []string) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), &command); err != nil || len(command) == 0 {
		t.Fatalf("%q is not a command written as a list: %v", text, err)
	}
	return command
}

// box is where a build runs: a copy of the sources, and a home.
type box struct{ source, home, proxy string }

// newBox copies what .dockerignore lets through. What go and npm have fetched
// and compiled is kept for the next time.
func newBox(t *testing.T) box {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	dir, err := os.MkdirTemp("", "lectern-image-")
	must(err)
	t.Cleanup(func() { must(os.RemoveAll(dir)) })
	must(os.Chmod(dir, 0o755))
	b := box{source: filepath.Join(dir, "src"), home: filepath.Join(dir, "home")}
	must(os.MkdirAll(b.home, 0o700))
	b.proxy = strings.TrimSpace(output(t, "go", "env", "GOPROXY"))
	copySources(t, testkit.Root(t), b.source)
	kept := keptFolder()
	must(os.MkdirAll(kept, 0o700))
	seedCaches(t, kept)
	if os.Geteuid() == 0 {
		output, err := exec.Command("chown", "-R", fmt.Sprintf("%d:%d", nobody, nobody), b.source, b.home, kept).CombinedOutput()
		if err != nil {
			t.Fatalf("chown: %v\n%s", err, output)
		}
	}
	return b
}

func keptFolder() string {
	return filepath.Join(os.TempDir(), fmt.Sprintf("lectern-image-cache-%d", os.Geteuid()))
}

// seedCaches takes over what go and npm have fetched for us: the build may not
// look into our home.
func seedCaches(t *testing.T, kept string) {
	t.Helper()
	modules := strings.TrimSpace(output(t, "go", "env", "GOMODCACHE"))
	npm := strings.TrimSpace(output(t, "npm", "config", "get", "cache"))
	for from, to := range map[string]string{
		filepath.Join(modules, "cache", "download"): filepath.Join(kept, "proxy"),
		filepath.Join(npm, "_cacache"):              filepath.Join(kept, "npm", "_cacache"),
	} {
		if _, err := os.Stat(from); err != nil {
			continue // it will be fetched
		}
		if err := os.MkdirAll(to, 0o700); err != nil {
			t.Fatal(err)
		}
		output(t, "cp", "-ru", from+"/.", to)
	}
}

func output(t *testing.T, name string, args ...string) string {
	t.Helper()
	text, err := exec.Command(name, args...).Output()
	if err != nil {
		t.Fatalf("%s %v: %v", name, args, err)
	}
	return string(text)
}

// command runs as nobody. If we have no rights ourselves, that is nobody enough.
func (b box) command(environment []string, name string, args ...string) *exec.Cmd {
	c := exec.Command(name, args...)
	c.Dir = b.source
	kept := keptFolder()
	c.Env = append(unset(),
		"HOME="+b.home, "TMPDIR="+os.TempDir(),
		"GOCACHE="+filepath.Join(kept, "go-build"), "GOMODCACHE="+filepath.Join(kept, "go-mod"),
		"GOPROXY=file://"+filepath.Join(kept, "proxy")+","+b.proxy,
		"npm_config_cache="+filepath.Join(kept, "npm"), "npm_config_prefer_offline=true")
	c.Env = append(c.Env, environment...)
	if os.Geteuid() == 0 {
		c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	}
	return c
}

func (b box) run(t *testing.T, environment []string, name string, args ...string) {
	t.Helper()
	if output, err := b.command(environment, name, args...).CombinedOutput(); err != nil {
		t.Fatalf("%s %v: %v\n%s", name, args, err, output)
	}
}

// copySources copies what .dockerignore does not hold.
func copySources(t *testing.T, from, to string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(from, ".dockerignore"))
	if err != nil {
		t.Fatal(err)
	}
	var ignored []string
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			ignored = append(ignored, line)
		}
	}
	isIgnored := func(name string) bool {
		return slices.ContainsFunc(ignored, func(pattern string) bool {
			if anywhere, is := strings.CutPrefix(pattern, "**/"); is {
				match, _ := path.Match(anywhere, path.Base(name))
				return match
			}
			return name == pattern
		})
	}
	err = fs.WalkDir(os.DirFS(from), ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case isIgnored(name) && entry.IsDir():
			return fs.SkipDir
		case isIgnored(name) || !entry.IsDir() && !entry.Type().IsRegular():
			return nil
		case entry.IsDir():
			return os.MkdirAll(filepath.Join(to, name), 0o755)
		}
		content, err := os.ReadFile(filepath.Join(from, name))
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(to, name), content, 0o644)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// isStatic fails the test if the program needs a library of the system, or does
// not hold the time zones.
func isStatic(t *testing.T, binary string) {
	t.Helper()
	f, err := elf.Open(binary)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if slices.ContainsFunc(f.Progs, func(p *elf.Prog) bool { return p.Type == elf.PT_INTERP }) {
		t.Error("the program is not static")
	}
	content, err := os.ReadFile(binary)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(content, []byte("Europe/London")) {
		t.Error("the program does not hold the time zones")
	}
}
