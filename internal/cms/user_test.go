package cms_test

import (
	"testing"

	"lectern/internal/cms"
)

func TestEachRoleMayWhatTheRoleBeforeItMay(t *testing.T) {
	t.Parallel()
	roles := []cms.Role{0, cms.Author, cms.Reviewer, cms.Publisher, cms.Administrator}
	for action, needed := range map[cms.Action]cms.Role{
		cms.ActionSave:        cms.Author,
		cms.ActionCreate:      cms.Author,
		cms.ActionDeleteDraft: cms.Author,
		cms.ActionRelease:     cms.Publisher,
		cms.ActionWithdraw:    cms.Publisher,
		cms.ActionMove:        cms.Publisher,
		cms.ActionAssign:      cms.Publisher,
		cms.ActionConfigure:   cms.Administrator,
		"no such action":      cms.Administrator + 1,
	} {
		for _, role := range roles {
			u := cms.User{Grants: []cms.Grant{{Role: role}}}
			if got, want := cms.Can(u, action, []cms.ID{"page"}), role >= needed; got != want {
				t.Errorf("role %d may %s: %v, want %v", role, action, got, want)
			}
		}
	}
}

func TestAGrantHoldsInItsBranch(t *testing.T) {
	t.Parallel()
	const home, news, post, other = "home", "news", "post", "other"
	grants := func(branches ...cms.ID) (list []cms.Grant) {
		for _, b := range branches {
			list = append(list, cms.Grant{Role: cms.Publisher, Branch: b})
		}
		return list
	}
	for _, test := range []struct {
		name   string
		grants []cms.Grant
		branch []cms.ID
		want   bool
	}{
		{"the whole site holds a page", grants(""), []cms.ID{home, news, post}, true},
		{"the whole site holds what belongs to no branch", grants(""), nil, true},
		{"the branch holds its top", grants(news), []cms.ID{home, news}, true},
		{"the branch holds what is below", grants(news), []cms.ID{home, news, post}, true},
		{"the branch does not hold what is above", grants(news), []cms.ID{home}, false},
		{"the branch does not hold what is beside", grants(news), []cms.ID{home, other}, false},
		{"the branch does not hold the whole site", grants(news), nil, false},
		{"one of two branches is enough", grants(other, news), []cms.ID{home, news, post}, true},
		{"no grant, no page", nil, []cms.ID{home}, false},
		{"no grant, nothing of the whole site", nil, nil, false},
		{"a lower role on the page does not take from a higher one above",
			[]cms.Grant{{Role: cms.Author, Branch: post}, {Role: cms.Publisher, Branch: news}}, []cms.ID{home, news, post}, true},
		{"roles of two branches do not add up",
			[]cms.Grant{{Role: cms.Author, Branch: news}, {Role: cms.Publisher, Branch: other}}, []cms.ID{home, news, post}, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := cms.Can(cms.User{Grants: test.grants}, cms.ActionRelease, test.branch); got != test.want {
				t.Errorf("may release: %v, want %v", got, test.want)
			}
		})
	}
}

func TestTheSystemMayEverything(t *testing.T) {
	t.Parallel()
	for _, action := range []cms.Action{cms.ActionSave, cms.ActionCreate, cms.ActionDeleteDraft,
		cms.ActionRelease, cms.ActionWithdraw, cms.ActionMove, cms.ActionConfigure} {
		if !cms.Can(cms.System, action, nil) || !cms.Can(cms.System, action, []cms.ID{"page"}) {
			t.Errorf("the system may not %s", action)
		}
	}
	if !cms.System.ID.Valid() {
		t.Errorf("the system's id %q is not valid", cms.System.ID)
	}
}
