package admin

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"lectern/internal/cms"
	"lectern/internal/publishing"
	pages "lectern/templates/admin"
)

func init() {
	done["withdrawn"] = "The page is withdrawn. It stays readable below the notice."
	done["redirected"] = "Readers are sent on."
	done["gone"] = "The page is gone."
	done["expired"] = "The page has ended."
	done["end-set"] = "The end of the page is set."
	done["end-taken"] = "The page no longer has an end."
	done["again"] = "The page is public again."
	done["planned"] = "It is planned."
	done["moved"] = "What was planned has another time now."
	done["cancelled"] = "What was planned is cancelled."
}

// takedown is one thing that can be done to what is public.
type takedown struct {
	name   string // last part of its address
	title  string
	help   string // one sentence
	button string
	done   string // key, when it is done at once
	asks   pages.Asks
	do     func(ctx context.Context, e *publishing.Edit, page cms.ID, given takedownGiven) error
	words  func(a *Admin, p *publishPage, given takedownGiven) []string
}

// takedownGiven is what was asked for.
type takedownGiven struct {
	notice, to string
	never      bool
	plan       publishing.Plan
}

var takedowns = []takedown{
	{
		name: "withdraw", title: "Withdraw with a notice", button: "Withdraw it", done: "withdrawn",
		help:  "The page stays readable, below a notice that says why it no longer holds.",
		asks:  pages.Asks{Notice: true, Time: true},
		do:    withdraw,
		words: (*Admin).withdrawnInWords,
	},
	{
		name: "redirect", title: "Send readers elsewhere", button: "Send readers there", done: "redirected",
		help:  "The page can no longer be read. Whoever asks for it is sent to another page or address.",
		asks:  pages.Asks{To: true, Time: true},
		do:    sendOn,
		words: (*Admin).sentOnInWords,
	},
	{
		name: "gone", title: "Take it away for good", button: "Take it away", done: "gone",
		help:  "The page can no longer be read. Whoever asks for it is told that it is gone, with a notice if you give one.",
		asks:  pages.Asks{Notice: true, NoticeOptional: true, Time: true},
		do:    takeAway,
		words: (*Admin).goneInWords,
	},
	{
		name: "expire", title: "Let it end", button: "Let it end", done: "expired",
		help:  "The page is no longer found from then on, as if it had never been there.",
		asks:  pages.Asks{Time: true},
		do:    letEnd,
		words: (*Admin).endInWords,
	},
	{
		name: "again", title: "Publish it again", button: "Publish it again", done: "again",
		help:  "Readers get again what they got before it was taken away. A draft stays as it is.",
		asks:  pages.Asks{Time: true, Until: true},
		do:    releaseAgain,
		words: (*Admin).againInWords,
	},
}

func withdraw(ctx context.Context, e *publishing.Edit, page cms.ID, g takedownGiven) error {
	_, err := e.Withdraw(ctx, page, g.notice, g.plan)
	return err
}

func sendOn(ctx context.Context, e *publishing.Edit, page cms.ID, g takedownGiven) error {
	_, err := e.Redirect(ctx, page, g.to, g.plan)
	return err
}

func takeAway(ctx context.Context, e *publishing.Edit, page cms.ID, g takedownGiven) error {
	_, err := e.Gone(ctx, page, g.notice, g.plan)
	return err
}

// letEnd ends what is live at an instant, or takes its end away.
func letEnd(ctx context.Context, e *publishing.Edit, page cms.ID, g takedownGiven) error {
	if !g.never && g.plan.From.IsZero() {
		_, err := e.Expire(ctx, page, time.Time{})
		return err
	}
	timeline, err := e.Timeline(ctx, page)
	if err != nil {
		return err
	}
	live, is := timeline.At(e.At())
	if !is {
		return cms.Conflictf("nothing of this page is public now")
	}
	_, err = e.EndAt(ctx, live.ID, g.plan.From)
	return err
}

func releaseAgain(ctx context.Context, e *publishing.Edit, page cms.ID, g takedownGiven) error {
	_, err := e.ReleaseAgain(ctx, page, g.plan)
	return err
}

// fromWhen begins a sentence with when something is so.
func (a *Admin) fromWhen(at time.Time) string {
	if at.IsZero() {
		return "From now on"
	}
	return "From " + a.at(at) + " (" + zoneName(a.Zone) + ")"
}

