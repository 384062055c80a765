package admin

import (
	"errors"
	"net/http"
	"slices"

	"lectern/internal/cms"
	"lectern/internal/media"
	"lectern/internal/publishing"
	pages "lectern/templates/admin"
)

func init() {
	done["uploaded"] = "The file was added."
	done["described"] = "What is said of the file was saved."
	done["file-deleted"] = "The file was deleted."
}

const (
	filesAtOnce   = 50
	usesInList    = 2
	usesInDetails = 200
)

// listFiles shows the files, the latest first.
func (a *Admin) listFiles(w http.ResponseWriter, r *request) error {
	return a.showFiles(w, r, http.StatusOK, upload{})
}

// showFiles shows the list with the form for another file, and what was wrong
// with one that was sent.
func (a *Admin) showFiles(w http.ResponseWriter, r *request, status int, u upload) error {
	query := r.URL.Query()
	q := cms.AssetQuery{Text: cms.SearchText(query.Get("q")), Types: assetTypes(query.Get("type"))}
	q.Paging = paging(r, filesAtOnce)
	list := pages.FileList{Query: q, Href: r.URL, MayAdd: publishing.MayUpload(r.User) == nil, Upload: a.uploadForm(u, false)}
	err := a.Publisher.Read(r.Context(), r.User, func(e *publishing.Edit) (err error) {
		list.Rows, list.Total, err = e.FindAssets(r.Context(), q, usesInList)
		list.Pages = paged(r, list.Total, filesAtOnce)
		return err
	})
	if err != nil {
		return err
	}
	return a.show(w, r, status, pages.Files(a.view(r, "Files"), list))
}

// assetTypes reads which type of file is asked for.
func assetTypes(text string) []cms.AssetType {
	switch t := cms.AssetType(text); t {
	case cms.Picture, cms.Film, cms.Document:
		return []cms.AssetType{t}
	}
	return nil
}

// uploadForm is the form for a file, as it was sent before.
func (a *Admin) uploadForm(u upload, picture bool) pages.UploadForm {
	problems := slices.Clone(u.problems)
	for i := range problems {
		problems[i].Field = "upload-" + problems[i].Field // other fields of a page may be called so
	}
	return pages.UploadForm{
		Accept: media.Accepted(picture), Picture: picture, Problems: problems,
		Description: u.form.Get("description"), Decorative: u.form.Get("decorative") != "",
		MaxPicture: media.MaxPicture, MaxFile: media.MaxDocument,
	}
}

// uploadFile adds a file; with type=picture only a picture. With part=choice it answers with what a chooser needs
// to know of it.
func (a *Admin) uploadFile(w http.ResponseWriter, r *request) error {
	u, err := a.receive(w, r, r.URL.Query().Get("type") == string(cms.Picture))
	if err != nil {
		return err
	}
	if len(u.problems) > 0 {
		if u.form.Get("part") == "choice" {
			return a.show(w, r, http.StatusUnprocessableEntity, pages.UploadRefused(u.problems))
		}
		return a.showFiles(w, r, http.StatusUnprocessableEntity, u)
	}
	if u.form.Get("part") == "choice" {
		return a.show(w, r, http.StatusOK, pages.UploadedChoice(u.file))
	}
	return redirect(w, r, "/admin/files/"+string(u.file.ID), "uploaded")
}

// showFile shows what is known of a file.
func (a *Admin) showFile(w http.ResponseWriter, r *request) error {
	return a.showFileWith(w, r, http.StatusOK, nil, nil)
}

// showFileWith shows a file with what somebody has typed about it, and what is
// wrong with that.
func (a *Admin) showFileWith(w http.ResponseWriter, r *request, status int, typed *cms.AssetAbout, problems []cms.Problem) error {
	f := pages.FileDetails{Problems: problems, MayAdd: publishing.MayUpload(r.User) == nil, MayDelete: publishing.MayDeleteAssets(r.User)}
	id := cms.ID(r.param("file"))
	if !id.Valid() {
		return cms.ErrNotFound
	}
	err := a.Publisher.Read(r.Context(), r.User, func(e *publishing.Edit) (err error) {
		f.Row, err = e.AssetUses(r.Context(), id, usesInDetails)
		return err
	})
	if err != nil {
		return err
	}
	f.Typed = f.Row.AssetAbout
	if typed != nil {
		f.Typed = *typed
	}
	view := a.view(r, f.Row.Name())
	view.Crumbs = []pages.Link{{Text: "Files", Href: "/admin/files"}}
	return a.show(w, r, status, pages.File(view, f))
}

// describeFile changes what is said of a file.
func (a *Admin) describeFile(w http.ResponseWriter, r *request) error {
	id := cms.ID(r.param("file"))
	if !id.Valid() {
		return cms.ErrNotFound
	}
	if err := r.ParseForm(); err != nil {
		return err
	}
	about := cms.AssetAbout{Title: r.PostForm.Get("title"), Description: r.PostForm.Get("description")}
	err := a.Publisher.Edit(r.Context(), r.User, func(e *publishing.Edit) error { return e.DescribeAsset(r.Context(), id, about) })
	var invalid *cms.Invalid
	if errors.As(err, &invalid) {
		return a.showFileWith(w, r, http.StatusUnprocessableEntity, &about, invalid.Problems)
	}
	if err != nil {
		return err
	}
	return redirect(w, r, "/admin/files/"+string(id), "described")
}

// deleteFile deletes a file that is used nowhere.
func (a *Admin) deleteFile(w http.ResponseWriter, r *request) error {
	id := cms.ID(r.param("file"))
	if !id.Valid() {
		return cms.ErrNotFound
	}
	err := a.Publisher.Edit(r.Context(), r.User, func(e *publishing.Edit) error { return e.DeleteAsset(r.Context(), id) })
	if err != nil {
		return err
	}
	return redirect(w, r, "/admin/files", "file-deleted")
}
