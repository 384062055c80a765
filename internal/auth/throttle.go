package auth

import (
	"context"
	"crypto/sha256"
	"fmt"
	"strings"
	"time"

	"lectern/internal/cms"
)

// Wait is an error: something was tried too often, and may be tried again after
// that time.
type Wait time.Duration

func (w Wait) Error() string { return fmt.Sprintf("too many tries: wait %s", time.Duration(w)) }

// Seconds is the time, rounded up.
func (w Wait) Seconds() int { return int((time.Duration(w) + time.Second - 1) / time.Second) }

// attempt is something that may be tried now and then.
type attempt struct {
	key     string
	free    int           // tries that may follow each other at once
	longest time.Duration // wait
	all     bool          // a success forgives all that was in vain, else only itself
}

// An account's wait stays short, so that nobody is kept out by others who try
// in their name. That of an address, from where many accounts may be tried, is
// longer, and of codes, of which there are few, too.
func tryPassword(email string) attempt {
	return attempt{"password " + strings.ToLower(strings.TrimSpace(email)), 5, time.Minute, true}
}

func tryCode(account cms.ID) attempt {
	return attempt{"code " + string(account), 5, 15 * time.Minute, true}
}

func tryAddress(address string) attempt {
	return attempt{"address " + address, 20, 15 * time.Minute, false}
}

func tryReset(email string) attempt {
	return attempt{"reset " + strings.ToLower(strings.TrimSpace(email)), 3, time.Hour, false}
}

// try counts a try, or fails with a Wait. It counts as one in vain until it is
// forgiven by what try returns.
func (a *Auth) try(ctx context.Context, attempts ...attempt) (forgive func(context.Context) error, err error) {
	for _, t := range attempts {
		wait, err := a.store.Try(ctx, hashKey(t.key), t.free, t.longest)
		if err != nil {
			return nil, err
		}
		if wait > 0 {
			return nil, Wait(wait)
		}
	}
	return func(ctx context.Context) error {
		for _, t := range attempts {
			if err := a.store.Forgive(ctx, hashKey(t.key), t.all); err != nil {
				return err
			}
		}
		return nil
	}, nil
}

// MayAskForReset counts that somebody asks for a link, or fails with a Wait.
func (a *Auth) MayAskForReset(ctx context.Context, email string, from Client) error {
	_, err := a.try(ctx, tryReset(email), tryAddress(from.Address))
	return err
}

func hashKey(key string) []byte {
	sum := sha256.Sum256([]byte(key))
	return sum[:]
}
