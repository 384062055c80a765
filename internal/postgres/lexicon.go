package postgres

import (
	"context"
	"slices"
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

// SetSuggested stores a suggested search by its ID. It reports whether anything
// changed.
func (tx *Tx) SetSuggested(ctx context.Context, s cms.SuggestedSearch) (changed bool, err error) {
	tag, err := tx.Exec(ctx, `
		insert into suggested_search as had (id, text, typing, instead, note) values ($1, $2, $3, $4, $5)
		on conflict (id) do update set text = excluded.text, typing = excluded.typing, instead = excluded.instead, note = excluded.note
		where (had.text, had.typing, had.instead, had.note) is distinct from (excluded.text, excluded.typing, excluded.instead, excluded.note)`,
		s.ID, s.Text, s.Typing, append([]string{}, s.Instead...), s.Note)
	return tag.RowsAffected() == 1, failure("set a suggested search", err)
}

// DeleteSuggested forgets a suggested search. It reports whether there was one.
func (tx *Tx) DeleteSuggested(ctx context.Context, id cms.ID) (existed bool, err error) {
	tag, err := tx.Exec(ctx, `delete from suggested_search where id = $1`, id)
	return tag.RowsAffected() == 1, failure("delete a suggested search", err)
}

// Suggested returns every suggested search, by its text.
func (tx *Tx) Suggested(ctx context.Context) ([]cms.SuggestedSearch, error) {
	rows, _ := tx.Query(ctx, `select id::text, text, typing, instead, note from suggested_search order by lower(text) collate "C", id`)
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[cms.SuggestedSearch])
	return list, failure("read suggested searches", err)
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
	if err != nil {
		return search.Lexicon{}, nil, failure("read best bets", err)
	}
	suggested, err := g.suggested(ctx)
	return search.NewLexicon(synonyms, bets, suggested), live, err
}

// suggested returns what editors suggest, but for what they have forbidden.
func (g *Glance) suggested(ctx context.Context) ([]cms.SuggestedSearch, error) {
	rows, _ := g.tx.Query(ctx, `select '', text, typing, instead, '' from search_suggested()`)
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[cms.SuggestedSearch])
	if err != nil || len(list) == 0 {
		return nil, failure("read suggested searches", err)
	}
	texts := make([]string, len(list))
	for i, s := range list {
		texts[i] = s.Text
	}
	allowed, err := offered(ctx, g.tx, "", texts)
	return slices.DeleteFunc(list, func(s cms.SuggestedSearch) bool { return !slices.Contains(allowed, s.Text) }), err
}

// Offered returns those of the texts that may be offered to who has typed that:
// editors have not forbidden them, nor that anything is asked about what was typed.
func (x *Index) Offered(ctx context.Context, typed string, texts []string) ([]string, error) {
	return offered(ctx, x.pool, typed, texts)
}

func offered(ctx context.Context, db querier, typed string, texts []string) (allowed []string, err error) {
	spelt := make([]string, len(texts))
	for i, text := range texts {
		spelt[i] = search.Canonical(text)
	}
	var may []bool
	rows, _ := db.Query(ctx, `select coalesce(search_offered($1, $2), '{}')`, search.Canonical(typed), spelt)
	if may, err = pgx.CollectExactlyOneRow(rows, pgx.RowTo[[]bool]); err != nil {
		return nil, failure("ask what may be offered", err)
	}
	for i, text := range texts {
		if may[i] {
			allowed = append(allowed, text)
		}
	}
	return allowed, nil
}
