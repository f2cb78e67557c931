// Package bench measures the product against a thin baseline it builds itself, so
// that a figure means something on any machine. Run it with `make bench`.
package bench
