package residentid

// Sex is the sex of a person with the codes of GB/T 2261.1. The zero value is not known.
type Sex int

const (
	// Male is 男, code 1.
	Male Sex = 1
	// Female is 女, code 2.
	Female Sex = 2
)

// String returns 男, 女 or 未知.
func (s Sex) String() string {
	switch s {
	case Male:
		return "男"
	case Female:
		return "女"
	}
	return "未知"
}
