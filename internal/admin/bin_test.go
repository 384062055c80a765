package admin_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"lectern/internal/cms"
	"lectern/internal/publishing"
)

// deleter is somebody who may delete on a branch.
func (o *office) deleter(role cms.Role, branch cms.ID) cms.User {
	u := o.user(role, branch)
	u.Grants[0].Delete = true
	o.users[u.ID] = u
	return u
}

func binned(page cms.ID) string { return "/admin/bin/" + string(page) }

func TestABranchIsDeletedAndRestored(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	deleter := o.deleter(cms.Publisher, "") // who may move what readers still get
	parent := o.begun(deleter, o.home, "parent", "Parent")
	child := o.begun(deleter, parent, "child", "Child")
	public := o.page(parent, "public", "Public")
	asked := o.get(deleter, edit(parent)+"/delete").status(t, http.StatusOK).page(t)
	asked.Wants("This cannot be deleted yet", "it is public")
	asked.Link("Public").Leads(edit(public) + "/publish")
	o.post(deleter, edit(parent)+"/delete", url.Values{"pages": {"3"}}).status(t, http.StatusConflict).page(t).Wants("“Public” below it is public; withdraw it")
	o.get(o.user(cms.Administrator, ""), edit(child)+"/delete").status(t, http.StatusForbidden)
	o.edit(func(e *publishing.Edit) error {
		_, err := e.Gone(t.Context(), public, "", publishing.Plan{})
		return err
	})
	asked = o.get(deleter, edit(parent)+"/delete").page(t)
	asked.Wants("Delete these 3 pages?", "Child", "/parent/child", "Visitors notice nothing")
	asked.Button("Delete 3 pages")
	o.post(deleter, edit(parent)+"/delete", url.Values{"pages": {"2"}}).status(t, http.StatusUnprocessableEntity).page(t).Wants("look again")
	o.get(deleter, o.post(deleter, edit(parent)+"/delete", url.Values{"pages": {"3"}}).goesOn(t)).status(t, http.StatusOK).page(t).Wants("It is in the bin, and can be restored from there.")

	gone := o.get(deleter, edit(parent)).status(t, http.StatusNotFound).page(t)
	gone.Heading(1, "This page is in the bin")
	gone.Wants("Parent was deleted", "by you", "/parent")
	gone.Link("See what was deleted, and restore it").Leads(binned(parent))
	o.get(o.user(cms.Author, ""), edit(child)).page(t).Wants("with Parent above it", "Ask one of them")
	if told := o.get(o.user(0, ""), edit(child)).status(t, http.StatusNotFound).page(t); told.Says("Parent") {
		t.Error("who may not read it is told of it")
	}
	o.get(deleter, "/admin/pages").page(t).Link("Bin").Leads("/admin/bin")
	if o.get(o.user(cms.Administrator, ""), "/admin/pages").page(t).Find("main a[href='/admin/bin']").Length() > 0 {
		t.Error("who may not restore is led to the bin")
	}
	list := o.get(deleter, "/admin/bin?q=child").status(t, http.StatusOK).page(t)
	list.Link("Parent").Leads(binned(parent))
	list.Wants("with 2 pages below", "by you", "/parent")
	o.get(deleter, "/admin/bin?q=nothing").page(t).Wants("Nothing in the bin is called so")
	o.get(deleter, "/admin/bin?page=9&q=child").wantsAway(t, "/admin/bin?q=child") // to the last part
	o.get(deleter, binned(child)).wantsAway(t, binned(parent))
	o.get(deleter, binned(parent)).status(t, http.StatusOK).page(t).Wants("3 pages:", "/parent/child", "What has been public is kept")
	o.post(deleter, binned(parent)+"/erase", url.Values{"pages": {"3"}}).status(t, http.StatusConflict)

	again := o.begun(deleter, o.home, "parent", "Another")
	shown := o.get(deleter, binned(parent)).page(t)
	shown.Wants("Choose first where it is to stand", "Another page has the address /parent now")
	shown.Lacks("There is a problem") // nothing was sent
	refused := o.post(deleter, binned(parent), url.Values{"parent": {string(o.home)}, "slug": {"parent"}}).status(t, http.StatusUnprocessableEntity).page(t)
	refused.Wants("There is a problem", "Another page has the address /parent now")
	refused.Lacks("Choose first where it is to stand")
	for _, no := range []string{"x", string(o.home) + "x"} {
		o.get(deleter, binned(parent)+"?parent="+no).status(t, http.StatusOK).page(t).Wants("There is no such page to stand below", "Choose the page that it is to stand below first.")
		o.post(deleter, binned(parent), url.Values{"parent": {no}, "slug": {"back"}}).status(t, http.StatusUnprocessableEntity).page(t).Wants("There is a problem", "There is no such page to stand below")
	}
	refused.Field("Last part of the address")
	o.get(deleter, binned(parent)+"?q=another").page(t).Button("Choose Another")
	o.get(deleter, binned(parent)+"?parent="+string(again)).page(t).Wants("It stood at /parent, and will stand at /parent/parent")
	back := o.get(deleter, o.post(deleter, binned(parent), url.Values{"parent": {string(o.home)}, "slug": {"back"}}).goesOn(t)).status(t, http.StatusOK).page(t)
	back.Wants("It is back")
	if row := o.row(child); row.Path != "/back/child" {
		t.Errorf("the page is at %s", row.Path)
	}
	o.get(deleter, edit(parent)+"/history").page(t).Wants("deleted the page, with 2 below it", "restored the page from the bin to /back, with 2 below it")
	o.get(deleter, edit(child)+"/history").page(t).Wants("deleted the page, with the page above it", "restored the page from the bin, with the page above it")
}

