package auth

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"runtime"
	"sync"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"
	"golang.org/x/text/unicode/norm"

	"lectern/internal/cms"
)

// How passwords are hashed: 46 MiB, once over, by one thread.
var cost = &argon2id.Params{Memory: 46 << 10, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32}

// Hasher hashes passwords, few at a time: each takes much memory, on purpose.
type Hasher struct {
	turns chan struct{} // one for each that is at work
	queue chan struct{} // one for each that is at work or waits
}

// NewHasher returns a Hasher that works on as many passwords at a time as there
// are processors. Others wait, and beyond a number are turned away.
func NewHasher() *Hasher {
	n := runtime.GOMAXPROCS(0)
	return &Hasher{turns: make(chan struct{}, n), queue: make(chan struct{}, 16*n)}
}

// decoy is what an unknown user's password is compared with.
var decoy = sync.OnceValues(func() (string, error) { return argon2id.CreateHash(rand.Text(), cost) })

// turn waits until there is room to work, and returns what gives it back.
func (h *Hasher) turn(ctx context.Context) (done func(), err error) {
	select {
	case h.queue <- struct{}{}:
	default:
		return nil, fmt.Errorf("auth: too many passwords at once: %w", cms.ErrUnavailable)
	}
	select {
	case h.turns <- struct{}{}:
		return func() { <-h.turns; <-h.queue }, nil
	case <-ctx.Done():
		<-h.queue
		return nil, ctx.Err()
	}
}

// Hash returns the hash of a password, salt and cost included.
func (h *Hasher) Hash(ctx context.Context, password string) (string, error) {
	done, err := h.turn(ctx)
	if err != nil {
		return "", err
	}
	defer done()
	return argon2id.CreateHash(norm.NFC.String(password), cost)
}

// Is reports whether a password is the one of that hash, and whether the hash
// was made otherwise than today. An empty hash takes as long, and no password
// is its own.
func (h *Hasher) Is(ctx context.Context, password, hash string) (right, stale bool, err error) {
	known := hash != ""
	if !known {
		if hash, err = decoy(); err != nil {
			return false, false, err
		}
	}
	done, err := h.turn(ctx)
	if err != nil {
		return false, false, err
	}
	defer done()
	right, made, err := argon2id.CheckHash(cut(norm.NFC.String(password)), hash)
	return right && known, err == nil && *made != *cost, err
}

// cut keeps a text of any length from being work: no password is as long.
func cut(password string) string { return password[:min(len(password), longest*utf8.UTFMax+1)] }

// NewSecret returns something that nobody can guess, for a link, and the hash
// that it is kept by.
func NewSecret() (secret string, hash []byte) {
	secret = rand.Text() + rand.Text()
	return secret, HashSecret(secret)
}

// HashSecret returns the hash that a secret is kept by.
func HashSecret(secret string) []byte {
	sum := sha256.Sum256([]byte(secret))
	return sum[:]
}
