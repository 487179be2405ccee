// Package web serves the index to people and machines: pages rendered on the server, a JSON API, feeds and citations, the originals
// of publications, and an element that other sites embed. It turns an address into a search.Query, asks a search.Searcher and
// renders what comes back.
//
// It must not know which engine answers, how the index was made or where it lies. What else it shows (originals) it declares as
// interfaces of its own, which the command wires.
package web
