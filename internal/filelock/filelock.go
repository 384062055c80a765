// Package filelock locks files with flock(2), whose locks belong to an open file:
// they end with the process that opened it, however it ends, and pass to child
// processes that inherit it. The files themselves stay empty and are never removed,
// since a lock on a removed file excludes nobody.
package filelock

import (
	"errors"
	"fmt"
	"os"
	"syscall"
)

// Lock is an open file, which may be locked.
type Lock struct {
	file *os.File
}

// Open opens the file, which is made when absent. It is not locked yet.
func Open(path string) (*Lock, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("filelock: open: %w", err)
	}
	return On(f), nil
}

// On makes a lock of an open file, which is its own from now on.
func On(file *os.File) *Lock { return &Lock{file} }

// File is what a child process inherits that is to have the lock as well.
func (l *Lock) File() *os.File { return l.file }

// TryExclusive takes the lock for us alone, or turns our shared lock into that,
// and reports whether it could. A shared lock may be lost when it could not.
func (l *Lock) TryExclusive() (bool, error) { return l.try(syscall.LOCK_EX) }

// TryShared takes the lock together with others, and reports whether it could:
// somebody may have it alone.
func (l *Lock) TryShared() (bool, error) { return l.try(syscall.LOCK_SH) }

func (l *Lock) try(how int) (bool, error) {
	for {
		err := syscall.Flock(int(l.file.Fd()), how|syscall.LOCK_NB)
		switch {
		case err == nil:
			return true, nil
		case errors.Is(err, syscall.EWOULDBLOCK):
			return false, nil
		case !errors.Is(err, syscall.EINTR):
			return false, fmt.Errorf("filelock: lock %s: %w", l.file.Name(), err)
		}
	}
}

// Release gives the lock up, for every process that inherited it, and closes the
// file. It unlocks before it closes because a child process that is just being made
// by another goroutine has the file open for a moment. Neither can fail on a lock of
// ours.
func (l *Lock) Release() {
	_ = syscall.Flock(int(l.file.Fd()), syscall.LOCK_UN)
	_ = l.file.Close()
}

// HandOver closes our copy of the file only: the lock stays with the child process
// that inherited it.
func (l *Lock) HandOver() { _ = l.file.Close() }
