package reports

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/google/uuid"
	"google.golang.org/genproto/googleapis/api/httpbody"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	reportsv1 "zhengcun/api/zhengcun/reports/v1"
	"zhengcun/ent"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/call"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/rpc"
	"zhengcun/internal/platform/scope"
	"zhengcun/internal/reports/export"
)

type exports struct {
	reportsv1.UnimplementedExportServiceServer
	*Room
}

// exportPage is how many records one question of an export asks for.
const exportPage = 1000

// CreateExport writes a list to a file: what the list's own method answers to the caller, page by page, all of one
// moment.
func (s *exports) CreateExport(ctx context.Context, req *reportsv1.CreateExportRequest) (*httpbody.HttpBody, error) {
	fd := req.ProtoReflect().WhichOneof(req.ProtoReflect().Descriptor().Oneofs().ByName("list"))
	if fd == nil {
		return nil, fault.Fields(fault.ReasonFieldRequired.Field("list"))
	}
	list, ask := export.Lists[string(fd.Name())], proto.Clone(req.ProtoReflect().Get(fd).Message().Interface())
	var title string
	var content []byte
	var rows, records int
	var asOf calendar.Date
	err := s.DB.Read(ctx, func(ctx context.Context) error {
		names, err := s.exportNames(ctx, ask)
		if err != nil {
			return err
		}
		v, _ := scope.From(ctx)
		face := export.Face{Filters: export.Filters(ask, names), AsOf: db.From(ctx).Now(), By: v.Name}
		if v.OrganizationName != "" {
			face.By += "（" + v.OrganizationName + "）"
		}
		title, asOf = names.Say(list.Title), calendar.DateOf(face.AsOf)
		sheet := export.NewText(list, names, face)
		if req.Format != reportsv1.ExportFormat_EXPORT_FORMAT_CSV {
			if sheet, err = export.NewWorkbook(list, names, face); err != nil {
				return err
			}
		}
		defer sheet.Close()
		if err := s.fill(ctx, sheet, list, proto.Clone(ask)); err != nil {
			return err
		}
		content, err = sheet.End()
		rows, records = sheet.Rows(), sheet.Records()
		return err
	})
	if err != nil {
		return nil, at(err, string(fd.Name()))
	}
	name, kind, format := title+"_"+asOf.String()+".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"
	if req.Format == reportsv1.ExportFormat_EXPORT_FORMAT_CSV {
		name, kind, format = title+"_"+asOf.String()+".csv", "text/csv; charset=utf-8", "csv"
	}
	if err := s.remember(ctx, list.Name, ask, rows, format); err != nil {
		return nil, err
	}
	rpc.Attachment(ctx, name)
	rpc.RecordCount(ctx, records)
	return &httpbody.HttpBody{ContentType: kind, Data: content}, nil
}

// fill asks for page after page as the caller.
func (s *exports) fill(ctx context.Context, sheet *export.Sheet, list export.List, ask proto.Message) error {
	v, _ := scope.From(ctx)
	conn, m := s.As(v), ask.ProtoReflect()
	next := ""
	for {
		if size, token := pageFields(m); size != nil {
			m.Set(size, protoreflect.ValueOfInt32(exportPage))
			m.Set(token, protoreflect.ValueOfString(next))
		}
		answer := list.Answer()
		err := conn.Invoke(ctx, list.Method, ask, answer)
		if err == nil {
			next, err = sheet.Add(answer)
		}
		if err != nil || next == "" {
			return err
		}
	}
}

// pageFields are the fields a list's request asks for a page by; nil of a table that comes whole.
func pageFields(m protoreflect.Message) (size, token protoreflect.FieldDescriptor) {
	fields := m.Descriptor().Fields()
	return fields.ByName("page_size"), fields.ByName("page_token")
}

// remember writes the export into the audit log. Of what was searched for only that something was: it may be a person's name.
func (s *exports) remember(ctx context.Context, list string, ask proto.Message, rows int, format string) error {
	m := proto.Clone(ask).ProtoReflect()
	if size, token := pageFields(m); size != nil {
		m.Clear(size)
		m.Clear(token)
	}
	if query := m.Descriptor().Fields().ByName("query"); query != nil && m.Has(query) {
		m.Set(query, protoreflect.ValueOfString("…"))
	}
	filters, err := protojson.Marshal(m.Interface())
	if err != nil {
		return err
	}
	after, err := json.Marshal(map[string]any{"list": list, "filters": json.RawMessage(filters), "rows": rows, "format": format})
	if err != nil {
		return err
	}
	return s.DB.Tx(ctx, func(ctx context.Context) error {
		db.Audit(ctx, audit.Entry{Action: "reports.createExport", ObjectType: "export", After: string(after)})
		return nil
	})
}

