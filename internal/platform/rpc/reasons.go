package rpc

import "zhengcun/internal/kernel/fault"

// Reasons every method can answer with.
var (
	ReasonUnknownMethod = fault.Define("METHOD_UNKNOWN", fault.NotFound,
		fault.Bilingual{ZH: "没有这个接口", EN: "There is no such method"},
		fault.Bilingual{ZH: "请对照接口文档 /docs", EN: "See the documentation at /docs"})
	ReasonSignIn = fault.Define("SIGN_IN_REQUIRED", fault.Unauthenticated,
		fault.Bilingual{ZH: "请先登录", EN: "Please log in first"},
		fault.Bilingual{ZH: "登录已失效或未登录，请重新登录；接口客户请检查密钥是否有效", EN: "The session has ended or there is none: log in again; API clients check that the key is valid"})
	ReasonForbidden = fault.Define("ROLE_NOT_ALLOWED", fault.PermissionDenied,
		fault.Bilingual{ZH: "您的角色不能做这个操作", EN: "Your role may not do this"},
		fault.Bilingual{ZH: "如确需办理，请联系安全管理员调整角色", EN: "Ask the security administrator if you need it"})
	ReasonCSRF = fault.Define("CSRF_TOKEN_INVALID", fault.PermissionDenied,
		fault.Bilingual{ZH: "页面已过期，操作没有执行", EN: "The page is out of date; nothing was done"},
		fault.Bilingual{ZH: "请刷新页面后再试", EN: "Reload the page and try again"})
	ReasonKeyRequired = fault.Define("IDEMPOTENCY_KEY_REQUIRED", fault.Invalid,
		fault.Bilingual{ZH: "缺少 Idempotency-Key", EN: "The Idempotency-Key is missing"},
		fault.Bilingual{ZH: "请为每个业务动作生成一个唯一的键，重试时使用同一个键", EN: "Make one unique key per business action and use the same when you retry"})
	ReasonEtagRequired = fault.Define("ETAG_REQUIRED", fault.Invalid,
		fault.Bilingual{ZH: "缺少 etag", EN: "The etag is missing"},
		fault.Bilingual{ZH: "请先读取该记录，并带上读到的 etag（或 If-Match 头）", EN: "Read the record first and send its etag, in the body or as If-Match"})
	ReasonServerOwned = fault.Define("FIELD_SERVER_OWNED", fault.Invalid,
		fault.Bilingual{ZH: "该字段由系统填写", EN: "This field is filled in by the system"},
		fault.Bilingual{ZH: "请不要提交该字段", EN: "Leave the field out"})
	ReasonImmutable = fault.Define("FIELD_IMMUTABLE", fault.Invalid,
		fault.Bilingual{ZH: "该字段录入后不能修改", EN: "This field cannot be changed once set"},
		fault.Bilingual{ZH: "请不要修改该字段", EN: "Leave the field as it is"})
	ReasonFieldUnknown = fault.Define("FIELD_UNKNOWN", fault.Invalid,
		fault.Bilingual{ZH: "没有这个字段", EN: "There is no such field"},
		fault.Bilingual{ZH: "请对照接口文档改正字段名", EN: "See the documentation for the field's name"})
	ReasonEnumUnknown = fault.Define("ENUM_UNKNOWN", fault.Invalid,
		fault.Bilingual{ZH: "取值不在允许的范围内", EN: "The value is not one of those allowed"},
		fault.Bilingual{ZH: "请对照接口文档选用允许的取值", EN: "Use one of the values in the documentation"})
	ReasonText = fault.Define("TEXT_INVALID", fault.Invalid,
		fault.Bilingual{ZH: "文字中含有不允许的控制字符", EN: "The text has control characters that are not allowed"},
		fault.Bilingual{ZH: "请删除不可见字符后重试", EN: "Remove invisible characters and try again"})
	ReasonMaskEmpty = fault.Define("UPDATE_MASK_EMPTY", fault.Invalid,
		fault.Bilingual{ZH: "没有要修改的内容", EN: "There is nothing to change"},
		fault.Bilingual{ZH: "请在 update_mask 中列出要修改的字段", EN: "List the fields to change in update_mask"})
	ReasonOverloaded = fault.Define("OVERLOADED", fault.Unavailable,
		fault.Bilingual{ZH: "同时办理的人太多，本次操作没有执行", EN: "Too many requests at once; nothing was done"},
		fault.Bilingual{ZH: "请稍后用同一请求重试", EN: "Try the same request again in a moment"}, fault.Retryable())
	ReasonIncomplete = fault.Define("BODY_INCOMPLETE", fault.Invalid,
		fault.Bilingual{ZH: "请求内容没有传完", EN: "The body did not arrive in full"},
		fault.Bilingual{ZH: "请检查网络后用同一请求重试", EN: "Check the network and send the same request again"}, fault.Retryable())
	ReasonMessage = fault.Define("MESSAGE_INVALID", fault.Invalid,
		fault.Bilingual{ZH: "请求无法读取，或超过 {max} 字节", EN: "The request cannot be read, or has more than {max} bytes"},
		fault.Bilingual{ZH: "请按接口文档编码；更大的批次请分开或用 REST 提交", EN: "Encode it as in the protos; send larger batches in parts or over REST"})
)
