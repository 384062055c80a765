package publishing

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/riverqueue/river"

	"lectern/internal/cms"
	"lectern/internal/postgres"
)

// People are told of what becomes of pages that they have to do with, in three
// steps. What happens queues a job in its own transaction, which holds who did
// what to which page, and nothing of what is written there. That job finds out
// whom it concerns and queues one job for each of them, all or none. And that one
// writes the letter, by what its reader may see and wants by then: see Mailing.
//
// A planned release cannot fail at its instant: it is public by the clock, it was
// checked when it was planned, and no job has to run. What may become of it is
// that somebody cancels it or moves it to another time, and that is told. What
// only follows a release, such as dropping stored pages, telling a hub or a letter,
// is tried again by itself, and whoever runs the site finds it in the log.

// What has happened that a letter tells of.
const (
	DraftSubmitted   = "submitted" // a draft waits for its review
	DraftApproved    = "approved"
	DraftReturned    = "returned"
	ReleaseBegun     = "begun"     // a release has begun
	ReleaseCancelled = "cancelled" // a release that had not begun is taken back
	ReleaseMoved     = "moved"     // such a release begins at another time
	PageOverdue      = "overdue"   // somebody was to have looked at a page by now
)

// Item is one thing that has happened to a page.
type Item struct {
	What    string    `json:"what"`
	Page    cms.ID    `json:"page"`
	By      cms.ID    `json:"by,omitempty"` // who did it
	At      time.Time `json:"at,omitzero"`
	Release cms.ID    `json:"release,omitempty"`
	Planned bool      `json:"planned,omitempty"` // what has begun was planned before
	From    time.Time `json:"from,omitzero"`     // when what was cancelled or moved was to begin
	To      time.Time `json:"to,omitzero"`       // when what was moved is to begin
}

// NewsArgs is the job that finds out whom it concerns what an edit has done.
type NewsArgs struct {
	Items []Item `json:"items"`
}

// Kind is the permanent name of the job.
func (NewsArgs) Kind() string { return "news" }

// BeginArgs is the job that finds out whom it concerns that releases have begun at
// an instant. There is one to an instant, so that what is published together is
// told together.
type BeginArgs struct {
	At time.Time `json:"at"`
}

// Kind is the permanent name of the job.
func (BeginArgs) Kind() string { return "begin" }

// PostArgs is the job that writes one letter to one person.
type PostArgs struct {
	To    cms.ID         `json:"to"`
	Sort  cms.LetterSort `json:"sort"`
	Items []Item         `json:"items"`
}

// Kind is the permanent name of the job.
func (PostArgs) Kind() string { return "post" }

// MailQueue is where letters about pages wait. A server for mail that does not
// answer keeps nothing else waiting.
const MailQueue = "mail"

// postings is how a letter waits: tried again for a day and a half. The step
// before it may be worked twice if the program breaks off at its end; the letter is
// known again then.
var postings = river.InsertOpts{Queue: MailQueue, MaxAttempts: 15, UniqueOpts: river.UniqueOpts{ByArgs: true}}

// tellPeople has what the user did told to those whom it concerns. What content
// files do is told to nobody.
func (e *Edit) tellPeople(i Item) {
	if e.user.ID != cms.System.ID {
		i.By, i.At = e.user.ID, e.at
		e.news = append(e.news, i)
	}
}

// tellOfBegin has it told that what the user releases has begun, when it has.
func (e *Edit) tellOfBegin(at time.Time) {
	if e.user.ID != cms.System.ID {
		e.begins[at.UTC()] = true // as one instant is spelt in one way, it has one job
	}
}

func (e *Edit) queueNews(ctx context.Context) error {
	if e.pretending {
		return nil
	}
	if len(e.news) > 0 {
		if _, err := e.jobs.InsertTx(ctx, e.tx.Tx, NewsArgs{e.news}, nil); err != nil {
			return fmt.Errorf("publishing: queue news: %w", err)
		}
	}
	for _, at := range slices.SortedFunc(maps.Keys(e.begins), time.Time.Compare) {
		options := &river.InsertOpts{UniqueOpts: river.UniqueOpts{ByArgs: true}}
		if at.After(e.at) {
			options.ScheduledAt = at
		}
		if _, err := e.jobs.InsertTx(ctx, e.tx.Tx, BeginArgs{at}, options); err != nil {
			return fmt.Errorf("publishing: queue news of %s: %w", at.Format(time.RFC3339), err)
		}
	}
	return nil
}

