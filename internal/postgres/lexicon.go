package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"lectern/internal/cms"
	"lectern/internal/search"
)

// SetSynonyms stores a group by its ID. It reports whether anything changed.
func (tx *Tx) SetSynonyms(ctx context.Context, g cms.Synonyms) (changed bool, err error) {
	tag, err := tx.Exec(ctx, `
		insert into synonyms (id, words, also) values ($1, $2, $3)
		on conflict (id) do update set words = excluded.words, also = excluded.also
		where (synonyms.words, synonyms.also) is distinct from (excluded.words, excluded.also)`,
		g.ID, g.Words, append([]string{}, g.Also...))
	return tag.RowsAffected() == 1, failure("set synonyms", err)
}

// DeleteSynonyms forgets a group. It reports whether there was one.
func (tx *Tx) DeleteSynonyms(ctx context.Context, id cms.ID) (existed bool, err error) {
	tag, err := tx.Exec(ctx, `delete from synonyms where id = $1`, id)
	return tag.RowsAffected() == 1, failure("delete synonyms", err)
}

// Synonyms returns every group, by its first word.
func (tx *Tx) Synonyms(ctx context.Context) ([]cms.Synonyms, error) {
	rows, _ := tx.Query(ctx, `select id::text, words, also from synonyms order by lower(words[1]) collate "C", id`)
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[cms.Synonyms])
	return list, failure("read synonyms", err)
}

// SetBestBet stores a best bet by its ID. It reports whether anything changed.
func (tx *Tx) SetBestBet(ctx context.Context, b cms.BestBet) (changed bool, err error) {
	set, err := tx.Exec(ctx, `
		insert into best_bet (id, texts, note) values ($1, $2, $3)
		on conflict (id) do update set texts = excluded.texts, note = excluded.note
		where (best_bet.texts, best_bet.note) is distinct from (excluded.texts, excluded.note)`, b.ID, b.Texts, b.Note)
	if err != nil {
		return false, failure("set a best bet", err)
	}
	var same bool
	err = tx.QueryRow(ctx, `
		select array(select page_id from best_bet_page where bet_id = $1 order by position) = $2::uuid[]`, b.ID, ids(b.Pages)).Scan(&same)
	if err != nil || same {
		return set.RowsAffected() == 1, failure("read a best bet", err)
	}
	batch := &pgx.Batch{}
	batch.Queue(`delete from best_bet_page where bet_id = $1`, b.ID)
	batch.Queue(`
		insert into best_bet_page (bet_id, position, page_id)
		select $1, position, id from unnest($2::uuid[]) with ordinality as page (id, position)`, b.ID, ids(b.Pages))
	return true, failure("set the pages of a best bet", tx.SendBatch(ctx, batch).Close())
}

// DeleteBestBet forgets a best bet. It reports whether there was one.
func (tx *Tx) DeleteBestBet(ctx context.Context, id cms.ID) (existed bool, err error) {
	tag, err := tx.Exec(ctx, `delete from best_bet where id = $1`, id)
	return tag.RowsAffected() == 1, failure("delete a best bet", err)
}

// BestBets returns every best bet, by its first text.
func (tx *Tx) BestBets(ctx context.Context) ([]cms.BestBet, error) {
	rows, _ := tx.Query(ctx, `
		select id::text, texts, array(select page_id::text from best_bet_page where bet_id = best_bet.id order by position), note
		from best_bet order by lower(texts[1]) collate "C", id`)
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[cms.BestBet])
	return list, failure("read best bets", err)
}

// BetPages returns what editors are told of the pages of best bets, as things
// are at that instant.
func (tx *Tx) BetPages(ctx context.Context, at time.Time) (map[cms.ID]cms.BetPage, error) {
	rows, _ := tx.Query(ctx, `
		select page.id::text, `+knownAs+`, coalesce(live.path, '')
		from page left join lateral (
			select path from release where release.page_id = page.id and outcome in ('page', 'announced') and live_from <= $1 and live_until > $1
		) as live on true
		where page.id in (select page_id from best_bet_page)`, at)
	pages := map[cms.ID]cms.BetPage{}
	var id cms.ID
	var page cms.BetPage
	_, err := pgx.ForEachRow(rows, []any{&id, &page.Title, &page.Path}, func() error {
		pages[id] = page
		return nil
	})
	return pages, failure("read the pages of best bets", err)
}

// Lexicon returns what editors have told the search. Of best bets it has the
// pages that are live, and the second result has the live release of each.
func (g *Glance) Lexicon(ctx context.Context) (search.Lexicon, map[cms.ID]cms.ID, error) {
	rows, _ := g.tx.Query(ctx, `select '', words, also from search_synonyms()`)
	synonyms, err := pgx.CollectRows(rows, pgx.RowToStructByPos[cms.Synonyms])
	if err != nil {
		return search.Lexicon{}, nil, failure("read synonyms", err)
	}
	rows, _ = g.tx.Query(ctx, `select texts, pages::text[], releases::text[] from search_bets()`)
	var bets []cms.BestBet
	var bet cms.BestBet
	var releases []cms.ID
	live := map[cms.ID]cms.ID{}
	_, err = pgx.ForEachRow(rows, []any{&bet.Texts, &bet.Pages, &releases}, func() error {
		bets = append(bets, bet)
		for i, page := range bet.Pages {
			live[page] = releases[i]
		}
		return nil
	})
	return search.NewLexicon(synonyms, bets), live, failure("read best bets", err)
}
