package files

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	filesv1 "zhengcun/api/zhengcun/files/v1"
	"zhengcun/ent/acceptance"
	"zhengcun/ent/claim"
	"zhengcun/ent/project"
	"zhengcun/internal/countytest"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/blobs"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/scope"
	"zhengcun/internal/projects"
)

func TestAFileFromSendingToTakingOff(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		f := newFixture(t, c)
		s := f.room.files
		content := picture("png", 1)
		sum := sha256.Sum256(content)
		hexed := hex.EncodeToString(sum[:])
		req := f.toClaim(`C:\扫描件\..\发票 第1张.png`, content)
		req.Sha256 = strings.ToUpper(hexed)
		file := must(f, f.unit, s.CreateFile, req)
		if file.Name != "发票 第1张.png" || file.MediaType != "image/png" || file.SizeBytes != int64(len(content)) || file.Sha256 != hexed ||
			file.UploaderName != "村文书" || !file.Deletable || file.SubjectId != f.claim.ID.String() || file.Subject != req.Subject {
			t.Errorf("kept %v", file)
		}
		second := must(f, f.unit, s.CreateFile, f.toClaim("回单.pdf", paper()))

		list, err := f.listed(f.unit, req.Subject, req.SubjectId)
		if err != nil || len(list.Files) != 2 || list.Files[0].Id != file.Id || list.Files[1].Id != second.Id || !list.Addable || !list.Files[1].Deletable {
			t.Errorf("listed %v, %v", list, err)
		}
		page := must(f, f.unit, s.ListFiles, &filesv1.ListFilesRequest{Subject: req.Subject, SubjectId: req.SubjectId, PageSize: 1})
		page = must(f, f.unit, s.ListFiles, &filesv1.ListFilesRequest{Subject: req.Subject, SubjectId: req.SubjectId, PageSize: 1, PageToken: page.NextPageToken})
		if len(page.Files) != 1 || page.Files[0].Id != second.Id || page.NextPageToken != "" {
			t.Errorf("second page %v", page)
		}
		// Those who see the claim read the file and change nothing.
		for name, v := range map[string]*scope.Viewer{"office": f.office, "department": f.department, "village": f.village, "township": f.neighbour} {
			list, err := f.listed(v, req.Subject, req.SubjectId)
			if err != nil || len(list.Files) != 2 || list.Addable || list.Files[0].Deletable {
				t.Errorf("%s: %v, %v", name, list, err)
			}
		}
		f.open() // a program that starts anew
		body := must(f, f.department, f.room.files.DownloadFile, &filesv1.DownloadFileRequest{Id: file.Id})
		if body.ContentType != "image/png" || !bytes.Equal(body.Data, content) {
			t.Errorf("downloaded %s of %d bytes", body.ContentType, len(body.Data))
		}
		gone := must(f, f.unit, f.room.files.DeleteFile, &filesv1.DeleteFileRequest{Id: file.Id})
		if gone.Deletable || gone.Id != file.Id || f.rows() != 1 {
			t.Errorf("taken off %v", gone)
		}
		_, err = call(f, f.unit, f.room.files.DownloadFile, &filesv1.DownloadFileRequest{Id: file.Id})
		wants(t, "download of what is gone", err, fault.ReasonNotFound, "")
		_, err = call(f, f.unit, f.room.files.DeleteFile, &filesv1.DeleteFileRequest{Id: file.Id})
		wants(t, "taking off twice", err, fault.ReasonNotFound, "")
		again := must(f, f.unit, f.room.files.CreateFile, f.toClaim("发票.png", content))
		if again.Id == file.Id {
			t.Error("the same file again has the old id")
		}
		f.audited(file.Id, "files.createFile", "files.deleteFile")
	})
}

