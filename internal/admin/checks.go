package admin

import (
	"net/http"

	"lectern/internal/check"
	"lectern/internal/publishing"
	pages "lectern/templates/admin"
)

const checksURL = "/admin/lists/checks"

func init() {
	done["checks-changed"] = "The checks were changed. They hold from now on."
}

// levelLabels are what the levels are called, in the order in which they are offered.
var levelLabels = []struct {
	level check.Level
	label string
}{{check.Off, "Off"}, {check.Advise, "Advise"}, {check.Block, "Block"}}

// levelName is the name of the field of a rule's level.
func levelName(rule string) string { return "level-" + rule }

// showChecks shows every rule, with its level.
func (a *Admin) showChecks(w http.ResponseWriter, r *request) error {
	var levels check.Levels
	err := a.Publisher.Read(r.Context(), r.User, func(e *publishing.Edit) (err error) {
		levels, err = e.ChosenLevels(r.Context())
		return err
	})
	if err != nil {
		return err
	}
	return a.showLevels(w, r, http.StatusOK, pages.Checks{Action: checksURL, Groups: ruleGroups(levels)})
}

func (a *Admin) showLevels(w http.ResponseWriter, r *request, status int, c pages.Checks) error {
	v := a.view(r, "Checks of content")
	v.Crumbs = []pages.Link{listsCrumb}
	return a.show(w, r, status, pages.ChecksPage(v, c))
}

func ruleGroups(levels check.Levels) (list []pages.RuleGroup) {
	for _, g := range check.Groups() {
		group := pages.RuleGroup{Label: g.Label}
		for _, rule := range g.Rules {
			group.Rules = append(group.Rules, ruleRow(rule, levels.Of(rule.Name)))
		}
		list = append(list, group)
	}
	return list
}

func ruleRow(rule check.Rule, level check.Level) pages.RuleRow {
	row := pages.RuleRow{Name: levelName(rule.Name), Label: rule.Label, Help: rule.Help}
	for _, l := range levelLabels {
		label := l.label
		if l.level == rule.Level {
			label += " (as delivered)"
		}
		row.Levels = append(row.Levels, pages.RuleLevel{Value: string(l.level), Label: label, Chosen: l.level == level})
	}
	return row
}

// setChecks stores the levels that were chosen. A rule of which nothing is sent,
// such as a newer one, stays as it is.
func (a *Admin) setChecks(w http.ResponseWriter, r *request) error {
	levels := check.Levels{}
	for _, rule := range check.Rules() {
		if level := r.PostFormValue(levelName(rule.Name)); level != "" {
			levels[rule.Name] = check.Level(level)
		}
	}
	err := a.Publisher.Edit(r.Context(), r.User, func(e *publishing.Edit) error { return e.SetCheckLevels(r.Context(), levels) })
	if problems, is := problemsOf(err); is {
		for i, p := range problems {
			problems[i].Field = levelName(p.Field)
		}
		return a.showLevels(w, r, http.StatusUnprocessableEntity, pages.Checks{Action: checksURL, Groups: ruleGroups(levels), Problems: problems})
	}
	if err != nil {
		return err
	}
	return redirect(w, r, checksURL, "checks-changed")
}
