// Package bench measures the engine of package search/bleve beside other search engines: the same made-up publications, the same
// queries, in turn, each engine in a process of its own. docs/performance.md tells what is measured and how to read it.
//
//	words, corpus   publications of any number, from the words of real ones and a seed
//	queries         words to search for, by how common they are
//	peer            what an engine under test does, and the protocol by which it is told to
//	process, run    one process for each peer, all of them asked in turn
//	results, plot   what came out, as JSON and as a picture
//
// It knows no engine. The tests of this package run ours, the programs in testdata the others: nothing of these is linked into the
// service, nor listed among its modules.
package bench
