package kind

import (
	"lectern/internal/kinds"
	"lectern/templates/ui"
)

// personFacts say how somebody is spoken of, and what they do.
func personFacts(v *ui.View, p *kinds.Person) []ui.Fact {
	facts := []ui.Fact{
		ui.Said("Pronouns", p.Pronouns),
		ui.Said("Pronunciation", p.Pronunciation),
	}
	if len(p.Roles) > 0 {
		label := "Role"
		if len(p.Roles) > 1 {
			label = "Roles"
		}
		facts = append(facts, ui.Fact{Label: label, Value: roles(v, p.Roles)})
	}
	return append(facts, ui.Said("Topics", v.TermNames(p.Topics...)...))
}

func personContact(p *kinds.Person) []ui.Fact {
	return []ui.Fact{
		ui.Reached("Email", p.Email, ui.Email),
		ui.Reached("Telephone", p.Telephone, ui.Telephone),
	}
}

// bases are what is said of those who do not hold a post for good.
var bases = map[string]string{
	"contractor": " (contractor)",
	"acting":     " (acting)",
	"temporary":  " (temporary)",
}

// roleNote is what follows the title of a post.
func roleNote(r kinds.PersonRole) string {
	if r.Organisation == "" {
		return bases[r.Basis]
	}
	return bases[r.Basis] + ", " + r.Organisation
}
