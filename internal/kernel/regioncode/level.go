package regioncode

// Level is a level of administration inside a county. The zero value is no level.
type Level int

const (
	// County is 县 (also a county-level city or district).
	County Level = iota + 1
	// Township is 乡镇, including streets.
	Township
	// Village is 行政村, including residents' committees. Natural villages and groups (村民组) have no division code.
	Village
)

// String returns the English word in lower case, for logs.
func (l Level) String() string {
	switch l {
	case County:
		return "county"
	case Township:
		return "township"
	case Village:
		return "village"
	}
	return "unknown"
}