// addressee is who gets a letter of a sort.
type addressee struct {
	id   cms.ID
	sort cms.LetterSort
}

// addressees are the letters that are to be written, by whom they go to.
type addressees map[addressee][]Item

// add tells people of something, each once, and nobody of what they did
// themselves.
func (a addressees) add(sort cms.LetterSort, i Item, people ...cms.ID) {
	for _, id := range people {
		to := addressee{id, sort}
		if id != "" && id != i.By && id != cms.System.ID && !slices.Contains(a[to], i) {
			a[to] = append(a[to], i)
		}
	}
}

// queuePost queues a letter to each.
func (e *Edit) queuePost(ctx context.Context, a addressees) error {
	byPerson := func(a, b addressee) int {
		return strings.Compare(string(a.id)+string(a.sort), string(b.id)+string(b.sort))
	}
	for _, to := range slices.SortedFunc(maps.Keys(a), byPerson) {
		options := postings
		if _, err := e.jobs.InsertTx(ctx, e.tx.Tx, PostArgs{to.id, to.sort, a[to]}, &options); err != nil {
			return fmt.Errorf("publishing: queue a letter: %w", err)
		}
	}
	return nil
}

// TellNews queues letters to those whom it concerns what an edit has done.
func (e *Edit) TellNews(ctx context.Context, n NewsArgs) error {
	letters := addressees{}
	for _, i := range n.Items {
		if err := e.concerned(ctx, letters, i); ignoreNotFound(err) != nil { // of a page that is deleted there is nothing to tell
			return err
		}
	}
	return e.queuePost(ctx, letters)
}

func (e *Edit) concerned(ctx context.Context, letters addressees, i Item) error {
	switch i.What {
	case DraftSubmitted:
		reviewers, err := e.reviewersOf(ctx, i.Page)
		letters.add(cms.LetterReview, i, reviewers...)
		return err
	case DraftApproved, DraftReturned:
		draft, err := e.tx.Draft(ctx, i.Page)
		if err != nil {
			return err
		}
		sender, err := e.senderOf(ctx, i.Page, 0)
		letters.add(cms.LetterAnswer, i, draft.Editor, sender)
		return err
	}
	owner, err := e.tx.Owner(ctx, i.Page)
	if err != nil {
		return err
	}
	entry, _, err := e.placedBy(ctx, i.Page, i.Release)
	letters.add(cms.LetterPlanned, i, entry.Actor, owner)
	return err
}

var (
	mayWrite   = []string{"author", "reviewer", "publisher", "administrator"}
	mayReview  = []string{"reviewer", "publisher", "administrator"}
	mayRelease = []string{"publisher", "administrator"}
)

// reviewersOf returns those who may approve the draft of a page.
func (e *Edit) reviewersOf(ctx context.Context, page cms.ID) ([]cms.ID, error) {
	line, err := e.lineage(ctx, page)
	if err != nil {
		return nil, err
	}
	draft, err := e.tx.Draft(ctx, page)
	if err != nil {
		return nil, err
	}
	people, err := e.tx.HolderIDs(ctx, mayReview, pageIDs(line))
	return slices.DeleteFunc(people, func(id cms.ID) bool { return id == draft.Editor }), err
}

// senderOf returns who sent the draft of a page for review that was released by an
// entry of the audit, or 0: that there is now; empty: nobody did.
func (e *Edit) senderOf(ctx context.Context, page cms.ID, before int64) (cms.ID, error) {
	entries, err := e.tx.Entries(ctx, page, []string{"submit", "release"}, nil, before, 1)
	if err != nil || len(entries) == 0 || entries[0].Action != "submit" {
		return "", err
	}
	return entries[0].Actor, nil
}

// placedBy returns what the audit tells of a release of a page. Of one that goes
// on at another address after a move it tells nothing.
func (e *Edit) placedBy(ctx context.Context, page, release cms.ID) (entry postgres.Entry, found bool, err error) {
	entries, err := e.tx.Entries(ctx, page, releasing, nil, 0, mostEntries)
	i := slices.IndexFunc(entries, func(entry postgres.Entry) bool { return entry.Release == release })
	if err != nil || i < 0 {
		return entry, false, err
	}
	return entries[i], true, nil
}

