package localpg

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"lectern/internal/filelock"
)

// The lock files in home.
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

// open opens the lock file, which is made when absent.
func (p lockPath) open() (*filelock.Lock, error) {
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
	return filelock.On(f), nil
}

// tryLock takes the lock for us alone. It returns nil when others have it.
func tryLock(p lockPath) (*filelock.Lock, error) {
	l, err := p.open()
	if err != nil {
		return nil, err
	}
	got, err := l.TryExclusive()
	if err != nil || !got {
		l.Release()
		return nil, err
	}
	return l, nil
}

// waitLock takes the lock for us alone, once others have given it up. It fails
// when ctx ends.
func waitLock(ctx context.Context, p lockPath) (*filelock.Lock, error) {
	l, err := p.open()
	if err != nil {
		return nil, err
	}
	for {
		got, err := l.TryExclusive()
		if err == nil && got {
			return l, nil
		}
		if err == nil {
			err = pause(ctx)
		}
		if err != nil {
			l.Release()
			return nil, fmt.Errorf("wait for %s: %w", p.path, err)
		}
	}
}

// shareLock takes the lock together with others. The caller makes sure that
// nobody has it alone.
func shareLock(p lockPath) (*filelock.Lock, error) {
	l, err := p.open()
	if err != nil {
		return nil, err
	}
	got, err := l.TryShared()
	if err == nil && !got {
		err = fmt.Errorf("%s is locked", p.path)
	}
	if err != nil {
		l.Release()
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
	defer l.Release()
	got, err := l.TryShared()
	return !got, err
}
