package gateway

import (
	"unicode/utf16"
	"unicode/utf8"

	"zhengcun/internal/kernel/fault"
)

// maxDepth is how deeply objects and lists may be nested. The contract's
// messages need five.
const maxDepth = 32

// scanner reads JSON as RFC 8259 has it and nothing more lenient: no lone
// surrogates, no invalid UTF-8. The standard library would mend both silently.
type scanner struct {
	data  []byte
	pos   int
	depth int
}

// broken is where and why the text is no JSON.
type broken struct {
	reason *fault.Reason
	at     int
}

func (b *broken) Error() string { return b.reason.Code }

func (s *scanner) bad() error { return &broken{ReasonJSON, s.pos} }

func (s *scanner) space() {
	for s.pos < len(s.data) {
		switch s.data[s.pos] {
		case ' ', '\t', '\n', '\r':
			s.pos++
		default:
			return
		}
	}
}

// peek is the next byte that is not white space; 0 at the end.
func (s *scanner) peek() byte {
	s.space()
	if s.pos == len(s.data) {
		return 0
	}
	return s.data[s.pos]
}

func (s *scanner) take(c byte) error {
	if s.peek() != c {
		return s.bad()
	}
	s.pos++
	return nil
}

// end fails when anything but white space is left.
func (s *scanner) end() error {
	if s.space(); s.pos != len(s.data) {
		return s.bad()
	}
	return nil
}

// object reads an object and calls member after each name; member reads the value.
func (s *scanner) object(member func(name string) error) error {
	return s.items('{', '}', func() error {
		if s.peek() != '"' {
			return s.bad()
		}
		name, err := s.text()
		if err != nil {
			return err
		}
		if err := s.take(':'); err != nil {
			return err
		}
		return member(name)
	})
}

// list reads a list and calls element where each element begins.
func (s *scanner) list(element func(i int) error) error {
	i := 0
	return s.items('[', ']', func() error {
		i++
		return element(i - 1)
	})
}

func (s *scanner) items(open, end byte, item func() error) error {
	if err := s.take(open); err != nil {
		return err
	}
	if s.depth++; s.depth > maxDepth {
		return &broken{ReasonJSONDepth, s.pos}
	}
	defer func() { s.depth-- }()
	if s.peek() == end {
		s.pos++
		return nil
	}
	for {
		if err := item(); err != nil {
			return err
		}
		switch s.peek() {
		case ',':
			s.pos++
		case end:
			s.pos++
			return nil
		default:
			return s.bad()
		}
	}
}

// skip reads any value and forgets it.
func (s *scanner) skip() error {
	switch c := s.peek(); {
	case c == '{':
		return s.object(func(string) error { return s.skip() })
	case c == '[':
		return s.list(func(int) error { return s.skip() })
	case c == '"':
		_, err := s.text()
		return err
	case c == '-' || c >= '0' && c <= '9':
		_, err := s.number()
		return err
	default:
		_, err := s.word()
		return err
	}
}

// word reads true, false or null.
func (s *scanner) word() (string, error) {
	s.space()
	for _, w := range []string{"true", "false", "null"} {
		if end := s.pos + len(w); end <= len(s.data) && string(s.data[s.pos:end]) == w {
			s.pos = end
			return w, nil
		}
	}
	return "", s.bad()
}

// number reads a number and returns it as it is written.
func (s *scanner) number() (string, error) {
	s.space()
	start := s.pos
	digits := func() bool {
		from := s.pos
		for s.pos < len(s.data) && s.data[s.pos] >= '0' && s.data[s.pos] <= '9' {
			s.pos++
		}
		return s.pos > from
	}
	next := func(set ...byte) bool {
		for _, c := range set {
			if s.pos < len(s.data) && s.data[s.pos] == c {
				s.pos++
				return true
			}
		}
		return false
	}
	next('-')
	if !next('0') && !digits() {
		return "", s.bad()
	}
	if next('.') && !digits() {
		return "", s.bad()
	}
	if next('e', 'E') {
		next('+', '-')
		if !digits() {
			return "", s.bad()
		}
	}
	return string(s.data[start:s.pos]), nil
}

// text reads a string.
func (s *scanner) text() (string, error) {
	if err := s.take('"'); err != nil {
		return "", err
	}
	var out []byte
	for start := s.pos; s.pos < len(s.data); {
		switch c := s.data[s.pos]; {
		case c == '"':
			out = append(out, s.data[start:s.pos]...)
			s.pos++
			return string(out), nil
		case c == '\\':
			out = append(out, s.data[start:s.pos]...)
			s.pos++
			r, err := s.escape()
			if err != nil {
				return "", err
			}
			out = utf8.AppendRune(out, r)
			start = s.pos
		case c < 0x20:
			return "", s.bad()
		case c < utf8.RuneSelf:
			s.pos++
		default:
			r, size := utf8.DecodeRune(s.data[s.pos:])
			if r == utf8.RuneError && size == 1 {
				return "", s.bad()
			}
			s.pos += size
		}
	}
	return "", s.bad()
}

func (s *scanner) escape() (rune, error) {
	if s.pos == len(s.data) {
		return 0, s.bad()
	}
	c := s.data[s.pos]
	s.pos++
	switch c {
	case '"', '\\', '/':
		return rune(c), nil
	case 'b':
		return '\b', nil
	case 'f':
		return '\f', nil
	case 'n':
		return '\n', nil
	case 'r':
		return '\r', nil
	case 't':
		return '\t', nil
	case 'u':
		r, err := s.hex()
		if err != nil || !utf16.IsSurrogate(r) {
			return r, err
		}
		if s.pos+1 < len(s.data) && s.data[s.pos] == '\\' && s.data[s.pos+1] == 'u' {
			s.pos += 2
			low, err := s.hex()
			if err != nil {
				return 0, err
			}
			if both := utf16.DecodeRune(r, low); both != utf8.RuneError {
				return both, nil
			}
		}
	}
	return 0, s.bad()
}

func (s *scanner) hex() (rune, error) {
	var r rune
	for range 4 {
		if s.pos == len(s.data) {
			return 0, s.bad()
		}
		switch c := s.data[s.pos]; {
		case c >= '0' && c <= '9':
			r = r<<4 | rune(c-'0')
		case c >= 'a' && c <= 'f':
			r = r<<4 | rune(c-'a'+10)
		case c >= 'A' && c <= 'F':
			r = r<<4 | rune(c-'A'+10)
		default:
			return 0, s.bad()
		}
		s.pos++
	}
	return r, nil
}
