package fault

import (
	"regexp"
	"slices"
	"strings"
)

// Bilingual is one sentence in Chinese (zh-CN) and English. In a Reason the sentences are templates, where {name} stands
// for a value; names are lower case: ^[a-z][a-z0-9_]*$.
type Bilingual struct {
	ZH, EN string
}

var placeholder = regexp.MustCompile(`\{([a-z][a-z0-9_]*)\}`)

// names returns the placeholder names of a template, sorted, each once. ok is false if a brace remains that belongs to no
// placeholder, such as {Name} or {name.
func names(template string) (found []string, ok bool) {
	for _, match := range placeholder.FindAllStringSubmatch(template, -1) {
		found = append(found, match[1])
	}
	slices.Sort(found)
	rest := placeholder.ReplaceAllString(template, "")
	return slices.Compact(found), !strings.ContainsAny(rest, "{}")
}

// fill puts the values into both templates. A value that is not there leaves its {name} standing.
func (b Bilingual) fill(values map[string]string) Bilingual {
	one := func(template string) string {
		// One pass, so that braces inside a value are not read as a placeholder.
		return placeholder.ReplaceAllStringFunc(template, func(match string) string {
			if value, ok := values[match[1:len(match)-1]]; ok {
				return value
			}
			return match
		})
	}
	return Bilingual{ZH: one(b.ZH), EN: one(b.EN)}
}
