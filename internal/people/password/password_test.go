package password_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"zhengcun/internal/people/password"
)

func TestCheck(t *testing.T) {
	for _, c := range []struct {
		password, username string
		want               error
	}{
		{"123456789", "x", password.ErrShort},
		{"1234567890", "x", nil},
		{"整村推进整村推进整村", "x", nil}, // ten characters, not bytes
		{"整村推进整村推进整", "x", password.ErrShort},
		{strings.Repeat("ab", 64), "x", nil},
		{strings.Repeat("ab", 64) + "c", "x", password.ErrLong},
		{"wang.xiaoming", "wang.xiaoming", password.ErrUsername},
		{" Wang.Xiaoming ", "wang.xiaoming", password.ErrUsername},
		{"wang.xiaoming1", "wang.xiaoming", nil},
		{"aaaaaaaaaaaa", "x", password.ErrRepeated},
		{"", "x", password.ErrShort},
	} {
		if got := password.Check(c.password, c.username); !errors.Is(got, c.want) {
			t.Errorf("Check(%q, %q) = %v, want %v", c.password, c.username, got, c.want)
		}
	}
}

func TestGenerate(t *testing.T) {
	seen := map[string]bool{}
	letters := map[rune]int{}
	for range 2000 {
		p := password.Generate()
		if len(p) != 16 || strings.ContainsAny(p, "01oOilI") || password.Check(p, "x") != nil || seen[p] {
			t.Fatalf("%q", p)
		}
		seen[p] = true
		for _, r := range p {
			letters[r]++
		}
	}
	// 32,000 characters over 31 letters: 1,032 each, give or take.
	for r, n := range letters {
		if len(letters) != 31 || n < 830 || n > 1230 {
			t.Errorf("%c comes %d times", r, n)
		}
	}
}

func TestHashRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := password.Hash{
			Threads: uint8(rapid.IntRange(1, 16).Draw(t, "threads")),
			Time:    uint32(rapid.IntRange(1, 64).Draw(t, "time")),
			Memory:  uint32(rapid.IntRange(128, 1<<20).Draw(t, "memory")),
			Salt:    rapid.SliceOfN(rapid.Byte(), 8, 64).Draw(t, "salt"),
			Sum:     rapid.SliceOfN(rapid.Byte(), 16, 64).Draw(t, "sum"),
		}
		got, err := password.ParseHash(h.String())
		if err != nil || got.Memory != h.Memory || got.Time != h.Time || got.Threads != h.Threads || !bytes.Equal(got.Salt, h.Salt) || !bytes.Equal(got.Sum, h.Sum) {
			t.Fatalf("%v, %v", got, err)
		}
	})
}

func TestParseHashRefuses(t *testing.T) {
	good := password.Hash{Memory: 19456, Time: 2, Threads: 1, Salt: make([]byte, 16), Sum: make([]byte, 32)}
	if _, err := password.ParseHash(good.String()); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"empty":      "",
		"plain text": "secret",
		"bcrypt":     "$2a$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy",
		"argon2i":    strings.Replace(good.String(), "argon2id", "argon2i", 1),
		"version":    strings.Replace(good.String(), "v=19", "v=16", 1),
		"much":       strings.Replace(good.String(), "m=19456", "m=4000000", 1),
		"overflow":   strings.Replace(good.String(), "m=19456", "m=99999999999", 1),
		"no passes":  strings.Replace(good.String(), "t=2", "t=0", 1),
		"trailing":   good.String() + "=",
		"more":       strings.Replace(good.String(), "p=1", "p=1x", 1),
		"no sum":     good.String()[:strings.LastIndex(good.String(), "$")+1],
	} {
		if _, err := password.ParseHash(text); !errors.Is(err, password.ErrHash) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzParseHash(f *testing.F) {
	f.Add("$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
	f.Fuzz(func(t *testing.T, text string) {
		if h, err := password.ParseHash(text); err == nil && h.String() != text {
			t.Errorf("%q", text)
		}
	})
}
