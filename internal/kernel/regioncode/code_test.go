package regioncode

import (
	"errors"
	"fmt"
	"testing"

	"pgregory.net/rapid"
)

const (
	yuexi      = Code("340828000000")
	xiangchang = Code("340828107000")
	qianfota   = Code("340828107202")
)

func TestParse(t *testing.T) {
	for _, s := range []string{"340828107202", "340828000000", "000000000000"} {
		if c, err := Parse(s); err != nil || c.String() != s {
			t.Errorf("Parse(%q) = %q, %v", s, c, err)
		}
	}
	for _, s := range []string{
		"", "340828", "34082810720", "3408281072020", "34082810720x", " 340828107202", "340828107202\n",
		"３４０８２８１０７２０２", "-34082810720", "3408281072.2", "３４０８",
	} {
		if c, err := Parse(s); !errors.Is(err, ErrSyntax) || c != "" {
			t.Errorf("Parse(%q) = %q, %v; want ErrSyntax", s, c, err)
		}
	}
}

func TestLevelsAndParents(t *testing.T) {
	for _, c := range []struct {
		code   Code
		level  Level
		parent Code
		county Code
	}{
		{qianfota, Village, xiangchang, yuexi},
		{xiangchang, Township, yuexi, yuexi},
		{yuexi, County, "", yuexi},
		{"340828107001", Village, xiangchang, yuexi},
		{"340828400498", Village, "340828400000", yuexi},
		{"340828000201", Village, yuexi, yuexi}, // directly under the county
		{"441900003000", Township, "441900000000", "441900000000"},
		{"340800000000", County, "", "340800000000"},
		{"nonsense", 0, "", ""},
		{"", 0, "", ""},
	} {
		if got := c.code.Level(); got != c.level {
			t.Errorf("%q.Level() = %v, want %v", c.code, got, c.level)
		}
		if got, ok := c.code.Parent(); got != c.parent || ok != (c.parent != "") {
			t.Errorf("%q.Parent() = %q, %v; want %q", c.code, got, ok, c.parent)
		}
		if got := c.code.County(); got != c.county {
			t.Errorf("%q.County() = %q, want %q", c.code, got, c.county)
		}
	}
}

func TestLevelNames(t *testing.T) {
	if got := fmt.Sprint(County, Township, Village, Level(0)); got != "county township village unknown" {
		t.Error(got)
	}
}

func TestContains(t *testing.T) {
	for _, c := range []struct {
		outer, inner Code
		want         bool
	}{
		{yuexi, yuexi, true},
		{yuexi, xiangchang, true},
		{yuexi, qianfota, true},
		{xiangchang, qianfota, true},
		{qianfota, qianfota, true},
		{qianfota, xiangchang, false},
		{xiangchang, yuexi, false},
		{xiangchang, "340828108200", false},
		{qianfota, "340828107203", false},
		{yuexi, "340827107202", false},
		{yuexi, "nonsense", false},
		{"nonsense", yuexi, false},
		{"", "", false},
	} {
		if got := c.outer.Contains(c.inner); got != c.want {
			t.Errorf("%q.Contains(%q) = %v", c.outer, c.inner, got)
		}
	}
}

func TestEveryParentContainsItsChild(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, err := Parse(rapid.StringMatching(`[0-9]{6}(000000|[0-9]{3}000|[0-9]{6})`).Draw(t, "code"))
		if err != nil {
			t.Fatal(err)
		}
		if !c.County().Contains(c) || c.County().Level() != County {
			t.Fatalf("county %q", c.County())
		}
		parent, ok := c.Parent()
		if ok != (c.Level() != County) {
			t.Fatalf("parent %q of a %v", parent, c.Level())
		}
		if ok && (!parent.Contains(c) || c.Contains(parent) || parent.Level() >= c.Level()) {
			t.Fatalf("parent %q, a %v", parent, parent.Level())
		}
	})
}
