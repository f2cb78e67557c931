package files

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"slices"
	"testing"

	"github.com/google/uuid"

	filesv1 "zhengcun/api/zhengcun/files/v1"
	"zhengcun/ent"
	"zhengcun/ent/acceptance"
	"zhengcun/ent/claim"
	"zhengcun/ent/organization"
	"zhengcun/ent/project"
	"zhengcun/ent/projecttype"
	"zhengcun/ent/region"
	"zhengcun/ent/schema"
	"zhengcun/internal/countytest"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/blobs"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/scope"
	"zhengcun/internal/rules"
)

// fixture is a county with a project, a draft of its acceptance and a draft of a claim for it, and people around them.
type fixture struct {
	*countytest.County
	t     *testing.T
	dir   string
	store *blobs.Store
	room  *Room

	project    *ent.Project
	claim      *ent.Claim
	acceptance *ent.Acceptance

	office, unit, department, village *scope.Viewer // who see them
	foreign                           *scope.Viewer // who does not
	neighbour                         *scope.Viewer // another unit that sees them: a township
}

func newFixture(t *testing.T, c *countytest.County) *fixture {
	t.Helper()
	f := &fixture{County: c, t: t, dir: t.TempDir()}
	f.open()
	var village, unit, other, transport uuid.UUID
	f.do(scope.SystemViewer("test"), func(ctx context.Context) error {
		tx := db.From(ctx)
		db.Audit(ctx, audit.Entry{Action: "test"})
		add := func(code string, level region.Level, parent *uuid.UUID) *ent.Region {
			return tx.Region.Create().SetCode(code).SetName(code).SetShortName(code).SetInitials("x").SetLevel(level).SetNillableParentID(parent).
				SetVillagersCommittee(level == region.LevelVillage).SetValidFrom(day("2020-01-01")).SetSource("test").SaveX(ctx)
		}
		county := add("340828000000", region.LevelCounty, nil)
		township := add("340828100000", region.LevelTownship, &county.ID)
		village = add("340828100200", region.LevelVillage, &township.ID).ID
		body := func(code string, kind organization.Kind) uuid.UUID {
			return tx.Organization.Create().SetCode(code).SetName(code).SetKind(kind).SetRegionID(county.ID).SaveX(ctx).ID
		}
		unit, other, transport = body("unit", organization.KindContractor), body("other", organization.KindTownship), body("transport", organization.KindDepartment)
		if err := rules.Load(ctx, map[string]uuid.UUID{"transport": transport}); err != nil {
			return err
		}
		kind := tx.ProjectType.Query().Where(projecttype.Code("road")).OnlyX(ctx)
		f.project = tx.Project.Create().SetNumber("XM2026-00001").SetName("通村公路").SetTypeID(kind.ID).SetPillar("village_works").SetBenefit("village").
			SetPlannedQuantityMilli(3500).SetBudgetFen(1000).SetSelfRaisedFen(0).SetStartDate(day("2026-03-01")).SetEndDate(day("2026-12-01")).
			SetState(project.StateCompleted).SetListedBy(uuid.New()).SetVillageID(village).SetUnitID(unit).SetDepartmentID(transport).SaveX(ctx)
		f.acceptance = tx.Acceptance.Create().SetProjectID(f.project.ID).SetAcceptedOn(day("2026-10-30")).
			SetTeam([]schema.TeamMember{{Name: "村民", VillagersRepresentative: true}}).SetMeasuredQuantityMilli(1).SetVerdict(acceptance.VerdictPassed).
			SetAcceptedFen(1).SetState(acceptance.StateDraft).SetDraftedBy(uuid.New()).SetVillageID(village).SetUnitID(unit).SetDepartmentID(transport).SaveX(ctx)
		f.claim = tx.Claim.Create().SetProjectID(f.project.ID).SetKind(claim.KindAdvance).SetClaimedOn(day("2026-10-30")).SetPayeeName("收款人").
			SetPayeeAccount("sealed").SetPayeeAccountMasked("6222****1234").SetAmountFen(1).SetSetOffFen(0).SetState(claim.StateDraft).SetDraftedBy(uuid.New()).
			SetVillageID(village).SetUnitID(unit).SetDepartmentID(transport).SaveX(ctx)
		return nil
	})
	person := func(name, role string, v scope.Viewer) *scope.Viewer {
		v.Kind, v.ID, v.Name, v.Roles = scope.Person, uuid.New(), name, []string{role}
		return &v
	}
	f.office = person("扶贫办", "POVERTY_OFFICE", scope.Viewer{County: true})
	f.unit = person("村文书", "UNIT", scope.Viewer{Unit: unit})
	f.department = person("交通局", "DEPARTMENT", scope.Viewer{Department: transport})
	f.village = person("村", "VILLAGE", scope.Viewer{Villages: []uuid.UUID{village}})
	f.foreign = person("外人", "UNIT", scope.Viewer{Unit: other, Villages: []uuid.UUID{uuid.New()}})
	f.neighbour = person("乡镇", "UNIT", scope.Viewer{Unit: other, Villages: []uuid.UUID{village}})
	return f
}

