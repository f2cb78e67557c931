package app_test

import (
	"strings"
	"testing"

	"zhengcun/internal/kernel/fault"
)

// Nobody who reads a refusal counts in fen: its sentences speak of yuan.
func TestRefusalsSpeakOfYuan(t *testing.T) {
	all := fault.All()
	if len(all) < 100 {
		t.Fatalf("%d reasons", len(all))
	}
	for _, r := range all {
		for _, sentence := range []string{r.Text.ZH, r.Text.EN, r.Fix.ZH, r.Fix.EN} {
			if strings.Contains(sentence, "_fen}") {
				t.Errorf("%s: %s", r.Code, sentence)
			}
		}
	}
}
