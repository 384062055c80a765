// Package app wires Lectern together: it is the only package that knows all
// the others. Commands open an App, use what they need of it, and close it.
package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"lectern/internal/admin"
	"lectern/internal/auth"
	"lectern/internal/cms"
	"lectern/internal/config"
	"lectern/internal/kinds"
	"lectern/internal/linkcheck"
	"lectern/internal/localpg"
	"lectern/internal/mail"
	"lectern/internal/media"
	"lectern/internal/metrics"
	"lectern/internal/postgres"
	"lectern/internal/publishing"
	"lectern/internal/schema"
	"lectern/internal/site"
	"lectern/internal/transfer"
	"lectern/internal/web"
	"lectern/internal/worker"
	"lectern/static"
	"lectern/templates/block"
	"lectern/templates/kind"
)

// App is an open Lectern: its database, up to date, and its only writer.
type App struct {
	Settings  config.Settings
	Logger    *slog.Logger
	Zone      *time.Location
	Registry  *schema.Registry
	Store     *postgres.Store
	Blobs     *media.Disk
	Publisher *publishing.Publisher

	private *localpg.Server // nil when the database is somebody else's
}

// Open connects to the database, starting the private one if none is set, and
// brings it up to date.
func Open(ctx context.Context, settings config.Settings) (_ *App, err error) {
	a := &App{Settings: settings, Logger: settings.Logger()}
	defer func() {
		if err != nil {
			err = errors.Join(err, a.Close())
		}
	}()
	if err := settings.Check(); err != nil {
		return nil, err
	}
	if a.Zone, err = settings.Zone(); err != nil {
		return nil, err
	}
	registry, err := kinds.Registry()
	if err != nil {
		return nil, err
	}
	a.Registry = registry.In(a.Zone)
	if a.Blobs, err = media.OpenDisk(filepath.Join(settings.DataDir, "media")); err != nil {
		return nil, err
	}
	url, err := a.databaseURL(ctx)
	if err != nil {
		return nil, err
	}
	if a.Store, err = postgres.Open(ctx, url); err != nil {
		return nil, err
	}
	if _, err = a.Store.Migrate(ctx); err != nil {
		return nil, err
	}
	jobs, err := worker.NewInserter(a.Store.Pool, a.Logger)
	if err != nil {
		return nil, err
	}
	a.Publisher = publishing.New(a.Store, a.Registry, jobs)
	a.Publisher.Pings = settings.WebSubHub != ""
	return a, a.fillIndex(ctx)
}

// fillIndex makes what the search engine reads if there is none of it, as in a
// database from before there was an engine.
func (a *App) fillIndex(ctx context.Context) error {
	missing, err := a.Store.IndexMissing(ctx)
	if err != nil || !missing {
		return err
	}
	a.Logger.Info("what searches find is being made anew; with many pages this takes a while")
	_, err = a.Publisher.Reindex(ctx, cms.System)
	return err
}

func (a *App) databaseURL(ctx context.Context) (string, error) {
	if a.Settings.DatabaseURL != "" {
		return string(a.Settings.DatabaseURL), nil
	}
	private, err := localpg.Start(ctx, localpg.Config{DataDir: a.Settings.DataDir, Logger: a.Logger})
	if err != nil {
		return "", err
	}
	a.private = private
	return private.URL("lectern"), nil
}

// Files moves the site from and to content files. progress may be nil.
func (a *App) Files(progress transfer.Progress) transfer.Site {
	return transfer.Site{Publisher: a.Publisher, Registry: a.Registry, Blobs: a.Blobs, Progress: progress}
}

// Close lets go of everything, and stops the private database if nobody else
// uses it.
func (a *App) Close() error {
	var errs []error
	if a.Store != nil {
		a.Store.Close()
	}
	if a.Blobs != nil {
		errs = append(errs, a.Blobs.Close())
	}
	if a.private != nil {
		errs = append(errs, a.private.Close())
	}
	return errors.Join(errs...)
}

// cardBytes is how much of the pictures that stand for pages elsewhere is kept:
// some thousands of them.
const cardBytes = 200_000_000

// grace is how long requests under way may take when the server stops.
const grace = 10 * time.Second

