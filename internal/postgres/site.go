package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"lectern/internal/cms"
)

// Site reads as the public login: whatever it asks, only live rows answer.
type Site struct{ Pool *pgxpool.Pool }

// OpenSite connects as the login in url or, when url is empty, as the public
// login that the owner keeps. It refuses a login that is not confined.
func OpenSite(ctx context.Context, owner *Store, url string) (*Site, error) {
	config := owner.Pool.Config()
	if url != "" {
		given, err := pgxpool.ParseConfig(url)
		if err != nil {
			return nil, fmt.Errorf("postgres: the public database URL cannot be read: %w", err)
		}
		config = given
	} else {
		login, err := owner.Login(ctx, "public")
		if err != nil {
			return nil, err
		}
		config.ConnConfig.User, config.ConnConfig.Password = login.Name, login.Password
	}
	config.ConnConfig.RuntimeParams["application_name"] = "lectern site"
	// Plans are made not to depend on what is asked for (see the migration).
	config.ConnConfig.RuntimeParams["plan_cache_mode"] = "force_generic_plan"
	config.ConnConfig.RuntimeParams["timezone"] = "UTC"
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("postgres: open as the public login: %w", err)
	}
	site := &Site{Pool: pool}
	if err := site.confined(ctx, owner); err != nil {
		pool.Close()
		return nil, err
	}
	return site, nil
}

// Close ends every connection.
func (s *Site) Close() { s.Pool.Close() }

// confined fails if row-level security would not hold for the login, if it may
// look from other instants as the preview login may, and if it may not even
// read what is live.
func (s *Site) confined(ctx context.Context, owner *Store) error {
	preview, err := owner.Login(ctx, "preview")
	if err != nil {
		return err
	}
	var name string
	var unbound, reads bool
	err = s.Pool.QueryRow(ctx, `
		select current_user, exists (
			select from pg_roles r where pg_has_role(current_user, r.oid, 'member') and (r.rolsuper or r.rolbypassrls
				or r.rolcreaterole or r.rolreplication or r.rolname ^@ 'pg_' -- what Postgres itself grants, such as pg_read_all_data
				or r.rolname = $1 or exists (select from pg_class c where c.relowner = r.oid and c.relname in ('release', 'revision')))),
			has_table_privilege('release', 'select') and has_function_privilege('site_now()', 'execute')`,
		preview.Name).Scan(&name, &unbound, &reads)
	if err != nil {
		return fmt.Errorf("postgres: connect as the public login: %w", err)
	}
	if unbound {
		return fmt.Errorf("postgres: the login %q for visitors owns the tables, has special rights or may bypass row-level security; give visitors a login of their own in LECTERN_PUBLIC_DATABASE_URL, or leave it unset", name)
	}
	if !reads {
		public, err := owner.Login(ctx, "public")
		if err != nil {
			return err
		}
		return fmt.Errorf("postgres: the login %q for visitors may not read the site; run: grant %s to %s", name, quoteName(public.Name), quoteName(name))
	}
	return nil
}

// Snapshot is one consistent look at what is live at one instant.
type Snapshot struct {
	tx    pgx.Tx
	rules cms.Rules // nil: nobody has asked where they are needed
}

// Snapshot runs f on one consistent look at what is live.
func (s *Site) Snapshot(ctx context.Context, f func(*Snapshot) error) error {
	options := pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}
	var inner error // not the database's: it keeps its own name
	err := pgx.BeginTxFunc(ctx, s.Pool, options, func(tx pgx.Tx) error {
		inner = f(&Snapshot{tx: tx})
		return inner
	})
	if inner != nil {
		return inner
	}
	return failure("read the site", err)
}

// Ping asks whether the database answers.
func (s *Site) Ping(ctx context.Context) error {
	var one int
	return failure("ping", s.Pool.QueryRow(ctx, `select 1`).Scan(&one))
}
