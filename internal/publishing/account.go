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
	inviteLasts = 7 * 24 * time.Hour
	setupLasts  = 24 * time.Hour
)

// InviteFirst keeps the hash of a link that makes the first account, the site's
// administrator.
func (e *Edit) InviteFirst(ctx context.Context, hash []byte) error {
	if err := e.noAccounts(ctx); err != nil {
		return err
	}
	return e.tx.InsertLink(ctx, hash, postgres.Link{Purpose: "setup"}, setupLasts)
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

// SetUp makes the first account by its link.
func (e *Edit) SetUp(ctx context.Context, link []byte, name, email, password string) (cms.Account, error) {
	if err := e.noAccounts(ctx); err != nil {
		return cms.Account{}, err
	}
	if _, err := e.takeLink(ctx, link, "setup"); err != nil {
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

// CreateAccount adds somebody, who may choose a password by a link with that
// hash.
func (e *Edit) CreateAccount(ctx context.Context, name, email string, grants []cms.Grant, link []byte) (cms.Account, error) {
	if err := e.lock(ctx); err != nil {
		return cms.Account{}, err
	}
	if !cms.Can(e.user, cms.ActionAccounts, nil) {
		return cms.Account{}, cms.Forbiddenf("you may not create accounts")
	}
	account, err := e.insertAccount(ctx, name, email, grants)
	if err != nil {
		return cms.Account{}, err
	}
	return account, e.tx.InsertLink(ctx, link, postgres.Link{Account: account.ID, Purpose: "invite"}, inviteLasts)
}

// Accept gives an account its password by a link.
func (e *Edit) Accept(ctx context.Context, link []byte, password string) (cms.ID, error) {
	if err := e.lock(ctx); err != nil {
		return "", err
	}
	l, err := e.takeLink(ctx, link, "invite")
	if err != nil {
		return "", err
	}
	if err := e.tx.SetPassword(ctx, l.Account, password); err != nil {
		return "", err
	}
	return l.Account, e.audit(ctx, "accept-invitation", "", "", "", map[string]any{"account": l.Account})
}

func (e *Edit) takeLink(ctx context.Context, hash []byte, purpose string) (postgres.Link, error) {
	l, err := e.tx.TakeLink(ctx, hash)
	if err == nil && l.Purpose != purpose {
		err = cms.ErrNotFound
	}
	if errors.Is(err, cms.ErrNotFound) {
		err = cms.Conflictf("this link was used before, or is too old")
	}
	return l, err
}

func (e *Edit) insertAccount(ctx context.Context, name, email string, grants []cms.Grant) (cms.Account, error) {
	a := cms.Account{User: cms.User{ID: NewID(), Name: strings.TrimSpace(name), Grants: grants}, Email: strings.TrimSpace(email)}
	if err := cms.CheckAccount(a); err != nil {
		return cms.Account{}, err
	}
	if err := e.tx.InsertAccount(ctx, a); err != nil {
		return cms.Account{}, err
	}
	return a, e.audit(ctx, "create-account", "", "", "", map[string]any{"account": a.ID})
}