// TellBegin queues letters to those whom it concerns that releases have begun. It
// reports true, and does nothing, if by the database's clock they have not.
func (p *Publisher) TellBegin(ctx context.Context, b BeginArgs) (early bool, err error) {
	err = p.Edit(ctx, cms.System, func(e *Edit) error {
		err := e.lock(ctx) // from here on nothing more can be made to begin then
		early = e.at.Before(b.At)
		return err
	})
	if err != nil || early {
		return early, err
	}
	return false, p.Edit(ctx, cms.System, func(e *Edit) error { return e.tellBegun(ctx, b.At) }) // keeps nobody waiting
}

func (e *Edit) tellBegun(ctx context.Context, at time.Time) error {
	releases, err := e.tx.ReleasesFrom(ctx, at)
	if err != nil {
		return err
	}
	letters := addressees{}
	for _, r := range releases {
		entry, found, err := e.placedBy(ctx, r.Page, r.ID)
		if err != nil {
			return err
		}
		if !found || entry.Actor == cms.System.ID {
			continue
		}
		people, err := e.behind(ctx, r, entry)
		if err != nil {
			return err
		}
		i := Item{What: ReleaseBegun, Page: r.Page, By: entry.Actor, At: at, Release: r.ID, Planned: entry.At.Before(r.LiveFrom)}
		letters.add(cms.LetterReleased, i, people...)
	}
	return e.queuePost(ctx, letters)
}

// behind returns who wrote what a release shows, who sent it for review, and who
// looks after the page.
func (e *Edit) behind(ctx context.Context, r cms.Release, entry postgres.Entry) (people []cms.ID, err error) {
	owner, err := e.tx.Owner(ctx, r.Page)
	if err != nil {
		return nil, err
	}
	before := entry.Number
	if entry.Action == "reschedule" { // it was sent for review before it was first planned
		first, err := e.tx.Entries(ctx, r.Page, []string{"release"}, nil, before, 1)
		if err != nil {
			return nil, err
		}
		if len(first) > 0 {
			before = first[0].Number
		}
	}
	sender, err := e.senderOf(ctx, r.Page, before)
	if err != nil || r.Revision == "" {
		return []cms.ID{owner, sender}, err
	}
	revision, err := e.tx.Revision(ctx, r.Revision)
	return []cms.ID{owner, sender, revision.CreatedBy}, err
}

// TellOverdue queues letters to those who look after pages that were to be looked
// at again before today, or else to those who may publish there: once a week,
// whenever it is first asked for.
func (e *Edit) TellOverdue(ctx context.Context, today cms.Date) error {
	first, err := e.tx.TakeWeek(ctx, mondayOf(today))
	if err != nil || !first {
		return err
	}
	pages, err := e.tx.OverduePages(ctx, today)
	if err != nil {
		return err
	}
	letters := addressees{}
	for _, page := range pages {
		people, err := e.lookingAfter(ctx, page)
		if err != nil {
			return err
		}
		letters.add(cms.LetterOverdue, Item{What: PageOverdue, Page: page, At: today.In(time.UTC)}, people...)
	}
	return e.queuePost(ctx, letters)
}

// mondayOf is the first day of the week of a day.
func mondayOf(day cms.Date) cms.Date {
	t := day.In(time.UTC)
	return cms.DateOf(t.AddDate(0, 0, -(int(t.Weekday())+6)%7))
}

// lookingAfter returns the owner of a page, if they can still change it, or else
// those who may publish it.
func (e *Edit) lookingAfter(ctx context.Context, page cms.ID) ([]cms.ID, error) {
	line, err := e.lineage(ctx, page)
	if err != nil {
		return nil, err
	}
	owner, err := e.tx.Owner(ctx, page)
	if err != nil {
		return nil, err
	}
	if owner != "" {
		account, err := e.tx.Account(ctx, owner)
		if ignoreNotFound(err) != nil {
			return nil, err
		}
		if err == nil && account.Active() && account.HasPassword && cms.Can(account.User, cms.ActionSave, pageIDs(line)) {
			return []cms.ID{owner}, nil
		}
	}
	return e.tx.HolderIDs(ctx, mayRelease, pageIDs(line))
}
