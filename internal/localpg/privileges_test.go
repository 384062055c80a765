package localpg

import (
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// TestAsRoot holds what only root can try.
func TestAsRoot(t *testing.T) {
	t.Parallel()
	if os.Geteuid() != 0 {
		return
	}
	t.Run("drops privileges", testDropsPrivileges)
	t.Run("closed parent folder", testClosedParent)
	t.Run("cluster closed later", testClusterClosedLater)
	t.Run("existing private data folder", testExistingDataFolder)
	t.Run("ordinary user", testOrdinaryUser)
}

func testDropsPrivileges(t *testing.T) {
	t.Parallel()
	c := usedConfig(t)
	s := mustStart(t, c, testMachine(t))
	if s.home.dir != filepath.Join(c.DataDir, "postgres") {
		t.Errorf("the cluster is in %s", s.home.dir)
	}
	want, err := serverAccount("")
	if err != nil {
		t.Fatal(err)
	}
	if want.uid == 0 || processOwner(t, postmasterOf(t, c)) != want.uid {
		t.Errorf("the server runs as user %d", processOwner(t, postmasterOf(t, c)))
	}
}

func testClosedParent(t *testing.T) {
	t.Parallel()
	parent := t.TempDir()
	if err := os.Chmod(parent, 0o700); err != nil {
		t.Fatal(err)
	}
	c := Config{DataDir: filepath.Join(parent, "data"), FastUnsafe: true}
	m := testMachine(t)
	t.Cleanup(func() { checkGone(t, c) })
	s := mustStart(t, c, m)
	if filepath.Dir(s.home.dir) != m.refuge {
		t.Errorf("the cluster is in %s", s.home.dir)
	}
	makeMark(t, s.URL(database))
	mustClose(t, s)

	// The folder keeps its cluster when it is moved.
	moved := filepath.Join(parent, "moved")
	if err := os.Rename(c.DataDir, moved); err != nil {
		t.Fatal(err)
	}
	c.DataDir = moved
	again := mustStart(t, c, m)
	checkMark(t, again.URL(database))
	mustClose(t, again)

	// A cluster that is gone is told, not replaced by an empty one.
	if err := os.Rename(s.home.dir, s.home.dir+"-gone"); err != nil {
		t.Fatal(err)
	}
	_, err := start(t.Context(), c, m)
	checkError(t, err, "is gone", s.home.dir)
	if err := os.Rename(s.home.dir+"-gone", s.home.dir); err != nil {
		t.Fatal(err)
	}
}

func testClusterClosedLater(t *testing.T) {
	t.Parallel()
	c := usedConfig(t)
	parent := filepath.Dir(c.DataDir)
	if err := os.Chmod(parent, 0o700); err != nil {
		t.Fatal(err)
	}
	_, err := start(t.Context(), c, testMachine(t))
	checkError(t, err, "cannot reach", filepath.Join(c.DataDir, "postgres"))
	if err := os.Chmod(parent, 0o755); err != nil {
		t.Fatal(err)
	}
}

func testExistingDataFolder(t *testing.T) {
	t.Parallel()
	c := newConfig(t)
	if err := os.Mkdir(c.DataDir, 0o700); err != nil {
		t.Fatal(err)
	}
	h, err := findHome(c.DataDir, testMachine(t))
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(c.DataDir)
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm() != 0o710 || info.Sys().(*syscall.Stat_t).Uid != 0 {
		t.Errorf("the data folder has mode %o", info.Mode().Perm())
	}
	if h.dir != filepath.Join(c.DataDir, "postgres") || !h.account.canEnter(h.dir) {
		t.Errorf("the cluster would be in %s", h.dir)
	}
}

func testOrdinaryUser(t *testing.T) {
	t.Parallel()
	found, err := user.Lookup("nobody")
	if err != nil {
		t.Fatal(err)
	}
	nobody, err := newAccount(found)
	if err != nil {
		t.Fatal(err)
	}
	c := newConfig(t)
	if err := nobody.own(filepath.Dir(c.DataDir)); err != nil {
		t.Fatal(err)
	}
	ordinary := runHelper(t, c.DataDir, nobody)
	makeMark(t, ordinary.url(t))
	if owner := processOwner(t, postmasterOf(t, c)); owner != nobody.uid {
		t.Errorf("the server runs as user %d", owner)
	}
	if info, err := os.Stat(c.DataDir); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the data folder: %v, %v", info, err)
	}
	ordinary.leave(t)
	if isRunning(t, c) {
		t.Error("the server runs after its user left")
	}

	// Root may use the folder too, and leaves it usable for its owner.
	s := mustStart(t, c, testMachine(t))
	checkMark(t, s.URL(database))
	if owner := processOwner(t, postmasterOf(t, c)); owner != nobody.uid {
		t.Errorf("the server runs as user %d", owner)
	}
	mustClose(t, s)
	ordinary = runHelper(t, c.DataDir, nobody)
	checkMark(t, ordinary.url(t))
	ordinary.leave(t)
}

// processOwner returns the user id of a process.
func processOwner(t *testing.T, pid int) uint32 {
	t.Helper()
	output, err := exec.Command("ps", "-o", "uid=", "-p", strconv.Itoa(pid)).Output()
	if err != nil {
		t.Fatal(err)
	}
	uid, err := strconv.ParseUint(strings.TrimSpace(string(output)), 10, 32)
	if err != nil {
		t.Fatal(err)
	}
	return uint32(uid)
}

func command(as *account, program string, args ...string) *exec.Cmd {
	cmd := exec.Command(program, args...)
	cmd.Dir = "/"
	cmd.SysProcAttr = as.attributes()
	return cmd
}

func pidOf(cmd *exec.Cmd) string {
	return strconv.Itoa(cmd.Process.Pid)
}
