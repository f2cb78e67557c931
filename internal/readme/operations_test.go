package readme

import (
	"reflect"
	"regexp"
	"strings"
	"testing"

	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/platform/config"
	_ "zhengcun/internal/platform/db" // declares its reasons
)

// The table of settings has each setting's environment variable and default, and
// none that is gone.
func TestOperationsListsEverySetting(t *testing.T) {
	text := page(t, "operations.md")
	known := map[string]bool{"ZHENGCUN_CONFIG": true}
	for _, group := range []any{config.County{}, config.Listen{}, config.Log{}} {
		kind := reflect.TypeOf(group)
		for i := range kind.NumField() {
			field := kind.Field(i)
			env := field.Tag.Get("env")
			known[env] = true
			row := regexp.MustCompile("(?m)^\\| `--[a-z-]+` \\| `" + env + "` \\|.*$").FindString(text)
			if row == "" {
				t.Errorf("%s has no row", env)
			}
			if name := field.Tag.Get("name"); name != "" && !strings.Contains(row, "`--"+name+"`") {
				t.Errorf("the row of %s does not name --%s", env, name)
			}
			if value := field.Tag.Get("default"); value != "" && !strings.Contains(row, "`"+value+"`") {
				t.Errorf("the row of %s does not name its default %s", env, value)
			}
		}
	}
	for _, name := range regexp.MustCompile(`ZHENGCUN_[A-Z_]+`).FindAllString(text, -1) {
		if !known[name] {
			t.Errorf("there is no %s", name)
		}
	}
}

// Reasons that pages name exist.
func TestPagesNameReasonsThatExist(t *testing.T) {
	known := map[string]bool{}
	for _, r := range regexp.MustCompile(`(?m)^## ([A-Z_]+)$`).FindAllStringSubmatch(page(t, "errors.md"), -1) {
		known[r[1]] = true
	}
	if !known[fault.ReasonInternal.Code] {
		t.Fatalf("errors.md lacks %s", fault.ReasonInternal.Code)
	}
	for _, name := range []string{"operations.md", "partner-guide.md"} {
		for _, m := range regexp.MustCompile("`([A-Z]+(?:_[A-Z]+)+|INTERNAL)`").FindAllStringSubmatch(page(t, name), -1) {
			if !strings.HasPrefix(m[1], "ZHENGCUN_") && !strings.HasPrefix(m[1], "CLAIM_STATE_") && !known[m[1]] {
				t.Errorf("%s: there is no reason %s", name, m[1])
			}
		}
	}
}
