package publishing

import (
	"context"
	"slices"

	"lectern/internal/cms"
)

// Mailing is a letter that is to be written to somebody.
type Mailing struct {
	To    cms.Account
	Sort  cms.LetterSort
	Items []Told
}

// Told is what a letter says of a page: only what its reader may see there now.
type Told struct {
	Item
	Row     cms.PageRow
	Release *cms.Release // of what has begun
	Who     string       // did it
	Note    string       // what they said with it
}

// Mailing returns what somebody is to be written to. It fails with
// cms.ErrNotFound when there is nothing: they have left or do without, may not
// know of it, or it is not so any more.
func (p *Publisher) Mailing(ctx context.Context, args PostArgs) (m Mailing, err error) {
	err = p.Read(ctx, cms.System, func(e *Edit) error {
		account, err := e.tx.Account(ctx, args.To)
		if err != nil {
			return err
		}
		off, err := e.tx.LettersOff(ctx, args.To)
		if err != nil {
			return err
		}
		if !account.Active() || !account.HasPassword || slices.Contains(off, args.Sort) {
			return cms.ErrNotFound
		}
		m.To, m.Sort, e.user = account, args.Sort, account.User // from here on it is read by their own rights
		if m.Items, err = e.tellAll(ctx, args.Items); err == nil && len(m.Items) == 0 {
			err = cms.ErrNotFound
		}
		return err
	})
	return m, err
}

// tellAll returns what the user may know of what has happened.
func (e *Edit) tellAll(ctx context.Context, items []Item) (list []Told, err error) {
	var pages, people []cms.ID
	for _, i := range items {
		pages = append(pages, i.Page)
		if i.By != "" {
			people = append(people, i.By)
		}
	}
	rows, err := e.PageRows(ctx, pages)
	if err != nil {
		return nil, err
	}
	names, err := e.tx.People(ctx, people)
	if err != nil {
		return nil, err
	}
	for _, i := range items {
		n := slices.IndexFunc(rows, func(row cms.PageRow) bool { return row.ID == i.Page })
		if n < 0 || !rows[n].Readable {
			continue
		}
		t := Told{Item: i, Row: rows[n], Who: nameIn(names, i.By, cms.User{})}
		if still, err := e.still(ctx, &t); err != nil {
			return nil, err
		} else if still {
			list = append(list, t)
		}
	}
	return list, nil
}

// still reports whether what has happened is worth telling now, and fills in what
// was said with it. A draft that has gone on since is told of by its next letter.
func (e *Edit) still(ctx context.Context, t *Told) (bool, error) {
	switch t.What {
	case DraftSubmitted, DraftApproved, DraftReturned:
		d := t.Row.Draft
		if d == nil || !d.Review.At.Equal(t.At) {
			return false, nil
		}
		t.Note = d.Review.Note
		if t.What != DraftSubmitted {
			return true, nil
		}
		line, err := e.lineage(ctx, t.Page)
		return err == nil && d.Editor.ID != e.user.ID && cms.Can(e.user, cms.ActionReview, pageIDs(line)), err
	case ReleaseBegun:
		r, err := e.tx.Release(ctx, t.Item.Release)
		t.Release, t.Note = &r, r.Notice
		return err == nil, ignoreNotFound(err)
	case PageOverdue:
		live := t.Row.Live()
		due := t.Row.ReviewBy
		return !due.IsZero() && due.Before(cms.DateOf(t.At.UTC())) && live != nil && live.Outcome == cms.OutcomePage, nil
	}
	return true, nil
}
