package files

import (
	"bytes"
	"context"
	"encoding/binary"
	"image"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	filesv1 "zhengcun/api/zhengcun/files/v1"
	"zhengcun/ent"
	"zhengcun/ent/project"
	"zhengcun/internal/countytest"
	"zhengcun/internal/files/photo"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/scope"
)

const reportSubject = filesv1.FileSubject_FILE_SUBJECT_PROGRESS_REPORT

// report is a progress report of the fixture's project by its unit.
func (f *fixture) report() *ent.ProgressReport {
	f.t.Helper()
	var row *ent.ProgressReport
	f.do(f.unit, func(ctx context.Context) error {
		tx := db.From(ctx)
		db.Audit(ctx, audit.Entry{Action: "test"})
		sequence := tx.ProgressReport.Query().CountX(ctx) + 1
		row = tx.ProgressReport.Create().SetProjectID(f.project.ID).SetSequence(sequence).SetReportedOn(day("2026-10-30")).SetPercent(40).SetPercentBefore(0).
			SetQuantityMilli(0).SetQuality("good").SetMoneyUsedFen(0).SetReportedBy(f.unit.ID).SetReporterName(f.unit.Name).
			SetVillageID(f.project.VillageID).SetUnitID(f.project.UnitID).SetNillableDepartmentID(f.project.DepartmentID).SaveX(ctx)
		return nil
	})
	return row
}

func (f *fixture) stand(state project.State) {
	f.t.Helper()
	f.do(scope.SystemViewer("test"), func(ctx context.Context) error {
		db.Audit(ctx, audit.Entry{Action: "test"})
		return db.From(ctx).Project.UpdateOneID(f.project.ID).SetState(state).Exec(ctx)
	})
}

// age makes everything in the store older.
func (f *fixture) age(by time.Duration) {
	f.t.Helper()
	entries, err := os.ReadDir(f.dir)
	if err != nil {
		f.t.Fatal(err)
	}
	for _, e := range entries {
		if err := os.Chtimes(filepath.Join(f.dir, e.Name()), time.Time{}, time.Now().Add(-by)); err != nil {
			f.t.Fatal(err)
		}
	}
}

// located is a photo that says it was taken at 30°50′54″ N, 116°21′36″ E.
func located(shade uint8) []byte {
	plain := picture("jpeg", shade)
	u16, u32 := binary.BigEndian.AppendUint16, binary.BigEndian.AppendUint32
	row := func(b []byte, tag, kind uint16, count uint32, value ...byte) []byte {
		return append(u32(u16(u16(b, tag), kind), count), append(value, make([]byte, 4-len(value))...)...)
	}
	tiff := u16([]byte("MM\x00*\x00\x00\x00\x08"), 1)
	tiff = u32(row(tiff, 0x8825, 4, 1, 0, 0, 0, 26), 0)
	tiff = u16(tiff, 4)
	tiff = row(row(tiff, 1, 2, 2, 'N'), 2, 5, 3, 0, 0, 0, 80)
	tiff = row(row(tiff, 3, 2, 2, 'E'), 4, 5, 3, 0, 0, 0, 104)
	tiff = u32(tiff, 0)
	for _, part := range []uint32{30, 50, 54, 116, 21, 36} {
		tiff = u32(u32(tiff, part), 1)
	}
	block := append([]byte("Exif\x00\x00"), tiff...)
	return slices.Concat(plain[:2], u16([]byte{0xff, 0xe1}, uint16(len(block)+2)), block, plain[2:])
}