// Server is a running website.
type Server struct {
	app        *App
	listener   net.Listener
	site       *site.Site
	admin      *admin.Admin
	db         *postgres.Site
	search     *searching
	cards      *media.Cache
	worker     *worker.Worker // nil: jobs are run elsewhere
	metrics    *metrics.Metrics
	measured   net.Listener  // nil: the metrics have no address of their own
	drain      time.Duration // how long the site says that it stops before it does
	URL        string        // where it listens
	Origin     string        // as readers know it
	MetricsURL string        // empty: they have no address of their own
}

// Listen opens the address and prepares the site behind it.
func (a *App) Listen(ctx context.Context, settings config.Serve) (_ *Server, err error) {
	if err := settings.Check(); err != nil {
		return nil, err
	}
	s := &Server{app: a, drain: settings.Drain, metrics: metrics.New()}
	if s.listener, err = net.Listen("tcp", settings.Addr); err != nil {
		return nil, fmt.Errorf("app: listen: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.Close())
		}
	}()
	s.URL = "http://" + s.listener.Addr().String()
	origin, err := settings.Origin(s.listener.Addr())
	if err != nil {
		return nil, err
	}
	s.Origin, a.Publisher.Origin = origin, origin
	if s.db, err = postgres.OpenSite(ctx, a.Store, string(a.Settings.PublicDatabaseURL)); err != nil {
		return nil, err
	}
	if s.search, err = a.openSearch(ctx, settings); err != nil {
		return nil, err
	}
	dist, err := fs.Sub(static.Dist, "dist")
	if err != nil {
		return nil, err
	}
	assets, err := web.NewAssets(dist)
	if err != nil {
		return nil, err
	}
	onSite, err := s.measure(settings, origin)
	if err != nil {
		return nil, err
	}
	pictures := media.NewPictures(a.Blobs, a.Logger)
	if s.cards, err = media.OpenCache(filepath.Join(a.Settings.DataDir, "cards"), cardBytes); err != nil {
		return nil, err
	}
	intake := publishing.NewIntake(s.db)
	s.site = site.New(site.Config{
		DB: s.db, Registry: a.Registry, Kinds: kind.All(), Blocks: block.All(), Assets: assets, Blobs: a.Blobs,
		Pictures: pictures, Cards: s.cards,
		BaseURL: origin, Zone: a.Zone, Dev: settings.Dev, Logger: a.Logger,
		Metrics: onSite, CountRequest: s.metrics.Request,
		Search: s.search.engine(), Latest: s.search.builtIn.Latest, Suggest: s.search.suggester.For, CountSearch: s.metrics.Search,
		WebSubHub: a.Settings.WebSubHub,
		Proxies:   settings.Trusted, FormLimit: settings.Forms, SubmitForm: intake.SubmitForm,
		RecordSearch: intake.RecordSearch, RecordChoice: intake.RecordChoice, CountRedirect: intake.CountRedirect,
	})
	common, err := static.Dist.ReadFile("dist/passwords.bin")
	if err != nil {
		return nil, err
	}
	host := ""
	if settings.BaseURL != "" {
		_, host, _ = strings.Cut(origin, "://")
	}
	s.admin = admin.New(admin.Config{
		Publisher: a.Publisher, Registry: a.Registry, Assets: assets, Blobs: a.Blobs, Pictures: pictures,
		BaseURL: origin, Zone: a.Zone, Logger: a.Logger, Proxies: settings.Trusted,
		CountRequest: s.metrics.Request, Preview: s.preview, SearchHealth: s.search.health,
		Search: s.search.engine(), Suggest: s.search.suggester.For, Retention: a.Settings.Retention,
		Auth: auth.New(auth.Config{Store: a.Store, HTTPS: strings.HasPrefix(origin, "https://"), Common: common, Logger: a.Logger}),
		Host: host, Mails: a.Settings.SMTPURL != "",
	})
	if a.Settings.SMTPURL == "" && strings.HasPrefix(origin, "https://") {
		a.Logger.Warn("no server for mail is set in LECTERN_SMTP_URL: letters, and the links in them that let people in, go to the log")
	}
	sender, err := mail.New(string(a.Settings.SMTPURL), a.Settings.MailFrom, a.Logger)
	if err != nil {
		return nil, err
	}
	if settings.Worker {
		retention := worker.Retention{Searches: a.Settings.Retention, Forms: a.Settings.FormRetention}
		s.worker, err = worker.New(a.Store, a.Publisher, a.Blobs, retention, worker.Post{Sender: sender, Origin: origin, Zone: a.Zone},
			worker.Hub{URL: a.Settings.WebSubHub, Feeds: s.site.FeedsOf}, otherWebsites(settings, origin), a.Logger)
	}
	return s, err
}