func (a *Admin) withdrawnInWords(p *publishPage, g takedownGiven) []string {
	return []string{
		a.fromWhen(g.plan.From) + ", readers of " + p.Row.Path + " get the page as it is, below the notice:",
		"“" + strings.TrimSpace(g.notice) + "”",
		"It stays readable, and the search and lists still lead to it.",
	}
}

func (a *Admin) sentOnInWords(p *publishPage, g takedownGiven) []string {
	return []string{
		a.fromWhen(g.plan.From) + ", readers who ask for " + p.Row.Path + " are sent to " + g.to + ".",
		"The page itself can no longer be read, and no list leads to it.",
	}
}

func (a *Admin) goneInWords(p *publishPage, g takedownGiven) []string {
	lines := []string{a.fromWhen(g.plan.From) + ", readers who ask for " + p.Row.Path + " are told that the page is gone."}
	if notice := strings.TrimSpace(g.notice); notice != "" {
		lines = append(lines, "They read: “"+notice+"”")
	}
	return append(lines, "The page itself can no longer be read, and no list leads to it.")
}

func (a *Admin) endInWords(p *publishPage, g takedownGiven) []string {
	if g.never {
		return []string{"The page has no end any more: readers get it until something else is done."}
	}
	where := "the page"
	if p.Row.Path != "" {
		where = p.Row.Path
	}
	return []string{a.fromWhen(g.plan.From) + ", readers who ask for " + where + " are told that there is no such page."}
}

func (a *Admin) againInWords(p *publishPage, g takedownGiven) []string {
	line := a.fromWhen(g.plan.From)
	if !g.plan.Until.IsZero() {
		line += " until " + a.at(g.plan.Until)
	}
	return []string{line + ", readers get the page again as it was before it was taken away."}
}

// stillPlanned says what comes after something that is done at an instant.
func (a *Admin) stillPlanned(p *publishPage, from time.Time) (lines []string) {
	for i, s := range p.overview.Planned {
		if s.LiveFrom.After(from) {
			lines = append(lines, "From "+p.Planned[i].From+" they get "+p.Planned[i].What+", as is planned.")
		}
	}
	return lines
}

// ways are what can be done to what is public now.
func ways(o *publishing.Overview) (list []pages.Way) {
	for _, t := range takedowns {
		if t.fits(o) {
			list = append(list, pages.Way{Link: pages.Link{Text: t.title, Href: t.name}, Help: t.help})
		}
	}
	return list
}

// fits reports whether there is anything to do it to.
func (t takedown) fits(o *publishing.Overview) bool {
	public := o.Live != nil && o.Live.Outcome.Shows()
	switch t.name {
	case "again":
		return !o.New && (o.Live == nil || o.Live.Outcome != cms.OutcomePage)
	case "expire":
		return o.Live != nil
	case "withdraw":
		return public && o.Live.Outcome != cms.OutcomeWithdrawn && o.Path != ""
	}
	return public && o.Path != ""
}

// showTakedown and takeDown answer for one thing to be done.
func (a *Admin) showTakedown(name string) handler {
	return func(w http.ResponseWriter, r *request) error {
		t, view, _, err := a.takedown(r, name)
		if err != nil {
			return err
		}
		view.Form = pages.TakedownForm{From: a.whenOf("from", time.Time{}), Until: a.whenOf("until", time.Time{})}
		return a.showTakedownPage(w, r, http.StatusOK, t, view)
	}
}

func (a *Admin) takeDown(name string) handler {
	return func(w http.ResponseWriter, r *request) error {
		t, view, p, err := a.takedown(r, name)
		if err != nil {
			return err
		}
		given, problems := a.takedownGiven(r, view)
		if r.PostFormValue("back") != "" {
			return a.showTakedownPage(w, r, http.StatusOK, t, view)
		}
		if len(problems) > 0 {
			return a.takedownWrong(w, r, t, view, cms.InvalidUnlessNone(problems))
		}
		act := func(e *publishing.Edit) error { return t.do(r.Context(), e, p.Row.ID, given) }
		if r.PostFormValue("confirm") == "" {
			if err := a.Publisher.TryEdit(r.Context(), r.User, act); err != nil {
				return a.takedownWrong(w, r, t, view, err)
			}
			view.Confirm = append(t.words(a, p, given), a.stillPlanned(p, given.plan.From)...)
			view.Warning = a.deadEnd(r, given.to)
			return a.showTakedownPage(w, r, http.StatusOK, t, view)
		}
		if err := a.Publisher.Edit(r.Context(), r.User, act); err != nil {
			return a.takedownWrong(w, r, t, view, err)
		}
		return redirect(w, r, view.Base(), t.key(given))
	}
}

