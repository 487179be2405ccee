// Package licences holds the licence texts of everything that the binary carries.
package licences

import _ "embed"

//go:generate go run generate.go

// Text lists each licence once, under the modules and data that it covers.
//
//go:embed licences.txt
var Text string
