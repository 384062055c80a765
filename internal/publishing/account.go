package publishing

import (
	"context"
	"crypto/rand"
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

// What those do who manage accounts. Nobody manages an account that may do more
// than they may, nor their own, and nobody gives what they do not hold.

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
	line, err := e.lineage(ctx, g.Branch)
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

// Self returns the user's own account.
func (e *Edit) Self(ctx context.Context) (Person, error) {
	account, err := e.tx.Account(ctx, e.user.ID)
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
		line, err := e.lineage(ctx, g.Branch)
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
