// Package kinds declares the page kinds: one struct per file, data and
// declarations only. Their HTML is in templates/kind.
package kinds

import (
	"lectern/internal/blocks"
	"lectern/internal/schema"
)

// All returns one value of every kind.
func All() []schema.Kind {
	return []schema.Kind{
		&API{},
		&APICatalogue{},
		&AlertHub{},
		&Banner{},
		&BlogHub{},
		&BlogPost{},
		&Careers{},
		&CaseStudy{},
		&Contact{},
		&ContentPage{},
		&CyberAlert{},
		&Dashboards{},
		&DataHub{},
		&DataSet{},
		&Event{},
		&EventsHub{},
		&Feature{},
		&Feed{},
		&Feeds{},
		&Form{},
		&Home{},
		&Job{},
		&Landing{},
		&Legal{},
		&Menu{},
		&NewsArticle{},
		&NewsHub{},
		&Person{},
		&Publication{},
		&PublicationPage{},
		&PublicationsHub{},
		&PublishedWork{},
		&PublishedWorkChapter{},
		&Series{},
		&Service{},
		&ServiceCatalogue{},
		&Site{},
		&UpdateNotice{},
	}
}

// Registry reads the declarations of every kind and block.
// It fails when a declaration is wrong, which a test would show first.
func Registry() (*schema.Registry, error) { return schema.New(All(), blocks.All()) }
