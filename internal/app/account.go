package app

import (
	"context"

	"lectern/internal/auth"
	"lectern/internal/cms"
	"lectern/internal/publishing"
	"lectern/static"
)

// FirstLink returns a link that makes the first account, the administrator;
// empty: there are accounts already.
func (a *App) FirstLink(ctx context.Context, origin string) (string, error) {
	has, err := a.Store.HasAccounts(ctx)
	if err != nil || has {
		return "", err
	}
	secret, hash := auth.NewSecret()
	err = a.Publisher.Edit(ctx, cms.System, func(e *publishing.Edit) error { return e.InviteFirst(ctx, hash) })
	return origin + "/admin/setup?token=" + secret, err
}

// NewAccount is somebody to make an account for.
type NewAccount struct {
	Name, Email string
	Role        cms.Role
	Branch      string // path of its top page; empty: the whole site
	Delete      bool
	Password    string // empty: it is chosen by a link
}

// CreateAccount makes an account. It returns the path of a link by which a
// password is chosen; empty: it has one.
func (a *App) CreateAccount(ctx context.Context, n NewAccount) (link string, err error) {
	grant := cms.Grant{Role: n.Role, Delete: n.Delete}
	password := ""
	if n.Password != "" {
		if password, err = a.hash(ctx, n); err != nil {
			return "", err
		}
	}
	secret, hash := auth.NewSecret()
	err = a.Publisher.Edit(ctx, cms.System, func(e *publishing.Edit) error {
		if n.Branch != "" {
			tree, err := e.Tree(ctx)
			if err != nil {
				return err
			}
			if grant.Branch, err = pageAt(publishing.Paths(tree), n.Branch); err != nil {
				return err
			}
		}
		if _, err := e.CreateAccount(ctx, n.Name, n.Email, []cms.Grant{grant}, hash); err != nil {
			return err
		}
		if password == "" {
			return nil
		}
		_, err := e.Accept(ctx, hash, password)
		return err
	})
	if err != nil || password != "" {
		return "", err
	}
	return "/admin/setup?token=" + secret, nil
}

// hash returns the hash of the password, unless it is easy to guess.
func (a *App) hash(ctx context.Context, n NewAccount) (string, error) {
	common, err := static.Dist.ReadFile("dist/passwords.bin")
	if err != nil {
		return "", err
	}
	organisation, err := a.Store.Organisation(ctx)
	if err != nil {
		return "", err
	}
	if err := (auth.Rules{Common: common}).Check(n.Password, n.Name, n.Email, organisation); err != nil {
		return "", err
	}
	return auth.NewHasher().Hash(ctx, n.Password)
}
