package audit_test

import (
	"context"
	"fmt"
	"testing"

	"zhengcun/internal/platform/audit"
)

func benchBoth(b *testing.B, bench func(b *testing.B, db database)) {
	b.Run("sqlite", func(b *testing.B) { bench(b, openSQLite(b)) })
	b.Run("postgres", func(b *testing.B) { bench(b, openPostgres(b)) })
}

func typical(n int) []audit.Entry {
	entries := make([]audit.Entry, n)
	for i := range entries {
		entries[i] = audit.Entry{
			ActorID: "018f2b1c-0000-7000-8000-000000000001", ActorName: "王小芳", ActorRoles: "finance_officer", ActorOrg: "018f2b1c-0000-7000-8000-000000000002",
			ClientIP: "10.1.2.3", SessionID: "018f2b1c-0000-7000-8000-000000000003", RequestID: "018f2b1c-0000-7000-8000-000000000004",
			Action: "funds.createReceipt", ObjectType: "receipt", ObjectID: fmt.Sprintf("018f2b1c-0000-7000-8000-%012d", i), VillageID: "018f2b1c-0000-7000-8000-000000000005",
			After: `{"allocation":"018f2b1c-0000-7000-8000-000000000006","amount_fen":"40000000","bank_reference":"20260301-0001"}`, Result: "ok",
			Rows: []audit.Row{{Table: "ledger_transfers", ID: fmt.Sprint(i), Digest: digest("x")}, {Table: "receipts", ID: fmt.Sprint(i), Digest: digest("y")}},
		}
	}
	return entries
}

// BenchmarkSeal is whole transactions of nothing but their entries.
func BenchmarkSeal(b *testing.B) {
	for _, size := range []int{1, 64, 1000} {
		b.Run(fmt.Sprint(size, "-per-tx"), func(b *testing.B) {
			benchBoth(b, func(b *testing.B, db database) {
				entries := typical(size)
				if db.dialect == "sqlite3" {
					db.app.SetMaxOpenConns(1) // as the product opens it
				}
				db.app.SetMaxIdleConns(16)
				b.SetParallelism(8)
				b.RunParallel(func(pb *testing.PB) {
					for pb.Next() {
						if err := db.seal(context.Background(), noon, entries...); err != nil {
							b.Error(err)
							return
						}
					}
				})
				b.ReportMetric(float64(b.N*size)/b.Elapsed().Seconds(), "entries/s")
			})
		})
	}
}

func BenchmarkVerify(b *testing.B) {
	benchBoth(b, func(b *testing.B, db database) {
		const batches, size = 100, 500
		for range batches {
			db.mustSeal(b, noon, typical(size)...)
		}
		for b.Loop() {
			if report := db.verify(b, audit.VerifyOptions{}); !report.OK() || report.Entries != batches*size {
				b.Fatalf("%+v", report)
			}
		}
		b.ReportMetric(float64(b.N*batches*size)/b.Elapsed().Seconds(), "entries/s")
	})
}
