package localpg

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"
)

// The lock files in home. They are locked with flock(2), whose locks belong to
// an open file: they end with the process that opened it, however it ends, and
// pass to child processes that inherit it. The files themselves stay empty and
// are never removed, since a lock on a removed file excludes nobody.
const (
	startLock = "start.lock"
	usersLock = "users.lock"
	aliveLock = "alive.lock"
)

// lockPath is a lock file and the account that is to own it.
type lockPath struct {
	path  string
	owner *account
}

// fileLock is a lock held on an open file.
type fileLock struct {
	file *os.File
}

// open opens the lock file, which is made when absent.
func (p lockPath) open() (*fileLock, error) {
	f, err := os.OpenFile(p.path, os.O_RDWR, 0)
	if errors.Is(err, fs.ErrNotExist) {
		f, err = os.OpenFile(p.path, os.O_RDWR|os.O_CREATE, 0o600)
		if err == nil {
			err = p.owner.own(p.path)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("open lock: %w", err)
	}
	return &fileLock{file: f}, nil
}

// tryLock takes the lock for us alone. It returns nil when others have it.
func tryLock(p lockPath) (*fileLock, error) {
	l, err := p.open()
	if err != nil {
		return nil, err
	}
	got, err := l.tryExclusive()
	if err != nil || !got {
		l.release()
		return nil, err
	}
	return l, nil
}

// waitLock takes the lock for us alone, once others have given it up. It fails
// when ctx ends.
func waitLock(ctx context.Context, p lockPath) (*fileLock, error) {
	l, err := p.open()
	if err != nil {
		return nil, err
	}
	for {
		got, err := l.tryExclusive()
		if err == nil && got {
			return l, nil
		}
		if err == nil {
			err = pause(ctx)
		}
		if err != nil {
			l.release()
			return nil, fmt.Errorf("wait for %s: %w", p.path, err)
		}
	}
}

// shareLock takes the lock together with others. The caller makes sure that
// nobody has it alone.
func shareLock(p lockPath) (*fileLock, error) {
	l, err := p.open()
	if err != nil {
		return nil, err
	}
	got, err := l.try(syscall.LOCK_SH)
	if err == nil && !got {
		err = fmt.Errorf("%s is locked", p.path)
	}
	if err != nil {
		l.release()
		return nil, err
	}
	return l, nil
}

// isHeld reports whether anybody has the lock for himself.
func isHeld(p lockPath) (bool, error) {
	l, err := p.open()
	if err != nil {
		return false, err
	}
	defer l.release()
	got, err := l.try(syscall.LOCK_SH)
	return !got, err
}

// tryExclusive takes the lock for us alone, or turns our shared lock into that,
// and reports whether it could. A shared lock may be lost when it could not.
func (l *fileLock) tryExclusive() (bool, error) {
	return l.try(syscall.LOCK_EX)
}

func (l *fileLock) try(how int) (bool, error) {
	for {
		err := syscall.Flock(int(l.file.Fd()), how|syscall.LOCK_NB)
		switch {
		case err == nil:
			return true, nil
		case errors.Is(err, syscall.EWOULDBLOCK):
			return false, nil
		case !errors.Is(err, syscall.EINTR):
			return false, fmt.Errorf("lock %s: %w", l.file.Name(), err)
		}
	}
}

// release gives the lock up, for every process that inherited it. It unlocks
// before it closes because a child process that is just being made by another
// goroutine has the file open for a moment. Neither can fail on a lock of ours.
func (l *fileLock) release() {
	_ = syscall.Flock(int(l.file.Fd()), syscall.LOCK_UN)
	_ = l.file.Close()
}

// handOver closes our copy of the file only: the lock stays with the child
// process that inherited it.
func (l *fileLock) handOver() {
	_ = l.file.Close()
}
