// Package privacy keeps personal data from those it is not for: encryption at
// rest, blind indexes to find encrypted values by equality, and the one table of
// which role sees which class of field clear, masked or not at all.
package privacy