// otherWebsites is who asks them; nil: they are left alone.
func otherWebsites(settings config.Serve, origin string) publishing.Web {
	if !settings.AsksWebsites() {
		return nil
	}
	return linkcheck.New(linkcheck.Config{Origin: origin, Pause: linkcheck.Pause, Inside: settings.WebInside, Proxy: settings.WebProxyURL()})
}

// measure gives the metrics an address of their own, if they shall have one. It
// returns what tells them on the site, or nil.
func (s *Server) measure(settings config.Serve, origin string) (onSite http.Handler, err error) {
	s.metrics.Pool("owner", func() metrics.PoolStat { return s.app.Store.Pool.Stat() })
	s.metrics.Pool("visitors", func() metrics.PoolStat { return s.db.Pool.Stat() })
	s.metrics.Pool("search", func() metrics.PoolStat { return s.search.index.Stat() })
	s.search.measure(s.metrics)
	if settings.PrivateMetrics(s.listener.Addr(), origin) {
		return s.metrics.Handler(), nil
	}
	if settings.Metrics == "" {
		return nil, nil
	}
	if s.measured, err = net.Listen("tcp", settings.Metrics); err != nil {
		return nil, fmt.Errorf("app: listen for metrics: %w", err)
	}
	s.MetricsURL = "http://" + s.measured.Addr().String() + "/metrics"
	return nil, nil
}

// Handler answers every request: editors below /admin, visitors elsewhere.
func (s *Server) Handler() http.Handler {
	visitors, editors := s.site.Routes(), s.admin.Routes()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/admin" || strings.HasPrefix(r.URL.Path, "/admin/") {
			editors.ServeHTTP(w, r)
			return
		}
		visitors.ServeHTTP(w, r)
	})
}

// Run serves until ctx ends, and then finishes what is under way.
func (s *Server) Run(ctx context.Context) error {
	group, ctx := errgroup.WithContext(ctx)
	stop := s.drained(ctx)
	group.Go(func() error {
		return web.Serve(stop, s.listener, s.Handler(), grace, s.app.Logger)
	})
	if s.measured != nil {
		mux := http.NewServeMux()
		mux.Handle("GET /metrics", s.metrics.Handler())
		group.Go(func() error { return web.Serve(stop, s.measured, mux, grace, s.app.Logger) })
	}
	group.Go(func() error { return s.search.keep(stop) })
	if s.worker != nil {
		group.Go(func() error { return s.worker.Run(stop) })
	}
	return group.Wait()
}

// drained ends some time after ctx does: meanwhile the site says that it is not
// ready, and goes on answering.
func (s *Server) drained(ctx context.Context) context.Context {
	stop, cancel := context.WithCancel(context.WithoutCancel(ctx))
	context.AfterFunc(ctx, func() {
		s.site.Drain()
		time.AfterFunc(s.drain, cancel)
	})
	return stop
}

// Close lets go of the address, of the visitors' connections and of the folder
// of pictures.
func (s *Server) Close() error {
	if s.db != nil {
		s.db.Close()
	}
	if s.search != nil {
		s.search.close()
	}
	var errs []error
	if s.cards != nil {
		errs = append(errs, s.cards.Close())
	}
	for _, listener := range []net.Listener{s.listener, s.measured} {
		if listener == nil {
			continue
		}
		if err := listener.Close(); err != nil && !errors.Is(err, net.ErrClosed) {
			errs = append(errs, fmt.Errorf("app: %w", err))
		}
	}
	return errors.Join(errs...)
}
