package check

import (
	"regexp"
	"unicode/utf8"

	"lectern/internal/cms"
	"lectern/internal/schema"
)

// That a picture has alternative text, or is decorative, its declaration asks.

var fileName = regexp.MustCompile(`(?i)\.(avif|bmp|gif|heic|jpe?g|png|svg|tiff?|webp)$|^(dsc|image|img|photo|picture|scan|screenshot)[ _-]*[0-9]*$|^[^ ]+_[^ ]+$`)

var altFileName = Rule{
	Name: "alt-file-name", Label: "File name as alternative text", Level: Block,
	Help: "The name of a file tells nothing to people who cannot see the picture",
	find: func(p *page) (problems []cms.Problem) {
		for _, image := range p.images() {
			if fileName.MatchString(image.Alt) {
				problems = append(problems, problem(image.path, "the alternative text %q is the name of a file; describe what the picture tells", image.Alt))
			}
		}
		return problems
	},
}

const longestAlt = 250 // characters: about what is read out in 15 seconds

var pictureOf = regexp.MustCompile(`(?i)^(an? |the )?(graphic|image|photo|photograph|picture) (of|showing)\b`)

var altText = Rule{
	Name: "alt-text", Label: "Wording of alternative text", Level: Advise,
	Help: "Alternative text is read out in place of the picture: it should be short, and say what is not said beside it",
	find: func(p *page) (problems []cms.Problem) {
		for _, image := range p.images() {
			if opening := pictureOf.FindString(image.Alt); opening != "" {
				problems = append(problems, problem(image.path, "the alternative text begins with %q, which is said anyway; begin with what it shows", opening))
			}
			if sameWords(image.Alt) == sameWords(image.Caption) {
				problems = append(problems, problem(image.path, "the alternative text repeats the caption, so that it is read out twice; describe what the caption does not say"))
			}
			if n := utf8.RuneCountInString(image.Alt); n > longestAlt {
				problems = append(problems, problem(image.path, "the alternative text has %d characters, and nobody can pause it; keep it below %d and say the rest in the text", n, longestAlt+1))
			}
		}
		return problems
	},
}

// image is a picture with alternative text in its place on the page.
type image struct {
	cms.Image
	path string
}

func (p *page) images() []image {
	var images []image
	for _, place := range p.places {
		if place.field.Type != schema.TypeImage {
			continue
		}
		if i := place.value.Interface().(cms.Image); i.Asset != "" && i.Alt != "" && !i.Decorative {
			images = append(images, image{i, place.path})
		}
	}
	return images
}
