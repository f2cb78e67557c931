// Package readme has only tests: they compare the pages in docs with the code.
// What of them can be typed into a shell is tried by package torture.
package readme
