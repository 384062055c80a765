package kind

import (
	"lectern/internal/kinds"
	"lectern/internal/schemaorg"
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

var _ = describe(describePerson)

// describePerson tells of somebody what their page shows: the name that they go
// by, and no other.
func describePerson(v *ui.View, p *kinds.Person) schemaorg.Thing {
	person := schemaorg.Thing{
		"name": p.Name(), "description": p.Summary, "url": address(v, v.Canonical()),
		"email": p.Email, "telephone": p.Telephone, "sameAs": profiles(v, p.Profiles), "image": portraitOf(v, p),
	}
	if len(p.Roles) > 0 {
		person["jobTitle"] = p.Roles[0].Title
		person["worksFor"] = employer(v, p.Roles[0].Organisation)
	}
	return work(v, "ProfilePage").With(schemaorg.Thing{"image": nil, "mainEntity": schemaorg.Of("Person", person)})
}

// employer is an organisation by its name; without one it is ours.
func employer(v *ui.View, name string) schemaorg.Thing {
	if name == "" || name == v.Site.Title {
		return publisher(v)
	}
	return schemaorg.Of("Organization", schemaorg.Thing{"name": name})
}

func portraitOf(v *ui.View, p *kinds.Person) schemaorg.Thing {
	photo, ok := v.Assets[p.Photo.Asset]
	if !ok {
		return nil
	}
	return schemaorg.Of("ImageObject", schemaorg.Thing{"url": address(v, photo.URLNear(640))})
}

// profiles are the addresses of pages that are not ours.
func profiles(v *ui.View, all []kinds.FurtherLink) []string {
	var addresses []string
	for _, l := range all {
		if at := absolute(v, l.Link); at != "" && l.Link.Page == "" {
			addresses = append(addresses, at)
		}
	}
	return addresses
}
