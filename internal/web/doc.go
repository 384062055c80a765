// Package web is the HTTP kit that both audiences share: handlers that return
// errors, rendering to a buffer, compression and validators, security headers,
// request ids and logs, built assets, and the server itself.
//
// It knows no page and no database.
package web
