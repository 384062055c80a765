package blocks

import (
	"lectern/internal/cms"
	"lectern/internal/richtext"
)

// Video is a film of ours, or a link to one elsewhere. Whoever cannot hear it
// needs its captions or its transcript.
type Video struct {
	Title       string       `rule:"required max=150"`
	Description string       `type:"longtext" help:"What the video shows" rule:"max=400"`
	File        cms.File     `label:"Video file" help:"MP4 or WebM; leave empty for a video on another website"`
	URL         string       `label:"Address of a video elsewhere" help:"It opens on its own website: nothing of it is loaded here" rule:"max=1000 url"`
	Captions    cms.File     `label:"Captions file" help:"WebVTT"`
	Captioned   bool         `label:"The video has captions already"`
	Transcript  richtext.Doc `help:"All that is said, and what matters of what is seen"`
}

func (*Video) Block() cms.BlockType {
	return cms.BlockType{Name: "video", Label: "Video", Help: "A video with captions or a transcript"}
}

// Check wants one video, and words for those who cannot hear it.
func (v *Video) Check() []cms.Problem {
	var problems []cms.Problem
	switch {
	case v.File.Asset == "" && v.URL == "":
		problems = append(problems, cms.Problem{Field: "file", Message: "there is no video; choose a file, or give the address of a video elsewhere"})
	case v.File.Asset != "" && v.URL != "":
		problems = append(problems, cms.Problem{Field: "url", Message: "there is a video file and an address; keep one of them"})
	}
	problems = append(problems, checkHTTPS("url", v.URL)...)
	switch {
	case v.Captions.Asset != "" && v.File.Asset == "":
		problems = append(problems, cms.Problem{Field: "captions", Message: "a captions file is shown with a video file only; take it away, or choose the video file"})
	case v.Captions.Asset == "" && !v.Captioned && len(v.Transcript) == 0:
		problems = append(problems, cms.Problem{Field: "transcript", Message: "whoever cannot hear this video gets nothing of it; add a captions file or a transcript, or say that the video has captions already"})
	}
	return problems
}

// Anchors declares the title, which a link may lead to.
func (v *Video) Anchors() []string { return []string{v.Title} }
