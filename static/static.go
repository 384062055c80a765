// Package static embeds what the browser gets: stylesheets, scripts and icons.
//
// The folder dist is built by build.mjs ("make build" runs it) and is not
// committed. Its manifest.json maps the name of each asset, such as site.css,
// to its file, whose name holds a hash of its content, so that it may be cached
// for ever. Beside each file lie its brotli (.br) and gzip (.gz) forms.
package static

import "embed"

// Dist holds the folder dist.
//
//go:embed dist
var Dist embed.FS
