package block

import (
	"net/url"
	"strings"

	"lectern/internal/blocks"
	"lectern/internal/cms"
	"lectern/templates/ui"
)

// film returns the file of a video that a browser can play.
func film(v *ui.View, b *blocks.Video) (cms.Asset, bool) {
	asset, ok := v.Assets[b.File.Asset]
	return asset, ok && strings.HasPrefix(asset.MediaType, "video/")
}

// host names the website that an address belongs to.
func host(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(u.Hostname(), "www.")
}