// TestAPhotoOfAReport: the position is offered and kept only when that is agreed to; the original stays untouched and goes
// to few; what everybody sees says nothing but the picture.
func TestAPhotoOfAReport(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		f := newFixture(t, c)
		f.stand(project.StateUnderway)
		report := f.report()
		send := func(v *scope.Viewer, content []byte) (*filesv1.File, error) {
			return call(f, v, f.room.files.CreateFile, &filesv1.CreateFileRequest{Subject: reportSubject, SubjectId: report.ID.String(), Name: "工地.jpg", Content: content})
		}
		original := located(90)
		sent, err := send(f.unit, original)
		if err != nil {
			t.Fatal(err)
		}
		const latitude, longitude = 30_848_333, 116_360_000
		if at := sent.OfferedPosition; at == nil || math.Abs(float64(at.LatitudeMicro-latitude)) > 1 || at.LongitudeMicro != longitude || sent.Position != nil {
			t.Fatalf("offered %v, kept %v", sent.OfferedPosition, sent.Position)
		}
		list := must(f, f.village, f.room.files.ListFiles, &filesv1.ListFilesRequest{Subject: reportSubject, SubjectId: report.ID.String()})
		if got := list.Files[0]; got.Position != nil || got.OfferedPosition != nil {
			t.Errorf("before it is agreed to: %v", got)
		}
		_, err = call(f, f.office, f.room.files.KeepFilePosition, &filesv1.KeepFilePositionRequest{Id: sent.Id})
		wants(t, "agreed to by another", err, ReasonReporterOnly, "")
		if kept := must(f, f.unit, f.room.files.KeepFilePosition, &filesv1.KeepFilePositionRequest{Id: sent.Id}); kept.Position.GetLongitudeMicro() != longitude {
			t.Errorf("kept %v", kept.Position)
		}
		list = must(f, f.village, f.room.files.ListFiles, &filesv1.ListFilesRequest{Subject: reportSubject, SubjectId: report.ID.String()})
		if got := list.Files[0]; got.Position.GetLongitudeMicro() != longitude {
			t.Errorf("after it is agreed to: %v", got)
		}
		silent, err := send(f.unit, picture("png", 7))
		if err != nil || silent.OfferedPosition != nil {
			t.Errorf("%v, %v", silent, err)
		}
		_, err = call(f, f.unit, f.room.files.KeepFilePosition, &filesv1.KeepFilePositionRequest{Id: silent.Id})
		wants(t, "a photo that does not say", err, ReasonNoPosition, "")

		auditor := &scope.Viewer{Kind: scope.Person, ID: uuid.New(), Roles: []string{"AUDITOR"}, County: true}
		for name, of := range map[string]struct {
			v    *scope.Viewer
			full bool
		}{"office": {f.office, true}, "unit": {f.unit, true}, "village": {f.village, true}, "auditor": {auditor, true}, "department": {f.department, false}, "neighbour": {f.neighbour, false}} {
			body, err := call(f, of.v, f.room.files.DownloadFile, &filesv1.DownloadFileRequest{Id: sent.Id})
			if of.full && (err != nil || !bytes.Equal(body.Data, original)) {
				t.Errorf("%s: the original is not what came in: %v", name, err)
			}
			if !of.full {
				wants(t, name, err, ReasonOriginal, "")
			}
			listed := must(f, of.v, f.room.files.ListFiles, &filesv1.ListFilesRequest{Subject: reportSubject, SubjectId: report.ID.String()})
			if listed.Files[0].Downloadable != of.full {
				t.Errorf("%s may download: %v", name, listed.Files[0].Downloadable)
			}
			for _, size := range []filesv1.ViewSize{0, filesv1.ViewSize_VIEW_SIZE_SCREEN, filesv1.ViewSize_VIEW_SIZE_THUMBNAIL} {
				shown := must(f, of.v, f.room.files.ViewFile, &filesv1.ViewFileRequest{Id: sent.Id, Size: size})
				if _, _, says := photo.Position(shown.Data); says || bytes.Contains(shown.Data, []byte("Exif")) || shown.ContentType != "image/jpeg" {
					t.Errorf("%s: the picture says where it was taken", name)
				}
				if _, _, err := image.DecodeConfig(bytes.NewReader(shown.Data)); err != nil {
					t.Error(err)
				}
			}
		}
		_, err = call(f, f.foreign, f.room.files.ViewFile, &filesv1.ViewFileRequest{Id: sent.Id})
		wants(t, "a stranger", err, fault.ReasonNotFound, "")

		// The pictures are kept beside their originals, and are dropped with them.
		f.do(scope.SystemViewer("test"), func(ctx context.Context) error {
			for _, name := range []string{".screen", ".thumb"} {
				if _, err := f.store.Get(ctx, sent.Id+name); err != nil {
					t.Error(name, err)
				}
			}
			return nil
		})
		f.age(48 * time.Hour)
		system := scope.With(t.Context(), scope.SystemViewer("test"))
		if n, err := f.room.Clean(system); n != 0 || err != nil {
			t.Errorf("%d are dropped, %v", n, err)
		}
		must(f, f.unit, f.room.files.DeleteFile, &filesv1.DeleteFileRequest{Id: sent.Id})
		if n, err := f.room.Clean(system); n != 3 || err != nil {
			t.Errorf("%d are dropped with the file, %v", n, err)
		}
	})
}

