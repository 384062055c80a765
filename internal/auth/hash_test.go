package auth_test

import (
	"context"
	"errors"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/alexedwards/argon2id"

	"lectern/internal/auth"
	"lectern/internal/cms"
)

func TestPasswordsAreHashed(t *testing.T) {
	t.Parallel()
	h := auth.NewHasher()
	hash, err := h.Hash(t.Context(), "lamp quiet orchard \u00e9")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(hash, "$argon2id$v=19$m=47104,t=1,p=1$") {
		t.Errorf("the hash is %s", hash)
	}
	for _, test := range []struct {
		password, hash string
		right          bool
	}{
		{"lamp quiet orchard \u00e9", hash, true},
		{"lamp quiet orchard e\u0301", hash, true}, // typed on another system
		{"lamp quiet orchard e", hash, false},
		{"", hash, false},
		{"", "", false},
		{"lamp quiet orchard", "", false},
		{strings.Repeat("a", 1<<20), hash, false},
	} {
		right, stale, err := h.Is(t.Context(), test.password, test.hash)
		if err != nil || right != test.right || stale {
			t.Errorf("%.30q: right %v, stale %v (%v)", test.password, right, stale, err)
		}
	}
	weak, err := argon2id.CreateHash("lamp quiet orchard", &argon2id.Params{Memory: 64, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32})
	if err != nil {
		t.Fatal(err)
	}
	if right, stale, err := h.Is(t.Context(), "lamp quiet orchard", weak); err != nil || !right || !stale {
		t.Errorf("a hash made with less work: right %v, stale %v (%v)", right, stale, err)
	}
}

// TestSignInsQueue has more people sign in at once than there is memory for.
func TestSignInsQueue(t *testing.T) {
	t.Parallel()
	h := auth.NewHasher()
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := h.Hash(ended, "x"); err != nil && !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	var group sync.WaitGroup
	var mutex sync.Mutex
	refused := 0
	for range 24 * runtime.GOMAXPROCS(0) {
		group.Go(func() {
			_, err := h.Hash(t.Context(), "lamp quiet orchard")
			mutex.Lock()
			defer mutex.Unlock()
			if errors.Is(err, cms.ErrUnavailable) {
				refused++
			} else if err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if refused == 0 {
		t.Error("everybody waits, however many there are")
	}
	if _, err := h.Hash(t.Context(), "lamp quiet orchard"); err != nil {
		t.Errorf("once they are gone: %v", err)
	}
}

func BenchmarkHash(b *testing.B) {
	h := auth.NewHasher()
	for b.Loop() {
		if _, err := h.Hash(b.Context(), "lamp quiet orchard"); err != nil {
			b.Fatal(err)
		}
	}
}

func TestRecoveryCodesAreTypedAsPeopleDo(t *testing.T) {
	t.Parallel()
	shown, hashes := auth.NewRecoveryCodes()
	seen := map[string]bool{}
	for i, code := range shown {
		if len(code) != 27 || seen[code] {
			t.Errorf("a code is %q", code)
		}
		seen[code] = true
		for _, typed := range []string{code, strings.ToLower(code), strings.ReplaceAll(code, "-", " "), "  " + strings.ReplaceAll(code, "-", "") + "\n"} {
			if string(auth.HashRecovery(typed)) != string(hashes[i]) {
				t.Errorf("%q is not taken for %q", typed, code)
			}
		}
		if string(auth.HashRecovery(code[1:])) == string(hashes[i]) {
			t.Error("a part of a code is enough")
		}
	}
}
