package publishing

import (
	"context"

	"lectern/internal/cms"
	"lectern/internal/postgres"
)

// Entry is an entry of the audit.
type Entry = postgres.Entry

// Past is a part of the history of a page, the newest first.
type Past struct {
	Entries []Entry
	Older   int64             // where the next part begins; 0: this is the last
	Numbers map[cms.ID]int    // of revisions
	People  map[cms.ID]string // names
	user    cms.User
}

// Name is what somebody is called.
func (p Past) Name(id cms.ID) string { return nameIn(p.People, id, p.user) }

// History returns what became of a page before an entry, for those who may read
// its draft; before 0: up to now.
func (e *Edit) History(ctx context.Context, page cms.ID, before int64, size int) (p Past, err error) {
	if _, err := e.mayNow(ctx, cms.ActionRead, page); err != nil {
		return p, err
	}
	p.user = e.user
	if p.Entries, err = e.tx.Entries(ctx, page, nil, nil, before, size+1); err != nil {
		return p, err
	}
	if len(p.Entries) > size {
		p.Entries = p.Entries[:size]
		p.Older = p.Entries[size-1].Number
	}
	var people, revisions []cms.ID
	for _, entry := range p.Entries {
		people = append(people, entry.Actor)
		if by, _ := entry.Detail["approved_by"].(string); by != "" {
			people = append(people, cms.ID(by))
		}
		people = append(people, MergedIn(entry)...)
		if of := MergedFrom(entry); of != "" {
			people = append(people, of)
		}
		if owner, _ := entry.Detail["owner"].(string); owner != "" {
			people = append(people, cms.ID(owner))
		}
		if entry.Revision != "" {
			revisions = append(revisions, entry.Revision)
		}
	}
	if p.People, err = e.tx.People(ctx, people); err != nil {
		return p, err
	}
	p.Numbers, err = e.tx.RevisionNumbers(ctx, revisions)
	return p, err
}
