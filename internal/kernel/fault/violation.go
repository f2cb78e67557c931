package fault

// Violation says what is wrong with one field of a request.
type Violation struct {
	// Field is the proto path of the field, such as lines[2].amount_fen.
	Field string
	// Reason is what is wrong.
	Reason *Reason
	// Params are the values of the reason's templates.
	Params map[string]string
}

// ZH returns the Chinese sentence with its values.
func (v Violation) ZH() string { return v.Reason.Text.fill(v.Params).ZH }

// EN returns the English sentence with its values.
func (v Violation) EN() string { return v.Reason.Text.fill(v.Params).EN }

// Fix returns the remedy in both languages with its values.
func (v Violation) Fix() Bilingual { return v.Reason.Fix.fill(v.Params) }
