package publishing_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"lectern/internal/cms"
	"lectern/internal/postgres"
	"lectern/internal/publishing"
)

// account makes an account that can be signed in to.
func (d *desk) account(name string, grants ...cms.Grant) cms.User {
	d.t.Helper()
	link := []byte(name)
	u := cms.User{Name: name, Grants: grants}
	d.manage(cms.System, func(e *publishing.Edit) error {
		made, err := e.CreateAccount(d.t.Context(), name, name+"@caredata.example", grants, link)
		if err != nil {
			return err
		}
		u.ID = made.ID
		_, err = e.Accept(d.t.Context(), link, "hash of "+name)
		return err
	})
	return u
}

func (d *desk) manage(u cms.User, f func(*publishing.Edit) error) {
	d.t.Helper()
	if err := d.publisher.Edit(d.t.Context(), u, f); err != nil {
		d.t.Fatal(err)
	}
}

// TestNobodyRisesAboveThemselves walks through those who manage accounts, whom
// they manage, and what they do to them.
func TestNobodyRisesAboveThemselves(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	news := d.create("upcoming", d.home, "news")
	post := d.create("upcoming", news, "post")
	about := d.create("upcoming", d.home, "about")
	site := cms.ID("")
	grant := func(role cms.Role, branch cms.ID) cms.Grant { return cms.Grant{Role: role, Branch: branch} }
	withDelete := func(g cms.Grant) cms.Grant { g.Delete = true; return g }

	managers := map[string]cms.User{
		"site, may delete": d.account("chief", withDelete(grant(cms.Administrator, site))),
		"site":             d.account("second", grant(cms.Administrator, site)),
		"news":             d.account("newsroom", grant(cms.Administrator, news)),
		"publisher":        d.account("publisher", grant(cms.Publisher, site)),
		"author":           d.account("author", grant(cms.Author, site)),
		"nobody":           {ID: publishing.NewID(), Grants: []cms.Grant{grant(cms.Administrator, site)}}, // has no account
	}
	// What each may give, and so whom they may manage.
	grants := map[string][]cms.Grant{
		"author of post":             {grant(cms.Author, post)},
		"administrator of news":      {grant(cms.Administrator, news)},
		"publisher of news, deletes": {withDelete(grant(cms.Publisher, news))},
		"author of about":            {grant(cms.Author, about)},
		"author of post and about":   {grant(cms.Author, post), grant(cms.Author, about)},
		"author of all":              {grant(cms.Author, site)},
		"administrator of all":       {grant(cms.Administrator, site)},
		"author of all, deletes":     {withDelete(grant(cms.Author, site))},
	}
	allowed := map[string][]string{
		"site, may delete": {"author of post", "administrator of news", "publisher of news, deletes", "author of about", "author of post and about", "author of all", "administrator of all", "author of all, deletes"},
		"site":             {"author of post", "administrator of news", "author of about", "author of post and about", "author of all", "administrator of all"},
		"news":             {"author of post", "administrator of news"},
	}
	commands := map[string]func(e *publishing.Edit, id cms.ID) error{
		"rename": func(e *publishing.Edit, id cms.ID) error {
			return e.SetAccount(t.Context(), id, "New name", string(id)+"@caredata.example")
		},
		"set grants": func(e *publishing.Edit, id cms.ID) error {
			return e.SetGrants(t.Context(), id, []cms.Grant{grant(cms.Author, post)})
		},
		"disable": func(e *publishing.Edit, id cms.ID) error { return e.DisableAccount(t.Context(), id) },
		"enable":  func(e *publishing.Edit, id cms.ID) error { return e.EnableAccount(t.Context(), id) },
		"link":    func(e *publishing.Edit, id cms.ID) error { return e.SendLink(t.Context(), id, []byte("link")) },
		"invite":  func(e *publishing.Edit, id cms.ID) error { return e.QueueInvitation(t.Context(), id) },
		"factor":  func(e *publishing.Edit, id cms.ID) error { return e.RemoveFactor(t.Context(), id) },
		"close":   func(e *publishing.Edit, id cms.ID) error { return e.CloseAccount(t.Context(), id) },
		"look":    func(e *publishing.Edit, id cms.ID) error { _, err := e.Person(t.Context(), id); return err },
	}
	targets := map[string]cms.User{}
	for name, list := range grants {
		u := d.account(fmt.Sprintf("target%d", len(targets)), list...)
		targets[name] = u
		if _, err := d.store.Pool.Exec(t.Context(), `update account set factor = 'SECRET' where id = $1`, u.ID); err != nil {
			t.Fatal(err)
		}
	}
	tried := 0
	for who, manager := range managers {
		for what, list := range grants {
			may := slices.Contains(allowed[who], what)
			check := func(command string, err error) {
				t.Helper()
				tried++
				if may && err != nil || !may && !errors.Is(err, cms.ErrForbidden) {
					t.Errorf("%s: %s an %s: %v, allowed %v", who, command, what, err, may)
				}
			}
			check("create", d.publisher.TryEdit(t.Context(), manager, func(e *publishing.Edit) error {
				_, err := e.CreateAccount(t.Context(), "New", "new@caredata.example", list, []byte("new"))
				return err
			}))
			for command, run := range commands {
				check(command, d.publisher.TryEdit(t.Context(), manager, func(e *publishing.Edit) error { return run(e, targets[what].ID) }))
			}
			// Whom they manage, they give no more than they hold.
			if who != "site, may delete" {
				err := d.publisher.TryEdit(t.Context(), manager, func(e *publishing.Edit) error {
					return e.SetGrants(t.Context(), targets["author of post"].ID, list)
				})
				check("turn somebody into", err)
			}
		}
		// Nobody manages themselves, whatever they hold.
		for command, run := range commands {
			err := d.publisher.TryEdit(t.Context(), manager, func(e *publishing.Edit) error { return run(e, manager.ID) })
			if command != "look" && err == nil {
				t.Errorf("%s: %s themselves", who, command)
			}
			tried++
		}
	}
	t.Logf("%d combinations of who, whom and what", tried)

	d.see(managers["news"], func(e *publishing.Edit) error {
		people, err := e.Accounts(t.Context())
		var names []string
		for _, p := range people {
			names = append(names, p.Name)
			for _, g := range p.Grants {
				if g.Branch == post && p.Places[post] != "/news/post" {
					t.Errorf("the post is at %q", p.Places[post])
				}
			}
		}
		want := []string{"newsroom", targets["author of post"].Name, targets["administrator of news"].Name}
		slices.Sort(want)
		if !slices.Equal(names, want) {
			t.Errorf("the newsroom sees %q, want %q", names, want)
		}
		return err
	})
}

