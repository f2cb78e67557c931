package rpc

import (
	"github.com/prometheus/client_golang/prometheus"
	"go.uber.org/zap"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/platform/call"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/scope"
)

// Metrics counts and times calls.
type Metrics struct {
	calls    *prometheus.CounterVec
	duration *prometheus.HistogramVec
}

// NewMetrics registers the metrics of calls.
func NewMetrics(r prometheus.Registerer) *Metrics {
	m := &Metrics{
		calls: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "zhengcun_calls_total", Help: "Calls by method, gRPC code and reason of the error.",
		}, []string{"method", "code", "reason"}),
		duration: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "zhengcun_call_seconds", Help: "Time a call took, by method.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30},
		}, []string{"method"}),
	}
	r.MustRegister(m.calls, m.duration)
	return m
}

// record counts the call and writes its line in the log: who, what, how long,
// how it ended. Nothing a person typed is in it. The recorder gets an API client's.
func (s *Server) record(a Answered) {
	c, v, code, reason, took := a.Call, a.Viewer, a.Status.Code(), a.Reason, a.Took
	method := c.Method
	if s.methods[method] == nil {
		method = "unknown" // a caller must not be able to make label values
	}
	s.Metrics.calls.WithLabelValues(method, code.String(), reason).Inc()
	s.Metrics.duration.WithLabelValues(method).Observe(took.Seconds())
	fields := []zap.Field{
		zap.String("request_id", c.RequestID), zap.String("method", method), zap.String("code", code.String()),
		zap.Duration("took", took), zap.String("client_ip", c.ClientIP),
	}
	if v != nil {
		fields = append(fields, zap.String("caller", v.Caller()))
	}
	if reason != "" {
		fields = append(fields, zap.String("reason", reason))
	}
	s.Log.Info("call", fields...)
	if s.Recorder != nil && v != nil && v.Kind == scope.Client && !c.Unrecorded {
		s.Recorder.Record(a)
	}
}

// report writes down what is behind an error that is ours, not the caller's.
func (s *Server) report(c *call.Info, f *fault.Error) {
	if f.Reason().Code == ReasonOverloaded.Code {
		return // one line per call is enough for a flood
	}
	switch f.Reason().Kind {
	case fault.Internal, fault.Unavailable, fault.DeadlineExceeded:
		s.Log.Error("failed", zap.String("request_id", c.RequestID), zap.String("method", c.Method),
			zap.String("reason", f.Reason().Code), zap.String("cause", db.LogText(f.Unwrap())))
	}
}

// messageType finds the Go type of a message of the contract.
func messageType(name protoreflect.FullName) protoreflect.MessageType {
	t, err := protoregistry.GlobalTypes.FindMessageByName(name)
	if err != nil {
		panic(err) // every message of a registered method is linked in
	}
	return t
}
