package export

import (
	"encoding/json"
	"fmt"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"
)

// Languages are the words of the screens by language, zh-CN and en.
type Languages map[string]Words

// Words are the texts of one language by key, such as field.project.
type Words map[string]string

// ReadLanguages reads the screens' language files, by language.
func ReadLanguages(files map[string][]byte) (Languages, error) {
	all := Languages{}
	for language, content := range files {
		var tree map[string]any
		if err := json.Unmarshal(content, &tree); err != nil {
			return nil, fmt.Errorf("export: words of %s: %w", language, err)
		}
		words := Words{}
		words.add("", tree)
		all[language] = words
	}
	return all, nil
}

func (w Words) add(prefix string, tree map[string]any) {
	for key, value := range tree {
		switch value := value.(type) {
		case string:
			w[prefix+key] = value
		case map[string]any:
			w.add(prefix+key+".", value)
		}
	}
}

// Say is the text of a key, with {{name}} replaced by the value that follows the name. A key without a text, which a test
// looks for, stands for itself.
func (w Words) Say(key string, values ...string) string {
	text, ok := w[key]
	if !ok {
		return key
	}
	for i := 0; i+1 < len(values); i += 2 {
		text = strings.ReplaceAll(text, "{{"+values[i]+"}}", values[i+1])
	}
	return text
}

// enum is the word for a value of the contract; empty for one that is not stated.
func (w Words) enum(d protoreflect.EnumDescriptor, number protoreflect.EnumNumber) string {
	value := d.Values().ByNumber(number)
	if number == 0 || value == nil {
		return ""
	}
	return w.Say("enum." + string(value.Name()))
}
