package fault

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// Reason is one thing that can go wrong. Reasons come from Define and are never changed afterwards.
type Reason struct {
	// Code is the stable name partners program against, such as CLAIM_EXCEEDS_LOT. It is never reused or renamed.
	Code string
	// Kind is the sort of answer.
	Kind Kind
	// Text says what is wrong, Fix what the reader can do about it. Both are templates.
	Text, Fix Bilingual
	// Retry says whether the same request may succeed later without any change to it.
	Retry bool
}

// Option changes a reason while it is defined.
type Option func(*Reason)

// Retryable marks a reason as one after which the same request may be sent again unchanged.
func Retryable() Option { return func(r *Reason) { r.Retry = true } }

var (
	registryMu sync.RWMutex
	registry   = map[string]*Reason{}

	codeForm = regexp.MustCompile(`^[A-Z][A-Z0-9_]*$`)
)

// Define registers a reason and returns it, for use in a package variable. It panics, so that the program does not start,
// for a code that is taken or not ^[A-Z][A-Z0-9_]*$, an unknown kind, an empty sentence, a brace outside of a
// placeholder, or a Chinese and an English template that do not name the same values.
func Define(code string, kind Kind, text, fix Bilingual, opts ...Option) *Reason {
	reject := func(why string) { panic(fmt.Sprintf("fault: reason %q: %s", code, why)) }
	if !codeForm.MatchString(code) {
		reject("malformed code")
	}
	if !kind.valid() {
		reject("unknown kind")
	}
	for _, sentence := range [...]Bilingual{text, fix} {
		if strings.TrimSpace(sentence.ZH) == "" || strings.TrimSpace(sentence.EN) == "" {
			reject("empty sentence")
		}
		zh, zhOK := names(sentence.ZH)
		en, enOK := names(sentence.EN)
		if !zhOK || !enOK {
			reject("stray brace in a template")
		}
		if !slices.Equal(zh, en) {
			reject("Chinese and English name different values")
		}
	}

	r := &Reason{Code: code, Kind: kind, Text: text, Fix: fix}
	for _, option := range opts {
		option(r)
	}
	registryMu.Lock()
	defer registryMu.Unlock()
	if _, taken := registry[code]; taken {
		reject("code is taken")
	}
	registry[code] = r
	return r
}

// All returns every defined reason, sorted by code.
func All() []*Reason {
	registryMu.RLock()
	defer registryMu.RUnlock()
	all := make([]*Reason, 0, len(registry))
	for _, r := range registry {
		all = append(all, r)
	}
	slices.SortFunc(all, func(a, b *Reason) int { return strings.Compare(a.Code, b.Code) })
	return all
}

// Lookup returns the reason of a code.
func Lookup(code string) (*Reason, bool) {
	registryMu.RLock()
	defer registryMu.RUnlock()
	r, ok := registry[code]
	return r, ok
}

// Error makes a reason a target of errors.Is: errors.Is(err, reason) asks whether err is an occurrence of it. To fail with
// a reason return r.New(), which fills its sentences.
func (r *Reason) Error() string { return r.Code + ": " + r.Text.EN }

// New returns an occurrence of the reason. kv are pairs of a name and a value; the values are written with fmt.Sprint,
// fill the {name} places of the sentences and become the metadata. A name more than the sentences need is only metadata.
// A missing value leaves {name} standing; that and malformed pairs are reported to Watch.
func (r *Reason) New(kv ...any) *Error {
	return &Error{reason: r, metadata: r.values(kv)}
}

// Field returns the reason as what is wrong with one field of a request. path is the proto path of the field, such as
// lines[2].amount_fen; kv are as in New.
func (r *Reason) Field(path string, kv ...any) Violation {
	return Violation{Field: path, Reason: r, Params: r.values(kv)}
}

// values turns pairs into a map and reports what does not fit the reason. It never fails: it runs while something else
// is already going wrong, and half a sentence is better than a second error.
func (r *Reason) values(kv []any) map[string]string {
	values := make(map[string]string, len(kv)/2)
	for i := 0; i < len(kv); i += 2 {
		name, ok := kv[i].(string)
		if !ok || i+1 == len(kv) {
			misuse(r, fmt.Sprintf("argument %d is not the name of a pair", i+1))
			continue
		}
		if _, twice := values[name]; twice {
			misuse(r, "value "+name+" is given twice")
		}
		values[name] = fmt.Sprint(kv[i+1])
	}
	for _, template := range [...]string{r.Text.EN, r.Fix.EN} {
		needed, _ := names(template)
		for _, name := range needed {
			if _, given := values[name]; !given {
				misuse(r, "value "+name+" is missing")
			}
		}
	}
	return values
}
