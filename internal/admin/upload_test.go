package admin_test

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/gif"
	"image/jpeg"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"lectern/internal/blocks"
	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/publishing"

	"github.com/PuerkitoBio/goquery"
)

// hand posts a form with a file.
func (o *office) hand(u cms.User, path, filename string, content []byte, fields url.Values) answer {
	o.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for name := range fields {
		_ = form.WriteField(name, fields.Get(name))
	}
	if filename != "" {
		// As a browser writes it, and not as the library would have it.
		part, err := form.CreatePart(map[string][]string{
			"Content-Disposition": {`form-data; name="file"; filename="` + strings.ReplaceAll(filename, `"`, "%22") + `"`},
			"Content-Type":        {"text/html"},
		})
		if err == nil {
			_, err = part.Write(content)
		}
		if err != nil {
			o.t.Fatal(err)
		}
	}
	_ = form.Close()
	r, err := http.NewRequest(http.MethodPost, o.url+path, &body)
	if err != nil {
		o.t.Fatal(err)
	}
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.Header.Set("X-Test-User", string(u.ID))
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := client.Do(r)
	if err != nil {
		o.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	all, err := io.ReadAll(response.Body)
	if err != nil {
		o.t.Fatal(err)
	}
	return answer{response, all}
}

// added is the id of the file that an upload has led to.
func added(t *testing.T, a answer) cms.ID {
	t.Helper()
	id, _, _ := strings.Cut(strings.TrimPrefix(a.Header.Get("Location"), "/admin/files/"), "?")
	if a.StatusCode != http.StatusSeeOther || !cms.ID(id).Valid() {
		t.Fatalf("an upload is answered %s, %s: %s", a.Status, a.Header.Get("Location"), a.body)
	}
	return cms.ID(id)
}

// turned is a photograph of 40 × 20 pixels that a camera has taken on its side
// at a secret place.
func turned(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 40, 20)), nil); err != nil {
		t.Fatal(err)
	}
	exif := []byte("Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00SECRET PLACE 51.5N")
	head := binary.BigEndian.AppendUint16([]byte{0xff, 0xd8, 0xff, 0xe1}, uint16(len(exif)+2))
	return slices.Concat(head, exif, b.Bytes()[2:])
}

// TestPhotographsAreServedWithoutTheirNotes uploads one and asks for it in every
// way there is.
func TestPhotographsAreServedWithoutTheirNotes(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	author := o.user(cms.Author, o.home)
	original := turned(t)
	id := added(t, o.hand(author, "/admin/files", `C:\Users\me\hill.jpg`, original, url.Values{"description": {"A hill"}}))
	page := o.get(author, "/admin/files/"+string(id)).page(t)
	page.Heading(1, "hill.jpg")
	page.Wants("20 × 40 pixels", "Used nowhere", "A hill")
	for _, path := range []string{"/small", "/hill.jpg", "/20/hill.jpg"} {
		a := o.get(author, "/admin/media/"+string(id)+path)
		if a.StatusCode != http.StatusOK || bytes.Contains(a.body, []byte("SECRET")) || bytes.Contains(a.body, []byte("Exif")) {
			t.Errorf("%s: %s, %d bytes", path, a.Status, len(a.body))
		}
		if size, _, err := image.DecodeConfig(bytes.NewReader(a.body)); err != nil || size.Width != 20 || size.Height != 40 {
			t.Errorf("%s is %d × %d (%v)", path, size.Width, size.Height, err)
		}
		if got := a.Header.Get("Content-Security-Policy"); got != "default-src 'none'; sandbox" || a.Header.Get("X-Content-Type-Options") != "nosniff" || a.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s may do %q, and is sent as %v", path, got, a.Header)
		}
	}
	a := o.get(author, "/admin/files/"+string(id)+"/original")
	if !bytes.Equal(a.body, original) || !strings.HasPrefix(a.Header.Get("Content-Disposition"), "attachment") {
		t.Errorf("the original: %s, %v", a.Status, a.Header)
	}
	for _, path := range []string{"/21/hill.jpg", "/020/hill.jpg", "/other.jpg", "/20/other.jpg"} {
		if a := o.get(author, "/admin/media/"+string(id)+path); a.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %s", path, a.Status)
		}
	}
	for _, path := range []string{"/admin/files", "/admin/files/" + string(id), "/admin/files/" + string(id) + "/original", "/admin/media/" + string(id) + "/hill.jpg"} {
		if a := o.get(o.user(0, ""), path); a.StatusCode != http.StatusForbidden {
			t.Errorf("somebody without a role asks for %s: %s", path, a.Status)
		}
		if a := o.get(cms.User{}, path); !strings.HasPrefix(a.Header.Get("Location"), "/admin/signin") {
			t.Errorf("a stranger asks for %s: %s", path, a.Status)
		}
	}
}

