package export

import (
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/known/timestamppb"

	"zhengcun/internal/kernel/calendar"
)

// Names are what a sheet calls things by.
type Names struct {
	Words
	// Names by code, in the language of the sheet.
	Channels, Purposes, Issuers, ProjectTypes, Regions map[string]string
	// Records are titles by id, of the records the filters name.
	Records map[string]string
}

// name is the name of a code, or the code itself where no name is known.
func name(names map[string]string, code string) string {
	if n := names[code]; n != "" {
		return n
	}
	return code
}

// value is the word for a value of the contract.
func (n *Names) value(e protoreflect.Enum) string { return n.enum(e.Descriptor(), e.Number()) }

// yes is the word for a flag that is set.
func (n *Names) yes(set bool) string {
	if set {
		return n.Say("export.yes")
	}
	return ""
}

// moment is a moment in Beijing time.
func moment(t *timestamppb.Timestamp) string {
	if t == nil {
		return ""
	}
	return t.AsTime().In(calendar.Shanghai).Format("2006-01-02 15:04:05")
}

// values are the words for several values.
func values[E protoreflect.Enum](n *Names, list []E) string {
	words := make([]string, len(list))
	for i, e := range list {
		words[i] = n.value(e)
	}
	return strings.Join(words, "、")
}
