package money

// Told is an amount among the values of a refusal: in fen for programs (name_fen), in yuan for the sentence (name_yuan),
// since nobody who reads it counts in fen.
func Told(name string, fen Fen) []any {
	return []any{name + "_fen", int64(fen), name + "_yuan", fen.Yuan()}
}
