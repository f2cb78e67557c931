//go:build bench

package app_test

import (
	"fmt"
	"testing"
	"time"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	reportsv1 "zhengcun/api/zhengcun/reports/v1"
	"zhengcun/internal/app/apptest"
	"zhengcun/internal/people/roles"
)

// TestExportOfManyDocuments exports a hundred thousand documents within the time a call has, and lists their audit
// entries. It prints the times.
func TestExportOfManyDocuments(t *testing.T) {
	const documents = 100_000
	for _, dialect := range apptest.Dialects {
		t.Run(dialect, func(t *testing.T) {
			w := newWorld(t, dialect)
			for n := 0; n < documents; n += 1000 {
				batch := &fundsv1.BatchCreateFundDocumentsRequest{}
				for i := range 1000 {
					batch.Requests = append(batch.Requests, &fundsv1.CreateFundDocumentRequest{FundDocument: document("AQ-JT", fmt.Sprintf("大量〔2026〕%d号", n+i), "rural-road", 100, "D-TRANSPORT")})
				}
				if stored := must(w.documents.BatchCreateFundDocuments(w.as(roles.FinanceOfficer), batch))(t); stored.StoredCount != 1000 {
					t.Fatal(stored)
				}
			}
			for _, format := range []string{"EXPORT_FORMAT_XLSX", "EXPORT_FORMAT_CSV"} {
				began := time.Now()
				r := w.Do("POST", "/v1/exports", w.token(roles.PovertyOffice), `{"fundDocuments":{},"format":"`+format+`"}`)
				took := time.Since(began)
				fmt.Printf("%-8s export of %d documents, %s: %.1f s, %.1f MB\n", dialect, documents, format, took.Seconds(), float64(len(r.Body))/1e6)
				if r.Status != 200 || took > 25*time.Second {
					t.Errorf("%s: %d after %v", format, r.Status, took)
				}
			}
			client := reportsv1.NewAuditEntryServiceClient(w.conn)
			last := must(client.ListAuditEntries(w.as(roles.Auditor), &reportsv1.ListAuditEntriesRequest{PageSize: 1}))(t).AuditEntries[0]
			for name, req := range map[string]*reportsv1.ListAuditEntriesRequest{
				"all": {}, "actor": {ActorId: last.ActorId}, "object": {ObjectId: w.id("payment", own)}, "kind": {ObjectType: "claim"},
				"request": {RequestId: last.RequestId}, "day": {FromDate: "2026-11-02", ToDate: "2026-11-02"}, "name": {Query: "office"},
			} {
				began := time.Now()
				list := must(client.ListAuditEntries(w.as(roles.Auditor), req))(t)
				fmt.Printf("%-8s audit entries by %s: %d in %.0f ms\n", dialect, name, list.TotalSize, float64(time.Since(began).Microseconds())/1000)
			}
		})
	}
}
