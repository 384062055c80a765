// Package auth finds out who somebody is: passwords, second factor, sessions,
// and how often one may try. What an account may do is decided elsewhere.
package auth

import (
	"context"
	"errors"
	"net/http"

	"github.com/alexedwards/scs/v2"

	"lectern/internal/cms"
	"lectern/internal/postgres"
)

// Auth knows who is signed in.
type Auth struct {
	store    *postgres.Store
	sessions *scs.SessionManager
	Hasher   *Hasher
}

// Config is what an Auth is made of.
type Config struct {
	Store *postgres.Store
	HTTPS bool // the site is reached over https
}

// New returns an Auth.
func New(c Config) (*Auth, error) {
	hasher, err := NewHasher()
	if err != nil {
		return nil, err
	}
	return &Auth{store: c.Store, sessions: newSessions(c.Store, c.HTTPS), Hasher: hasher}, nil
}

// Sessions gives every request the session that its cookie names. fail answers
// when sessions cannot be read.
func (a *Auth) Sessions(fail func(http.ResponseWriter, *http.Request, error)) func(http.Handler) http.Handler {
	a.sessions.ErrorFunc = fail
	return a.sessions.LoadAndSave
}

const accountKey = "account"

// User returns who is signed in; cms.ErrNotFound: nobody is.
func (a *Auth) User(ctx context.Context) (cms.User, error) {
	id := cms.ID(a.sessions.GetString(ctx, accountKey))
	if id == "" {
		return cms.User{}, cms.ErrNotFound
	}
	account, err := a.store.Account(ctx, id)
	if err != nil {
		return cms.User{}, err
	}
	if !account.Active() {
		return cms.User{}, cms.ErrNotFound
	}
	return account.User, nil
}

// ErrWrong is that no account has that email address and that password.
var ErrWrong = errors.New("the email address or the password is not right")

// SignIn begins a session for the account with that email and password.
func (a *Auth) SignIn(ctx context.Context, email, password string) error {
	account, err := a.store.AccountByEmail(ctx, email)
	if err != nil && !errors.Is(err, cms.ErrNotFound) {
		return err
	}
	right, err := a.Hasher.Is(ctx, password, account.Password)
	if err != nil {
		return err
	}
	if !right || !account.Active() {
		return ErrWrong
	}
	return a.Begin(ctx, account.ID)
}

// Begin begins a session for an account whose holder has proved to be it.
func (a *Auth) Begin(ctx context.Context, account cms.ID) error {
	if err := a.sessions.RenewToken(ctx); err != nil {
		return err
	}
	if err := a.sessions.Clear(ctx); err != nil {
		return err
	}
	a.sessions.Put(ctx, accountKey, string(account))
	return nil
}

// SignOut ends the session.
func (a *Auth) SignOut(ctx context.Context) error { return a.sessions.Destroy(ctx) }

// Link is a link that lets somebody in once, and whom.
type Link struct {
	postgres.Link
	Email string // empty: it makes the first account
}

// Link returns what a link is for, by its secret, without using it up.
func (a *Auth) Link(ctx context.Context, secret string) (Link, error) {
	l, err := a.store.Link(ctx, HashSecret(secret))
	if err != nil || l.Account == "" {
		return Link{Link: l}, err
	}
	account, err := a.store.Account(ctx, l.Account)
	return Link{l, account.Email}, err
}