func (d *desk) see(u cms.User, f func(*publishing.Edit) error) {
	d.t.Helper()
	if err := d.publisher.Read(d.t.Context(), u, f); err != nil {
		d.t.Fatal(err)
	}
}

// TestSomebodyStaysAdministrator tries to lose the last one, two at a time.
func TestSomebodyStaysAdministrator(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	all := cms.Grant{Role: cms.Administrator, Delete: true}
	one, other := d.account("one", all), d.account("other", all)
	d.manage(cms.System, func(e *publishing.Edit) error { // invited only: cannot sign in
		_, err := e.CreateAccount(t.Context(), "Third", "third@caredata.example", []cms.Grant{all}, []byte("x"))
		return err
	})
	var wait sync.WaitGroup
	errs := make([]error, 2)
	for i, pair := range [][2]cms.User{{one, other}, {other, one}} {
		wait.Go(func() {
			errs[i] = d.publisher.Edit(t.Context(), pair[0], func(e *publishing.Edit) error { return e.DisableAccount(t.Context(), pair[1].ID) })
		})
	}
	wait.Wait()
	if (errs[0] == nil) == (errs[1] == nil) {
		t.Fatalf("two administrators disabled each other: %v, %v", errs[0], errs[1])
	}
	last := one
	if errs[0] != nil {
		last = other
	}
	for what, run := range map[string]func(e *publishing.Edit) error{
		"disable": func(e *publishing.Edit) error { return e.DisableAccount(t.Context(), last.ID) },
		"close":   func(e *publishing.Edit) error { return e.CloseAccount(t.Context(), last.ID) },
		"lower": func(e *publishing.Edit) error {
			return e.SetGrants(t.Context(), last.ID, []cms.Grant{{Role: cms.Publisher}})
		},
		"none": func(e *publishing.Edit) error { return e.SetGrants(t.Context(), last.ID, nil) },
	} {
		err := d.publisher.TryEdit(t.Context(), cms.System, run)
		if !errors.Is(err, cms.ErrConflict) || !strings.Contains(err.Error(), "last administrator") {
			t.Errorf("%s the last administrator: %v", what, err)
		}
	}
}

// TestAClosedAccountIsForgotten looks for who it was.
func TestAClosedAccountIsForgotten(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	chief := d.account("chief", cms.Grant{Role: cms.Administrator, Delete: true})
	quokka := d.account("quokka", cms.Grant{Role: cms.Author})
	d.manage(quokka, func(e *publishing.Edit) error {
		return e.SetOwnFactor(t.Context(), "QUOKKASECRET", 1, [][]byte{[]byte("quokka code")})
	})
	d.manage(chief, func(e *publishing.Edit) error {
		return e.SetAccount(t.Context(), quokka.ID, "quokka", "quokka2@caredata.example")
	})
	d.manage(chief, func(e *publishing.Edit) error { return e.CloseAccount(t.Context(), quokka.ID) })
	for _, table := range []string{"account", "account_grant", "recovery_code", "account_link", "session", "audit"} {
		var found int
		if err := d.store.Pool.QueryRow(t.Context(), `select count(*) from `+table+` t where t::text ilike '%quokka%' or t::text like '%' || encode('quokka code', 'hex') || '%'`).Scan(&found); err != nil {
			t.Fatal(err)
		}
		if found > 0 {
			t.Errorf("%s still knows who it was", table)
		}
	}
	var told int
	if err := d.store.Pool.QueryRow(t.Context(), `select count(*) from audit where actor_id = $1 or detail ->> 'account' = $1::text`, quokka.ID).Scan(&told); err != nil || told < 4 {
		t.Errorf("the audit tells %d things of the account (%v)", told, err)
	}
	account, err := d.store.Account(t.Context(), quokka.ID)
	if err != nil || !strings.HasPrefix(account.Name, "Former colleague ") || account.Active() {
		t.Errorf("the account is %+v (%v)", account.Account, err)
	}
	err = d.publisher.Edit(t.Context(), chief, func(e *publishing.Edit) error { return e.EnableAccount(t.Context(), quokka.ID) })
	if !errors.Is(err, cms.ErrConflict) {
		t.Errorf("a closed account is enabled: %v", err)
	}
}