// at says of a refusal where in the request of the export the wrong fields are.
func at(err error, path string) error {
	f, ok := fault.From(err)
	if !ok || len(f.Violations()) == 0 {
		return err
	}
	bad := f.Violations()
	for i := range bad {
		bad[i].Field = path + "." + bad[i].Field
	}
	return fault.Fields(bad...).WithCause(err)
}

// recordFilters are the kinds of records filters name by id.
var recordFilters = map[protoreflect.Name][]string{
	"fund_document_id": {"fund_document"}, "project_id": {"project"}, "claim_id": {"claim"}, "allocation_id": {"allocation"}, "acceptance_id": {"acceptance"},
	"department_id": {"organization"}, "unit_id": {"organization"}, "organization_id": {"organization"}, "api_client_id": {"api_client"},
	"target_id": {"receipt", "appropriation", "payment"}, "actor_id": {"user", "api_client"},
	"object_id": {"fund_document", "receipt", "appropriation", "claim", "payment", "project", "acceptance", "user", "organization", "api_client"},
}

// exportNames reads what a sheet calls things by: all reference data, and the records its filters name.
func (s *exports) exportNames(ctx context.Context, ask proto.Message) (*export.Names, error) {
	language := call.From(ctx).Language
	if s.Words[language] == nil {
		language = "zh-CN"
	}
	n := &export.Names{Words: s.Words[language], Records: map[string]string{}}
	if err := readCodes(ctx, n, language == "en"); err != nil {
		return nil, err
	}
	m := ask.ProtoReflect()
	for field, kinds := range recordFilters {
		fd := m.Descriptor().Fields().ByName(field)
		if fd == nil || !m.Has(fd) {
			continue
		}
		text := m.Get(fd).String()
		id, err := uuid.Parse(text[max(0, len(text)-36):]) // an actor is user:… or client:…
		if err != nil {
			continue
		}
		for _, kind := range kinds {
			found, err := titlesOf(ctx, kind, []uuid.UUID{id})
			if err != nil {
				return nil, err
			}
			if found[id] != "" {
				n.Records[text] = found[id]
			}
		}
	}
	return n, nil
}

// readCodes reads the names of channels, purposes, types of projects, issuers and regions.
func readCodes(ctx context.Context, n *export.Names, english bool) error {
	tx := db.From(ctx)
	pick := func(name, nameEN string) string {
		if english && nameEN != "" {
			return nameEN
		}
		return name
	}
	channels, err := tx.Channel.Query().All(ctx)
	if err != nil {
		return err
	}
	n.Channels = map[string]string{}
	for _, r := range channels {
		n.Channels[r.Code] = pick(r.Name, r.NameEn)
	}
	purposes, err := tx.Purpose.Query().All(ctx)
	if err != nil {
		return err
	}
	n.Purposes = map[string]string{}
	for _, r := range purposes {
		n.Purposes[r.Code] = pick(r.Name, r.NameEn)
	}
	types, err := tx.ProjectType.Query().All(ctx)
	if err != nil {
		return err
	}
	n.ProjectTypes = map[string]string{}
	for _, r := range types {
		n.ProjectTypes[r.Code] = pick(r.Name, r.NameEn)
	}
	issuers, err := tx.Issuer.Query().All(ctx)
	if err != nil {
		return err
	}
	n.Issuers = map[string]string{}
	for _, r := range issuers {
		n.Issuers[r.Code] = r.Name
	}
	regions, err := tx.Region.Query().All(ctx)
	if err != nil {
		return err
	}
	slices.SortFunc(regions, func(a, b *ent.Region) int { return a.ValidFrom.Compare(b.ValidFrom) }) // of several of one code the newest counts
	n.Regions = map[string]string{}
	for _, r := range regions {
		n.Regions[r.Code] = r.ShortName
	}
	return nil
}
