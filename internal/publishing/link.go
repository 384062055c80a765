package publishing

import (
	"context"
	"errors"
	"strings"
	"time"

	"lectern/internal/cms"
	"lectern/internal/postgres"
)

// How long a link is good for.
const (
	setupLasts  = 24 * time.Hour
	inviteLasts = 7 * 24 * time.Hour
	resetLasts  = time.Hour
)

// What a link is for.
const (
	LinkSetup  = postgres.LinkSetup
	LinkInvite = postgres.LinkInvite
	LinkReset  = postgres.LinkReset
)

// InviteFirst keeps the hash of a link that makes the first account, the site's
// administrator.
func (e *Edit) InviteFirst(ctx context.Context, link []byte) error {
	if err := e.noAccounts(ctx); err != nil {
		return err
	}
	return e.tx.InsertLink(ctx, link, postgres.Link{Purpose: LinkSetup}, setupLasts)
}

func (e *Edit) noAccounts(ctx context.Context) error {
	if err := e.lock(ctx); err != nil {
		return err
	}
	has, err := e.tx.HasAccounts(ctx)
	if err == nil && has {
		err = cms.Conflictf("the first account has been made already")
	}
	return err
}

// SetUp makes the first account by its link. password is a hash, as everywhere
// here.
func (e *Edit) SetUp(ctx context.Context, link []byte, name, email, password string) (cms.Account, error) {
	if err := e.noAccounts(ctx); err != nil {
		return cms.Account{}, err
	}
	if _, err := e.takeLink(ctx, link, LinkSetup); err != nil {
		return cms.Account{}, err
	}
	account, err := e.insertAccount(ctx, name, email, []cms.Grant{{Role: cms.Administrator, Delete: true}})
	if err != nil {
		return cms.Account{}, err
	}
	if err := e.tx.SetPassword(ctx, account.ID, password); err != nil {
		return cms.Account{}, err
	}
	return account, e.tx.DeleteSetupLinks(ctx)
}

// Accept gives an invited account its password by a link.
func (e *Edit) Accept(ctx context.Context, link []byte, password string) (cms.ID, error) {
	return e.passwordByLink(ctx, link, LinkInvite, "accept-invitation", password)
}

// ResetPassword gives an account another password by a link that was mailed.
func (e *Edit) ResetPassword(ctx context.Context, link []byte, password string) (cms.ID, error) {
	return e.passwordByLink(ctx, link, LinkReset, "reset-password", password)
}

func (e *Edit) passwordByLink(ctx context.Context, link []byte, purpose, action, password string) (cms.ID, error) {
	if err := e.lock(ctx); err != nil {
		return "", err
	}
	l, err := e.takeLink(ctx, link, purpose)
	if err != nil {
		return "", err
	}
	account, err := e.tx.Account(ctx, l.Account)
	if err != nil {
		return "", err
	}
	if !account.Active() || purpose == LinkInvite && account.HasPassword { // an invitation signs in without a code
		return "", errOldLink
	}
	e.user = account.User // who has the link is who is meant
	return account.ID, e.setPassword(ctx, action, password)
}

var errOldLink = cms.Conflictf("this link was used before, or is too old")

func (e *Edit) takeLink(ctx context.Context, hash []byte, purpose string) (postgres.Link, error) {
	l, err := e.tx.TakeLink(ctx, hash)
	if errors.Is(err, cms.ErrNotFound) || err == nil && l.Purpose != purpose {
		err = errOldLink
	}
	return l, err
}

// SendLink keeps the hash of a link by which somebody chooses a password: the
// first, or another one.
func (e *Edit) SendLink(ctx context.Context, id cms.ID, link []byte) error {
	account, err := e.managed(ctx, id)
	if err != nil {
		return err
	}
	if !account.Active() {
		return cms.Conflictf("this account is disabled")
	}
	l, lasts := postgres.Link{Account: id, Purpose: LinkInvite}, inviteLasts
	if account.HasPassword {
		l.Purpose, lasts = LinkReset, resetLasts
	}
	if err := e.tx.InsertLink(ctx, link, l, lasts); err != nil {
		return err
	}
	return e.auditAccount(ctx, "make-link", id, map[string]any{"purpose": l.Purpose})
}

// QueueReset has a link mailed to whoever has an account with that email
// address. It does the same, and takes as long, if nobody has.
func (e *Edit) QueueReset(ctx context.Context, email string) error {
	return e.queueLetter(ctx, LetterArgs{Email: strings.TrimSpace(email)})
}

// QueueInvitation has a link mailed to somebody who has an account.
func (e *Edit) QueueInvitation(ctx context.Context, account cms.ID) error {
	a, err := e.managed(ctx, account)
	if err != nil {
		return err
	}
	return e.queueLetter(ctx, LetterArgs{Email: a.Email})
}

// Letter is what is mailed to somebody who is to choose a password.
type Letter struct {
	Account cms.Account
	Lasts   time.Duration
}

// WriteLetter keeps the hash of a link for the holder of an email address. It
// fails with cms.ErrNotFound when nobody who may sign in has it.
func (e *Edit) WriteLetter(ctx context.Context, args LetterArgs, link []byte) (Letter, error) {
	if err := e.lock(ctx); err != nil { // or the link may be of another purpose than is right by now
		return Letter{}, err
	}
	account, err := e.tx.AccountByEmail(ctx, args.Email)
	if err != nil {
		return Letter{}, err
	}
	if !account.Active() {
		return Letter{}, cms.ErrNotFound
	}
	l, lasts := postgres.Link{Account: account.ID, Purpose: LinkInvite}, inviteLasts
	if account.HasPassword {
		l.Purpose, lasts = LinkReset, resetLasts
	}
	return Letter{account, lasts}, e.tx.InsertLink(ctx, link, l, lasts)
}
