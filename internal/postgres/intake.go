package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"lectern/internal/cms"
)

// InsertRedirectHit records a use of an old address, as the public login may.
func (s *Site) InsertRedirectHit(ctx context.Context, from string) error {
	_, err := s.Pool.Exec(ctx, `insert into redirect_hit (from_path) values ($1)`, from)
	return failure("count a redirect", err)
}

// InsertSubmission keeps a form that was sent, as the public login may. What is
// there already stays as it is: then it is not the first.
func (s *Site) InsertSubmission(ctx context.Context, sent cms.Submission) (first bool, err error) {
	tag, err := s.Pool.Exec(ctx, `
		insert into form_submission (token, page_id, data) values ($1, $2, $3)
		on conflict do nothing`, sent.Token, sent.Page, sent.Answers)
	return tag.RowsAffected() == 1, failure("keep a form that was sent", err)
}

// EachSubmission calls f with every form that was sent from that page, or with
// an empty id from any, the oldest first.
func (tx *Tx) EachSubmission(ctx context.Context, page cms.ID, f func(cms.Submission) error) error {
	rows, _ := tx.Query(ctx, `
		select token, page_id, received_at, data from form_submission
		where $1::uuid is null or page_id = $1 order by received_at, token`, nullable(page))
	var sent cms.Submission
	_, err := pgx.ForEachRow(rows, []any{&sent.Token, &sent.Page, &sent.At, &sent.Answers}, func() error {
		defer func() { sent = cms.Submission{} }()
		return f(sent)
	})
	return failure("read the forms that were sent", err)
}

// DeleteSubmission deletes a form that was sent. It fails with cms.ErrNotFound
// if there is none.
func (tx *Tx) DeleteSubmission(ctx context.Context, token cms.ID) (page cms.ID, err error) {
	err = tx.QueryRow(ctx, `delete from form_submission where token = $1 returning page_id`, token).Scan(&page)
	return page, failure("delete a form that was sent", err)
}

// changesKept is how long nodes may be away and still learn what has changed.
const changesKept = "7 days"

// Forget deletes what visitors left that is older than that, and changes that
// every node has long learnt of.
func (s *Store) Forget(ctx context.Context, older time.Duration) error {
	batch := &pgx.Batch{}
	batch.Queue(`delete from search_query where at < now() - $1::interval`, older)
	batch.Queue(`delete from search_choice where at < now() - $1::interval`, older)
	batch.Queue(`delete from redirect_hit where at < now() - $1::interval`, older)
	batch.Queue(`delete from change where at < now() - interval '` + changesKept + `' and number < (select max(number) from change)`) // the last is the site's version
	return failure("forget what is old", s.Pool.SendBatch(ctx, batch).Close())
}

// ForgetForms deletes forms that were sent before that time.
func (s *Store) ForgetForms(ctx context.Context, older time.Duration) error {
	_, err := s.Pool.Exec(ctx, `delete from form_submission where received_at < now() - $1::interval`, older)
	return failure("forget old forms", err)
}

const submissionsWhere = `
	where page_id = $1 and ($2::timestamptz is null or received_at >= $2) and ($3::timestamptz is null or received_at < $3)`

// Submissions returns a page of the list of what was sent from a form, the
// newest first, and how many there are in all.
func (tx *Tx) Submissions(ctx context.Context, q cms.SubmissionQuery) (list []cms.Submission, total int, err error) {
	page, from, until := q.Page, nullableInstant(q.From), nullableInstant(q.Until)
	err = tx.QueryRow(ctx, `select count(*) from form_submission`+submissionsWhere, page, from, until).Scan(&total)
	if err != nil {
		return nil, 0, failure("count the forms that were sent", err)
	}
	rows, _ := tx.Query(ctx, `select `+submissionColumns+` from form_submission`+submissionsWhere+`
		order by received_at desc, token desc limit $4 offset $5`, page, from, until, limit(q.Size), q.Skip())
	list, err = pgx.CollectRows(rows, scanSubmission)
	return list, total, failure("read the forms that were sent", err)
}

const submissionColumns = `token, page_id, received_at, data`

func scanSubmission(row pgx.CollectableRow) (s cms.Submission, err error) {
	err = row.Scan(&s.Token, &s.Page, &s.At, &s.Answers)
	return s, err
}

// Submission returns a form that was sent.
func (tx *Tx) Submission(ctx context.Context, token cms.ID) (cms.Submission, error) {
	rows, _ := tx.Query(ctx, `select `+submissionColumns+` from form_submission where token = $1`, token)
	s, err := pgx.CollectExactlyOneRow(rows, scanSubmission)
	return s, failure("read a form that was sent", err)
}

// DeleteSubmissions deletes what was sent from a page before an instant. It
// returns how many there were.
func (tx *Tx) DeleteSubmissions(ctx context.Context, page cms.ID, before time.Time) (int, error) {
	tag, err := tx.Exec(ctx, `delete from form_submission where page_id = $1 and received_at < $2`, page, before)
	return int(tag.RowsAffected()), failure("delete forms that were sent", err)
}

// FormBoxes returns the pages of a kind, and those that something was sent
// from, whether they are still there, in the bin, or gone; as things are at that instant.
func (tx *Tx) FormBoxes(ctx context.Context, kind string, at time.Time) ([]cms.FormBox, error) {
	rows, _ := tx.Query(ctx, `
		with sent as (
			select page_id, count(*)::int as count, max(received_at) as latest from form_submission group by 1
		)
		select coalesce(page.id, sent.page_id), coalesce(`+knownAs+`, '') as name,
			coalesce((select path from release where release.page_id = page.id and live_from <= $2 and live_until > $2), ''),
			coalesce(sent.count, 0), sent.latest
		from (
			select id, slug, title from page where kind = $1
			union select id, slug, title from every_page where id in (select page_id from sent)
		) as page
		full join sent on sent.page_id = page.id
		order by page.id is null, name, 1`, kind, at)
	list, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (b cms.FormBox, err error) {
		err = row.Scan(&b.Page, &b.Title, &b.Path, &b.Count, (*instant)(&b.Latest))
		return b, err
	})
	return list, failure("read the pages with forms", err)
}
