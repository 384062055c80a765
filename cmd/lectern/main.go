// Command lectern is a publishing portal for public bodies: a website, its
// editors' admin and its feeds from one Postgres database.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // the machine may know no time zones

	"github.com/alecthomas/kong"

	"lectern/internal/config"
)

// commands is the command line: what it holds and how it is explained.
type commands struct {
	config.Settings

	Serve       serveCommand       `cmd:"" help:"Serve the website, and run background jobs."`
	Migrate     migrateCommand     `cmd:"" help:"Bring the database's schema up to date."`
	Import      importCommand      `cmd:"" help:"Load content files. All or nothing; what has not changed writes nothing."`
	Schema      schemaCommand      `cmd:"" help:"Print the JSON Schema of content files, for editors of text that complete and check them. Needs no database."`
	Export      exportCommand      `cmd:"" help:"Write the site into content files, as import reads them."`
	Check       checkCommand       `cmd:"" help:"Look for problems in content files, or in what is public or planned: what keeps pages from being published, and what would make them better. Exit status 1 if there is any, advice included. Each line ends with the name of its rule, which docs/checks.md explains."`
	Generate    generateCommand    `cmd:"" help:"Fill an empty database with a synthetic site, for measuring."`
	Reindex     reindexCommand     `cmd:"" help:"Derive anew what lists show of pages, and their references, files in use and search text. Wanted after an upgrade that says so."`
	Submissions submissionsCommand `cmd:"" help:"Write the forms that visitors have sent, or delete one."`
	User        userCommand        `cmd:"" help:"Manage the accounts of people who work on the website."`
	Health      healthCommand      `cmd:"" help:"Ask a running server whether it answers. Exit status 1 if it does not."`
	Config      configCommand      `cmd:"" help:"Show the settings in force, secrets left out."`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	var c commands
	parser := kong.Parse(&c,
		kong.Name("lectern"),
		kong.Description("A publishing portal for public bodies. Every flag can also be set by the environment variable shown beside it."),
		kong.ShortUsageOnError(),
		kong.BindTo(ctx, (*context.Context)(nil)),
	)
	if err := parser.Run(c.Settings); err != nil {
		if !errors.Is(err, errFound) {
			fmt.Fprintln(os.Stderr, "lectern: "+err.Error())
		}
		os.Exit(1)
	}
}
