package audit

import (
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// Entry is one business action as the method that did it tells it. Fields that
// do not apply stay empty. Text must be UTF-8 without NUL, the common ground of
// both databases.
type Entry struct {
	ActorID    string // user or API client; a named system actor for background work
	ActorName  string // as it was at the time
	ActorRoles string // comma separated, as they were at the time
	ActorOrg   string // name of the organization, as it was at the time
	OnBehalfOf string // user id, when the actor stands in for someone
	ClientIP   string
	SessionID  string // never the session's token
	RequestID  string

	Action       string // required: room and method, for example "funds.createReceipt"
	ObjectType   string
	ObjectID     string
	VillageID    string // the village whose scope the object is in
	Purpose      string // why unmasked data was read
	Before       string // state before and after in the caller's own encoding;
	After        string // opaque here, no personal data in clear
	Result       string
	RuleVersions string // the effective-dated rules the decision rests on

	Rows []Row // rows the action added or changed
}

// Row names a row of the database and the digest of its content.
type Row struct {
	Table  string
	ID     string
	Digest [32]byte // made with [Encoder], so that it can be made again from the database
}

// columns of audit_entries that hold an entry's text, in the order of the
// encoding. A new column needs a new format.
var columns = []string{
	"at", "actor_id", "actor_name", "actor_roles", "actor_org", "on_behalf_of", "client_ip", "session_id", "request_id",
	"action", "object_type", "object_id", "village_id", "purpose", "before", "after", "result", "rule_versions", "rows",
}

const (
	columnAt   = 0
	columnRows = 18
)

// AtLayout is the form of the at column: UTC with microseconds.
const AtLayout = "2006-01-02T15:04:05.000000Z"

// texts returns the entry's values in the order of columns.
func (e *Entry) texts(now time.Time) ([]string, error) {
	if e.Action == "" {
		return nil, errors.New("audit: an entry needs an action")
	}
	rows, err := formatRows(e.Rows)
	if err != nil {
		return nil, fmt.Errorf("audit: %s: %w", e.Action, err)
	}
	texts := []string{
		now.UTC().Format(AtLayout), e.ActorID, e.ActorName, e.ActorRoles, e.ActorOrg, e.OnBehalfOf, e.ClientIP, e.SessionID, e.RequestID,
		e.Action, e.ObjectType, e.ObjectID, e.VillageID, e.Purpose, e.Before, e.After, e.Result, e.RuleVersions, rows,
	}
	for i, text := range texts {
		if !utf8.ValidString(text) || strings.IndexByte(text, 0) >= 0 {
			return nil, fmt.Errorf("audit: %s: %s is not UTF-8 without NUL", e.Action, columns[i])
		}
	}
	return texts, nil
}

// formatRows writes one line per row: table, id, digest in hexadecimal.
func formatRows(rows []Row) (string, error) {
	if len(rows) == 0 {
		return "", nil
	}
	var b strings.Builder
	for i, row := range rows {
		for _, name := range []string{row.Table, row.ID} {
			if name == "" || strings.ContainsAny(name, " \n") {
				return "", fmt.Errorf("row %q %q: table and id must be words", row.Table, row.ID)
			}
		}
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(row.Table)
		b.WriteByte(' ')
		b.WriteString(row.ID)
		b.WriteByte(' ')
		b.WriteString(hex.EncodeToString(row.Digest[:]))
	}
	return b.String(), nil
}

// parseRows is the inverse of formatRows.
func parseRows(text string) ([]Row, error) {
	if text == "" {
		return nil, nil
	}
	var rows []Row
	for line := range strings.SplitSeq(text, "\n") {
		table, rest, _ := strings.Cut(line, " ")
		id, digest, _ := strings.Cut(rest, " ")
		row := Row{Table: table, ID: id}
		if n, err := hex.Decode(row.Digest[:], []byte(digest[:min(len(digest), 64)])); err != nil || n != 32 || len(digest) != 64 {
			return nil, fmt.Errorf("row line %q", line)
		}
		rows = append(rows, row)
	}
	return rows, nil
}
