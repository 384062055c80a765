package postgres

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"

	"lectern/migrations"
)

// Migrate brings the schema, the logins and their grants up to date. Nodes
// that start at once wait for each other: one migrates. It returns how many
// migrations were applied.
func (s *Store) Migrate(ctx context.Context) (applied int, err error) {
	provider, err := s.migrations()
	if err != nil {
		return 0, err
	}
	defer provider.Close()
	results, err := provider.Up(ctx)
	if err != nil {
		return 0, fmt.Errorf("postgres: migrate: %w", err)
	}
	if err := s.grantLogins(ctx); err != nil {
		return 0, fmt.Errorf("postgres: logins: %w", err)
	}
	return len(results), nil
}

// migrations are those of the schema, to be closed after use.
func (s *Store) migrations() (*goose.Provider, error) {
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 300)) // asks each second, for five minutes
	if err != nil {
		return nil, fmt.Errorf("postgres: migration lock: %w", err)
	}
	provider, err := goose.NewProvider(goose.DialectPostgres, stdlib.OpenDBFromPool(s.Pool), migrations.Files,
		goose.WithSessionLocker(locker),
		goose.WithGoMigrations(s.riverMigration(2, 6)))
	if err != nil {
		return nil, fmt.Errorf("postgres: migrations: %w", err)
	}
	return provider, nil
}

// riverMigration makes the job queue's tables as River's own version wants
// them, as the goose migration with that number.
func (s *Store) riverMigration(number int64, version int) *goose.Migration {
	up := func(ctx context.Context, _ *sql.DB) error {
		migrator, err := rivermigrate.New(riverpgxv5.New(s.Pool), nil)
		if err != nil {
			return err
		}
		_, err = migrator.Migrate(ctx, rivermigrate.DirectionUp, &rivermigrate.MigrateOpts{TargetVersion: version})
		return err
	}
	return goose.NewGoMigration(number, &goose.GoFunc{RunDB: up}, nil)
}

// Login names a confined login of this database.
type Login struct {
	Name     string
	Password string
}

// Login returns the login made for that purpose: "public", "preview" or "search".
func (s *Store) Login(ctx context.Context, purpose string) (Login, error) {
	var l Login
	err := s.Pool.QueryRow(ctx, `select name, password from login where purpose = $1`, purpose).Scan(&l.Name, &l.Password)
	return l, failure("read login", err)
}

// loginLock orders the making of logins: roles belong to the whole cluster.
const loginLock = 7223001

func (s *Store) grantLogins(ctx context.Context) error {
	return pgx.BeginFunc(ctx, s.Pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `select pg_advisory_xact_lock($1)`, loginLock); err != nil {
			return err
		}
		public, err := ensureLogin(ctx, tx, "public")
		if err != nil {
			return err
		}
		preview, err := ensureLogin(ctx, tx, "preview")
		if err != nil {
			return err
		}
		search, err := ensureLogin(ctx, tx, "search")
		if err != nil {
			return err
		}
		// A preview runs inside the owner's transaction, as this role.
		if _, err := tx.Exec(ctx, fmt.Sprintf(`grant %s to current_user`, quoteName(preview))); err != nil {
			return err
		}
		var database string
		if err := tx.QueryRow(ctx, `select current_database()`).Scan(&database); err != nil {
			return err
		}
		grants := strings.NewReplacer(
			":'preview'", quoteText(preview), ":preview", quoteName(preview),
			":public", quoteName(public), ":search", quoteName(search), ":database", quoteName(database),
		).Replace(migrations.Logins)
		_, err = tx.Exec(ctx, grants)
		return err
	})
}

// ensureLogin makes the login once per database, and again with the password
// that is kept if the cluster has lost it, as after a restore elsewhere.
func ensureLogin(ctx context.Context, tx pgx.Tx, purpose string) (name string, err error) {
	var password string
	err = tx.QueryRow(ctx, `select name, password from login where purpose = $1`, purpose).Scan(&name, &password)
	if errors.Is(err, pgx.ErrNoRows) {
		name = "lectern_" + purpose + "_" + strings.ToLower(rand.Text()[:8])
		password = rand.Text()
		_, err = tx.Exec(ctx, `insert into login (purpose, name, password) values ($1, $2, $3)`, purpose, name, password)
	}
	if err != nil {
		return "", err
	}
	var exists bool
	if err := tx.QueryRow(ctx, `select exists (select from pg_roles where rolname = $1)`, name).Scan(&exists); err != nil {
		return "", err
	}
	if exists {
		return name, nil
	}
	_, err = tx.Exec(ctx, fmt.Sprintf(`create role %s login noinherit nocreatedb nocreaterole password %s`,
		quoteName(name), quoteText(password)))
	return name, err
}

func quoteName(s string) string { return pgx.Identifier{s}.Sanitize() }
func quoteText(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }
