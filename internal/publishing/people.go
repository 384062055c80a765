package publishing

import (
	"context"
	"crypto/rand"
	"errors"
	"strings"

	"lectern/internal/cms"
	"lectern/internal/postgres"
)

// What those do who manage accounts. Nobody manages an account that may do more
// than they may, nor their own, and nobody gives what they do not hold.

// CreateAccount adds somebody, who may choose a password by a link with that
// hash.
func (e *Edit) CreateAccount(ctx context.Context, name, email string, grants []cms.Grant, link []byte) (cms.Account, error) {
	if err := e.manager(ctx); err != nil {
		return cms.Account{}, err
	}
	if len(grants) == 0 {
		return cms.Account{}, cms.Invalidf("grants", "Choose at least one role")
	}
	if err := e.mayGrant(ctx, grants); err != nil {
		return cms.Account{}, err
	}
	account, err := e.insertAccount(ctx, name, email, grants)
	if err != nil {
		return cms.Account{}, err
	}
	return account, e.tx.InsertLink(ctx, link, postgres.Link{Account: account.ID, Purpose: LinkInvite}, inviteLasts)
}

// manager waits for the edit's turn, and then looks anew at what the user may
// do: somebody else may have just changed it.
func (e *Edit) manager(ctx context.Context) error {
	if err := e.lock(ctx); err != nil {
		return err
	}
	return e.mayManage(ctx)
}

func (e *Edit) mayManage(ctx context.Context) error {
	if e.user.ID != cms.System.ID {
		account, err := e.tx.Account(ctx, e.user.ID)
		if err != nil && !errors.Is(err, cms.ErrNotFound) {
			return err
		}
		e.user.Grants = nil
		if account.Active() {
			e.user.Grants = account.Grants
		}
	}
	if !cms.CanSomewhere(e.user, cms.ActionAccounts) {
		return cms.Forbiddenf("you may not manage accounts")
	}
	return nil
}

// ErrBeyondOwn is that somebody gives a right that they do not hold.
var ErrBeyondOwn = cms.Forbiddenf("nobody can give more than they may do themselves, or elsewhere than they may do it")

// mayGrant fails unless the user may give all those rights.
func (e *Edit) mayGrant(ctx context.Context, grants []cms.Grant) error {
	for _, g := range grants {
		may, err := e.holds(ctx, g)
		if err != nil {
			return err
		}
		if !may {
			return ErrBeyondOwn
		}
	}
	return nil
}

func (e *Edit) holds(ctx context.Context, g cms.Grant) (bool, error) {
	if g.Branch == "" {
		return cms.MayGrant(e.user, g, nil), nil
	}
	line, err := e.everyLine(ctx, g.Branch)
	if errors.Is(err, cms.ErrNotFound) {
		return false, cms.Invalidf("grants", "The page that a role begins at is not there any more")
	}
	return err == nil && cms.MayGrant(e.user, g, pageIDs(line)), err
}

// manages reports whether the user may manage an account.
func (e *Edit) manages(ctx context.Context, a cms.Account) (bool, error) {
	if len(a.Grants) == 0 || a.ID == e.user.ID {
		return cms.AdministersSite(e.user), nil
	}
	for _, g := range a.Grants {
		if may, err := e.holds(ctx, g); err != nil || !may {
			return false, err
		}
	}
	return true, nil
}

// managed waits for the edit's turn, and returns an account that the user may
// change.
func (e *Edit) managed(ctx context.Context, id cms.ID) (cms.Account, error) {
	if err := e.manager(ctx); err != nil {
		return cms.Account{}, err
	}
	account, err := e.tx.Account(ctx, id)
	if err != nil {
		return cms.Account{}, err
	}
	may, err := e.manages(ctx, account)
	switch {
	case err != nil:
		return cms.Account{}, err
	case id == e.user.ID:
		return cms.Account{}, cms.Forbiddenf("nobody manages their own account: ask another administrator")
	case !may:
		return cms.Account{}, cms.Forbiddenf("this person may do more than you, or works elsewhere")
	case !account.ClosedAt.IsZero():
		return cms.Account{}, cms.Conflictf("this account is closed")
	}
	return account, nil
}

// keepsAdministrator fails when an account that is going to lose its say over
// the site is the last that has it.
func (e *Edit) keepsAdministrator(ctx context.Context, a cms.Account) error {
	if !cms.AdministersSite(a.User) || !a.Active() {
		return nil
	}
	others, err := e.tx.HasAdministratorBut(ctx, a.ID)
	if err == nil && !others {
		err = cms.Conflictf("this is the last administrator of the site: make another one first")
	}
	return err
}

// Person is an account, and where it may do things.
type Person struct {
	cms.Account
	Places map[cms.ID]string // path of each branch that a grant names
	Own    bool              // it is the user's own, which others manage
}

// Accounts returns the accounts that the user manages, by name.
func (e *Edit) Accounts(ctx context.Context) ([]Person, error) {
	if err := e.mayManage(ctx); err != nil {
		return nil, err
	}
	accounts, err := e.tx.Accounts(ctx)
	if err != nil {
		return nil, err
	}
	var people []Person
	for _, a := range accounts {
		may, err := e.manages(ctx, a)
		if err != nil {
			return nil, err
		}
		if !may && a.ID != e.user.ID {
			continue
		}
		p, err := e.person(ctx, a)
		if err != nil {
			return nil, err
		}
		people = append(people, p)
	}
	return people, nil
}

