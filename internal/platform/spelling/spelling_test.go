package spelling_test

import (
	"strings"
	"testing"
	"time"

	"github.com/mozillazg/go-pinyin"
	"pgregory.net/rapid"

	"zhengcun/internal/platform/spelling"
)

func TestMatches(t *testing.T) {
	for _, c := range []struct {
		typed, name string
		want        bool
	}{
		{"qianfota", "千佛塔村", true}, {"qianfotacun", "千佛塔村", true}, {"QianFoTa", "千佛塔村", true}, {"qian fo ta", "千佛塔村", true},
		{"qian'fo", "千佛塔村", true}, {"qft", "千佛塔村", true}, {"qianft", "千佛塔村", true}, {"qfota", "千佛塔村", true}, {"qianfo", "千佛塔村", true},
		{"qia", "千佛塔村", true}, {"q", "千佛塔村", true}, {"fota", "千佛塔村", true}, {"changling", "长岭村", true}, {"clc", "长岭村", true},
		{"lvlin", "绿林村", true}, {"lülin", "绿林村", true}, {"zengwei", "曾伟", true}, {"a1qu", "A1区（新）", true},
		{"ianfota", "千佛塔村", false}, {"qianfotb", "千佛塔村", false}, {"qianfotacunx", "千佛塔村", false}, {"qiafo", "千佛塔村", false},
		{"千", "千佛塔村", false}, {"", "千佛塔村", false}, {"12", "A12", false}, {"q", "", false}, {"<script>", "<script>", false},
	} {
		if got := spelling.Matches(spelling.Typed(c.typed), c.name); got != c.want {
			t.Errorf("%q in %s: %v", c.typed, c.name, got)
		}
	}
}

// Every name is found by its whole pinyin and by its initials.
func TestWholeAndInitials(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringOfN(rapid.RuneFrom([]rune("千佛塔村响肠镇巍岭乡石关长生绿女吕小明华强重庆单曾")), 1, 40, -1).Draw(t, "name")
		whole := strings.Join(pinyin.LazyPinyin(name, pinyin.NewArgs()), "")
		args := pinyin.NewArgs()
		args.Style = pinyin.FirstLetter
		initials := strings.Join(pinyin.LazyPinyin(name, args), "")
		for _, typed := range []string{whole, initials} {
			if len(typed) <= 64 && !spelling.Matches(spelling.Typed(typed), name) {
				t.Fatalf("%s is not found by %s", name, typed)
			}
		}
	})
}

func TestALongNameOfEqualCharacters(t *testing.T) {
	begin := time.Now()
	if spelling.Matches(strings.Repeat("n", 60)+"x", strings.Repeat("宁", 100)) {
		t.Error("found")
	}
	if took := time.Since(begin); took > time.Second {
		t.Error(took)
	}
}
