//go:build bench

package bench

import (
	"bytes"
	"database/sql"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime/pprof"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// bench are the measurements on one database.
type bench struct {
	t        *testing.T
	dialect  string
	super    *sql.DB
	profiles []profile
	open     *os.File
}

// profile is where one measurement's CPU went.
type profile struct{ name, file string }

// analyze does what PostgreSQL does by itself within minutes: count what is in its tables.
func (b *bench) analyze() {
	if b.dialect != "postgres" {
		return
	}
	if _, err := b.super.Exec("ANALYZE"); err != nil {
		b.t.Fatal(err)
	}
}

// ownCPU is what this process has used.
func ownCPU() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// databaseCPU is what PostgreSQL's processes have used that are there, where the
// system tells: connections of a measurement stay open until it is over.
func (b *bench) databaseCPU() (sum time.Duration) {
	if b.dialect != "postgres" {
		return 0
	}
	rows, err := b.super.Query("SELECT pid FROM pg_stat_activity")
	if err != nil {
		b.t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var pid int
		if err := rows.Scan(&pid); err != nil {
			b.t.Fatal(err)
		}
		stat, _ := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
		if fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:])); len(fields) > 12 {
			for _, ticks := range fields[11:13] { // of user and system, in hundredths of a second
				n, _ := strconv.Atoi(ticks)
				sum += time.Duration(n) * 10 * time.Millisecond
			}
		}
	}
	return sum
}

func (b *bench) startProfile(name string) {
	file := filepath.Join(b.folder(), strings.NewReplacer(" ", "-", ",", "").Replace(b.dialect+" "+name)+".pprof")
	var err error
	if b.open, err = os.Create(file); err == nil {
		err = pprof.StartCPUProfile(b.open)
	}
	if err != nil {
		b.t.Fatal(err)
	}
	b.profiles = append(b.profiles, profile{name, file})
}

// folder is where the profiles go: $BENCH_PROFILES, or away.
func (b *bench) folder() string {
	if dir := os.Getenv("BENCH_PROFILES"); dir != "" {
		return dir
	}
	return b.t.TempDir()
}

func (b *bench) stopProfile() {
	pprof.StopCPUProfile()
	_ = b.open.Close()
}

// parts are what the time is divided into: a stack belongs to the first part that a
// frame of it matches, from the innermost frame outwards.
var parts = []struct {
	name  string
	frame *regexp.Regexp
}{
	{"collecting garbage", regexp.MustCompile(`^runtime\.(gcBgMarkWorker|gcAssistAlloc|bgsweep|bgscavenge|gcStart)`)},
	{"database driver", regexp.MustCompile(`^(modernc\.org/sqlite|github\.com/jackc/pgx)`)},
	{"database/sql", regexp.MustCompile(`^database/sql\.`)},
	{"ent", regexp.MustCompile(`^(entgo\.io/|zhengcun/ent)`)},
	{"JSON", regexp.MustCompile(`^(google\.golang\.org/protobuf/encoding/protojson|encoding/json)`)},
	{"audit and ledger", regexp.MustCompile(`^zhengcun/internal/(platform/audit|ledger)`)},
	{"the room", regexp.MustCompile(`^zhengcun/internal/(funds|people)`)},
	{"db", regexp.MustCompile(`^zhengcun/internal/platform/db\.`)},
	{"steps of a call", regexp.MustCompile(`^zhengcun/internal/platform/(rpc|validate|idempotency|scope|access)`)},
	{"REST", regexp.MustCompile(`^(zhengcun/internal/platform/gateway|github\.com/grpc-ecosystem)`)},
	{"HTTP server", regexp.MustCompile(`^net/http\.\(\*conn\)`)},
	{"the bench's own client", regexp.MustCompile(`^(net/http\.\(\*(persistConn|Transport|Client)\)|zhengcun/internal/bench)`)},
}

// whereTimeGoes prints, for each measurement, the share of each part. It leaves it
// out where there is no go command.
func (b *bench) whereTimeGoes() {
	for _, p := range b.profiles {
		text, err := exec.Command("go", "tool", "pprof", "-traces", p.file).Output()
		if err != nil {
			fmt.Printf("no profile: %v\n", err)
			return
		}
		fmt.Printf("%-28s %s\n", p.name, shares(string(text)))
	}
}

// shares divides pprof's traces into parts.
func shares(traces string) string {
	spent := map[string]time.Duration{}
	var total time.Duration
	for _, trace := range strings.Split(traces, "-----------+")[1:] {
		_, trace, _ = strings.Cut(trace, "\n")
		first := strings.Fields(trace)
		if len(first) < 2 {
			continue
		}
		took, err := time.ParseDuration(first[0])
		if err != nil {
			continue
		}
		total += took
		spent[partOf(strings.Split(strings.Replace(trace, first[0], "", 1), "\n"))] += took
	}
	names := make([]string, 0, len(spent))
	for name := range spent {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int { return int(spent[b] - spent[a]) })
	for i, name := range names {
		names[i] = fmt.Sprintf("%s %d%%", name, spent[name]*100/max(total, 1))
	}
	return strings.Join(names, ", ")
}

func partOf(frames []string) string {
	for _, f := range frames {
		for _, p := range parts {
			if p.frame.MatchString(strings.TrimSpace(f)) {
				return p.name
			}
		}
	}
	return "the rest"
}
