// Package password knows what a password must be like, makes new ones, and reads
// and writes the stored form of their hashes. It computes no hash: that is slow on
// purpose, and the people room decides when and how many at a time.
package password

import (
	"crypto/rand"
	"errors"
	"strings"
	"unicode/utf8"
)

// MinLength and MaxLength are in characters. Length is what counts; rules about
// kinds of characters only make people write passwords down.
const (
	MinLength = 10
	MaxLength = 128
)

// What is wrong with a password.
var (
	ErrShort    = errors.New("password: too short")
	ErrLong     = errors.New("password: too long")
	ErrUsername = errors.New("password: it is the account name")
	ErrRepeated = errors.New("password: one character repeated")
)

// Check tells whether the account may use the password.
func Check(password, username string) error {
	switch n := utf8.RuneCountInString(password); {
	case n < MinLength:
		return ErrShort
	case n > MaxLength:
		return ErrLong
	}
	if strings.EqualFold(strings.TrimSpace(password), username) {
		return ErrUsername
	}
	first, _ := utf8.DecodeRuneInString(password)
	if strings.Trim(password, string(first)) == "" {
		return ErrRepeated
	}
	return nil
}

// alphabet has no two characters that are read, heard or typed as each other: no
// 0 and o, no 1, i and l, no capitals.
const alphabet = "23456789abcdefghjkmnpqrstuvwxyz"

// generatedLength gives 79 bits.
const generatedLength = 16

// Generate makes a random password of 16 characters that can be read out and typed.
func Generate() string {
	made := make([]byte, 0, generatedLength)
	random := make([]byte, 2*generatedLength)
	for {
		_, _ = rand.Read(random) // never fails
		for _, b := range random {
			// What lies beyond the last full round of the alphabet would favour its beginning.
			if int(b) >= 256/len(alphabet)*len(alphabet) {
				continue
			}
			if made = append(made, alphabet[int(b)%len(alphabet)]); len(made) == generatedLength {
				return string(made)
			}
		}
	}
}
