package postgres

import "context"

// InsertSearchQuery records what was searched for, as the public login may.
func (s *Site) InsertSearchQuery(ctx context.Context, query string, results int) error {
	_, err := s.Pool.Exec(ctx, `insert into search_query (query, results) values ($1, $2)`, query, results)
	return failure("record a search", err)
}

// InsertRedirectHit records a use of an old address, as the public login may.
func (s *Site) InsertRedirectHit(ctx context.Context, from string) error {
	_, err := s.Pool.Exec(ctx, `insert into redirect_hit (from_path) values ($1)`, from)
	return failure("count a redirect", err)
}
