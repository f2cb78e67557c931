package money

import (
	"math"
	"strings"
)

// capitalDigits are the digits of the 大写 form, by value.
var capitalDigits = [...]string{"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"}

// capitalUnits are the units of a whole number in 大写, largest first. Larger numbers repeat 亿 (壹万亿), which is how
// ledgers write them; 兆 is avoided because it also means a million.
var capitalUnits = [...]struct {
	value uint64
	name  string
}{
	{1_0000_0000, "亿"},
	{1_0000, "万"},
	{1000, "仟"},
	{100, "佰"},
	{10, "拾"},
}

// maxCapitalsLen bounds, in bytes, what ParseCapitals looks at. The longest int64 needs less than half of it.
const maxCapitalsLen = 256

// Capitals writes the amount in Chinese capital numerals, as vouchers and cheques carry it:
// 壹拾贰万叁仟肆佰伍拾陆元柒角捌分.
//
// The rule is that of 《支付结算办法》, annex 1 (正确填写票据和结算凭证的基本规定): 整 after 元, none after 分, 零 once for
// any run of zeros inside, and 元零肆分 when the 角 are zero and the 分 are not. Where the rule leaves a choice, 整 is also
// written after 角, which leaves no room to add to the amount, and no 零 is written for a zero that only ends a group
// (壹拾元伍角整, 壹拾万柒仟元整). Zero is 零元整, an amount below one yuan has no 元 part (伍分), and 负 leads a negative one.
func (f Fen) Capitals() string {
	abs, negative := f.magnitude()
	yuan, jiao, fen := abs/fenPerYuan, abs/10%10, abs%10

	var b strings.Builder
	if negative {
		b.WriteString("负")
	}
	if yuan > 0 || abs == 0 {
		b.WriteString(capitalWhole(yuan) + "元")
	}
	switch {
	case jiao > 0:
		b.WriteString(capitalDigits[jiao] + "角")
	case yuan > 0 && fen > 0:
		b.WriteString(capitalDigits[0])
	}
	if fen > 0 {
		b.WriteString(capitalDigits[fen] + "分")
	} else {
		b.WriteString("整")
	}
	return b.String()
}

// capitalWhole writes a whole number: how many of the largest unit it holds, that unit, and the rest, with 零 between
// when the rest does not reach the next place down.
func capitalWhole(n uint64) string {
	for _, unit := range capitalUnits {
		if n < unit.value {
			continue
		}
		s := capitalWhole(n/unit.value) + unit.name
		rest := n % unit.value
		if rest == 0 {
			return s
		}
		if rest < unit.value/10 {
			s += capitalDigits[0]
		}
		return s + capitalWhole(rest)
	}
	return capitalDigits[n]
}

// ParseCapitals is the inverse of Fen.Capitals: it accepts exactly the texts Capitals writes, so a changed or badly
// copied amount on a voucher is refused and never reinterpreted. The error is ErrSyntax.
func ParseCapitals(s string) (Fen, error) {
	if len(s) > maxCapitalsLen {
		return 0, ErrSyntax
	}
	rest, negative := strings.CutPrefix(s, "负")
	largest := uint64(math.MaxInt64)
	if negative {
		largest++
	}
	abs, ok := readCapitals(rest)
	if !ok || abs > largest {
		return 0, ErrSyntax
	}
	f := Fen(abs)
	if negative {
		f = -f
	}
	// Reading is generous about zeros and the order of words; writing the result again is what makes it strict.
	if f.Capitals() != s {
		return 0, ErrSyntax
	}
	return f, nil
}

// readCapitals reads an amount without sign, in fen. It may accept texts that are not canonical.
func readCapitals(s string) (fen uint64, ok bool) {
	s = strings.TrimSuffix(s, "整")
	if yuan, rest, found := strings.Cut(s, "元"); found {
		whole, ok := readCapitalWhole(yuan)
		if !ok || whole > math.MaxUint64/fenPerYuan-1 {
			return 0, false
		}
		fen, s = whole*fenPerYuan, strings.TrimPrefix(rest, capitalDigits[0])
	}
	for _, part := range [...]struct {
		name  string
		value uint64
	}{{"角", 10}, {"分", 1}} {
		if digit, rest, found := strings.Cut(s, part.name); found {
			n, ok := capitalDigit(digit)
			if !ok {
				return 0, false
			}
			fen, s = fen+n*part.value, rest
		}
	}
	return fen, s == ""
}

// readCapitalWhole reads a whole number the way capitalWhole writes it. A unit is looked for from the right because
// only 亿 can occur twice, and then the last one is the larger step.
func readCapitalWhole(s string) (n uint64, ok bool) {
	for _, unit := range capitalUnits {
		i := strings.LastIndex(s, unit.name)
		if i < 0 {
			continue
		}
		count, ok := readCapitalWhole(s[:i])
		if !ok || count > math.MaxUint64/unit.value-1 {
			return 0, false
		}
		rest := strings.TrimPrefix(s[i+len(unit.name):], capitalDigits[0])
		if rest == "" {
			return count * unit.value, true
		}
		n, ok := readCapitalWhole(rest)
		if !ok || n >= unit.value {
			return 0, false
		}
		return count*unit.value + n, true
	}
	return capitalDigit(s)
}

// capitalDigit returns the value of a single capital digit.
func capitalDigit(s string) (uint64, bool) {
	for value, digit := range capitalDigits {
		if s == digit {
			return uint64(value), true
		}
	}
	return 0, false
}
