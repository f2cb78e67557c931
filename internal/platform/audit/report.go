package audit

import (
	"fmt"
	"time"
)

// Report is what [Verify] saw.
type Report struct {
	From     int64     // first entry that was to be checked
	Entries  int64     // entries read
	Head     Head      // newest entry read
	Rows     int64     // rows that agree with the entry that names them
	Findings []Finding // the first hundred: entries in order, then head, then rows
	Bad      int64     // all findings
	Clock    ClockNote // a warning, not a finding
}

// OK reports whether nothing was found.
func (r Report) OK() bool { return r.Bad == 0 }

const maxFindings = 100

func (r *Report) add(f Finding) {
	r.Bad++
	if len(r.Findings) < maxFindings {
		r.Findings = append(r.Findings, f)
	}
}

// Kind of finding.
type Kind string

const (
	Missing       Kind = "missing"        // entries Seq to Through are not there
	Extra         Kind = "extra"          // a second entry of this number, or one below 1
	BrokenLink    Kind = "broken link"    // prev_hash is not the hash of the entry before
	Altered       Kind = "altered"        // the columns do not give the stored hash: one of them, or the hash, was changed
	UnknownFormat Kind = "unknown format" // alg or format is none that was ever written
	WrongHead     Kind = "wrong head"     // the head row is gone or does not have the newest entry's hash
	PastHead      Kind = "past head"      // entries Seq to Through are newer than the head row knows
	NotKnownHead  Kind = "not known head" // the entry's hash is not the one noted outside; Seq is 0 when that was of an empty log
	BadRows       Kind = "bad rows"       // the list of rows can't be read
	RowTwice      Kind = "row twice"      // a second entry, Seq, names the row
	RowAltered    Kind = "row altered"    // the row's content is not what entry Seq says
	RowUnnamed    Kind = "row unnamed"    // no entry names the row
	RowMissing    Kind = "row missing"    // entry Seq names a row that is not there
)

// Finding is one thing that is not as it was written.
type Finding struct {
	Kind    Kind
	Seq     int64  // the entry, 0 if none
	Through int64  // for Missing and PastHead: the last entry
	Table   string // for rows
	ID      string
}

func (f Finding) String() string {
	switch {
	case f.Table != "" && f.Seq == 0:
		return fmt.Sprintf("%s: %s %s", f.Kind, f.Table, f.ID)
	case f.Table != "":
		return fmt.Sprintf("%s: %s %s (entry %d)", f.Kind, f.Table, f.ID, f.Seq)
	case f.Kind == NotKnownHead && f.Seq == 0:
		return fmt.Sprintf("%s: it is that of an empty log, and there are entries", f.Kind)
	case f.Through > f.Seq:
		return fmt.Sprintf("%s: entries %d to %d", f.Kind, f.Seq, f.Through)
	default:
		return fmt.Sprintf("%s: entry %d", f.Kind, f.Seq)
	}
}

// ClockNote counts the entries whose time lies more than [ClockSlack] before
// that of the entry ahead of them.
type ClockNote struct {
	Steps   int64
	First   int64 // the first such entry
	Largest time.Duration
}

func (n *ClockNote) add(seq int64, back time.Duration) {
	if n.Steps == 0 {
		n.First = seq
	}
	n.Steps++
	n.Largest = max(n.Largest, back)
}
