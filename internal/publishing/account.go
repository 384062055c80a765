package publishing

import (
	"context"
	"errors"
	"slices"
	"strings"

	"lectern/internal/cms"
)

func (e *Edit) insertAccount(ctx context.Context, name, email string, grants []cms.Grant) (cms.Account, error) {
	a := cms.Account{User: cms.User{ID: NewID(), Name: strings.TrimSpace(name), Grants: grants}, Email: strings.TrimSpace(email)}
	if err := cms.CheckAccount(a); err != nil {
		return cms.Account{}, err
	}
	if err := e.tx.InsertAccount(ctx, a); err != nil {
		return cms.Account{}, sameEmail(err)
	}
	return a, e.auditAccount(ctx, "create-account", a.ID, map[string]any{"grants": grantTexts(grants)})
}

// sameEmail says at its field that an email address is taken.
func sameEmail(err error) error {
	if errors.Is(err, cms.ErrConflict) {
		return cms.Invalidf("email", "There is already an account with this email address")
	}
	return err
}

// setPassword gives the user another password, and ends their sessions and links.
func (e *Edit) setPassword(ctx context.Context, action, password string) error {
	if err := e.tx.SetPassword(ctx, e.user.ID, password); err != nil {
		return err
	}
	if err := e.tx.DeleteLinks(ctx, e.user.ID); err != nil {
		return err
	}
	return e.endSessions(ctx, action, e.user.ID, nil)
}

// endSessions ends all sessions of an account, for what the audit is told.
func (e *Edit) endSessions(ctx context.Context, action string, account cms.ID, detail map[string]any) error {
	if err := e.tx.EndSessions(ctx, account); err != nil {
		return err
	}
	return e.auditAccount(ctx, action, account, detail)
}

func (e *Edit) auditAccount(ctx context.Context, action string, account cms.ID, detail map[string]any) error {
	all := map[string]any{"account": account}
	for key, value := range detail {
		all[key] = value
	}
	return e.audit(ctx, action, "", "", "", all)
}

// What people change of their own account. All their sessions end, the one that
// they do it in included: whoever knew the old secret is out.

// SetOwnName changes how colleagues see the user.
func (e *Edit) SetOwnName(ctx context.Context, name string) error {
	account, err := e.own(ctx)
	if err != nil {
		return err
	}
	account.Name = strings.TrimSpace(name)
	if err := cms.CheckAccount(account); err != nil {
		return err
	}
	if err := e.tx.SetAccount(ctx, account); err != nil {
		return err
	}
	return e.auditAccount(ctx, "rename-account", account.ID, nil)
}

// SetOwnPassword changes the user's password.
func (e *Edit) SetOwnPassword(ctx context.Context, password string) error {
	if _, err := e.own(ctx); err != nil {
		return err
	}
	return e.setPassword(ctx, "set-password", password)
}

// SetOwnFactor changes the secret of the user's codes, and the recovery codes.
// step is that of the code that was tried.
func (e *Edit) SetOwnFactor(ctx context.Context, secret string, step int64, recovery [][]byte) error {
	account, err := e.own(ctx)
	if err != nil {
		return err
	}
	if err := e.tx.SetFactor(ctx, account.ID, secret, step); err != nil {
		return err
	}
	if err := e.tx.SetRecoveryCodes(ctx, account.ID, recovery); err != nil {
		return err
	}
	return e.endSessions(ctx, "set-second-factor", account.ID, nil)
}

// SetOwnRecoveryCodes replaces the user's recovery codes.
func (e *Edit) SetOwnRecoveryCodes(ctx context.Context, recovery [][]byte) error {
	account, err := e.own(ctx)
	if err != nil {
		return err
	}
	if !account.HasFactor {
		return cms.Conflictf("set up the second step first")
	}
	if err := e.tx.SetRecoveryCodes(ctx, account.ID, recovery); err != nil {
		return err
	}
	return e.auditAccount(ctx, "set-recovery-codes", account.ID, nil)
}

// RemoveOwnFactor does without codes, where that is allowed.
func (e *Edit) RemoveOwnFactor(ctx context.Context) error {
	account, err := e.own(ctx)
	if err != nil {
		return err
	}
	if cms.NeedsFactor(account.User) {
		return cms.Forbiddenf("those who publish or administer must sign in with a code")
	}
	return e.removeFactor(ctx, account.ID)
}

func (e *Edit) removeFactor(ctx context.Context, account cms.ID) error {
	if err := e.tx.SetFactor(ctx, account, "", 0); err != nil {
		return err
	}
	if err := e.tx.SetRecoveryCodes(ctx, account, nil); err != nil {
		return err
	}
	return e.endSessions(ctx, "remove-second-factor", account, nil)
}

// SetOwnLetters says which sorts of letter about pages the user does without. Their
// sessions go on.
func (e *Edit) SetOwnLetters(ctx context.Context, off []cms.LetterSort) error {
	account, err := e.own(ctx)
	if err != nil {
		return err
	}
	for _, sort := range off {
		if !slices.Contains(cms.LetterSorts, sort) {
			return cms.Invalidf("letter", "there is no sort of letter called %q", string(sort))
		}
	}
	if err := e.tx.SetLettersOff(ctx, account.ID, off); err != nil {
		return err
	}
	return e.auditAccount(ctx, "set-letters", account.ID, map[string]any{"off": off})
}

// LettersOff returns the sorts of letter about pages that the user does without.
func (e *Edit) LettersOff(ctx context.Context) ([]cms.LetterSort, error) {
	return e.tx.LettersOff(ctx, e.user.ID)
}

// EndOwnSessions signs the user out everywhere.
func (e *Edit) EndOwnSessions(ctx context.Context) error {
	account, err := e.own(ctx)
	if err != nil {
		return err
	}
	return e.endSessions(ctx, "end-sessions", account.ID, nil)
}

// own is the user's account, as it is now.
func (e *Edit) own(ctx context.Context) (cms.Account, error) {
	if err := e.lock(ctx); err != nil {
		return cms.Account{}, err
	}
	account, err := e.tx.Account(ctx, e.user.ID)
	if err == nil && !account.Active() {
		err = cms.Forbiddenf("your account is closed")
	}
	return account, err
}

// Self returns the user's own account.
func (e *Edit) Self(ctx context.Context) (Person, error) {
	account, err := e.tx.Account(ctx, e.user.ID)
	if err != nil {
		return Person{}, err
	}
	return e.person(ctx, account)
}
