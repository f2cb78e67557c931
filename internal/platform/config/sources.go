package config

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"zhengcun/internal/platform/db"
)

// Setting is one setting as it holds.
type Setting struct {
	Name  string `json:"name"`
	Value string `json:"value"` // secrets masked
	// Source is where the value comes from: the flag, the variable, the file or the default.
	Source string `json:"source"`
	// Ignored are places that set it too and count for nothing.
	Ignored []string `json:"ignored,omitempty"`
}

// Prefix begins every environment variable of the program.
const Prefix = "ZHENGCUN_"

// Sources tells the settings of the command that was parsed, in the order of its
// help, and which variables of the environment are no setting at all. path is the
// configuration file; empty for none. Flags without a variable are no settings but
// options of the one command.
func Sources(k *kong.Context, path string) (all []Setting, unknown []string, err error) {
	inFile := file{}
	if path != "" {
		content, err := os.Open(kong.ExpandPath(path))
		if err != nil {
			return nil, nil, err
		}
		defer func() { _ = content.Close() }()
		resolver, err := File(content)
		if err != nil {
			return nil, nil, err
		}
		inFile, _ = resolver.(file)
	}
	typed := map[string]bool{}
	for _, step := range k.Path {
		if step.Flag != nil && !step.Resolved {
			typed[step.Flag.Name] = true
		}
	}
	for _, flag := range k.Flags() {
		if len(flag.Envs) == 0 {
			continue
		}
		setting := Setting{Name: flag.Name, Value: shown(flag.Name, k.FlagValue(flag))}
		var places []string
		if typed[flag.Name] {
			places = append(places, "--"+flag.Name)
		}
		for _, name := range flag.Envs {
			if _, set := os.LookupEnv(name); set {
				places = append(places, name)
			}
		}
		if _, set := inFile[flag.Name]; set {
			places = append(places, path)
		}
		places = append(places, "default")
		setting.Source = places[0]
		if last := len(places) - 1; last > 0 {
			setting.Ignored = places[1:last]
		}
		all = append(all, setting)
	}
	return all, unknownVariables(k), nil
}

// unknownVariables are those that look like ours and are read by no command.
func unknownVariables(k *kong.Context) (unknown []string) {
	known := map[string]bool{}
	_ = kong.Visit(k.Model, func(node kong.Visitable, next kong.Next) error {
		if flag, ok := node.(*kong.Flag); ok {
			for _, name := range flag.Envs {
				known[name] = true
			}
		}
		return next(nil)
	})
	for _, variable := range os.Environ() {
		if name, _, _ := strings.Cut(variable, "="); strings.HasPrefix(name, Prefix) && !known[name] {
			unknown = append(unknown, name)
		}
	}
	slices.Sort(unknown)
	return unknown
}

// shown is a value for people, without secrets.
func shown(name string, value any) string {
	text := fmt.Sprint(value)
	if list, ok := value.([]string); ok {
		text = strings.Join(list, ",")
	}
	if strings.HasSuffix(name, "database-url") && text != "" {
		return db.Redact(text)
	}
	return text
}
