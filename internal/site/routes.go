package site

import (
	"net/http"
	"time"

	"github.com/go-chi/chi/v5"

	"lectern/internal/feeds"
	"lectern/internal/web"
	"lectern/templates/gallery"
)

// allowed is what can be done at every address; forms can be sent, too.
const allowed = "GET, HEAD"

// Routes is every address that visitors and machines may ask for. What is not
// here is a page of the tree.
func (s *Site) Routes() http.Handler {
	handle := web.Adapt(s.Logger, s.fail)
	r := chi.NewRouter()
	r.Use(web.Identify)
	r.Use(web.Visitor(s.Proxies))
	r.Use(web.Watch(web.Log(s.Logger), s.count))
	r.Use(web.SecurityHeaders(s.BaseURL, web.ForVisitors))
	r.Use(web.Limit(largestForm, 20*time.Second))
	r.Use(web.Canonical)
	get := func(pattern string, h web.Handler) {
		answer := handle(web.Recover(h))
		r.Get(pattern, answer)
		r.Head(pattern, answer)
	}

	get("/livez", s.showLive)
	get("/readyz", s.showReady)
	get("/static/{file}", s.showAsset)
	get("/media/{id}/{filename}", s.showMedia)
	get("/media/{id}/{width}/{filename}", s.showPicture)
	get("/share.png", s.showShareCard)
	get("/share/*", s.showShareCard)
	get("/search", s.showSearch)
	get("/search/suggest", s.showSuggestions)
	r.Post("/search/choice", handle(web.Recover(s.takeChoice)))
	for _, format := range feeds.Formats {
		get("/search."+string(format), s.showSearchFeed(format))
		r.Options("/search."+string(format), allowFeed)
	}
	get("/feeds/{file}", s.orMoved(s.showFeed))
	r.Options("/feeds/{file}", allowFeed)
	get("/robots.txt", s.showRobots)
	get("/sitemap.xml", s.showSitemap)
	get("/sitemap-{part}.xml", s.orMoved(s.showSitemapPart))
	get("/opensearch.xml", s.showOpenSearch)
	get(securityPath, s.showSecurity)
	get("/security.txt", redirectSecurity)
	if s.Metrics != nil {
		get("/metrics", s.showMetrics)
	}
	if s.Dev {
		get("/dev/gallery", s.showGallery)
		for path, file := range gallery.Files() {
			get(path, func(w http.ResponseWriter, r *http.Request) error { return showSample(w, r, file) })
		}
	}
	get("/*", s.showPage)
	r.Post("/*", handle(web.Recover(s.takeForm)))

	r.NotFound(func(w http.ResponseWriter, r *http.Request) { s.fail(w, r, http.StatusNotFound, nil) })
	r.MethodNotAllowed(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Allow", allowed)
		s.fail(w, r, http.StatusMethodNotAllowed, nil)
	})
	return r
}

// count counts an answer by the route that the address matched, which is known
// once it has been answered.
func (s *Site) count(r *http.Request, a web.Answer) {
	s.CountRequest(chi.RouteContext(r.Context()).RoutePattern(), r.Method, a.Status, a.Took)
}