// audited wants the entries of a file, each with its name and sum.
func (f *fixture) audited(id string, actions ...string) {
	f.t.Helper()
	rows, err := f.Super.QueryContext(f.t.Context(), "SELECT action, before, after FROM "+f.table("audit_entries")+" WHERE object_id = '"+id+"' ORDER BY seq")
	if err != nil {
		f.t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	var got []string
	for rows.Next() {
		var action, before, after string
		if err := rows.Scan(&action, &before, &after); err != nil {
			f.t.Fatal(err)
		}
		if text := before + after; !strings.Contains(text, "发票") || !strings.Contains(text, `"sha256":"`) {
			f.t.Errorf("%s says %s", action, text)
		}
		got = append(got, action)
	}
	if err := rows.Err(); err != nil || !slices.Equal(got, actions) {
		f.t.Errorf("entries %v, %v", got, err)
	}
}

func (f *fixture) table(name string) string {
	if f.Config.Schema != "" {
		return f.Config.Schema + "." + name
	}
	return name
}

func TestRefusedContentsAndNames(t *testing.T) {
	f := newFixture(t, countytest.SQLite(t))
	s := f.room.files
	whole := picture("png", 1)
	for name, test := range map[string]struct {
		file    string
		content []byte
		reason  *fault.Reason
		field   string
	}{
		"nothing":            {"a.png", nil, fault.ReasonFieldRequired, "content"},
		"a page":             {"a.png", []byte("<html><body>x"), ReasonKind, "content"},
		"a drawing":          {"a.png", []byte(`<?xml version="1.0"?><svg onload="alert(1)"/>`), ReasonKind, "content"},
		"text":               {"a.pdf", []byte("PDF-1.4"), ReasonKind, "content"},
		"a GIF":              {"a.png", []byte("GIF89a\x01\x00\x01\x00\x00\x00\x00;"), ReasonKind, "content"},
		"half a PNG":         {"a.png", whole[:len(whole)-9], ReasonBroken, "content"},
		"a page in a PNG":    {"a.png", append(slices.Clone(whole), "<script>x</script>"...), ReasonActive, "content"},
		"something behind":   {"a.png", append(slices.Clone(whole), "PK\x03\x04"...), ReasonBroken, "content"},
		"too many pixels":    {"a.png", blank(10_000, 10_001), ReasonPixels, "content"},
		"half a PDF":         {"a.pdf", paper()[:60], ReasonBroken, "content"},
		"a page in a PDF":    {"a.pdf", append([]byte("%PDF-1.4\n<HTML>"), paper()...), ReasonActive, "content"},
		"too large":          {"a.pdf", append(make([]byte, MaxSize), 0), ReasonTooLarge, "content"},
		"only a folder":      {"../../..", whole, ReasonName, "name"},
		"only dots":          {"...", whole, ReasonName, "name"},
		"invisible name":     {"\u200b\u2060 ", whole, ReasonName, "name"},
		"folders, no name":   {`a\b\`, nil, fault.ReasonFieldRequired, "content"},
		"the wrong checksum": {"sum", whole, ReasonChecksum, "sha256"},
	} {
		req := f.toClaim(test.file, test.content)
		if test.reason == ReasonChecksum {
			req.Sha256 = strings.Repeat("0", 64)
		}
		_, err := call(f, f.unit, s.CreateFile, req)
		wants(t, name, err, test.reason, test.field)
	}
	if f.rows() != 0 {
		t.Errorf("%d files of refused contents", f.rows())
	}
	if entries, err := os.ReadDir(f.dir); err != nil || len(entries) != 0 {
		t.Errorf("refused contents are stored: %v, %v", entries, err)
	}
	for i, test := range []struct{ sent, kept string }{
		{"../../etc/passwd", "passwd"}, {`..\..\a.png`, "a.png"}, {"/", ""}, {"发\u202e票\u0007\n.png", "发票.png"}, {" 扫描 件 .pdf ", "扫描 件 .pdf"},
		{strings.Repeat("通", 36) + ".png", strings.Repeat("通", 36) + ".png"}, {".png", ".png"}, {"a.html", "a.html"}, {"<script>.png", "<script>.png"},
	} {
		file, err := call(f, f.unit, s.CreateFile, f.toClaim(test.sent, picture("jpeg", uint8(10*i))))
		if test.kept == "" {
			wants(t, test.sent, err, ReasonName, "name")
		} else if err != nil || file.Name != test.kept {
			t.Errorf("%q is kept as %q, %v", test.sent, file.GetName(), err)
		}
	}
}

func TestBoundsOfARecord(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		f := newFixture(t, c)
		s := f.room.files
		for i := range MaxOfRecord {
			must(f, f.unit, s.CreateFile, f.toClaim(fmt.Sprint("照片", i), picture("png", uint8(i))))
		}
		_, err := call(f, f.unit, s.CreateFile, f.toClaim("又一张", picture("png", 3)))
		wants(t, "the same content", err, ReasonTwice, "")
		if e, _ := fault.From(err); e == nil || e.Metadata()["name"] != "照片3" {
			t.Errorf("the same content: %v", err)
		}
		_, err = call(f, f.unit, s.CreateFile, f.toClaim("多一张", picture("png", 200)))
		wants(t, "one too many", err, ReasonTooMany, "")
		list, err := f.listed(f.unit, filesv1.FileSubject_FILE_SUBJECT_CLAIM, f.claim.ID.String())
		if err != nil || list.Addable || len(list.Files) != MaxOfRecord || !list.Files[0].Deletable {
			t.Errorf("a full record: %d files, addable %v, %v", len(list.GetFiles()), list.GetAddable(), err)
		}
		// The same content on another record is another file.
		must(f, f.office, s.CreateFile, &filesv1.CreateFileRequest{Subject: filesv1.FileSubject_FILE_SUBJECT_PROJECT, SubjectId: f.project.ID.String(),
			Name: "照片3", Content: picture("png", 3)})
	})
}

// TestWhoMayWhen: for each record in each state and for everybody, adding and taking off are allowed exactly to whom the
// list says so, and by a table written by hand.
func TestWhoMayWhen(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		f := newFixture(t, c)
		s := f.room.files
		people := map[string]*scope.Viewer{"office": f.office, "unit": f.unit, "department": f.department, "village": f.village,
			"neighbour": f.neighbour, "foreign": f.foreign}
		makers := map[filesv1.FileSubject]*scope.Viewer{filesv1.FileSubject_FILE_SUBJECT_CLAIM: f.unit,
			filesv1.FileSubject_FILE_SUBJECT_ACCEPTANCE: f.office, filesv1.FileSubject_FILE_SUBJECT_PROJECT: f.unit}
		kept := map[filesv1.FileSubject]string{}
		for subject, id := range f.records() {
			kept[subject] = must(f, makers[subject], s.CreateFile, &filesv1.CreateFileRequest{Subject: subject, SubjectId: id, Name: "a", Content: paper()}).Id
		}
		undo := errors.New("undo")
		try := func(v *scope.Viewer, fn func(ctx context.Context) error) (answer error) {
			if err := f.DB.Tx(scope.With(t.Context(), v), func(ctx context.Context) error {
				answer = fn(ctx)
				return undo
			}); !errors.Is(err, undo) {
				t.Fatal(err)
			}
			return answer
		}
		compare := func(subject filesv1.FileSubject, state string, may ...string) {
			t.Helper()
			id := f.records()[subject]
			for name, v := range people {
				add := try(v, func(ctx context.Context) error {
					_, err := s.CreateFile(ctx, &filesv1.CreateFileRequest{Subject: subject, SubjectId: id, Name: "b", Content: picture("png", 1)})
					return err
				})
				remove := try(v, func(ctx context.Context) error {
					_, err := s.DeleteFile(ctx, &filesv1.DeleteFileRequest{Id: kept[subject]})
					return err
				})
				read := try(v, func(ctx context.Context) error {
					_, err := s.DownloadFile(ctx, &filesv1.DownloadFileRequest{Id: kept[subject]})
					return err
				})
				list, err := f.listed(v, subject, id)
				if name == "foreign" {
					for what, err := range map[string]error{"add": add, "take off": remove, "read": read, "list": err} {
						wants(t, what+" by a foreign unit", err, fault.ReasonNotFound, "")
					}
					continue
				}
				if err != nil || read != nil || len(list.Files) != 1 {
					t.Fatalf("%s, %s: %v, %v", name, subject, err, read)
				}
				want := slices.Contains(may, name)
				if (add == nil) != want || (remove == nil) != want || list.Addable != want || list.Files[0].Deletable != want {
					t.Errorf("%s, %s that is %s: may %v; add: %v, take off: %v, the list says %v and %v", name, subject, state, want, add, remove,
						list.Addable, list.Files[0].Deletable)
				}
				if !want && !errors.Is(add, ReasonClosed) && !errors.Is(add, ReasonOfficeOnly) && !errors.Is(add, projects.ReasonOtherUnit) {
					t.Errorf("%s, %s that is %s: %v", name, subject, state, add)
				}
			}
		}
		change := func(fn func(ctx context.Context, tx *db.Tx) error) {
			t.Helper()
			f.do(scope.SystemViewer("test"), func(ctx context.Context) error {
				db.Audit(ctx, audit.Entry{Action: "test"})
				return fn(ctx, db.From(ctx))
			})
		}
		for _, state := range []claim.State{claim.StateDraft, claim.StateReturned, claim.StateSubmitted, claim.StatePaid, claim.StateRejected} {
			change(func(ctx context.Context, tx *db.Tx) error {
				return tx.Claim.UpdateOneID(f.claim.ID).SetState(state).SetNumber("BZ2026-00001").Exec(ctx)
			})
			if state == claim.StateDraft || state == claim.StateReturned {
				compare(filesv1.FileSubject_FILE_SUBJECT_CLAIM, string(state), "unit")
			} else {
				compare(filesv1.FileSubject_FILE_SUBJECT_CLAIM, string(state))
			}
		}
		for _, state := range []acceptance.State{acceptance.StateDraft, acceptance.StateConfirmed, acceptance.StateRevoked} {
			change(func(ctx context.Context, tx *db.Tx) error {
				return tx.Acceptance.UpdateOneID(f.acceptance.ID).SetState(state).Exec(ctx)
			})
			if state == acceptance.StateDraft {
				compare(filesv1.FileSubject_FILE_SUBJECT_ACCEPTANCE, string(state), "office")
			} else {
				compare(filesv1.FileSubject_FILE_SUBJECT_ACCEPTANCE, string(state))
			}
		}
		for _, state := range []project.State{project.StateListed, project.StateAccepted, project.StateCancelled} {
			change(func(ctx context.Context, tx *db.Tx) error {
				return tx.Project.UpdateOneID(f.project.ID).SetState(state).Exec(ctx)
			})
			if state != project.StateCancelled {
				compare(filesv1.FileSubject_FILE_SUBJECT_PROJECT, string(state), "office", "unit")
			} else {
				compare(filesv1.FileSubject_FILE_SUBJECT_PROJECT, string(state))
			}
		}
	})
}

// brokenStore stands for a full disk, and for contents that were altered or lost.
type brokenStore struct {
	Store
	put error
	get func([]byte) ([]byte, error)
}

func (b *brokenStore) Put(ctx context.Context, key string, content []byte) error {
	if b.put != nil {
		return b.put
	}
	return b.Store.Put(ctx, key, content)
}

func (b *brokenStore) Get(ctx context.Context, key string) ([]byte, error) {
	content, err := b.Store.Get(ctx, key)
	if b.get != nil && err == nil {
		return b.get(content)
	}
	return content, err
}

func TestABrokenStore(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		f := newFixture(t, c)
		broken := &brokenStore{Store: f.store, put: blobs.ReasonFull.New()}
		s := New(f.DB, f.Pager, broken).files
		_, err := call(f, f.unit, s.CreateFile, f.toClaim("a", paper()))
		wants(t, "a full disk", err, blobs.ReasonFull, "")
		if f.rows() != 0 {
			t.Error("a row without its content")
		}
		broken.put = nil
		id := must(f, f.unit, s.CreateFile, f.toClaim("a", paper())).Id
		for what, get := range map[string]func([]byte) ([]byte, error){
			"altered": func(content []byte) ([]byte, error) { return append(content, 'x'), nil },
			"lost":    func([]byte) ([]byte, error) { return nil, blobs.ErrMissing },
		} {
			broken.get = get
			body, err := call(f, f.unit, s.DownloadFile, &filesv1.DownloadFileRequest{Id: id})
			wants(t, "a content that was "+what, err, ReasonDamaged, "")
			if body != nil {
				t.Errorf("a content that was %s is handed out", what)
			}
		}
		broken.get = func([]byte) ([]byte, error) { return nil, blobs.ReasonUnavailable.New() }
		_, err = call(f, f.unit, s.DownloadFile, &filesv1.DownloadFileRequest{Id: id})
		wants(t, "a store that is away", err, blobs.ReasonUnavailable, "")
	})
}

// TestClean: contents without a row go when they are a day old, those with one never, and nothing that is not ours.
func TestClean(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		f := newFixture(t, c)
		kept := must(f, f.unit, f.room.files.CreateFile, f.toClaim("a", paper())).Id
		gone := must(f, f.unit, f.room.files.CreateFile, f.toClaim("b", picture("png", 1))).Id
		must(f, f.unit, f.room.files.DeleteFile, &filesv1.DeleteFileRequest{Id: gone})
		// The transaction fails after its content was stored.
		if err := f.DB.Tx(scope.With(t.Context(), f.unit), func(ctx context.Context) error {
			_, err := f.room.files.CreateFile(ctx, f.toClaim("c", picture("png", 2)))
			return errors.Join(err, errors.New("no commit"))
		}); err == nil {
			t.Fatal("committed")
		}
		for _, name := range []string{uuid.NewString() + ".18bc.tmp", uuid.NewString() + ".zip", "readme.txt", strings.ToUpper(uuid.NewString())} {
			if err := os.WriteFile(filepath.Join(f.dir, name), []byte("x"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		clean := func() int {
			t.Helper()
			n, err := f.room.Clean(scope.With(t.Context(), scope.SystemViewer("cleaning")))
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		if n := clean(); n != 0 {
			t.Errorf("%d new contents are dropped", n)
		}
		entries, err := os.ReadDir(f.dir)
		if err != nil || len(entries) != 7 {
			t.Fatalf("the store holds %v, %v", entries, err)
		}
		for _, e := range entries {
			old := time.Now().Add(-25 * time.Hour)
			if err := os.Chtimes(filepath.Join(f.dir, e.Name()), old, old); err != nil {
				t.Fatal(err)
			}
		}
		if n := clean(); n != 3 { // taken off, failed, half written
			t.Errorf("%d old contents are dropped", n)
		}
		if n := clean(); n != 0 {
			t.Errorf("%d contents are dropped again", n)
		}
		if entries, _ := os.ReadDir(f.dir); len(entries) != 4 {
			t.Errorf("the store holds %v", entries)
		}
		must(f, f.unit, f.room.files.DownloadFile, &filesv1.DownloadFileRequest{Id: kept})
	})
}

// TestTwoAtOnce: of several who send the same content at once, one is taken.
func TestTwoAtOnce(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		f := newFixture(t, c)
		errs := make(chan error, 4)
		for i := range 4 {
			go func() {
				_, err := call(f, f.unit, f.room.files.CreateFile, f.toClaim(fmt.Sprint(i), paper()))
				errs <- err
			}()
		}
		stored := 0
		for range 4 {
			if err := <-errs; err == nil {
				stored++
			} else if !errors.Is(err, ReasonTwice) {
				t.Error(err)
			}
		}
		if stored != 1 || f.rows() != 1 {
			t.Errorf("%d of four stored, %d rows", stored, f.rows())
		}
	})
}
