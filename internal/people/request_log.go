package people

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/prometheus/client_golang/prometheus"
	"go.uber.org/zap"
	codepb "google.golang.org/genproto/googleapis/rpc/code"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"zhengcun/ent"
	"zhengcun/ent/apiclientrequest"
	"zhengcun/internal/people/redact"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/rpc"
	"zhengcun/internal/platform/scope"
)

// Bounds of the request log.
const (
	// RequestQueue is how many calls wait in memory to be written down.
	RequestQueue = 2000
	// RequestBatch is how many are written at once.
	RequestBatch = 200
	// RequestFlush is how long a call waits at most when the database is there.
	RequestFlush = time.Second
	// RequestLife is how long a call is kept.
	RequestLife = 30 * 24 * time.Hour

	// requestPatience is how long writing a batch may take.
	requestPatience = 5 * time.Second
	// shownViolations is how many wrong fields of a refusal are kept; how many there were is in its sentence.
	shownViolations = 20
)

// RequestLog writes down the calls of API clients, for their administrator to look
// up by request id. It is a help and no record of business: calls never wait for
// it nor fail because of it, and what it cannot take it drops and counts.
type RequestLog struct {
	db      *db.DB
	log     *zap.Logger
	queue   chan *requestRow
	dropped prometheus.Counter
}

// requestRow is a call on its way into the table.
type requestRow struct {
	client                                              uuid.UUID
	requestID, method, code, reason, clientIP, key, how string
	time                                                time.Time
	took                                                time.Duration
	replayed                                            bool
}

// NewRequestLog returns a log whose rows [RequestLog.Run] writes.
func NewRequestLog(d *db.DB, log *zap.Logger, metrics prometheus.Registerer) *RequestLog {
	l := &RequestLog{db: d, log: log, queue: make(chan *requestRow, RequestQueue), dropped: prometheus.NewCounter(prometheus.CounterOpts{
		Name: "zhengcun_api_client_requests_dropped_total", Help: "Calls of API clients that were not written into their request log.",
	})}
	metrics.MustRegister(l.dropped)
	return l
}

// Record takes a call that has been answered. It does not wait.
func (l *RequestLog) Record(a rpc.Answered) {
	row := &requestRow{
		client: a.Viewer.ID, requestID: a.Call.RequestID, method: shortMethod(a.Call.Method), code: codepb.Code(a.Status.Code()).String(),
		reason: a.Reason, clientIP: a.Call.ClientIP, key: shownPrefix(a.Call.Token), how: answerText(a),
		time: a.Began.UTC().Truncate(time.Microsecond), took: a.Took, replayed: a.Call.Replayed,
	}
	select {
	case l.queue <- row:
	default:
		l.dropped.Inc()
	}
}

// Run writes what is recorded until ctx ends, and then what is left.
func (l *RequestLog) Run(ctx context.Context) {
	tick := time.NewTicker(RequestFlush)
	defer tick.Stop()
	var batch []*requestRow
	for {
		queue := l.queue
		if len(batch) >= RequestBatch {
			queue = nil // the database is away: what comes waits in the queue as long as there is room
		}
		select {
		case row := <-queue:
			if batch = append(batch, row); len(batch) >= RequestBatch {
				batch = l.write(ctx, batch)
			}
		case <-tick.C:
			batch = l.write(ctx, batch)
		case <-ctx.Done():
			l.drain(context.WithoutCancel(ctx), batch)
			return
		}
	}
}

// drain writes what is left. What does not work now is lost.
func (l *RequestLog) drain(ctx context.Context, batch []*requestRow) {
	for {
		for len(batch) < RequestBatch && len(l.queue) > 0 {
			batch = append(batch, <-l.queue)
		}
		if len(batch) == 0 {
			return
		}
		if left := l.write(ctx, batch); len(left) > 0 {
			l.dropped.Add(float64(len(left) + len(l.queue)))
			return
		}
		batch = nil
	}
}

