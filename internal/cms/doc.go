// Package cms holds the words and the rules of Lectern: pages, revisions,
// releases, lists, terms, assets, users and what users may do.
//
// It is plain data and pure functions on the standard library. SQL, HTTP,
// reflection over declarations and the text tree live elsewhere.
package cms
