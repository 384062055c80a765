package app_test

import (
	"bytes"
	"debug/elf"
	"encoding/json"
	"errors"
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
	served.Env = append(served.Env, "LECTERN_ADDR=127.0.0.1:0", "LECTERN_WEB_LINKS=false", "LECTERN_DATA_DIR="+filepath.Join(box.home, "data"))
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

// box is where a build runs: a copy of the sources, and a home. What go and npm
// have fetched and compiled is kept for the next time.
type box struct{ source, home, kept, proxy string }

// newBox copies what .dockerignore lets through.
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
	b := box{source: filepath.Join(dir, "src"), home: filepath.Join(dir, "home"), kept: keptFolder(t)}
	must(os.MkdirAll(b.home, 0o700))
	b.proxy = strings.TrimSpace(output(t, "go", "env", "GOPROXY"))
	copySources(t, testkit.Root(t), b.source)
	if os.Geteuid() == 0 {
		output(t, "chown", "-R", fmt.Sprintf("%d:%d", nobody, nobody), b.source, b.home) // all of it was made just now
	}
	must(os.MkdirAll(b.kept, 0o755))
	must(isOurs(b.kept))
	for _, name := range builders {
		folder := filepath.Join(b.kept, name)
		must(os.MkdirAll(folder, 0o700))
		if os.Geteuid() == 0 {
			must(os.Lchown(folder, nobody, nobody)) // its name is ours to give
		}
	}
	b.seedCaches(t)
	return b
}

// builders are the folders below the kept one that the build writes into. We
// write nothing into them ourselves.
var builders = []string{"go-build", "go-mod", "npm"}

// keptFolder is one that nobody else can make before us, and that the user
// nobody can reach: root's home is closed to it.
func keptFolder(t *testing.T) string {
	t.Helper()
	if os.Geteuid() == 0 {
		return "/var/cache/lectern-image"
	}
	caches, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Join(caches, "lectern-image")
}

// isOurs returns an error unless the path is a folder in which only we can make
// and rename things.
func isOurs(folder string) error {
	info, err := os.Lstat(folder)
	if err != nil {
		return err
	}
	owner, known := info.Sys().(*syscall.Stat_t)
	if !info.IsDir() || !known || int(owner.Uid) != os.Geteuid() || info.Mode()&0o022 != 0 {
		return fmt.Errorf("%s (%s) is not a folder of ours alone: remove it", folder, info.Mode())
	}
	return nil
}

func TestFolderOfOursAlone(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	err := errors.Join(os.Mkdir(at("ours"), 0o755), os.Symlink(at("ours"), at("link")), os.WriteFile(at("file"), nil, 0o600),
		os.Mkdir(at("shared"), 0o755), os.Chmod(at("shared"), 0o775), os.Mkdir(at("open"), 0o755), os.Chmod(at("open"), 0o777|os.ModeSticky))
	if err != nil {
		t.Fatal(err)
	}
	if err := isOurs(at("ours")); err != nil {
		t.Error(err)
	}
	others := []string{"link", "file", "shared", "open", "absent"}
	if os.Geteuid() == 0 { // only root can give a folder away
		if err := errors.Join(os.Mkdir(at("another's"), 0o755), os.Chown(at("another's"), nobody, nobody)); err != nil {
			t.Fatal(err)
		}
		others = append(others, "another's")
	}
	for _, name := range others {
		if isOurs(at(name)) == nil {
			t.Errorf("%s is taken", name)
		}
	}
}

// seedCaches takes over what go and npm have fetched for us: the build may not
// look into our home. What is absent will be fetched.
func (b box) seedCaches(t *testing.T) {
	t.Helper()
	modules := filepath.Join(strings.TrimSpace(output(t, "go", "env", "GOMODCACHE")), "cache", "download")
	if _, err := os.Stat(modules); err == nil {
		proxy := filepath.Join(b.kept, "proxy")
		if err := os.MkdirAll(proxy, 0o755); err != nil {
			t.Fatal(err)
		}
		output(t, "cp", "-ru", modules+"/.", proxy)
		output(t, "chmod", "-R", "a+rX", proxy)
	}
	compiled := strings.TrimSpace(output(t, "go", "env", "GOCACHE"))
	b.takeOver(t, compiled, "go-build", "find . -type f -mtime -1 -print0") // that of other days may be much
	packages := strings.TrimSpace(output(t, "npm", "config", "get", "cache"))
	b.takeOver(t, packages, "npm", "find _cacache -print0")
}

// takeOver copies from a cache of ours what a command lists there. It is nobody who
// unpacks it, for the build writes there, too.
func (b box) takeOver(t *testing.T, from, into, list string) {
	t.Helper()
	pack := exec.Command("sh", "-c", list+" 2>/dev/null | tar -c --null --no-recursion --ignore-failed-read -T -")
	pack.Dir = from
	unpack := b.command(nil, "tar", "-C", filepath.Join(b.kept, into), "-x", "--skip-old-files", "--no-same-owner")
	var err error
	if unpack.Stdin, err = pack.StdoutPipe(); err != nil {
		t.Fatal(err)
	}
	if err := pack.Start(); err != nil {
		t.Fatal(err)
	}
	said, err := unpack.CombinedOutput()
	if err := errors.Join(err, pack.Wait()); err != nil {
		t.Fatalf("%s: %v\n%s", from, err, said)
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
	c.Env = append(unset(),
		"HOME="+b.home, "TMPDIR="+os.TempDir(),
		"GOCACHE="+filepath.Join(b.kept, "go-build"), "GOMODCACHE="+filepath.Join(b.kept, "go-mod"),
		"GOPROXY=file://"+filepath.Join(b.kept, "proxy")+","+b.proxy,
		"npm_config_cache="+filepath.Join(b.kept, "npm"), "npm_config_prefer_offline=true")
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
