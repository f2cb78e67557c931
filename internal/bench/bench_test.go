//go:build bench

package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"zhengcun/ent/organization"
	"zhengcun/internal/app/apptest"
	"zhengcun/internal/people"
)

// how long each measurement runs, after a tenth of it to warm up.
const duration = 3 * time.Second

// TestBench measures the product against the thin server: same machine, same run,
// same database, same durability. What it prints is the share of the thin
// server's rate that is left with everything on: access, scope, idempotency,
// ledger, audit.
func TestBench(t *testing.T) {
	for _, dialect := range apptest.Dialects {
		t.Run(dialect, func(t *testing.T) {
			ours, key, analyze := county(t, dialect)
			thin := thinServer(t, dialect)
			fmt.Printf("\n%s\n%-28s %5s %12s %12s %7s %10s %12s\n", dialect, "", "conn", "thin /s", "zhengcun /s", "ratio", "p99", "CPU/request")
			for _, connections := range []int{8, 32} {
				compare("push one document", connections, post(thin+"/documents", "", thinDocument), post(ours+"/v1/fundDocuments", key, ourDocument))
			}
			analyze()
			id := firstID(t, ours, key)
			compare("get one document", 8, get(thin+"/documents/1", ""), get(ours+"/v1/fundDocuments/"+id, key))
			compare("list 50 with total", 8, get(thin+"/documents", ""), get(ours+"/v1/fundDocuments?pageSize=50", key))
			batch(t, ours, key)
		})
	}
}

// county returns a running program's address, the key of a client, and a function
// that does what PostgreSQL does by itself within minutes: count what is in its tables.
func county(t *testing.T, dialect string) (url, key string, analyze func()) {
	a := apptest.Start(t, dialect)
	department := a.Organization("transport", organization.KindDepartment, "340828000000")
	if err := a.LoadReference(context.Background()); err != nil {
		t.Fatal(err)
	}
	key = people.NewKey()
	a.In(func(ctx context.Context) error {
		_, err := a.People.CreateApiClientWithKey(ctx, people.NewApiClient{Name: "bench", OrganizationID: department, Scopes: []string{"funds.read", "funds.write"}}, key)
		return err
	})
	return a.URL, key, func() {
		if dialect != "postgres" {
			return
		}
		if _, err := a.Super.Exec("ANALYZE"); err != nil {
			t.Fatal(err)
		}
	}
}

var serial atomic.Int64

func line(n int64) map[string]any {
	return map[string]any{"lineNumber": 1, "channelCode": "D-TRANSPORT", "purposeCode": "rural-road", "fiscalYear": 2026, "amountFen": fmt.Sprint(100 + n)}
}

func document(n int64) map[string]any {
	return map[string]any{"issuerCode": "AQ-JT", "number": fmt.Sprintf("岳交计〔2026〕%d号", n), "title": "关于下达乡村道路专项资金的通知",
		"issuedOn": "2026-03-02", "lines": []any{line(n)}}
}

func ourDocument() []byte { b, _ := json.Marshal(document(serial.Add(1))); return b }

func thinDocument() []byte {
	n := serial.Add(1)
	b, _ := json.Marshal(map[string]any{"number": fmt.Sprint("岳交计", n), "title": "关于下达乡村道路专项资金的通知", "issued_on": "2026-03-02", "amount_fen": 100 + n})
	return b
}

// request is one request of a measurement.
type request func(client *http.Client) error

func post(url, key string, body func() []byte) request {
	return func(client *http.Client) error { return send(client, "POST", url, key, body()) }
}

func get(url, key string) request {
	return func(client *http.Client) error { return send(client, "GET", url, key, nil) }
}

func send(client *http.Client, method, url, key string, body []byte) error {
	r, err := http.NewRequest(method, url, bytes.NewReader(body))
	if err != nil {
		return err
	}
	if key != "" {
		r.Header.Set("Authorization", "Bearer "+key)
		r.Header.Set("Idempotency-Key", fmt.Sprintf("bench-%d", serial.Add(1)))
	}
	answer, err := client.Do(r)
	if err != nil {
		return err
	}
	defer func() { _ = answer.Body.Close() }()
	content, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s", answer.Status, content)
	}
	return err
}

type result struct {
	perSecond float64
	p99       time.Duration
	cpu       time.Duration
}

// measure runs the request on so many connections.
func measure(connections int, r request) result {
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: connections, MaxConnsPerHost: connections}}
	defer client.CloseIdleConnections()
	run := func(d time.Duration) []time.Duration {
		var mu sync.Mutex
		var all []time.Duration
		var workers sync.WaitGroup
		until := time.Now().Add(d)
		for range connections {
			workers.Go(func() {
				var own []time.Duration
				for time.Now().Before(until) {
					begun := time.Now()
					if err := r(client); err != nil {
						panic(err)
					}
					own = append(own, time.Since(begun))
				}
				mu.Lock()
				all = append(all, own...)
				mu.Unlock()
			})
		}
		workers.Wait()
		return all
	}
	run(duration / 10)
	before, begun := cpuTime(), time.Now()
	all := run(duration)
	took, cpu := time.Since(begun), cpuTime()-before
	slices.Sort(all)
	return result{float64(len(all)) / took.Seconds(), all[len(all)*99/100], cpu / time.Duration(len(all))}
}

func compare(name string, connections int, thin, ours request) {
	a, b := measure(connections, thin), measure(connections, ours)
	fmt.Printf("%-28s %5d %12.0f %12.0f %7.2f %10s %12s\n", name, connections, a.perSecond, b.perSecond, b.perSecond/a.perSecond,
		b.p99.Round(10*time.Microsecond), b.cpu.Round(time.Microsecond))
}

// cpuTime is what this process has used: the server and the client that drives it.
func cpuTime() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func firstID(t *testing.T, url, key string) string {
	r, _ := http.NewRequest("GET", url+"/v1/fundDocuments?pageSize=1", nil)
	r.Header.Set("Authorization", "Bearer "+key)
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	var list struct{ FundDocuments []struct{ ID string } }
	if err := json.NewDecoder(answer.Body).Decode(&list); err != nil || len(list.FundDocuments) == 0 {
		t.Fatal("no document", err)
	}
	return list.FundDocuments[0].ID
}

// batch pushes batches of 1,000.
func batch(t *testing.T, url, key string) {
	const size, rounds = 1000, 5
	begun := time.Now()
	for range rounds {
		var requests []any
		for range size {
			requests = append(requests, map[string]any{"fundDocument": document(serial.Add(1))})
		}
		body, _ := json.Marshal(map[string]any{"requests": requests})
		if err := send(http.DefaultClient, "POST", url+"/v1/fundDocuments:batchCreate", key, body); err != nil {
			t.Fatal(err)
		}
	}
	fmt.Printf("%-28s %5d %12s %12.0f documents/s\n", "batchCreate of 1,000", 1, "", size*rounds/time.Since(begun).Seconds())
}
