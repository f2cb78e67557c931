//go:build torture

package torture

import (
	"os"
	"strconv"
	"testing"
)

// times multiplies what long tests do: ZHENGCUN_TORTURE, 1 when unset.
func times() int {
	n, err := strconv.Atoi(os.Getenv("ZHENGCUN_TORTURE"))
	if err != nil || n < 1 {
		return 1
	}
	return n
}

// 64 clients, 10,000 documents, 50 kills.
func TestTortureCrashes(t *testing.T) {
	forEach(t, func(t *testing.T, c *county) { crashes(t, c, 64, 10_000*times(), 50*times()) })
}
