// Package reports answers questions across rooms. It only reads.
//
// Every figure is the sum of a list the reader can open: the figure and the list
// are asked of the same rows.
package reports
