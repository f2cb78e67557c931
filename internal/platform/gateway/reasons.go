package gateway

import (
	"net/http"

	"zhengcun/internal/kernel/fault"
)

// Reasons of requests that never become a call.
var (
	ReasonJSON = fault.Define("JSON_INVALID", fault.Invalid,
		fault.Bilingual{ZH: "提交的内容不是正确的 JSON（第 {position} 字节处）", EN: "The body is not valid JSON (at byte {position})"},
		fault.Bilingual{ZH: "请检查括号、引号、逗号和 UTF-8 编码", EN: "Check brackets, quotes, commas and the UTF-8 encoding"})
	ReasonJSONDepth = fault.Define("JSON_TOO_DEEP", fault.Invalid,
		fault.Bilingual{ZH: "提交的 JSON 嵌套过深，最多 {max} 层", EN: "The JSON is nested too deeply: at most {max} levels"},
		fault.Bilingual{ZH: "请对照接口文档 /docs", EN: "See the documentation at /docs"})
	ReasonFieldTwice = fault.Define("FIELD_DUPLICATE", fault.Invalid,
		fault.Bilingual{ZH: "该字段出现了两次", EN: "The field is there twice"},
		fault.Bilingual{ZH: "请只保留一个", EN: "Keep one of them"})
	ReasonFieldType = fault.Define("FIELD_TYPE", fault.Invalid,
		fault.Bilingual{ZH: "类型不对，应为 JSON 的 {expected}", EN: "Wrong type: expected the JSON type {expected}"},
		fault.Bilingual{ZH: "请对照接口文档改正", EN: "See the documentation for the field's type"})
	ReasonNumber = fault.Define("NUMBER_INVALID", fault.Invalid,
		fault.Bilingual{ZH: "须为范围内的整数", EN: "Must be a whole number in range"},
		fault.Bilingual{ZH: "请填写半角数字，不要小数、指数、空格或千分号", EN: "Use plain digits: no fraction, exponent, space or separator"})
	ReasonTime = fault.Define("TIME_INVALID", fault.Invalid,
		fault.Bilingual{ZH: "不是有效时刻", EN: "Not a valid moment"},
		fault.Bilingual{ZH: "请按 2026-03-01T08:00:00Z 的格式填写", EN: "Write it as 2026-03-01T08:00:00Z"})
	ReasonOneOf = fault.Define("FIELD_CONFLICT", fault.Invalid,
		fault.Bilingual{ZH: "该字段与另一字段只能填一个", EN: "Only one of this field and another may be given"},
		fault.Bilingual{ZH: "请只保留其中一个", EN: "Keep one of them"})
	ReasonQuery = fault.Define("QUERY_INVALID", fault.Invalid,
		fault.Bilingual{ZH: "地址中的参数格式不对", EN: "The parameters in the address are malformed"},
		fault.Bilingual{ZH: "请检查百分号编码，参数之间用 & 分隔", EN: "Check the percent-encoding and separate parameters with &"})
	ReasonRequest = fault.Define("REQUEST_INVALID", fault.Invalid,
		fault.Bilingual{ZH: "请求的内容与接口不符", EN: "The request does not fit the interface"},
		fault.Bilingual{ZH: "请对照接口文档 /docs", EN: "See the documentation at /docs"})
	ReasonContentType = fault.Define("CONTENT_TYPE_UNSUPPORTED", fault.Invalid,
		fault.Bilingual{ZH: "只接受 JSON 内容", EN: "Only JSON is accepted"},
		fault.Bilingual{ZH: "请加上请求头 Content-Type: application/json，编码用 UTF-8，不要压缩", EN: "Send the header Content-Type: application/json, in UTF-8, not compressed"})
	ReasonBodyTooLarge = fault.Define("BODY_TOO_LARGE", fault.Invalid,
		fault.Bilingual{ZH: "提交的内容过大，最多 {max} 字节", EN: "The body is too large: at most {max} bytes"},
		fault.Bilingual{ZH: "请分批提交", EN: "Send it in parts"})
	ReasonPath = fault.Define("PATH_UNKNOWN", fault.NotFound,
		fault.Bilingual{ZH: "没有这个地址", EN: "There is nothing at this address"},
		fault.Bilingual{ZH: "请对照接口文档 /docs", EN: "See the documentation at /docs"})
	ReasonVerb = fault.Define("METHOD_NOT_ALLOWED", fault.Invalid,
		fault.Bilingual{ZH: "这个地址不支持该请求方法", EN: "This address does not take this HTTP method"},
		fault.Bilingual{ZH: "请使用 Allow 响应头中列出的方法", EN: "Use one of those in the Allow header"})
	ReasonStopping = fault.Define("STOPPING", fault.Unavailable,
		fault.Bilingual{ZH: "系统正在重新启动", EN: "The system is restarting"},
		fault.Bilingual{ZH: "请稍后重试", EN: "Try again in a moment"}, fault.Retryable())
)

// httpStatus are the reasons whose HTTP status says more than their gRPC code.
var httpStatus = map[string]int{
	ReasonContentType.Code:  http.StatusUnsupportedMediaType,
	ReasonBodyTooLarge.Code: http.StatusRequestEntityTooLarge,
	ReasonVerb.Code:         http.StatusMethodNotAllowed,
}
