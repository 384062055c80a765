package kinds

import "lectern/internal/cms"

// Pictured is a page with pictures of its own that may stand for it where
// others link to it. A portrait is none: its rights may end at this site.
type Pictured interface {
	SharePictures() []cms.Image // the best first
}

// SharePictures are the one for networks and that of the heading.
func (a *NewsArticle) SharePictures() []cms.Image { return []cms.Image{a.ShareImage, a.LeadImage} }

// SharePictures are the one for networks and that of the heading.
func (p *ContentPage) SharePictures() []cms.Image { return []cms.Image{p.ShareImage, p.Image} }

// SharePictures are that of the heading and that of cards.
func (f *Feature) SharePictures() []cms.Image { return []cms.Image{f.LeadImage, f.Thumbnail} }

// SharePictures is that of the heading.
func (p *BlogPost) SharePictures() []cms.Image { return []cms.Image{p.LeadImage} }

// SharePictures is that of the heading.
func (c *CaseStudy) SharePictures() []cms.Image { return []cms.Image{c.LeadImage} }

// SharePictures is that of the heading.
func (h *BlogHub) SharePictures() []cms.Image { return []cms.Image{h.Image} }

// SharePictures is that of the heading.
func (c *Careers) SharePictures() []cms.Image { return []cms.Image{c.Image} }

// SharePictures is that of the event.
func (e *Event) SharePictures() []cms.Image { return []cms.Image{e.Image} }

// SharePictures is that of the heading.
func (s *Service) SharePictures() []cms.Image { return []cms.Image{s.Image} }

// SharePictures is that of the heading.
func (p *PublishedWork) SharePictures() []cms.Image { return []cms.Image{p.Banner} }

// SharePictures is that of the heading.
func (c *PublishedWorkChapter) SharePictures() []cms.Image { return []cms.Image{c.Banner} }
