package fault

// Advice says whether the caller's program should send the request again, and when.
func (r *Reason) Advice() Bilingual {
	if r.Retry {
		return Bilingual{
			ZH: "可以：按 Retry-After 的秒数等待后，用同一请求、同一 Idempotency-Key 再试，间隔逐次加长",
			EN: "Yes: the same request with the same Idempotency-Key, after the seconds in Retry-After, then less and less often"}
	}
	return advice[r.Kind]
}

var advice = map[Kind]Bilingual{
	Invalid:            {ZH: "不要原样再试：改正请求后再发，可用同一 Idempotency-Key", EN: "Not as it is: correct the request; it may keep its Idempotency-Key"},
	FailedPrecondition: {ZH: "不要原样再试：等状态改变后再发，可用同一 Idempotency-Key", EN: "Not before the state has changed; it may keep its Idempotency-Key"},
	NotFound:           {ZH: "不要再试：请核对编号；不属于您的记录同样答复“没有”", EN: "No: check what it names; what is not yours is answered as not there"},
	AlreadyExists:      {ZH: "不要再试：请与已有内容比较，由人决定", EN: "No: compare with what is there; a person decides"},
	Aborted:            {ZH: "重新读取、重新判断后再发", EN: "Read again and decide again, then send with what was read"},
	PermissionDenied:   {ZH: "不要再试：须由人处理", EN: "No: a person has to look"},
	Unauthenticated:    {ZH: "不要原样再试：请先登录或更换密钥", EN: "Not as it is: log in, or use a key that is valid"},
	ResourceExhausted:  {ZH: "稍后再试", EN: "Later"},
	Unavailable:        {ZH: "不要自动再试：须由运维人员先处理", EN: "Not by itself: an operator has to act first"},
	DeadlineExceeded:   {ZH: "可用同一 Idempotency-Key 稍后再试", EN: "Later, with the same Idempotency-Key"},
	Internal:           {ZH: "可用同一 Idempotency-Key 稍后再试一次；仍不行请告知请求编号 X-Request-Id", EN: "Once, later, with the same Idempotency-Key; if it stays, tell us the X-Request-Id"},
}

// Values are the names of the values that occurrences of the reason carry, sorted.
func (r *Reason) Values() []string {
	text, _ := names(r.Text.EN + r.Fix.EN)
	return text
}
