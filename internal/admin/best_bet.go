package admin

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"lectern/internal/cms"
	"lectern/internal/publishing"
	"lectern/internal/search"
	pages "lectern/templates/admin"
)

const (
	betsURL     = "/admin/lists/search/bets"
	hitsAtOnce  = 5 // that visitors get now, beside a best bet
	pagesPlace  = "pages"
	betFoundFor = 10 // pages that are found for a best bet
)

func init() {
	done["bet-added"] = "The best bet was added. It comes first now."
	done["bet-changed"] = "The best bet was changed. Searches know it now."
	done["bet-deleted"] = "The best bet was deleted."
}

var betsCrumb = pages.Link{Text: "Best bets", Href: betsURL}

// showBets lists what comes first when just some text is searched for.
func (a *Admin) showBets(w http.ResponseWriter, r *request) error {
	bets, about, err := a.bets(r)
	if err != nil {
		return err
	}
	list := pages.BetList{Text: cms.SearchText(r.URL.Query().Get("q")), About: about}
	for _, bet := range bets {
		texts := append(slices.Clone(bet.Texts), bet.Note)
		for _, page := range bet.Pages {
			texts = append(texts, about[page].Title, about[page].Path)
		}
		if holdsText(list.Text, texts...) {
			list.Rows = append(list.Rows, bet)
		}
	}
	list.Total = len(list.Rows)
	list.Rows, list.Pages = pageOf(list.Rows, paging(r, wordsAtOnce)), paged(r, list.Total, wordsAtOnce)
	return a.show(w, r, http.StatusOK, pages.BetsPage(a.searchView(r, "Best bets"), list))
}

func (a *Admin) bets(r *request) (bets []cms.BestBet, about map[cms.ID]cms.BetPage, err error) {
	err = a.Publisher.Read(r.Context(), r.User, func(e *publishing.Edit) (err error) {
		bets, about, err = e.BestBets(r.Context())
		return err
	})
	return bets, about, err
}

// betOf is the best bet that the address names, as its form begins.
func (a *Admin) betOf(r *request) (pages.BetForm, error) {
	bets, _, err := a.bets(r)
	if err != nil {
		return pages.BetForm{}, err
	}
	for _, b := range bets {
		if string(b.ID) == r.param("bet") {
			return pages.BetForm{ID: b.ID, Name: b.Texts[0], Texts: strings.Join(b.Texts, "\n"), Pages: b.Pages, Note: b.Note}, nil
		}
	}
	return pages.BetForm{}, cms.ErrNotFound
}

// showNewBet asks for a best bet. An address may name the text and a page, such
// as of a result.
func (a *Admin) showNewBet(w http.ResponseWriter, r *request) error {
	f := pages.BetForm{Texts: search.Tidy(r.URL.Query().Get("text"))}
	f.Pages = withPage(f.Pages, r.URL.Query().Get("add"))
	return a.betForm(w, r, f)
}

// showBet shows a best bet to be changed. An address may name another page of it.
func (a *Admin) showBet(w http.ResponseWriter, r *request) error {
	f, err := a.betOf(r)
	if err != nil {
		return err
	}
	f.Pages = withPage(f.Pages, r.URL.Query().Get("add"))
	return a.betForm(w, r, f)
}

// withPage adds a page, unless it is there already or no page at all.
func withPage(list []cms.ID, page string) []cms.ID {
	if id := cms.ID(page); id.Valid() && !slices.Contains(list, id) {
		return append(slices.Clone(list), id)
	}
	return list
}

// addBet adds a best bet.
func (a *Admin) addBet(w http.ResponseWriter, r *request) error {
	return a.takeBet(w, r, pages.BetForm{}, publishing.NewID(), "bet-added")
}

// changeBet changes a best bet.
func (a *Admin) changeBet(w http.ResponseWriter, r *request) error {
	f, err := a.betOf(r)
	if err != nil {
		return err
	}
	return a.takeBet(w, r, pages.BetForm{ID: f.ID, Name: f.Name}, f.ID, "bet-changed")
}

// takeBet reads what was typed of a best bet and stores it, or arranges its pages.
func (a *Admin) takeBet(w http.ResponseWriter, r *request, f pages.BetForm, id cms.ID, done string) error {
	f.Texts, f.Note, f.Address, f.Find = r.PostFormValue("texts"), r.PostFormValue("note"), r.PostFormValue("address"), r.PostFormValue("find")
	for _, page := range r.PostForm[pagesPlace] {
		f.Pages = withPage(f.Pages, page)
	}
	if arranged, err := a.arrangeBet(r, &f); arranged || err != nil {
		if err != nil {
			return err
		}
		return a.betForm(w, r, f)
	}
	bet := cms.BestBet{ID: id, Texts: typedLines(f.Texts), Pages: f.Pages, Note: f.Note}
	err := a.Publisher.Edit(r.Context(), r.User, func(e *publishing.Edit) error { return e.SetBestBets(r.Context(), bet) })
	if problems, wrong := problemsOf(err); wrong {
		f.Problems = problems
		return a.betForm(w, r, f)
	}
	if err != nil {
		return err
	}
	return redirect(w, r, betsURL, done)
}