// TestFilesDoNothing uploads what would do something if it were let.
func TestFilesDoNothing(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	author := o.user(cms.Author, "")
	var still bytes.Buffer
	if err := gif.Encode(&still, image.NewGray(image.Rect(0, 0, 2, 2)), nil); err != nil {
		t.Fatal(err)
	}
	polyglot := append(still.Bytes(), "*/=1;alert(1)//"...)
	id := added(t, o.hand(author, "/admin/files", "a.gif", polyglot, nil))
	if a := o.get(author, "/admin/media/"+string(id)+"/a.gif"); bytes.Contains(a.body, []byte("alert")) || a.Header.Get("Content-Type") == "image/gif" {
		t.Errorf("the script in a picture is sent as %s", a.Header.Get("Content-Type"))
	}
	id = added(t, o.hand(author, "/admin/files", "a\u202efdp.exe.pdf", []byte("%PDF-1.7\n/OpenAction<</S/JavaScript>>"), nil))
	a := o.get(author, "/admin/media/"+string(id)+"/"+url.PathEscape("afdp.exe.pdf"))
	if a.StatusCode != http.StatusOK || a.Header.Get("Content-Disposition") != "attachment; filename=afdp.exe.pdf" ||
		a.Header.Get("Content-Type") != "application/pdf" || !strings.Contains(a.Header.Get("Content-Security-Policy"), "sandbox") {
		t.Errorf("a PDF is sent as %s, %v", a.Status, a.Header)
	}
	for name, c := range map[string]struct{ content, says string }{
		"a.svg":                  {"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "SVG can hold programs"},
		"a.html":                 {"<script>alert(1)</script>", "not accepted"},
		"../../<b>evil.png":      {"words", "b-evil.png: this is not a picture"},
		strings.Repeat("x", 300): {"words", "not accepted"},
		"empty.csv":              {"", "is empty"},
		"half.jpg":               {string(turned(t)[:200]), "cannot be read"},
	} {
		a := o.hand(author, "/admin/files", name, []byte(c.content), url.Values{"description": {"What I typed"}})
		if a.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("%s is answered %s", name, a.Status)
			continue
		}
		page := a.page(t)
		page.Wants("There is a problem", c.says, "What I typed")
	}
	o.hand(author, "/admin/files", "", nil, nil).page(t).Wants("Choose a file")
	if a := o.post(author, "/admin/files", url.Values{}); a.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("a form without a file is answered %s", a.Status)
	}
	for _, nobody := range []cms.User{o.user(0, "")} {
		if a := o.hand(nobody, "/admin/files", "a.csv", []byte("a"), nil); a.StatusCode != http.StatusForbidden {
			t.Errorf("somebody without a role uploads: %s", a.Status)
		}
	}
}

// TestFilesAreDescribedAndDeleted goes through the screens of a file.
func TestFilesAreDescribedAndDeleted(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	author, deleter := o.user(cms.Author, o.home), o.user(cms.Author, o.home)
	deleter.Grants[0].Delete = true
	o.users[deleter.ID] = deleter
	id := added(t, o.hand(author, "/admin/files", "figures.csv", []byte("a,b\n"), nil))
	at := "/admin/files/" + string(id)
	a := o.post(author, at, url.Values{"title": {strings.Repeat("x", 200)}, "description": {"Typed"}})
	if a.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("a long title is answered %s", a.Status)
	}
	a.page(t).Wants("has 200 characters and may have 150")
	if got, _ := a.page(t).Field("Description").Attr("value"); got != "Typed" {
		t.Errorf("what was typed comes back as %q", got)
	}
	if a := o.post(author, at, url.Values{"title": {"Figures of 2024"}}); a.Header.Get("Location") != at+"?done=described" {
		t.Errorf("a title is answered %s", a.Status)
	}
	list := o.get(author, "/admin/files?q=figures+2024").page(t)
	list.Link("Figures of 2024").Leads(at)
	list.Wants("1 file", "figures.csv", "Used nowhere")
	o.get(author, "/admin/files?type=picture").page(t).Wants("Nothing was found")
	if a := o.post(author, at+"/delete", url.Values{}); a.StatusCode != http.StatusForbidden {
		t.Errorf("an author deletes a file: %s", a.Status)
	}
	page := o.publish("page", o.home, "uses", &kinds.ContentPage{Title: "Uses it", Summary: "S", Body: cms.Blocks{
		{Type: "downloads", Value: &blocks.Downloads{Items: []blocks.Download{{File: cms.File{Asset: id, Title: "F"}}}}},
	}})
	o.get(author, at).page(t).Link("Uses it").Leads("/admin/pages/" + string(page))
	if a := o.post(deleter, at+"/delete", url.Values{}); a.StatusCode != http.StatusConflict {
		t.Errorf("what is used is deleted: %s", a.Status)
	}
	other := added(t, o.hand(author, "/admin/files", "other.csv", []byte("a"), nil))
	o.get(deleter, "/admin/files/"+string(other)).page(t).Button("Delete the file")
	if a := o.post(deleter, "/admin/files/"+string(other)+"/delete", url.Values{}); a.Header.Get("Location") != "/admin/files?done=file-deleted" {
		t.Errorf("what is used nowhere is not deleted: %s", a.Status)
	}
	if a := o.get(author, "/admin/files/"+string(other)); a.StatusCode != http.StatusNotFound {
		t.Errorf("it is still there: %s", a.Status)
	}
}

