package config

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
	"go.yaml.in/yaml/v3"
)

// File reads a configuration file, YAML or JSON: one key per flag, by the flag's
// name. It is a [kong.ConfigurationLoader].
func File(r io.Reader) (kong.Resolver, error) {
	values := map[string]any{}
	if err := yaml.NewDecoder(r).Decode(&values); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	named := map[string]any{}
	for key, value := range values {
		if list, ok := value.([]any); ok {
			texts := make([]string, len(list))
			for i, item := range list {
				texts[i] = fmt.Sprint(item)
			}
			value = strings.Join(texts, ",")
		}
		named[strings.ReplaceAll(key, "_", "-")] = value
	}
	return file(named), nil
}

type file map[string]any

// Validate refuses keys that name no flag: a typing error must not go unnoticed.
func (f file) Validate(app *kong.Application) error {
	known := map[string]bool{}
	collect(app.Node, known)
	for _, key := range slices.Sorted(maps.Keys(f)) {
		if !known[key] {
			return fmt.Errorf("configuration file: there is no setting %q", key)
		}
	}
	return nil
}

func collect(node *kong.Node, known map[string]bool) {
	for _, flag := range node.Flags {
		known[flag.Name] = true
	}
	for _, child := range node.Children {
		collect(child, known)
	}
}

// Resolve gives a flag its value unless the environment does.
func (f file) Resolve(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
	for _, name := range flag.Envs {
		if _, set := os.LookupEnv(name); set {
			return nil, nil
		}
	}
	value, ok := f[flag.Name]
	if !ok {
		return nil, nil
	}
	if _, ok := value.(bool); ok {
		return value, nil
	}
	return fmt.Sprint(value), nil
}
