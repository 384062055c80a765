// Package auth finds out who somebody is: passwords, second factor, sessions,
// and how often one may try. What an account may do is decided elsewhere.
package auth

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"

	"lectern/internal/cms"
	"lectern/internal/postgres"
)

// Config is what an Auth is made of.
type Config struct {
	Store  *postgres.Store
	HTTPS  bool   // the site is reached over https
	Common []byte // see Rules
	Logger *slog.Logger
}

// Auth knows who is signed in.
type Auth struct {
	Rules
	*Hasher
	store    *postgres.Store
	sessions *scs.SessionManager
	logger   *slog.Logger
}

// New returns an Auth.
func New(c Config) *Auth {
	return &Auth{
		Rules: Rules{Common: c.Common}, Hasher: NewHasher(),
		store: c.Store, sessions: newSessions(c.Store, c.HTTPS), logger: c.Logger,
	}
}

// Sessions gives every request the session that its cookie names. fail answers
// when sessions cannot be read. byItself says which requests a page makes without
// anybody doing anything: they do not keep a session from running out.
func (a *Auth) Sessions(fail func(http.ResponseWriter, *http.Request, error), byItself func(*http.Request) bool) func(http.Handler) http.Handler {
	a.sessions.ErrorFunc = fail
	return func(next http.Handler) http.Handler {
		used := a.sessions.LoadAndSave(next)
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if !byItself(r) {
				used.ServeHTTP(w, r)
				return
			}
			token := ""
			if cookie, err := r.Cookie(a.sessions.Cookie.Name); err == nil {
				token = cookie.Value
			}
			ctx, err := a.sessions.Load(r.Context(), token)
			if err != nil {
				fail(w, r, err)
				return
			}
			next.ServeHTTP(w, r.WithContext(ctx))
		})
	}
}

// Client is from where somebody signs in.
type Client struct {
	Address string // as throttling counts it
	Network string // as sessions and logs tell of it
	Browser string
}

// What a session holds. A session with a stage is only half way there.
const (
	accountKey = "account"
	stageKey   = "stage"
	browserKey = "browser"
	networkKey = "network"
	secretKey  = "secret" // of the codes that are being set up
)

const codeStage = "code" // the password was right, and the code is missing

// How long somebody may take to find the code.
const codeTimeout = 10 * time.Minute

// ErrWrong is that no account has that email address and that password, or that
// a code is not right. It does not say which.
var ErrWrong = errors.New("not right")

// Account returns whose session it is, signed in; cms.ErrNotFound: nobody's.
func (a *Auth) Account(ctx context.Context) (cms.Account, error) {
	if a.sessions.GetString(ctx, stageKey) != "" {
		return cms.Account{}, cms.ErrNotFound
	}
	c, err := a.credentials(ctx)
	return c.Account, err
}

// Halfway returns the email address of whom only the code is missing;
// cms.ErrNotFound: of nobody.
func (a *Auth) Halfway(ctx context.Context) (email string, err error) {
	if a.sessions.GetString(ctx, stageKey) != codeStage {
		return "", cms.ErrNotFound
	}
	c, err := a.credentials(ctx)
	return c.Email, err
}

// credentials are those of the account that the session names.
func (a *Auth) credentials(ctx context.Context) (postgres.Credentials, error) {
	id := cms.ID(a.sessions.GetString(ctx, accountKey))
	if id == "" {
		return postgres.Credentials{}, cms.ErrNotFound
	}
	c, err := a.store.Account(ctx, id)
	if err == nil && !c.Active() {
		err = cms.ErrNotFound
	}
	return c, err
}

// SignIn begins a session for the account with that email address and password.
// Whether there is none, or it is disabled, or the password is another one, it
// takes as long and fails alike. code reports whether a code is still missing.
func (a *Auth) SignIn(ctx context.Context, email, password string, from Client) (code bool, err error) {
	release, err := a.try(ctx, tryPassword(email), tryAddress(from.Address))
	if err != nil {
		return false, err
	}
	c, err := a.store.AccountByEmail(ctx, email)
	if err != nil && !errors.Is(err, cms.ErrNotFound) {
		return false, err
	}
	right, err := a.compare(ctx, c, password)
	if err != nil {
		return false, err
	}
	if !right || !c.Active() {
		a.logger.Warn("sign-in refused", "from", from.Network)
		return false, ErrWrong
	}
	if err := release(ctx); err != nil {
		return false, err
	}
	if c.HasFactor {
		return true, a.begin(ctx, c.ID, codeStage, from)
	}
	return false, a.Begin(ctx, c.ID, from)
}

// compare reports whether a password is that of an account, and hashes it anew
// if that would be done otherwise today.
func (a *Auth) compare(ctx context.Context, c postgres.Credentials, password string) (bool, error) {
	right, stale, err := a.Is(ctx, password, c.Password)
	if err != nil || !right || !stale {
		return right, err
	}
	hash, err := a.Hash(ctx, password)
	if err != nil {
		return false, err
	}
	return true, a.store.ReplaceHash(ctx, c.ID, c.Password, hash)
}

