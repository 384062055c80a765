package localpg

import (
	"path/filepath"
	"testing"
)

func TestLocks(t *testing.T) {
	t.Parallel()
	p := lockPath{path: filepath.Join(t.TempDir(), "lock")}
	first, err := shareLock(p)
	if err != nil {
		t.Fatal(err)
	}
	second, err := shareLock(p)
	if err != nil {
		t.Fatal(err)
	}
	if alone, err := tryLock(p); err != nil || alone != nil {
		t.Errorf("a shared lock is taken exclusively: %v, %v", alone, err)
	}
	if last, err := first.TryExclusive(); err != nil || last {
		t.Errorf("the first of two is the last: %v, %v", last, err)
	}
	first.Release()
	if last, err := second.TryExclusive(); err != nil || !last {
		t.Errorf("the last is not the last: %v, %v", last, err)
	}
	if held, err := isHeld(p); err != nil || !held {
		t.Errorf("the lock is not held: %v, %v", held, err)
	}
	second.Release()
	if held, err := isHeld(p); err != nil || held {
		t.Errorf("the lock is held: %v, %v", held, err)
	}
}
