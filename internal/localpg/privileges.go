package localpg

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
)

// account is the operating system's user that runs Postgres in place of root,
// as which Postgres refuses to run. A nil account is the current user.
type account struct {
	name     string
	uid, gid uint32
}

// serverAccount returns the account that runs the server of a cluster: nil for
// an ordinary user. For root it is the cluster's owner, since nobody else may
// run it; for a new cluster, or one of root's, the user postgres or, where there
// is none, nobody.
func serverAccount(cluster string) (*account, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	if info, err := os.Stat(cluster); err == nil {
		if owner := info.Sys().(*syscall.Stat_t); owner.Uid != 0 {
			return &account{name: fmt.Sprintf("user %d", owner.Uid), uid: owner.Uid, gid: owner.Gid}, nil
		}
	}
	for _, name := range []string{"postgres", "nobody"} {
		if u, err := user.Lookup(name); err == nil {
			return newAccount(u)
		}
	}
	return nil, errors.New("Postgres does not run as root, and there is neither a user postgres nor a user nobody to run it: add one, or run Lectern as an ordinary user")
}

func newAccount(u *user.User) (*account, error) {
	// Some systems print the user nobody as a negative number.
	uid, err := strconv.ParseInt(u.Uid, 10, 64)
	if err != nil {
		return nil, fmt.Errorf("user %s: %w", u.Username, err)
	}
	gid, err := strconv.ParseInt(u.Gid, 10, 64)
	if err != nil {
		return nil, fmt.Errorf("user %s: %w", u.Username, err)
	}
	return &account{name: u.Username, uid: uint32(uid), gid: uint32(gid)}, nil
}

// attributes returns how a program of Postgres is to be run.
func (a *account) attributes() *syscall.SysProcAttr {
	if a == nil {
		return &syscall.SysProcAttr{}
	}
	return &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: a.uid, Gid: a.gid}}
}

// userID returns the user id of the account.
func (a *account) userID() uint32 {
	if a == nil {
		return uint32(os.Geteuid())
	}
	return a.uid
}

// own gives a file or folder that we made to the account.
func (a *account) own(path string) error {
	if a == nil {
		return nil
	}
	return os.Lchown(path, int(a.uid), int(a.gid))
}

// admit lets the account pass through a folder of root's that lets nobody in
// but root. Any other folder stays as it is: others rely on its mode.
func (a *account) admit(dir string) error {
	if a == nil {
		return nil
	}
	info, err := os.Stat(dir)
	if err != nil {
		return err
	}
	private := info.Mode().Perm()&0o077 == 0
	if info.Sys().(*syscall.Stat_t).Uid != 0 || !private {
		return nil
	}
	if err := os.Chown(dir, -1, int(a.gid)); err != nil {
		return err
	}
	return os.Chmod(dir, info.Mode().Perm()|0o010)
}

// canEnter reports whether the account can reach a folder. It tries, because
// modes alone do not tell: there are access lists and mount options too.
func (a *account) canEnter(dir string) bool {
	if a == nil {
		return true
	}
	try := exec.Command("/bin/sh", "-c", "exit 0")
	try.Dir = dir
	try.SysProcAttr = a.attributes()
	return try.Run() == nil
}

// makeDir makes a private folder unless it exists.
func makeDir(dir string) error {
	err := os.Mkdir(dir, 0o700)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	return err
}

// makeOpenDir makes a folder, unless it exists, that the account may pass
// through but not change, and the folders above it.
func (a *account) makeOpenDir(dir string) error {
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return err
	}
	if err := makeDir(dir); err != nil {
		return err
	}
	return a.admit(dir)
}
