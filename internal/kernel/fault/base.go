package fault

// The reasons every room shares. A rule of a room has its own reason, which says more.
var (
	// ReasonInvalidArgument is a request with wrong fields, see Fields. Value: count.
	ReasonInvalidArgument = Define("INVALID_ARGUMENT", Invalid,
		Bilingual{ZH: "提交的内容有 {count} 处不对", EN: "{count} field(s) are not valid"},
		Bilingual{ZH: "请按各处的提示改正后重新提交", EN: "Correct the fields listed and send the request again"})

	// ReasonFieldRequired is a field that was left out or is empty.
	ReasonFieldRequired = Define("FIELD_REQUIRED", Invalid,
		Bilingual{ZH: "此项必填", EN: "This field is required"},
		Bilingual{ZH: "请填写此项", EN: "Fill in this field"})

	// ReasonFieldInvalid is a field whose value has the wrong form or range and no reason of its own.
	ReasonFieldInvalid = Define("FIELD_INVALID", Invalid,
		Bilingual{ZH: "此项的内容不符合要求", EN: "This field has a value that is not allowed"},
		Bilingual{ZH: "请核对后重新填写", EN: "Check the value and enter it again"})

	// ReasonInternal is a defect. Whatever is not an Error of this package is told as this.
	ReasonInternal = Define("INTERNAL", Internal,
		Bilingual{ZH: "系统内部出错，未能完成", EN: "An internal error occurred and the request was not completed"},
		Bilingual{ZH: "请稍后再试；如仍出错，请把请求编号告诉管理员", EN: "Try again later; if it persists, give the request id to your administrator"})

	// ReasonNotFound is a thing that does not exist or is not the caller's. Value: resource, the kind of thing, never its
	// content.
	ReasonNotFound = Define("NOT_FOUND", NotFound,
		Bilingual{ZH: "找不到该记录", EN: "The record was not found"},
		Bilingual{ZH: "请核对编号，或返回列表重新选择", EN: "Check the id, or choose from the list again"})

	// ReasonPermissionDenied is an action the caller's role does not include.
	ReasonPermissionDenied = Define("PERMISSION_DENIED", PermissionDenied,
		Bilingual{ZH: "您的岗位没有此项权限", EN: "Your role does not permit this action"},
		Bilingual{ZH: "如确需办理，请联系管理员", EN: "Ask your administrator if you need this permission"})

	// ReasonUnauthenticated is a caller without a valid session or token.
	ReasonUnauthenticated = Define("UNAUTHENTICATED", Unauthenticated,
		Bilingual{ZH: "尚未登录或登录已失效", EN: "You are not signed in or your session has ended"},
		Bilingual{ZH: "请重新登录", EN: "Sign in again"})
)
