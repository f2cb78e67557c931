package reports

import "zhengcun/internal/kernel/fault"

// ReasonHeadHash is a hash of the audit log that cannot be one.
var ReasonHeadHash = fault.Define("HEAD_HASH_INVALID", fault.Invalid,
	fault.Bilingual{ZH: "不是有效的链头哈希", EN: "Not the hash of an entry"},
	fault.Bilingual{ZH: "请填写事先留存的 64 位十六进制哈希", EN: "Give the 64 hexadecimal digits noted earlier"})
