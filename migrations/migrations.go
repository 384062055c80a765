// Package migrations holds the database's schema as goose migrations, and the
// grants of the confined logins.
package migrations

import (
	"embed"
	_ "embed"
)

// Files holds the SQL migrations.
//
//go:embed 0*.sql
var Files embed.FS

// Logins grants the confined logins what they may do. In it, :public, :preview
// and :database stand for quoted names, and :'preview' for a quoted string.
//
//go:embed logins.sql
var Logins string