// TestManyPagesAskForTheirTitle to be typed, when they are deleted and when they
// are deleted for good.
func TestManyPagesAskForTheirTitle(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	deleter := o.deleter(cms.Author, "")
	top := o.begun(deleter, o.home, "top", "The Long Branch")
	for n := range cms.FewPages {
		o.begun(deleter, top, fmt.Sprint("p", n), fmt.Sprint("Page ", n))
	}
	const label = "Type the title of this page, to be sure"
	asked := o.get(deleter, edit(top)+"/delete").page(t)
	asked.Field(label)
	asked.Wants("Delete these 11 pages?", "and 1 other")
	refused := o.post(deleter, edit(top)+"/delete", url.Values{"pages": {"11"}, "title": {"The short one"}}).status(t, http.StatusUnprocessableEntity).page(t)
	refused.Wants("“The short one” is not the title of the page; type “The Long Branch”")
	if typed := refused.Field(label).AttrOr("value", ""); typed != "The short one" {
		t.Errorf("what was typed is %q", typed)
	}
	o.post(deleter, edit(top)+"/delete", url.Values{"pages": {"11"}, "title": {" the long  branch "}}).goesOn(t)
	o.get(deleter, binned(top)).page(t).Link("Delete it for good").Leads(binned(top) + "/erase")
	o.get(deleter, binned(top)+"/erase").status(t, http.StatusOK).page(t).Wants("Delete these 11 pages for good?", "cannot be brought back")
	o.post(deleter, binned(top)+"/erase", url.Values{"pages": {"11"}}).status(t, http.StatusUnprocessableEntity).page(t).Wants("type the title of the first")
	o.get(deleter, o.post(deleter, binned(top)+"/erase", url.Values{"pages": {"11"}, "title": {"The long branch"}}).goesOn(t)).page(t).Wants("It is deleted for good.", "The bin is empty")
	o.get(deleter, binned(top)).status(t, http.StatusNotFound)
}

// TestWhatIsTypedIntoADeletedPageIsSavedWhenItIsBack sends the same form before
// and after, as the page that was answered with does.
func TestWhatIsTypedIntoADeletedPageIsSavedWhenItIsBack(t *testing.T) {
	t.Parallel()
	p := newPair(t, "A")
	remove := func(e *publishing.Edit) error { return e.Delete(t.Context(), p.page, publishing.Sure{}) }
	p.edit(remove)
	p.bens.Set("title", "Long thought over")
	p.bens.Set("body.a.heading", "And this")
	a := p.press(p.ben, p.page, p.bens, "save").status(t, http.StatusNotFound).page(t)
	a.Wants("and is in the bin", "Long thought over", "Content › 1 Callout › Heading", "And this")
	a.Button("Save it now")
	fields := url.Values{}
	for _, field := range a.Find("form[action='" + edit(p.page) + "'] input").EachIter() {
		fields.Add(field.AttrOr("name", ""), field.AttrOr("value", ""))
	}
	auto := p.autosave(p.ben, p.page, p.bens, aTab, 1)
	if auto.Status != http.StatusNotFound || !strings.Contains(auto.Reason, "is in the bin") {
		t.Errorf("it is answered %+v", auto)
	}
	p.post(p.ben, edit(p.page)+"/presence", url.Values{":tab": {aTab}}).status(t, http.StatusNotFound)
	p.edit(func(e *publishing.Edit) error {
		return e.Undelete(t.Context(), publishing.Undeleting{Page: p.page})
	})
	p.post(p.ben, edit(p.page), fields).goesOn(t)
	if row := p.row(p.page); row.Title != "Long thought over" {
		t.Errorf("what is saved is %q", row.Title)
	}
}