func TestRightsGoWithTheirPage(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	chief := d.account("chief", cms.Grant{Role: cms.Administrator, Delete: true})
	ann := d.account("ann", cms.Grant{Role: cms.Author, Branch: d.home})
	for what, grants := range map[string][]cms.Grant{
		"twice the same":       {{Role: cms.Author, Branch: d.home}, {Role: cms.Publisher, Branch: d.home}},
		"a page that is not":   {{Role: cms.Author, Branch: publishing.NewID()}},
		"a page that is no ID": {{Role: cms.Author, Branch: "x"}},
	} {
		err := d.publisher.Edit(t.Context(), chief, func(e *publishing.Edit) error { return e.SetGrants(t.Context(), ann.ID, grants) })
		if err == nil || what != "a page that is no ID" && !errors.Is(err, cms.ErrInvalid) {
			t.Errorf("%s: %v", what, err)
		}
	}
	// What a role held by a branch administrator allows ends with the role, even
	// for somebody whose request began before.
	d.manage(chief, func(e *publishing.Edit) error {
		return e.SetGrants(t.Context(), ann.ID, []cms.Grant{{Role: cms.Administrator, Branch: d.home}})
	})
	was := cms.User{ID: ann.ID, Grants: []cms.Grant{{Role: cms.Administrator}}}
	err := d.publisher.Edit(t.Context(), was, func(e *publishing.Edit) error {
		_, err := e.CreateAccount(t.Context(), "Eve", "eve@caredata.example", []cms.Grant{{Role: cms.Administrator}}, []byte("eve"))
		return err
	})
	if !errors.Is(err, cms.ErrForbidden) {
		t.Errorf("a right that was taken away is still used: %v", err)
	}
}

func TestEmailAddressesAreTakenOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	chief := d.account("chief", cms.Grant{Role: cms.Administrator})
	ann := d.account("ann", cms.Grant{Role: cms.Author})
	for what, run := range map[string]func(e *publishing.Edit) error{
		"create": func(e *publishing.Edit) error {
			_, err := e.CreateAccount(t.Context(), "Chief", "CHIEF@caredata.example", []cms.Grant{{Role: cms.Author}}, []byte("x"))
			return err
		},
		"change": func(e *publishing.Edit) error {
			return e.SetAccount(t.Context(), ann.ID, "Ann", "Chief@CareData.example")
		},
		"no address": func(e *publishing.Edit) error { return e.SetAccount(t.Context(), ann.ID, "Ann", "ann") },
		"two": func(e *publishing.Edit) error {
			return e.SetAccount(t.Context(), ann.ID, "Ann", "ann@caredata.example, eve@caredata.example")
		},
		"a name in it": func(e *publishing.Edit) error {
			return e.SetAccount(t.Context(), ann.ID, "Ann", "Ann <ann@caredata.example>")
		},
		"a new line": func(e *publishing.Edit) error {
			return e.SetAccount(t.Context(), ann.ID, "Ann\nBcc: eve", "ann@caredata.example")
		},
	} {
		var invalid *cms.Invalid
		if err := d.publisher.Edit(t.Context(), chief, run); !errors.As(err, &invalid) || invalid.Problems[0].Field == "" {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// TestAnInvitationIsForTheFirstPassword keeps a link of an invitation that was
// made while the first password was being chosen: it signs in without a code.
func TestAnInvitationIsForTheFirstPassword(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ada := d.account("Ada", cms.Grant{Role: cms.Administrator})
	link := []byte("made too late")
	err := d.store.Tx(t.Context(), func(tx *postgres.Tx) error {
		return tx.InsertLink(t.Context(), link, postgres.Link{Account: ada.ID, Purpose: postgres.LinkInvite}, time.Hour)
	})
	if err != nil {
		t.Fatal(err)
	}
	d.refusedTo(cms.System, cms.ErrConflict, func(e *publishing.Edit) error {
		_, err := e.Accept(t.Context(), link, "another hash")
		return err
	})
}
