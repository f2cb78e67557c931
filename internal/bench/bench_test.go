//go:build bench

package bench

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"zhengcun/ent/organization"
	"zhengcun/internal/app"
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
	app.Tune() // the thin server, in the same process, has it too
	for _, dialect := range apptest.Dialects {
		t.Run(dialect, func(t *testing.T) {
			ours, key, super := county(t, dialect)
			thin := thinServer(t, dialect)
			b := &bench{t: t, dialect: dialect, super: super}
			fmt.Printf("\n%s\n%-28s %5s %9s %11s %6s %10s %20s %20s\n", dialect, "", "conn", "thin /s", "zhengcun /s", "ratio", "p99", "CPU/request thin", "zhengcun")
			for _, connections := range []int{8, 32} {
				b.compare("push one document", connections, post(thin+"/documents", "", thinDocument), post(ours+"/v1/fundDocuments", key, ourDocument))
			}
			b.analyze()
			id := firstID(t, ours, key)
			b.compare("get one document", 8, get(thin+"/documents/1", ""), get(ours+"/v1/fundDocuments/"+id, key))
			b.compare("list 50 with total", 8, get(thin+"/documents", ""), get(ours+"/v1/fundDocuments?pageSize=50", key))
			b.batch(ours, key)
			b.whereTimeGoes()
		})
	}
}

// county returns a running program's address, the key of a client, and a connection
// past the program's.
func county(t *testing.T, dialect string) (url, key string, super *sql.DB) {
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
	return a.URL, key, a.Super
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

// result is what a measurement came to. own is the CPU of this process for each
// request: the server and the client that drives it. database is PostgreSQL's.
type result struct {
	perSecond     float64
	p99           time.Duration
	own, database time.Duration
}

func (r result) cpu() string {
	if r.database == 0 {
		return r.own.Round(time.Microsecond).String()
	}
	return fmt.Sprintf("%s + %s", r.own.Round(time.Microsecond), r.database.Round(time.Microsecond))
}

// measure runs the request on so many connections.
func (b *bench) measure(connections int, r request) result {
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
	own, database, begun := ownCPU(), b.databaseCPU(), time.Now()
	all := run(duration)
	took, n := time.Since(begun), time.Duration(len(all))
	own, database = ownCPU()-own, b.databaseCPU()-database
	slices.Sort(all)
	return result{float64(len(all)) / took.Seconds(), all[len(all)*99/100], own / n, database / n}
}

func (b *bench) compare(name string, connections int, thin, ours request) {
	theirs := b.measure(connections, thin)
	b.startProfile(fmt.Sprintf("%s, %d", name, connections))
	r := b.measure(connections, ours)
	b.stopProfile()
	fmt.Printf("%-28s %5d %9.0f %11.0f %6.2f %10s %20s %20s\n", name, connections, theirs.perSecond, r.perSecond, r.perSecond/theirs.perSecond,
		r.p99.Round(10*time.Microsecond), theirs.cpu(), r.cpu())
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
func (b *bench) batch(url, key string) {
	const size, rounds = 1000, 5
	var took time.Duration
	b.startProfile("batchCreate of 1,000")
	own, database := ownCPU(), b.databaseCPU()
	for range rounds {
		var requests []any
		for range size {
			requests = append(requests, map[string]any{"fundDocument": document(serial.Add(1))})
		}
		body, _ := json.Marshal(map[string]any{"requests": requests})
		begun := time.Now()
		if err := send(http.DefaultClient, "POST", url+"/v1/fundDocuments:batchCreate", key, body); err != nil {
			b.t.Fatal(err)
		}
		took += time.Since(begun)
	}
	r := result{own: (ownCPU() - own) / (size * rounds), database: (b.databaseCPU() - database) / (size * rounds)}
	b.stopProfile()
	fmt.Printf("%-28s %5d %9s %11.0f documents/s %45s\n", "batchCreate of 1,000", 1, "", size*rounds/took.Seconds(), r.cpu())
}
