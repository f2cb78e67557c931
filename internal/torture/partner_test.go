package torture

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
)

// paper is one document a partner pushes.
type paper struct {
	number    string
	amount    int64
	key       string
	copies    int  // how often it is sent
	together  bool // the copies are sent at the same time
	grpc      bool // its first copy goes over gRPC
	rival     bool // later the same number comes with another amount
	sameKey   bool // the rival even has the same key
	again     bool // at last the same content comes with a new key
	answer    []byte
	message   *fundsv1.FundDocument
	otherwise string // reason of the refusal of the rival
}

func (p *paper) document(amount int64) *fundsv1.FundDocument {
	now := time.Now().UTC().Add(8 * time.Hour)
	return &fundsv1.FundDocument{
		IssuerCode: "YX-JT", Number: p.number, Title: "关于下达乡村道路专项资金的通知", IssuedOn: now.Format("2006-01-02"),
		Lines: []*fundsv1.AllocationLine{{LineNumber: 1, ChannelCode: "D-TRANSPORT", PurposeCode: "rural-road", FiscalYear: int32(now.Year()), AmountFen: amount}},
	}
}

// papers plans n documents from a seed.
func papers(n int, seed uint64) []*paper {
	r := rand.New(rand.NewPCG(seed, 7))
	list := make([]*paper, n)
	for i := range list {
		list[i] = &paper{
			number: fmt.Sprintf("岳交计〔%d〕%d号", time.Now().Year(), i+1), amount: 1 + r.Int64N(1_000_000_00), key: fmt.Sprintf("push-%d-%d", seed, i+1),
			copies: 1 + r.IntN(4), together: r.IntN(5) == 0, grpc: r.IntN(6) == 0, rival: r.IntN(20) == 0, sameKey: r.IntN(2) == 0, again: r.IntN(10) == 0,
		}
		if list[i].together {
			list[i].copies = max(2, list[i].copies)
		}
	}
	return list
}

// partners push documents to a server until all are acknowledged.
type partners struct {
	t       testing.TB
	s       *server
	key     string
	clients int
	// gone are failures of the connection itself. They are only allowed when the
	// program is killed.
	mayVanish bool

	http *http.Client
	conn *grpc.ClientConn

	acknowledged, requests, gone, refusedForNow atomic.Int64
	reasons                                     sync.Map // of answers that ask for a repeat, counted
	failed                                      atomic.Bool
}

