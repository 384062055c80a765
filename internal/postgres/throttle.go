package postgres

import (
	"context"
	"errors"
	"time"

	"lectern/internal/cms"
)

// Try counts a try, as one in vain until Forgive says otherwise, unless it comes
// too early. Then wait is how long is to be waited first, and nothing is
// counted. The first free tries may follow each other; after each further one
// the wait is twice as long, up to longest. Ten minutes without any forgive one.
// All nodes count together, and tries at the same moment wait for each other.
func (s *Store) Try(ctx context.Context, key []byte, free int, longest time.Duration) (wait time.Duration, err error) {
	err = failure("count a try", s.Pool.QueryRow(ctx, `
		insert into throttle as t (key, tries, tried_at, next_at) values ($1, 1, now(), now())
		on conflict (key) do update set (tried_at, tries, next_at) = (
			select now(), tries, case when tries < $2 then now()
				else now() + least($3::interval, interval '1 second' * 2.0 ^ least(tries - $2, 30)) end
			from (select 1 + greatest(t.tries - floor(extract(epoch from now() - t.tried_at) / 600)::integer, 0) as tries) as counted)
		where t.next_at <= now()
		returning interval '0'`, key, free, longest).Scan(&wait))
	if !errors.Is(err, cms.ErrNotFound) {
		return 0, err
	}
	err = s.Pool.QueryRow(ctx, `select greatest(next_at - now(), interval '1 second') from throttle where key = $1`, key).Scan(&wait)
	if err = failure("read when to try again", err); errors.Is(err, cms.ErrNotFound) {
		return time.Second, nil // forgiven at this moment
	}
	return wait, err
}

// Forgive forgets what was tried in vain, or with all false the latest try only.
func (s *Store) Forgive(ctx context.Context, key []byte, all bool) error {
	_, err := s.Pool.Exec(ctx, `
		update throttle set tries = case when $2 then 0 else greatest(tries - 1, 0) end, next_at = now() where key = $1`, key, all)
	return failure("forget tries", err)
}

// ForgetAccess deletes sessions and links that have expired, and tries of more
// than a day ago.
func (s *Store) ForgetAccess(ctx context.Context) error {
	_, err := s.Pool.Exec(ctx, `
		with sessions as (delete from session where expires_at < now()),
			links as (delete from account_link where expires_at < now())
		delete from throttle where tried_at < now() - interval '1 day'`)
	return failure("forget who was signed in", err)
}
