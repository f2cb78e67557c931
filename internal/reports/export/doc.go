// Package export writes a list of the contract as a sheet: an Excel workbook or a text with commas.
//
// A list is defined in the file named after it: its method, its columns, and which sums the list itself tells. Titles,
// names of values and whatever else stands on a sheet come from the screens' own language files, by their keys. Whoever
// reads the list hands its answers to a [Sheet], page by page; at the end the sheet compares rows and sums with what the
// list has told and refuses to be whole when they differ.
//
// A sheet never turns what somebody typed into a formula, and loses no digit: money is a number Excel adds up, in yuan
// with two decimals, counts and quantities are numbers too, everything else is text. Days are yyyy-mm-dd, moments are
// Beijing time.
package export
