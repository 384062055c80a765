package auth

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"runtime"

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
	decoy string        // what an unknown user's password is compared with
}

// NewHasher returns a Hasher that works on as many passwords at a time as there
// are processors. Others wait, and beyond a number are turned away.
func NewHasher() (*Hasher, error) {
	n := runtime.GOMAXPROCS(0)
	h := &Hasher{turns: make(chan struct{}, n), queue: make(chan struct{}, 16*n)}
	var err error
	h.decoy, err = argon2id.CreateHash(rand.Text(), cost)
	return h, err
}

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

// Is reports whether a password is the one of that hash. An empty hash takes
// as long, and no password is its own.
func (h *Hasher) Is(ctx context.Context, password, hash string) (bool, error) {
	done, err := h.turn(ctx)
	if err != nil {
		return false, err
	}
	defer done()
	if hash == "" {
		_, err = argon2id.ComparePasswordAndHash(norm.NFC.String(password), h.decoy)
		return false, err
	}
	return argon2id.ComparePasswordAndHash(norm.NFC.String(password), hash)
}

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