// write writes a batch and returns what is to be tried again.
func (l *RequestLog) write(ctx context.Context, batch []*requestRow) []*requestRow {
	if len(batch) == 0 {
		return nil
	}
	ctx, cancel := context.WithTimeout(scope.With(context.WithoutCancel(ctx), scope.SystemViewer("request log")), requestPatience)
	defer cancel()
	err := l.db.Tx(ctx, func(ctx context.Context) error {
		tx := db.From(ctx)
		tx.Exempt("calls are no business record, what they have changed has its own entries")
		rows := make([]*ent.ApiClientRequestCreate, len(batch))
		for i, r := range batch {
			rows[i] = tx.ApiClientRequest.Create().SetAPIClientID(r.client).SetRequestID(r.requestID).SetTime(r.time).SetMethod(r.method).
				SetCode(r.code).SetReason(r.reason).SetDurationUs(r.took.Microseconds()).SetClientIP(r.clientIP).SetKeyPrefix(r.key).
				SetReplayed(r.replayed).SetAnswer(r.how)
		}
		return tx.ApiClientRequest.CreateBulk(rows...).Exec(ctx)
	})
	switch {
	case err == nil:
		return nil
	case db.IsConstraint(err): // trying again would not help
		l.dropped.Add(float64(len(batch)))
		l.log.Error("calls of API clients are not written down", zap.Int("rows", len(batch)), zap.String("cause", db.LogText(err)))
		return nil
	}
	l.log.Warn("calls of API clients wait to be written down", zap.Int("rows", len(batch)), zap.String("cause", db.LogText(err)))
	return batch
}

// ForgetRequests drops, in the transaction of ctx, calls that are older than
// [RequestLife]. It returns how many.
func ForgetRequests(ctx context.Context) (int, error) {
	tx := db.From(ctx)
	tx.Exempt("old calls are no business record")
	return tx.ApiClientRequest.Delete().Where(apiclientrequest.TimeLT(tx.Now().Add(-RequestLife))).Exec(ctx)
}

// shortMethod is a method as people name it: FundDocumentService/CreateFundDocument.
func shortMethod(full string) string {
	service, method, _ := strings.Cut(strings.TrimPrefix(full, "/"), "/")
	return service[strings.LastIndex(service, ".")+1:] + "/" + method
}

// answerText is what is kept of an answer, as JSON: of a refusal what the client
// was told, without what may be somebody's number; else the id of what the call
// was about, or the counts of a batch.
func answerText(a rpc.Answered) string {
	var kept map[string]any
	if a.Response == nil {
		kept = refusal(a)
	} else {
		kept = identity(a.Response.ProtoReflect())
	}
	if len(kept) == 0 {
		return ""
	}
	text, err := json.Marshal(kept)
	if err != nil {
		return ""
	}
	return string(text)
}

// identity is what of an answer says whose it is, in the names of REST.
func identity(m protoreflect.Message) map[string]any {
	kept := map[string]any{}
	fields := m.Descriptor().Fields()
	for _, name := range []protoreflect.Name{"id", "stored_count", "refused_count"} {
		fd := fields.ByName(name)
		if fd == nil || fd.IsList() {
			continue
		}
		switch value := m.Get(fd); {
		case fd.Kind() == protoreflect.StringKind && value.String() != "":
			kept[fd.JSONName()] = value.String()
		case fd.Kind() == protoreflect.Int32Kind:
			kept[fd.JSONName()] = value.Int()
		}
	}
	return kept
}

// refusal is the status the client was told.
func refusal(a rpc.Answered) map[string]any {
	var kept map[string]any
	text, err := protojson.Marshal(proto.Message(a.Status.Proto()))
	if err != nil || json.Unmarshal(text, &kept) != nil {
		return nil
	}
	var amounts []string // what the program has computed
	details, _ := kept["details"].([]any)
	for _, d := range details {
		detail, _ := d.(map[string]any)
		if bad, ok := detail["fieldViolations"].([]any); ok && len(bad) > shownViolations {
			detail["fieldViolations"] = bad[:shownViolations]
		}
		metadata, _ := detail["metadata"].(map[string]any)
		for name, value := range metadata {
			if value, ok := value.(string); ok && (strings.HasSuffix(name, "_fen") || name == "max") {
				amounts = append(amounts, value)
			}
		}
	}
	return redacted(kept, amounts).(map[string]any)
}

// redacted redacts every text inside a JSON value.
func redacted(value any, keep []string) any {
	switch v := value.(type) {
	case string:
		return redact.Text(v, keep...)
	case []any:
		for i := range v {
			v[i] = redacted(v[i], keep)
		}
	case map[string]any:
		for name := range v {
			v[name] = redacted(v[name], keep)
		}
	}
	return value
}