// TestAFormWithAFileSaysLittle sends a file after more answers than any form
// of ours has: they are not kept in memory.
func TestAFormWithAFileSaysLittle(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for range 30 {
		_ = form.WriteField("title", strings.Repeat("x", 60_000))
	}
	part, _ := form.CreateFormFile("file", "a.txt")
	_, _ = io.WriteString(part, "text")
	_ = form.WriteField("part", "choice") // comes too late to be heard
	_ = form.Close()
	r, err := http.NewRequest(http.MethodPost, o.url+"/admin/files", &body)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", form.FormDataContentType())
	if a := o.send(o.user(cms.Author, ""), r); a.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(string(a.body), "<html") {
		t.Errorf("it is answered %s", a.Status)
	}
}

// TestChoosingWithoutAScript puts a picture, an upload, pages and terms into
// fields of a page.
func TestChoosingWithoutAScript(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	author := o.user(cms.Author, o.home)
	topics := []cms.Term{
		{ID: publishing.NewID(), Vocabulary: "topic", Slug: "a", Name: "Ambulances"},
		{ID: publishing.NewID(), Vocabulary: "topic", Slug: "b", Name: "Beds"},
		{ID: publishing.NewID(), Vocabulary: "other", Slug: "c", Name: "Colours"},
	}
	err := o.publisher.Edit(t.Context(), cms.System, func(e *publishing.Edit) error {
		for _, term := range topics {
			if err := e.SetTerm(t.Context(), term); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	page := o.publish("page", o.home, "a", &kinds.ContentPage{Title: "A page", Summary: "S"})
	err = o.publisher.Edit(t.Context(), author, func(e *publishing.Edit) error {
		_, err := e.Save(t.Context(), publishing.Save{Page: page, Automatic: true, Value: &kinds.ContentPage{
			Title: "A page", Summary: "S", Body: cms.Blocks{{ID: "b1", Type: "image", Value: &blocks.Image{}}},
		}})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	at := "/admin/pages/" + string(page)
	value := func() (v *kinds.ContentPage) {
		t.Helper()
		err := o.publisher.Read(t.Context(), author, func(e *publishing.Edit) error {
			c, err := e.Content(t.Context(), page)
			v, _ = c.Value.(*kinds.ContentPage)
			return err
		})
		if err != nil || v == nil {
			t.Fatal(err)
		}
		return v
	}
	picture := func() cms.Image { return value().Body[0].Value.(*blocks.Image).Image }
	query := url.Values{"for": {string(page)}, "name": {"body.b1.image.asset"}}.Encode()

	// A picture that is there already offers its description.
	hill := added(t, o.hand(author, "/admin/files", "hill.jpg", turned(t), url.Values{"description": {"A hill"}}))
	chooser := o.get(author, "/admin/choose/images?"+query).page(t)
	chooser.Heading(1, "Choose a picture")
	chooser.Wants("hill.jpg", "Go back without choosing")
	a := o.post(author, at+"/choose", url.Values{"name": {"body.b1.image.asset"}, "id": {string(hill)}})
	if a.StatusCode != http.StatusSeeOther || !strings.HasSuffix(a.Header.Get("Location"), "#body.b1.image.asset") {
		t.Errorf("a choice is answered %s, %s", a.Status, a.Header.Get("Location"))
	}
	if got := picture(); got.Asset != hill || got.Alt != "A hill" {
		t.Errorf("the picture is %+v", got)
	}
	// Another comes with another description; what somebody has written stays.
	other := added(t, o.hand(author, "/admin/files", "lake.jpg", append(turned(t), 1), url.Values{"description": {"A lake"}}))
	o.post(author, at+"/choose", url.Values{"name": {"body.b1.image.asset"}, "id": {string(other)}})
	if got := picture(); got.Asset != other || got.Alt != "A lake" {
		t.Errorf("the other picture is %+v", got)
	}
	// One that is uploaded only decorates.
	small := append(turned(t), 0) // other bytes
	a = o.hand(author, at+"/upload?name=body.b1.image.asset", "other.jpg", small, url.Values{"decorative": {"yes"}})
	if got := picture(); a.StatusCode != http.StatusSeeOther || got.Asset == hill || got.Asset == "" || !got.Decorative || got.Alt != "" {
		t.Errorf("%s: the picture is %+v", a.Status, got)
	}
	// What is no picture is refused, and what was typed comes back.
	a = o.hand(author, at+"/upload?name=body.b1.image.asset", "a.csv", []byte("a,b"), url.Values{"description": {"Typed"}})
	if a.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("a table as a picture is answered %s", a.Status)
	}
	a.page(t).Wants("a.csv is no picture", "Typed")

	query = url.Values{"for": {string(page)}, "name": {"topics"}, "vocabulary": {"topic"}}.Encode()
	terms := o.get(author, "/admin/choose/terms?"+query).page(t)
	terms.Heading(1, "Choose terms")
	terms.Wants("Ambulances", "Beds")
	terms.Lacks("Colours")
	o.get(author, "/admin/choose/terms?q=bed&"+query).page(t).Lacks("Ambulances")
	for _, chosen := range [][]string{{string(topics[0].ID), string(topics[1].ID)}, {string(topics[1].ID)}, nil} {
		var was []string // what the list has shown as chosen
		o.get(author, "/admin/choose/terms?"+query).page(t).Find("[name=was]").Each(func(_ int, s *goquery.Selection) { was = append(was, s.AttrOr("value", "")) })
		o.post(author, at+"/choose", url.Values{"name": {"topics"}, "all": {"yes"}, "was": was, "id": chosen})
		var got []string
		for _, id := range value().Topics {
			got = append(got, string(id))
		}
		if !slices.Equal(got, chosen) {
			t.Errorf("the terms are %v, want %v", got, chosen)
		}
	}
	if a := o.get(author, "/admin/choose/images?for="+string(page)+"&name=nothing"); a.StatusCode != http.StatusConflict {
		t.Errorf("a field that is not there: %s", a.Status)
	}
	outsider := o.user(cms.Author, o.publish("page", o.home, "elsewhere", &kinds.ContentPage{Title: "Elsewhere", Summary: "S"}))
	for what, a := range map[string]answer{
		"look":   o.get(outsider, "/admin/choose/images?"+query),
		"choose": o.post(outsider, at+"/choose", url.Values{"name": {"topics"}, "id": {string(topics[0].ID)}}),
		"upload": o.hand(outsider, at+"/upload?name=body.b1.image.asset", "a.jpg", turned(t), nil),
	} {
		if a.StatusCode != http.StatusForbidden {
			t.Errorf("somebody who works elsewhere may %s: %s", what, a.Status)
		}
	}
}

// TestScriptsOfChoosers asks for the parts of pages that scripts take.
func TestScriptsOfChoosers(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	author := o.user(cms.Author, "")
	a := o.hand(author, "/admin/files", "hill.jpg", turned(t), url.Values{"part": {"choice"}, "description": {"A hill"}})
	one := a.page(t).Find("[data-id]")
	id, _ := one.Attr("data-id")
	if said, _ := one.Attr("data-description"); !cms.ID(id).Valid() || said != "A hill" {
		t.Fatalf("an upload is answered %s: %s", a.Status, a.body)
	}
	a = o.hand(author, "/admin/files", "a.svg", []byte("<svg>"), url.Values{"part": {"choice"}})
	if a.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(a.page(t).Find("[data-problem]").Text(), "SVG") {
		t.Errorf("a refusal is answered %s: %s", a.Status, a.body)
	}
	a = o.hand(author, "/admin/files?type=picture", "a.csv", []byte("a"), url.Values{"part": {"choice"}})
	if a.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("a table as a picture is answered %s", a.Status)
	}
	panel := o.get(author, "/admin/choose/images?pick=one&part=panel").page(t)
	if panel.Find("html > body > .chooser-panel button[name=id]").Length() != 1 || panel.Find("form.chooser-upload").Length() != 1 {
		t.Errorf("the chooser has other parts")
	}
	field := o.get(author, "/admin/choose/chosen?what=image&name=x.asset&label=Picture&id="+id).page(t).Find("lectern-chooser")
	if value, _ := field.Find("input[type=hidden][name='x.asset']").Attr("value"); value != id || !strings.Contains(field.Text(), "hill.jpg") {
		t.Errorf("the field is %s", field.Text())
	}
	field = o.get(author, "/admin/choose/chosen?what=page&multiple=yes&name=p&label=Pages&id="+string(o.home)+"&id=nonsense").page(t).Find("lectern-chooser")
	if field.Find(".chosen-item").Length() != 2 || !strings.Contains(field.Text(), "Home") || !strings.Contains(field.Text(), "Not found") {
		t.Errorf("the field is %s", field.Text())
	}
}
