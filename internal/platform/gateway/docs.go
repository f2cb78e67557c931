package gateway

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"html/template"
	"slices"
	"strings"
)

//go:embed docs.html.tmpl
var docsTemplate string

//go:embed docs.css
var docsCSS []byte

// openAPI is as much of an OpenAPI document as the page shows.
type openAPI struct {
	Info struct{ Title, Version, Description string }
	Tags []struct{ Name, Description string }
	// Paths are the operations by path and HTTP method.
	Paths      map[string]map[string]*operation
	Components struct {
		Schemas    map[string]*schema
		Parameters map[string]*parameter
	}
}

type operation struct {
	Summary, Description string
	Tags                 []string
	Parameters           []*parameter
	RequestBody          *content
	Responses            map[string]*content
}

type parameter struct {
	Ref                   string `json:"$ref"`
	Name, In, Description string
	Required              bool
	Schema                *schema
}

type content struct {
	Description string
	Content     map[string]struct{ Schema *schema }
}

type schema struct {
	Ref                 string `json:"$ref"`
	Type                any
	Format, Description string
	Properties          map[string]*schema
	Items               *schema
	Enum                []any
	Required            []string
	ReadOnly            bool
	AllOf               []*schema
}

type docsPage struct {
	*openAPI
	Groups  []group
	Schemas []namedSchema
}

type group struct {
	Name, Description string
	Calls             []docsCall
}

type docsCall struct {
	Verb, Path string
	*operation
	Body, Answer *schema
}

type namedSchema struct {
	Name string
	*schema
	Fields []field
}

type field struct {
	Name     string
	Schema   *schema
	Required bool
}

// newDocs renders the page that documents the interface, once: the document
// cannot change while the program runs, and the page needs no script.
func newDocs(document []byte) ([]byte, error) {
	var api openAPI
	if err := json.Unmarshal(document, &api); err != nil {
		return nil, fmt.Errorf("gateway: OpenAPI document: %w", err)
	}
	t, err := template.New("docs").Funcs(template.FuncMap{"typeOf": typeOf, "short": short, "verb": strings.ToUpper}).Parse(docsTemplate)
	if err != nil {
		return nil, err
	}
	var page bytes.Buffer
	if err := t.Execute(&page, docsPage{openAPI: &api, Groups: api.groups(), Schemas: api.schemas()}); err != nil {
		return nil, fmt.Errorf("gateway: documentation: %w", err)
	}
	return page.Bytes(), nil
}

var verbOrder = []string{"get", "post", "patch", "put", "delete"}

func (a *openAPI) groups() []group {
	var all []group
	for _, tag := range a.Tags {
		g := group{Name: tag.Name, Description: tag.Description}
		for path, operations := range a.Paths {
			for verb, o := range operations {
				if !slices.Contains(o.Tags, tag.Name) {
					continue
				}
				for i, p := range o.Parameters {
					if shared := a.Components.Parameters[short(p.Ref)]; shared != nil {
						o.Parameters[i] = shared
					}
				}
				g.Calls = append(g.Calls, docsCall{Verb: verb, Path: path, operation: o, Body: o.RequestBody.schema(), Answer: o.Responses["200"].schema()})
			}
		}
		slices.SortFunc(g.Calls, func(x, y docsCall) int {
			if x.Path != y.Path {
				return strings.Compare(x.Path, y.Path)
			}
			return slices.Index(verbOrder, x.Verb) - slices.Index(verbOrder, y.Verb)
		})
		all = append(all, g)
	}
	return all
}

func (c *content) schema() *schema {
	if c == nil {
		return nil
	}
	return c.Content["application/json"].Schema
}

func (a *openAPI) schemas() []namedSchema {
	var all []namedSchema
	for full, s := range a.Components.Schemas {
		n := namedSchema{Name: full, schema: s}
		for name, p := range s.Properties {
			n.Fields = append(n.Fields, field{name, p, slices.Contains(s.Required, name)})
		}
		slices.SortFunc(n.Fields, func(x, y field) int { return strings.Compare(x.Name, y.Name) })
		all = append(all, n)
	}
	slices.SortFunc(all, func(x, y namedSchema) int { return strings.Compare(x.Name, y.Name) })
	return all
}

// typeOf is a schema's type in a few words; a link when it has a section of its own.
func typeOf(s *schema) template.HTML {
	switch {
	case s == nil:
		return ""
	case s.Ref != "":
		name := template.HTMLEscapeString(strings.TrimPrefix(s.Ref, "#/components/schemas/"))
		return template.HTML(`<a href="#` + name + `">` + short(name) + `</a>`)
	case len(s.AllOf) == 1:
		return typeOf(s.AllOf[0])
	case s.Items != nil:
		return "[ " + typeOf(s.Items) + " ]"
	}
	text := fmt.Sprint(s.Type)
	if s.Format != "" {
		text += " (" + s.Format + ")"
	}
	return template.HTML(template.HTMLEscapeString(text))
}

// short is the last part of a dotted or slashed name.
func short(name string) string { return name[strings.LastIndexAny(name, "./")+1:] }