// key is what the page says afterwards.
func (t takedown) key(g takedownGiven) string {
	switch {
	case g.never:
		return "end-taken"
	case t.name == "expire" && !g.plan.From.IsZero():
		return "end-set"
	case !g.plan.From.IsZero():
		return "planned"
	}
	return t.done
}

// takedown reads the page that something is to be done to.
func (a *Admin) takedown(r *request, name string) (t takedown, view *pages.Takedown, p *publishPage, err error) {
	for _, t = range takedowns {
		if t.name == name {
			break
		}
	}
	if p, err = a.publishing(r); err != nil {
		return t, nil, nil, err
	}
	if !p.MayRelease {
		return t, nil, nil, cms.Forbiddenf("only a publisher may do this to the page")
	}
	if !t.fits(&p.overview) {
		return t, nil, nil, cms.Conflictf("there is nothing of the page that this could be done to now")
	}
	view = &pages.Takedown{Row: p.Row, Crumbs: pages.PageCrumbs(p.above), Action: t.name, Title: t.title, Lead: t.help, Button: t.button, Asks: t.asks}
	view.Asks.Never = name == "expire" && !p.overview.Live.EndsAt.IsZero()
	return t, view, p, nil
}

// takedownGiven reads the form.
func (a *Admin) takedownGiven(r *request, view *pages.Takedown) (g takedownGiven, problems []cms.Problem) {
	g.notice, g.to, g.never = strings.TrimSpace(r.PostFormValue("notice")), strings.TrimSpace(r.PostFormValue("to")), r.PostFormValue("when") == "never"
	g.plan.From, g.plan.Until, problems = a.times(r)
	view.Form = pages.TakedownForm{Notice: r.PostFormValue("notice"), To: r.PostFormValue("to"), Which: r.PostFormValue("when")}
	_, view.Form.From, _ = a.wallTime(r, "from")
	_, view.Form.Until, _ = a.wallTime(r, "until")
	return g, problems
}

// takedownWrong shows the form again with what is wrong.
func (a *Admin) takedownWrong(w http.ResponseWriter, r *request, t takedown, view *pages.Takedown, failed error) error {
	var invalid *cms.Invalid
	switch {
	case errors.As(failed, &invalid):
		for _, problem := range invalid.Problems {
			problem.Message = sentence(problem.Message)
			switch problem.Field {
			case "from", "live_from":
				problem.Field, view.Form.From.Problem = "from", problem.Message
			case "until", "live_until":
				problem.Field, view.Form.Until.Problem = "until", problem.Message
				if !t.asks.Until {
					problem.Field, view.Form.From.Problem = "from", problem.Message
				}
			}
			view.Problems = append(view.Problems, problem)
		}
		return a.showTakedownPage(w, r, http.StatusUnprocessableEntity, t, view)
	case errors.Is(failed, cms.ErrConflict):
		view.Problems = []cms.Problem{{Message: sentence(failed.Error())}}
		return a.showTakedownPage(w, r, http.StatusConflict, t, view)
	}
	return failed
}

func (a *Admin) showTakedownPage(w http.ResponseWriter, r *request, status int, t takedown, view *pages.Takedown) error {
	view.Form.From.Label = "Date and time"
	view.Form.Until.Label, view.Form.Until.Hint = "Until (optional)", "When readers shall no longer get it."
	v := a.view(r, view.Row.Name()+": "+strings.ToLower(t.title[:1])+t.title[1:])
	v.Crumbs = view.Crumbs
	return a.show(w, r, status, pages.TakedownPage(v, view))
}

// deadEnd warns of an address of the site where nothing is public.
func (a *Admin) deadEnd(r *request, to string) string {
	if !strings.HasPrefix(to, "/") {
		return ""
	}
	path, _, _ := strings.Cut(to, "#")
	path, _, _ = strings.Cut(path, "?")
	var there bool
	err := a.Publisher.Read(r.Context(), r.User, func(e *publishing.Edit) (err error) {
		there, err = e.PublicAt(r.Context(), cms.CanonicalPath(path))
		return err
	})
	if err != nil || there {
		return ""
	}
	return "nothing is public at " + path + " now. Readers who are sent there would find no page."
}