// TestWhatAReportTakes: photos, from who reported it, until the next report and while the work goes on.
func TestWhatAReportTakes(t *testing.T) {
	f := newFixture(t, countytest.SQLite(t))
	f.stand(project.StateUnderway)
	report := f.report()
	send := func(v *scope.Viewer, name string, content []byte) error {
		_, err := call(f, v, f.room.files.CreateFile, &filesv1.CreateFileRequest{Subject: reportSubject, SubjectId: report.ID.String(), Name: name, Content: content})
		return err
	}
	wants(t, "a paper", send(f.unit, "纸.pdf", paper()), ReasonPhotoOnly, "content")
	wants(t, "a page", send(f.unit, "../页.jpg", []byte("<html>")), ReasonKind, "content")
	wants(t, "a drawing", send(f.unit, "图.jpg", []byte("<svg xmlns='http://www.w3.org/2000/svg'/>")), ReasonKind, "content")
	wants(t, "a photo and a page", send(f.unit, "双.jpg", append(picture("jpeg", 1), "<html>"...)), ReasonActive, "content")
	wants(t, "cut off", send(f.unit, "断.jpg", picture("jpeg", 2)[:200]), ReasonBroken, "content")
	wants(t, "too many pixels", send(f.unit, "大.png", blank(9000, 9000)), ReasonPhotoPixels, "content")
	wants(t, "by the village", send(f.village, "村.jpg", picture("jpeg", 3)), ReasonReporterOnly, "")
	wants(t, "by the office", send(f.office, "办.jpg", picture("jpeg", 3)), ReasonReporterOnly, "")
	if err := send(f.unit, "../../etc/工地.jpg", picture("jpeg", 4)); err != nil {
		t.Fatal(err)
	}
	list := must(f, f.unit, f.room.files.ListFiles, &filesv1.ListFilesRequest{Subject: reportSubject, SubjectId: report.ID.String()})
	if len(list.Files) != 1 || list.Files[0].Name != "工地.jpg" || !list.Addable {
		t.Errorf("%v", list)
	}
	f.stand(project.StateCompleted)
	wants(t, "when completed", send(f.unit, "晚.jpg", picture("jpeg", 5)), ReasonClosed, "")
	f.stand(project.StateUnderway)
	f.report()
	wants(t, "after the next", send(f.unit, "晚.jpg", picture("jpeg", 5)), ReasonClosed, "")

	// Papers and hollow images have no picture.
	paperFile := must(f, f.unit, f.room.files.CreateFile, f.toClaim("纸.pdf", paper()))
	_, err := call(f, f.unit, f.room.files.ViewFile, &filesv1.ViewFileRequest{Id: paperFile.Id})
	wants(t, "a paper's picture", err, ReasonNoPicture, "")
	hollow := must(f, f.unit, f.room.files.CreateFile, f.toClaim("空.png", blank(10, 10)))
	_, err = call(f, f.unit, f.room.files.ViewFile, &filesv1.ViewFileRequest{Id: hollow.Id})
	wants(t, "a hollow image's picture", err, ReasonNoPicture, "")
}