// Person returns an account that the user manages.
func (e *Edit) Person(ctx context.Context, id cms.ID) (Person, error) {
	if err := e.mayManage(ctx); err != nil {
		return Person{}, err
	}
	account, err := e.tx.Account(ctx, id)
	if err != nil {
		return Person{}, err
	}
	may, err := e.manages(ctx, account)
	if err == nil && !may && id != e.user.ID {
		err = cms.Forbiddenf("this person may do more than you, or works elsewhere")
	}
	if err != nil {
		return Person{}, err
	}
	return e.person(ctx, account)
}

func (e *Edit) person(ctx context.Context, a cms.Account) (Person, error) {
	p := Person{Account: a, Places: map[cms.ID]string{}, Own: a.ID == e.user.ID}
	for _, g := range a.Grants {
		if g.Branch == "" {
			continue
		}
		line, err := e.everyLine(ctx, g.Branch)
		if err != nil {
			return Person{}, err
		}
		p.Places[g.Branch] = Paths(line)[g.Branch]
	}
	return p, nil
}

// PageAt returns the page with that address in the editors' tree, for those who
// manage accounts. An address gives away no page that they may not see: it fails with
// cms.ErrNotFound when there is none.
func (e *Edit) PageAt(ctx context.Context, path string) (cms.ID, error) {
	if err := e.mayManage(ctx); err != nil {
		return "", err
	}
	id, err := e.tx.PageAt(ctx, strings.Split(strings.Trim(path, "/"), "/"))
	if err == nil {
		_, err = e.PageRow(ctx, id)
	}
	return id, err
}

// SetAccount changes somebody's name and email address.
func (e *Edit) SetAccount(ctx context.Context, id cms.ID, name, email string) error {
	account, err := e.managed(ctx, id)
	if err != nil {
		return err
	}
	moved := account.Email != strings.TrimSpace(email)
	account.Name, account.Email = strings.TrimSpace(name), strings.TrimSpace(email)
	if err := cms.CheckAccount(account); err != nil {
		return err
	}
	if err := e.tx.SetAccount(ctx, account); err != nil {
		return sameEmail(err)
	}
	if moved { // links went to the other address
		if err := e.tx.DeleteLinks(ctx, id); err != nil {
			return err
		}
	}
	return e.auditAccount(ctx, "change-account", id, map[string]any{"email": moved})
}

// SetGrants changes what somebody may do. It ends their sessions.
func (e *Edit) SetGrants(ctx context.Context, id cms.ID, grants []cms.Grant) error {
	account, err := e.managed(ctx, id)
	if err != nil {
		return err
	}
	if err := e.mayGrant(ctx, grants); err != nil {
		return err
	}
	if err := oncePerBranch(grants); err != nil {
		return err
	}
	if !cms.AdministersSite(cms.User{Grants: grants}) {
		if err := e.keepsAdministrator(ctx, account); err != nil {
			return err
		}
	}
	if len(grants) == 0 && !cms.AdministersSite(e.user) {
		return cms.Invalidf("grants", "Leave at least one role, or disable the account")
	}
	if err := e.tx.SetGrants(ctx, id, grants); err != nil {
		return err
	}
	return e.endSessions(ctx, "set-grants", id, map[string]any{"from": grantTexts(account.Grants), "to": grantTexts(grants)})
}

func oncePerBranch(grants []cms.Grant) error {
	seen := map[cms.ID]bool{}
	for _, g := range grants {
		if seen[g.Branch] {
			return cms.Invalidf("grants", "Give one role for each part of the site")
		}
		seen[g.Branch] = true
	}
	return nil
}

// grantTexts tells the audit of grants.
func grantTexts(grants []cms.Grant) []map[string]any {
	list := make([]map[string]any, len(grants))
	for i, g := range grants {
		list[i] = map[string]any{"role": g.Role.String(), "branch": g.Branch, "delete": g.Delete}
	}
	return list
}

// DisableAccount lets nobody sign in to an account until it is enabled again.
func (e *Edit) DisableAccount(ctx context.Context, id cms.ID) error {
	account, err := e.managed(ctx, id)
	if err != nil {
		return err
	}
	if err := e.keepsAdministrator(ctx, account); err != nil {
		return err
	}
	if err := e.tx.SetDisabled(ctx, id, true); err != nil {
		return err
	}
	return e.endSessions(ctx, "disable-account", id, nil)
}

// EnableAccount takes a DisableAccount back.
func (e *Edit) EnableAccount(ctx context.Context, id cms.ID) error {
	if _, err := e.managed(ctx, id); err != nil {
		return err
	}
	if err := e.tx.SetDisabled(ctx, id, false); err != nil {
		return err
	}
	return e.auditAccount(ctx, "enable-account", id, nil)
}

// CloseAccount erases who somebody was, for good. What they did stays, under a
// pseudonym.
func (e *Edit) CloseAccount(ctx context.Context, id cms.ID) error {
	account, err := e.managed(ctx, id)
	if err != nil {
		return err
	}
	if err := e.keepsAdministrator(ctx, account); err != nil {
		return err
	}
	if err := e.tx.CloseAccount(ctx, id, "Former colleague "+rand.Text()[:4]); err != nil {
		return err
	}
	return e.auditAccount(ctx, "close-account", id, nil)
}

// RemoveFactor lets somebody who has lost phone and recovery codes set up others.
func (e *Edit) RemoveFactor(ctx context.Context, id cms.ID) error {
	account, err := e.managed(ctx, id)
	if err != nil {
		return err
	}
	if !account.HasFactor {
		return cms.Conflictf("this person signs in without a code")
	}
	return e.removeFactor(ctx, id)
}
