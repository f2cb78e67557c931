package app_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	"zhengcun/internal/app/apptest"
	"zhengcun/internal/people/roles"
)

// TestFilesOverREST: ten mebibytes go in and come out as they were, to those who see the record and over a restart; what
// is too large goes in by no door, and no content is kept with the keys of requests.
func TestFilesOverREST(t *testing.T) {
	for _, dialect := range apptest.Dialects {
		t.Run(dialect, func(t *testing.T) {
			w := newWorld(t, dialect)
			claim := must(w.claims.CreateClaim(w.as(roles.Unit), &fundsv1.CreateClaimRequest{Claim: &fundsv1.Claim{ProjectId: w.id("project", own),
				Kind: fundsv1.ClaimKind_CLAIM_KIND_ADVANCE, ClaimedOn: "2026-10-10", PayeeName: "某公司", PayeeAccount: "6222020200001234567",
				Lines: []*fundsv1.ClaimLine{{AllocationId: w.id("allocation", own), AmountFen: 1}}}}))(t)
			pdf := func(size int) []byte {
				head, tail := "%PDF-1.7\n", "\n%%EOF\n"
				return []byte(head + strings.Repeat("\x00\xff整", size)[:size-len(head)-len(tail)] + tail)
			}
			upload := func(caller string, content []byte, headers ...string) *apptest.Response {
				body, err := json.Marshal(map[string]string{"subject": "FILE_SUBJECT_CLAIM", "subjectId": claim.Id, "name": "验收单（签字）.jpg",
					"content": base64.StdEncoding.EncodeToString(content)})
				if err != nil {
					t.Fatal(err)
				}
				return w.Do("POST", "/v1/files", w.token(caller), string(body), headers...)
			}
			content := pdf(10 << 20)
			key := newKey()
			kept := upload(roles.Unit, content, "Idempotency-Key", key)
			var file struct{ ID, Sha256, SizeBytes, MediaType string }
			if err := json.Unmarshal(kept.Body, &file); err != nil || kept.Status != 200 {
				t.Fatalf("%d %s", kept.Status, kept.Body)
			}
			if sum := sha256.Sum256(content); file.Sha256 != hex.EncodeToString(sum[:]) || file.SizeBytes != "10485760" || file.MediaType != "application/pdf" {
				t.Errorf("kept %+v", file)
			}
			if again := upload(roles.Unit, content, "Idempotency-Key", key); !bytes.Equal(again.Body, kept.Body) || again.Header.Get("Idempotent-Replayed") != "true" {
				t.Errorf("repeated: %d %s", again.Status, again.Body)
			}
			for caller, status := range map[string]int{roles.Unit + elsewhere: 404, roles.PovertyOffice: 403, roles.Auditor: 403, clientOwn: 403} {
				if r := upload(caller, pdf(100)); r.Status != status {
					t.Errorf("upload by %s: %d %s, want %d", caller, r.Status, r.Body, status)
				}
			}
			if r := upload(roles.Unit, pdf(10<<20+1)); r.Status != 400 || !bytes.Contains(r.Body, []byte("FILE_TOO_LARGE")) {
				t.Errorf("one byte too many: %d %s", r.Status, r.Body)
			}
			if r := upload(roles.Unit, pdf(12<<20)); r.Status != 413 {
				t.Errorf("12 MiB: %d", r.Status)
			}
			var longest int
			if err := w.Super.QueryRowContext(t.Context(), "SELECT MAX(LENGTH(response)) FROM "+w.table("idempotency_keys")).Scan(&longest); err != nil || longest > 10_000 {
				t.Errorf("an answer of %d bytes is kept with its key, %v", longest, err)
			}
			stored := filepath.Join(filepath.Dir(w.Options.KeyFile), "files", file.ID)
			if onDisk, err := os.ReadFile(stored); err != nil || !bytes.Equal(onDisk, content) {
				t.Errorf("%s: %d bytes, %v", stored, len(onDisk), err)
			}
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
			w.Serve()
			for _, caller := range []string{roles.Unit, roles.Cashier, roles.Department, roles.Township, roles.Auditor} {
				r := w.Do("GET", "/v1/files/"+file.ID+":download", w.token(caller), "")
				if r.Status != 200 || !bytes.Equal(r.Body, content) || r.Header.Get("Content-Type") != "application/pdf" {
					t.Errorf("%s: %d, %d bytes of %s", caller, r.Status, len(r.Body), r.Header.Get("Content-Type"))
				}
				// It is a PDF and saved as one, whatever its sender called it.
				if name := r.Header.Get("Content-Disposition"); name != "attachment; filename*=utf-8''%E9%AA%8C%E6%94%B6%E5%8D%95%EF%BC%88%E7%AD%BE%E5%AD%97%EF%BC%89.jpg.pdf" {
					t.Errorf("it is saved as %s", name)
				}
			}
			if err := os.WriteFile(stored, pdf(10<<20-1), 0o600); err != nil {
				t.Fatal(err)
			}
			if r := w.Do("GET", "/v1/files/"+file.ID+":download", w.token(roles.Unit), ""); r.Status != 500 || !bytes.Contains(r.Body, []byte("FILE_DAMAGED")) {
				t.Errorf("an altered content: %d, %d bytes", r.Status, len(r.Body))
			}
		})
	}
}

// table is a table's name for the connection past the application.
func (w *world) table(name string) string {
	if w.Options.Database.Schema != "" {
		return w.Options.Database.Schema + "." + name
	}
	return name
}