var day = calendar.MustParseDate

// open opens store and room, as a program does that starts.
func (f *fixture) open() {
	f.t.Helper()
	store, err := blobs.Open(f.dir)
	if err != nil {
		f.t.Fatal(err)
	}
	f.store, f.room = store, New(f.DB, f.Pager, store)
}

// do runs fn for a viewer in a transaction that must succeed.
func (f *fixture) do(v *scope.Viewer, fn func(ctx context.Context) error) {
	f.t.Helper()
	if err := f.DB.Tx(scope.With(f.t.Context(), v), fn); err != nil {
		f.t.Fatal(err, errors.Unwrap(err))
	}
}

// call runs one method for a viewer, in a transaction of its own.
func call[Q, A any](f *fixture, v *scope.Viewer, method func(context.Context, Q) (A, error), req Q) (answer A, err error) {
	err = f.DB.Tx(scope.With(f.t.Context(), v), func(ctx context.Context) error {
		answer, err = method(ctx, req)
		return err
	})
	return answer, err
}

func must[Q, A any](f *fixture, v *scope.Viewer, method func(context.Context, Q) (A, error), req Q) A {
	f.t.Helper()
	answer, err := call(f, v, method, req)
	if err != nil {
		f.t.Fatal(err, errors.Unwrap(err))
	}
	return answer
}

// records are the three kinds of record with the id of each.
func (f *fixture) records() map[filesv1.FileSubject]string {
	return map[filesv1.FileSubject]string{filesv1.FileSubject_FILE_SUBJECT_CLAIM: f.claim.ID.String(),
		filesv1.FileSubject_FILE_SUBJECT_ACCEPTANCE: f.acceptance.ID.String(), filesv1.FileSubject_FILE_SUBJECT_PROJECT: f.project.ID.String()}
}

// toClaim is a request to keep a content with the claim.
func (f *fixture) toClaim(name string, content []byte) *filesv1.CreateFileRequest {
	return &filesv1.CreateFileRequest{Subject: filesv1.FileSubject_FILE_SUBJECT_CLAIM, SubjectId: f.claim.ID.String(), Name: name, Content: content}
}

// listed is what a viewer's list of a record says.
func (f *fixture) listed(v *scope.Viewer, subject filesv1.FileSubject, id string) (*filesv1.ListFilesResponse, error) {
	return call(f, v, f.room.files.ListFiles, &filesv1.ListFilesRequest{Subject: subject, SubjectId: id})
}

// rows counts the files there are.
func (f *fixture) rows() (n int) {
	f.t.Helper()
	f.do(scope.SystemViewer("test"), func(ctx context.Context) (err error) {
		n, err = db.From(ctx).File.Query().Count(ctx)
		return err
	})
	return n
}

// wants fails the test unless err is the reason, as a whole or of one of its fields.
func wants(t *testing.T, what string, err error, reason *fault.Reason, field string) {
	t.Helper()
	if field == "" {
		if !errors.Is(err, reason) {
			t.Errorf("%s: got %v, want %s", what, err, reason.Code)
		}
		return
	}
	e, ok := fault.From(err)
	if !ok || len(e.Violations()) != 1 || e.Violations()[0].Reason != reason || e.Violations()[0].Field != field {
		t.Errorf("%s: got %v, want %s at %s", what, err, reason.Code, field)
	}
}

// picture is a PNG or a JPEG of one colour; another shade is another content.
func picture(kind string, shade uint8) []byte {
	img := image.NewRGBA(image.Rect(0, 0, 40, 30))
	for i := range img.Pix {
		img.Pix[i] = shade
	}
	img.Set(3, 3, color.White)
	var out bytes.Buffer
	var err error
	if kind == "png" {
		err = png.Encode(&out, img)
	} else {
		err = jpeg.Encode(&out, img, nil)
	}
	if err != nil {
		panic(err)
	}
	return out.Bytes()
}

// paper is a small PDF.
func paper() []byte {
	return []byte("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n")
}

// blank is a PNG that says it is so large and holds nothing.
func blank(width, height uint32) []byte {
	chunk := func(name string, data []byte) []byte {
		body := append([]byte(name), data...)
		return slices.Concat(binary.BigEndian.AppendUint32(nil, uint32(len(data))), body, binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE(body)))
	}
	size := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, width), height)
	return slices.Concat([]byte("\x89PNG\r\n\x1a\n"), chunk("IHDR", append(size, 8, 2, 0, 0, 0)), chunk("IEND", nil))
}
