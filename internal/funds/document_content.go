package funds

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	"zhengcun/ent"
	"zhengcun/ent/funddocument"
	"zhengcun/ent/project"
	"zhengcun/ent/region"
	"zhengcun/internal/funds/documentnumber"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/kernel/money"
	"zhengcun/internal/people"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/scope"
	"zhengcun/internal/platform/wire"
)

// paper is a document whose every reference has been looked up: nothing in it is
// left to chance when it is stored.
type paper struct {
	in       *fundsv1.FundDocument
	path     string // where it stands in the request
	kind     funddocument.Kind
	issuer   *ent.Issuer
	key      string
	issuedOn calendar.Date
	refersTo *uuid.UUID
	lines    []paperLine
	hash     []byte
}

type paperLine struct {
	number   int
	channel  *ent.Channel
	purpose  *ent.Purpose
	year     int
	amount   int64
	region   *ent.Region
	project  *uuid.UUID
	changes  *ent.Allocation // what a line of a reduction or recall changes
	original *fundsv1.AllocationLine
}

// read looks everything up that a document names. path is where it stands in the
// request, for the errors.
func (s *documents) read(ctx context.Context, b *book, in *fundsv1.FundDocument, path string) (*paper, error) {
	tx, v := db.From(ctx), viewer(ctx)
	p := &paper{in: in, path: path, kind: kindOfDocument(in.Kind), key: documentnumber.Fold(in.Number), issuer: b.issuer[in.IssuerCode]}
	var bad []fault.Violation
	if p.issuer == nil {
		bad = append(bad, ReasonIssuerUnknown.Field(path+".issuer_code"))
	}
	var wrong *fault.Violation
	if p.issuedOn, wrong = s.day(in.IssuedOn, path+".issued_on"); wrong != nil {
		bad = append(bad, *wrong)
	}
	if in.RefersToId != "" {
		id := wire.ID(in.RefersToId)
		there, err := tx.FundDocument.Query().Where(funddocument.ID(id)).Exist(ctx)
		if err != nil {
			return nil, err
		}
		if !there {
			bad = append(bad, ReasonDocumentUnknown.Field(path+".refers_to_id"))
		}
		p.refersTo = &id
	}
	seen := map[int32]bool{}
	var total int64
	for i, line := range in.Lines {
		at := fmt.Sprintf("%s.lines[%d]", path, i)
		l := paperLine{number: int(line.LineNumber), year: int(line.FiscalYear), amount: line.AmountFen, original: line,
			channel: b.channel[line.ChannelCode], purpose: b.purpose[line.PurposeCode]}
		if seen[line.LineNumber] {
			bad = append(bad, ReasonLineRepeated.Field(at+".line_number"))
		}
		seen[line.LineNumber] = true
		if l.channel == nil || !l.channel.Active || v.Kind == scope.Client && (l.channel.DepartmentID == nil || *l.channel.DepartmentID != v.Department) {
			bad = append(bad, ReasonChannelUnknown.Field(at+".channel_code"))
		}
		if l.purpose == nil || !l.purpose.Active {
			bad = append(bad, ReasonPurposeUnknown.Field(at+".purpose_code"))
		}
		if line.RegionCode != "" {
			found, err := people.RegionByCode(ctx, line.RegionCode)
			if f, known := fault.From(people.AtField(err, at+".region_code")); known {
				bad = append(bad, f.Violations()...)
			} else if err != nil {
				return nil, err
			}
			l.region = found
		}
		if line.ProjectId != "" {
			id := wire.ID(line.ProjectId)
			there, err := tx.Project.Query().Where(project.ID(id)).Exist(ctx)
			if err != nil {
				return nil, err
			}
			if !there {
				bad = append(bad, ReasonProjectUnknown.Field(at+".project_id"))
			}
			l.project = &id
		}
		wrong, err := s.readChange(ctx, b, p, &l, at)
		if err != nil {
			return nil, err
		}
		bad = append(bad, wrong...)
		if total += line.AmountFen; total > int64(money.MaxFen) {
			bad = append(bad, ReasonTotal.Field(path+".lines"))
			break
		}
		p.lines = append(p.lines, l)
	}
	if len(bad) > 0 {
		return nil, fault.Fields(bad...)
	}
	if bad = repeatedChanges(p.lines, path); len(bad) > 0 {
		return nil, fault.Fields(bad...)
	}
	slices.SortFunc(p.lines, func(a, b paperLine) int { return a.number - b.number })
	p.hash = p.digest()
	return p, nil
}

// digest sums up everything the paper says; two papers are equal when their digests are.
func (p *paper) digest() []byte {
	e := audit.Encoder{}
	e.Text(p.issuer.ID.String())
	e.Text(p.key)
	e.Text(strings.TrimSpace(p.in.Title))
	e.Text(p.issuedOn.String())
	e.Text(wire.IDText(p.refersTo))
	e.Int(int64(len(p.lines)))
	for _, l := range p.lines {
		e.Int(int64(l.number))
		e.Text(l.channel.ID.String())
		e.Text(l.purpose.ID.String())
		e.Int(int64(l.year))
		e.Int(l.amount)
		regionID := ""
		if l.region != nil {
			regionID = l.region.ID.String()
		}
		e.Text(regionID)
		e.Text(wire.IDText(l.project))
	}
	if p.kind != funddocument.KindAllocation { // a promise sums up as it did before there were others
		e.Text(string(p.kind))
		for _, l := range p.lines {
			e.Text(l.changes.ID.String())
		}
	}
	sum := e.Sum()
	return sum[:]
}

// stored finds the document with the paper's issuer and number, whosever it is:
// the number is taken for everybody.
func (p *paper) stored(ctx context.Context) (*ent.FundDocument, error) {
	if db.From(ctx).Blind() {
		return nil, nil // if there is one, its row and ours have the same key
	}
	all := scope.With(ctx, scope.SystemViewer("equality of fund documents"))
	row, err := db.From(ctx).FundDocument.Query().
		Where(funddocument.NumberKey(p.key), funddocument.IssuerID(p.issuer.ID)).Only(all)
	if ent.IsNotFound(err) {
		return nil, nil
	}
	return row, err
}

func (p *paper) equals(row *ent.FundDocument) bool { return bytes.Equal(p.hash, row.ContentHash) }

// regionCodes reads codes and short names of regions.
func regionCodes(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]*ent.Region, error) {
	result := map[uuid.UUID]*ent.Region{}
	if len(ids) == 0 {
		return result, nil
	}
	rows, err := db.From(ctx).Region.Query().Where(region.IDIn(ids...)).All(ctx)
	for _, row := range rows {
		result[row.ID] = row
	}
	return result, err
}