// Confirm asks those who are signed in for their password again.
func (a *Auth) Confirm(ctx context.Context, password string) error {
	c, err := a.credentials(ctx)
	if err != nil {
		return err
	}
	release, err := a.try(ctx, tryPassword(c.Email))
	if err != nil {
		return err
	}
	right, err := a.compare(ctx, c, password)
	if err != nil {
		return err
	}
	if !right {
		return ErrWrong
	}
	return release(ctx)
}

// SignInByCode goes on to a session from one half way there.
func (a *Auth) SignInByCode(ctx context.Context, code string, from Client) error {
	return a.secondStep(ctx, from, func(c postgres.Credentials) (bool, error) {
		step, right := codeStep(c.Factor, code, time.Now())
		if !right {
			return false, nil
		}
		return a.store.UseStep(ctx, c.ID, step)
	})
}

// SignInByRecovery does so by a recovery code, which is used up.
func (a *Auth) SignInByRecovery(ctx context.Context, code string, from Client) error {
	return a.secondStep(ctx, from, func(c postgres.Credentials) (bool, error) {
		return a.store.UseRecoveryCode(ctx, c.ID, hashRecovery(code))
	})
}

func (a *Auth) secondStep(ctx context.Context, from Client, check func(postgres.Credentials) (bool, error)) error {
	if a.sessions.GetString(ctx, stageKey) != codeStage {
		return cms.ErrNotFound
	}
	c, err := a.credentials(ctx)
	if err != nil {
		return err
	}
	release, err := a.try(ctx, tryCode(c.ID))
	if err != nil {
		return err
	}
	right, err := check(c)
	if err != nil {
		return err
	}
	if !right {
		a.logger.Warn("code refused", "account", c.ID, "from", from.Network)
		return ErrWrong
	}
	if err := release(ctx); err != nil {
		return err
	}
	return a.Begin(ctx, c.ID, from)
}

// Begin begins a session, under a new name, for an account whose holder has
// proved to be it.
func (a *Auth) Begin(ctx context.Context, account cms.ID, from Client) error {
	if err := a.begin(ctx, account, "", from); err != nil {
		return err
	}
	a.logger.Info("signed in", "account", account, "from", from.Network)
	return a.store.SignedIn(ctx, account)
}

func (a *Auth) begin(ctx context.Context, account cms.ID, stage string, from Client) error {
	if err := a.sessions.RenewToken(ctx); err != nil {
		return err
	}
	if err := a.sessions.Clear(ctx); err != nil {
		return err
	}
	a.sessions.Put(ctx, accountKey, string(account))
	a.sessions.Put(ctx, browserKey, from.Browser)
	a.sessions.Put(ctx, networkKey, from.Network)
	if stage != "" {
		a.sessions.Put(ctx, stageKey, stage)
		a.sessions.SetDeadline(ctx, time.Now().Add(codeTimeout))
	}
	return nil
}

// Organisation is the name of whose site it is; empty: it has none yet.
func (a *Auth) Organisation(ctx context.Context) (string, error) { return a.store.Organisation(ctx) }

// SignOut ends the session.
func (a *Auth) SignOut(ctx context.Context) error { return a.sessions.Destroy(ctx) }

// Session is where somebody is signed in.
type Session struct {
	postgres.Session
	Here bool // it is the one of the request
}

// OwnSessions returns where the account of the session is signed in.
func (a *Auth) OwnSessions(ctx context.Context) ([]Session, error) {
	account := cms.ID(a.sessions.GetString(ctx, accountKey))
	if account == "" {
		return nil, nil
	}
	list, err := a.store.Sessions().SessionsOf(ctx, account)
	own := make([]Session, len(list))
	for i, s := range list {
		own[i] = Session{s, s.Token == storedToken(a.sessions.Token(ctx))}
	}
	return own, err
}

// EndOwnSession ends one of them, by its token as it is stored.
func (a *Auth) EndOwnSession(ctx context.Context, token string) error {
	if a.sessions.GetString(ctx, accountKey) == "" {
		return cms.ErrNotFound
	}
	return a.store.Sessions().EndSession(ctx, cms.ID(a.sessions.GetString(ctx, accountKey)), token)
}

// Link is a link that lets somebody in once, and whom.
type Link struct {
	postgres.Link
	Name, Email string // empty: it makes the first account
}

// Link returns what a link is for, by its secret, without using it up.
func (a *Auth) Link(ctx context.Context, secret string) (Link, error) {
	l, err := a.store.Link(ctx, HashSecret(secret))
	if err != nil || l.Account == "" {
		return Link{Link: l}, err
	}
	c, err := a.store.Account(ctx, l.Account)
	if err == nil && !c.Active() {
		err = cms.ErrNotFound
	}
	return Link{l, c.Name, c.Email}, err
}