// arrangeBet does to the pages of a best bet what a button says; false: it is
// to be stored as it is.
func (a *Admin) arrangeBet(r *request, f *pages.BetForm) (arranged bool, err error) {
	parts := strings.Split(r.PostFormValue("action"), ":") // such as up:pages:ID
	verb, page := parts[0], cms.ID(parts[len(parts)-1])
	switch verb {
	case "up":
		f.Pages = moved(f.Pages, page, -1)
	case "down":
		f.Pages = moved(f.Pages, page, 1)
	case "clear":
		f.Pages = slices.DeleteFunc(f.Pages, func(id cms.ID) bool { return id == page })
	case "add":
		f.Pages = withPage(f.Pages, string(page))
	case "choose":
		f.Choosing = true
	case "find":
		f.Choosing, f.Looked = true, true
	case "enter":
		if strings.TrimSpace(f.Find) != "" { // whoever looks for a page is not done
			f.Choosing, f.Looked = true, true
			return true, nil
		}
		fallthrough
	default:
		if strings.TrimSpace(f.Address) == "" {
			return false, nil
		}
		return a.takeBetAddress(r, f, verb == "address")
	}
	return true, nil
}

// moved moves a page among others by a number of places.
func moved(list []cms.ID, page cms.ID, by int) []cms.ID {
	list = slices.Clone(list)
	at := slices.Index(list, page)
	if to := at + by; at >= 0 && to >= 0 && to < len(list) {
		list[at], list[to] = list[to], list[at]
	}
	return list
}

// takeBetAddress adds the page whose address was typed. What is no address of a
// page is told.
func (a *Admin) takeBetAddress(r *request, f *pages.BetForm, arranged bool) (bool, error) {
	path := cms.PathOf(a.target(f.Address))
	err := a.Publisher.Read(r.Context(), r.User, func(e *publishing.Edit) error {
		page, err := e.BetPageAt(r.Context(), path)
		if err == nil && path != "" {
			f.Pages, f.Address = withPage(f.Pages, string(page)), ""
		}
		return err
	})
	if errors.Is(err, cms.ErrNotFound) || err == nil && path == "" {
		f.Problems = []cms.Problem{{Field: "address", Message: "There is no page at this address. Type the path of a page, such as /services, or paste it from your browser"}}
		return true, nil
	}
	return arranged, err
}

// betForm shows the form of a best bet with what visitors get now.
func (a *Admin) betForm(w http.ResponseWriter, r *request, f pages.BetForm) error {
	err := a.Publisher.Read(r.Context(), r.User, func(e *publishing.Edit) (err error) {
		if _, err := e.SiteCounts(r.Context()); err != nil { // only for those who may change them
			return err
		}
		if f.Names, err = e.Names(r.Context(), f.Pages, nil, false); err != nil {
			return err
		}
		if text := cms.SearchText(f.Find); f.Looked && text != "" {
			f.Found, f.More, err = e.PageChoices(r.Context(), cms.ChoiceQuery{Text: text, Paging: cms.Paging{Size: betFoundFor, Number: 1}})
		}
		return err
	})
	if err != nil {
		return err
	}
	if texts := typedLines(f.Texts); len(texts) > 0 {
		f.Text = texts[0]
		if now := a.resultsNow(r, search.Query{Text: f.Text, Size: hitsAtOnce}); now != nil {
			f.Hits = now.Hits
		}
	}
	title := "New best bet"
	if f.ID != "" {
		title = "Best bet for “" + f.Name + "”"
	}
	v := a.searchView(r, title, betsCrumb)
	v.Scripts = []string{"choose.js"}
	return a.show(w, r, formStatus(f.Problems), pages.EditBet(v, f))
}

// resultsNow are what visitors get; nil: that is not known. Without it a form still
// does what it is there for.
func (a *Admin) resultsNow(r *request, q search.Query) *search.Results {
	results, err := a.Search.Search(r.Context(), q)
	if err == nil {
		return &results
	}
	if r.Context().Err() == nil {
		a.Logger.Warn("an editor's form shows no results", "error", err)
	}
	return nil
}

// showDeleteBet asks whether a best bet is to be deleted.
func (a *Admin) showDeleteBet(w http.ResponseWriter, r *request) error {
	f, err := a.betOf(r)
	if err != nil {
		return err
	}
	v := a.searchView(r, "Delete the best bet for “"+f.Name+"”", betsCrumb)
	return a.show(w, r, http.StatusOK, pages.Ask(v, pages.Asking{
		Says:   []string{"Its pages come where their words put them when this is searched for: " + strings.Join(typedLines(f.Texts), ", ") + ".", "It cannot be had back."},
		Action: betsURL + "/" + string(f.ID) + "/delete", Button: "Delete it", Back: betsURL,
	}))
}

// deleteBet deletes a best bet.
func (a *Admin) deleteBet(w http.ResponseWriter, r *request) error {
	return a.forget(w, r, (*publishing.Edit).DeleteBestBet, r.param("bet"), betsURL, "bet-deleted")
}

// forget takes away what the search knows.
func (a *Admin) forget(w http.ResponseWriter, r *request, take func(*publishing.Edit, context.Context, cms.ID) error, id, back, done string) error {
	err := a.Publisher.Edit(r.Context(), r.User, func(e *publishing.Edit) error { return take(e, r.Context(), cms.ID(id)) })
	if err != nil {
		return err
	}
	return redirect(w, r, back, done)
}