func newPartners(t testing.TB, s *server, key string, clients int) *partners {
	t.Helper()
	conn, err := grpc.NewClient(s.grpc, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	transport := &http.Transport{MaxIdleConnsPerHost: 2 * clients, MaxConnsPerHost: 4 * clients}
	t.Cleanup(transport.CloseIdleConnections)
	return &partners{t: t, s: s, key: key, clients: clients, conn: conn, http: &http.Client{Transport: transport, Timeout: 40 * time.Second}}
}

// push pushes all papers and returns when every one is acknowledged.
func (c *partners) push(list []*paper) {
	work := make(chan *paper)
	var all sync.WaitGroup
	for range c.clients {
		all.Go(func() {
			for p := range work {
				if !c.failed.Load() {
					c.one(p)
				}
			}
		})
	}
	for _, p := range list {
		work <- p
	}
	close(work)
	all.Wait()
}

// errorf fails the test and makes the partners stop.
func (c *partners) errorf(format string, args ...any) {
	c.failed.Store(true)
	c.t.Errorf(format, args...)
}

// one sends one paper as often as it is to be sent.
func (c *partners) one(p *paper) {
	if p.together {
		var all sync.WaitGroup
		answers := make([][]byte, p.copies)
		for i := range answers {
			all.Go(func() { answers[i] = c.rest(p, p.key, p.amount, http.StatusOK) })
		}
		all.Wait()
		p.answer = answers[0]
		for _, a := range answers {
			c.same(p, a)
		}
		c.acknowledged.Add(1)
	} else {
		for i := range p.copies {
			if i == 0 && p.grpc {
				p.message = c.call(p)
			} else {
				c.same(p, c.rest(p, p.key, p.amount, http.StatusOK))
			}
			if i == 0 {
				c.acknowledged.Add(1)
			}
		}
	}
	if p.rival {
		c.rivals(p)
	}
	if p.again && !c.failed.Load() {
		answer := c.rest(p, p.key+"-again", p.amount, http.StatusOK)
		first := p.stored(c)
		if same := unmarshal(c, answer); first != nil && same.GetId() != first.GetId() {
			c.errorf("%s: pushed with another key it is %s, it was %s", p.number, same.GetId(), first.GetId())
		}
	}
}

// rivals sends the number with another amount: that is refused, and stays refused.
func (c *partners) rivals(p *paper) {
	key := p.key + "-rival"
	p.otherwise = "DOCUMENT_DIFFERS"
	if p.sameKey {
		key, p.otherwise = p.key, "IDEMPOTENCY_KEY_REUSED"
	}
	if c.failed.Load() {
		return
	}
	if got := reason(c.rest(p, key, p.amount+1, http.StatusConflict)); got != p.otherwise && !c.failed.Load() {
		c.errorf("%s with another amount: %s, want %s", p.number, got, p.otherwise)
	}
}

// same compares a repeat's answer with the first.
func (c *partners) same(p *paper, answer []byte) {
	if c.failed.Load() {
		return
	}
	if p.answer == nil {
		p.answer = answer
	}
	if !bytes.Equal(p.answer, answer) {
		c.errorf("%s: the answer to a repeat differs:\n%s\n%s", p.number, p.answer, answer)
	}
	if p.message != nil && !proto.Equal(p.message, unmarshal(c, answer)) {
		c.errorf("%s: gRPC answered\n%v\nREST\n%s", p.number, p.message, answer)
	}
}

// stored is the document as it was acknowledged.
func (p *paper) stored(c *partners) *fundsv1.FundDocument {
	if p.message != nil {
		return p.message
	}
	return unmarshal(c, p.answer)
}

func unmarshal(c *partners, answer []byte) *fundsv1.FundDocument {
	m := &fundsv1.FundDocument{}
	if err := protojson.Unmarshal(answer, m); err != nil && !c.failed.Load() {
		c.errorf("%s: %v", answer, err)
	}
	return m
}

// patience is how long a partner repeats one request.
const patience = 2 * time.Minute

// rest pushes over REST until the answer is neither lost nor a request to try
// again, and returns its body.
func (c *partners) rest(p *paper, key string, amount int64, want int) []byte {
	body, err := protojson.Marshal(p.document(amount))
	if err != nil {
		c.errorf("%v", err)
		return nil
	}
	for began := time.Now(); ; {
		status, answer, err := c.post(body, key)
		c.requests.Add(1)
		switch {
		case err != nil:
			c.gone.Add(1)
			if !c.mayVanish {
				c.errorf("%s: the connection broke: %v", p.number, err)
			}
		case status == want:
			return answer
		case status == http.StatusServiceUnavailable || status == http.StatusGatewayTimeout:
			c.forNow(reason(answer))
			if !strings.Contains(string(answer), "RetryInfo") {
				c.errorf("%s: %d without saying when to try again: %s", p.number, status, answer)
			}
		default:
			c.errorf("%s: %d, want %d: %s", p.number, status, want, answer)
		}
		if c.failed.Load() {
			return nil
		}
		if time.Since(began) > patience {
			c.errorf("%s: no answer within %s; the last was %d %s %v", p.number, patience, status, answer, err)
			return nil
		}
		time.Sleep(time.Duration(20+rand.IntN(60)) * time.Millisecond)
	}
}

func (c *partners) post(body []byte, key string) (int, []byte, error) {
	req, err := http.NewRequest(http.MethodPost, c.s.url("/v1/fundDocuments"), bytes.NewReader(body))
	if err != nil {
		return 0, nil, err
	}
	req.GetBody = nil // repeating is this test's business, not the transport's
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Authorization", "Bearer "+c.key)
	req.Header.Set("Idempotency-Key", key)
	resp, err := c.http.Do(req)
	if err != nil {
		return 0, nil, err
	}
	defer func() { _ = resp.Body.Close() }()
	answer, err := io.ReadAll(resp.Body)
	return resp.StatusCode, answer, err
}

func (c *partners) forNow(why string) {
	c.refusedForNow.Add(1)
	n, _ := c.reasons.LoadOrStore(why, new(atomic.Int64))
	n.(*atomic.Int64).Add(1)
}

// call pushes over gRPC, as rest does over REST.
func (c *partners) call(p *paper) *fundsv1.FundDocument {
	ctx := metadata.AppendToOutgoingContext(context.Background(), "authorization", "Bearer "+c.key, "idempotency-key", p.key)
	for began := time.Now(); ; {
		attempt, cancel := context.WithTimeout(ctx, 40*time.Second)
		m, err := fundsv1.NewFundDocumentServiceClient(c.conn).CreateFundDocument(attempt, &fundsv1.CreateFundDocumentRequest{FundDocument: p.document(p.amount)})
		cancel()
		c.requests.Add(1)
		if err == nil {
			return m
		}
		switch code := status.Code(err); {
		case code == codes.Unavailable && len(status.Convert(err).Details()) == 0:
			c.gone.Add(1)
			if !c.mayVanish {
				c.errorf("%s: the connection broke: %v", p.number, err)
			}
		case code == codes.Unavailable || code == codes.DeadlineExceeded:
			c.forNow(code.String())
		default:
			c.errorf("%s: %v", p.number, err)
		}
		if c.failed.Load() {
			return nil
		}
		if time.Since(began) > patience {
			c.errorf("%s: no answer within %s: %v", p.number, patience, err)
			return nil
		}
		time.Sleep(time.Duration(20+rand.IntN(60)) * time.Millisecond)
	}
}

// check compares what the server has with what was acknowledged.
func (c *partners) check(list []*paper) {
	c.t.Helper()
	if c.failed.Load() {
		return
	}
	stored := map[string]*fundsv1.FundDocument{}
	for token := ""; ; {
		var page fundsv1.ListFundDocumentsResponse
		c.get("/v1/fundDocuments?pageSize=1000&orderBy=number&pageToken="+token, &page)
		for _, d := range page.FundDocuments {
			if stored[d.Number] != nil {
				c.errorf("%s is there twice", d.Number)
			}
			stored[d.Number] = d
		}
		if token = page.NextPageToken; token == "" {
			break
		}
	}
	var promised int64
	for _, p := range list {
		d, was := stored[p.number], p.stored(c)
		if d == nil {
			c.errorf("%s was acknowledged and is lost", p.number)
			continue
		}
		if d.Id != was.Id || d.Lines[0].AllocationId != was.Lines[0].AllocationId || d.Lines[0].AmountFen != p.amount || d.Money.PromisedFen != p.amount || d.Etag != was.Etag {
			c.errorf("%s is\n%v\nacknowledged was\n%v", p.number, d, was)
		}
		promised += p.amount
		delete(stored, p.number)
	}
	for number := range stored {
		c.errorf("%s is there and nobody pushed it", number)
	}
	var allocations fundsv1.ListAllocationsResponse
	c.get("/v1/allocations?pageSize=1", &allocations)
	if int(allocations.TotalSize) != len(list) || allocations.Totals.GetPromisedFen() != promised {
		c.errorf("%d allocations of %d fen, want %d of %d", allocations.TotalSize, allocations.Totals.GetPromisedFen(), len(list), promised)
	}
	// What was refused stays refused, and a repeat is answered as ever.
	for _, p := range list {
		if p.rival {
			c.rivals(p)
			c.same(p, c.rest(p, p.key, p.amount, http.StatusOK))
		}
	}
}

func (c *partners) get(path string, into proto.Message) {
	c.t.Helper()
	req, err := http.NewRequest(http.MethodGet, c.s.url(path), http.NoBody)
	if err != nil {
		c.t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+c.key)
	resp, err := c.http.Do(req)
	if err != nil {
		c.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		c.t.Fatalf("%s: %d %s %v", path, resp.StatusCode, body, err)
	}
	if err := protojson.Unmarshal(body, into); err != nil {
		c.t.Fatal(err)
	}
}

// hangUp closes the connections. The server would wait some seconds for those
// that were opened and never used.
func (c *partners) hangUp() {
	c.http.CloseIdleConnections()
	_ = c.conn.Close()
}

// figures is what happened, in one line.
func (c *partners) figures() string {
	reasons := map[string]int64{}
	c.reasons.Range(func(why, n any) bool {
		reasons[why.(string)] = n.(*atomic.Int64).Load()
		return true
	})
	text, _ := json.Marshal(reasons)
	return fmt.Sprintf("%d documents acknowledged, %d requests, %d connections broken, %d asked to try again %s",
		c.acknowledged.Load(), c.requests.Load(), c.gone.Load(), c.refusedForNow.Load(), text)
}
