package gateway

import (
	"encoding/json"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/status"

	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/platform/rpc"
)

// problemType is the media type of RFC 9457.
const problemType = "application/problem+json"

// problemDetails is an error as RFC 9457 has it, for callers that ask for it by Accept. It
// says what the google.rpc.Status says, under flat names.
type problemDetails struct {
	Type      string            `json:"type"`  // the page about the reason
	Title     string            `json:"title"` // the sort of error; the same for each occurrence
	Status    int               `json:"status"`
	Detail    string            `json:"detail"`
	Reason    string            `json:"reason"`
	Metadata  map[string]string `json:"metadata,omitempty"`
	RequestID string            `json:"requestId"`
	// RetryAfter is in seconds; 0 when a repeat would not help.
	RetryAfter int         `json:"retryAfter,omitempty"`
	Violations []violation `json:"violations,omitempty"`
}

// violation is what is wrong with one field.
type violation struct {
	Field  string `json:"field"`
	Reason string `json:"reason"`
	Detail string `json:"detail"`
}

// titles are the sorts of errors, in words.
var titles = map[fault.Kind]fault.Bilingual{
	fault.Invalid:            {ZH: "请求有误", EN: "The request is wrong"},
	fault.FailedPrecondition: {ZH: "目前的状态不允许", EN: "The present state does not allow it"},
	fault.NotFound:           {ZH: "没有找到", EN: "There is no such thing"},
	fault.AlreadyExists:      {ZH: "已经存在，内容不同", EN: "It exists with other content"},
	fault.Aborted:            {ZH: "已被他人抢先修改", EN: "Somebody was faster"},
	fault.PermissionDenied:   {ZH: "不允许", EN: "Not allowed"},
	fault.Unauthenticated:    {ZH: "未登录", EN: "Not logged in"},
	fault.ResourceExhausted:  {ZH: "次数用尽", EN: "A quota is used up"},
	fault.Unavailable:        {ZH: "暂时不能办理", EN: "Not possible at present"},
	fault.DeadlineExceeded:   {ZH: "超时", EN: "It took too long"},
	fault.Internal:           {ZH: "系统故障", EN: "A defect of the system"},
}

// asksForProblem tells whether the caller names the media type and does not exclude it.
// A wildcard does not ask for it.
func asksForProblem(h http.Header) bool {
	for _, line := range h.Values("Accept") {
		for part := range strings.SplitSeq(line, ",") {
			kind, params, err := mime.ParseMediaType(part)
			if err != nil || kind != problemType {
				continue
			}
			q, err := strconv.ParseFloat(params["q"], 64)
			return err != nil || q > 0
		}
	}
	return false
}

// Problem is the status as RFC 9457 has it, with a title in the language.
func Problem(s *status.Status, requestID, language string) ([]byte, error) {
	p := problemDetails{Status: statusCode(s), Detail: s.Message(), RequestID: requestID}
	for _, d := range s.Details() {
		switch d := d.(type) {
		case *errdetails.ErrorInfo:
			p.Reason, p.Metadata, p.Type = d.GetReason(), d.GetMetadata(), errorPage(d.GetReason())
		case *errdetails.RetryInfo:
			p.RetryAfter = retryAfter(s)
		case *errdetails.BadRequest:
			for _, v := range d.GetFieldViolations() {
				p.Violations = append(p.Violations, violation{v.GetField(), v.GetReason(), v.GetDescription()})
			}
		}
	}
	if reason, ok := fault.Lookup(p.Reason); ok {
		title := titles[reason.Kind]
		p.Title = title.ZH
		if language == "en" {
			p.Title = title.EN
		}
	}
	return json.Marshal(p)
}

// statusCode is the HTTP status of a status.
func statusCode(s *status.Status) int {
	if code, ok := httpStatus[errorInfo(s).GetReason()]; ok {
		return code
	}
	return runtime.HTTPStatusFromCode(s.Code())
}

// errorPage is the address of what the documentation says about a reason.
func errorPage(reason string) string { return "/docs/errors#" + reason }

// HTTPStatus is what an error of the reason is answered with over REST.
func HTTPStatus(r *fault.Reason) int {
	if code, ok := httpStatus[r.Code]; ok {
		return code
	}
	return runtime.HTTPStatusFromCode(rpc.Code(r.Kind))
}
