//go:build bench

package bench

import (
	"database/sql"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"

	_ "modernc.org/sqlite"

	"zhengcun/internal/platform/dbtest"
)

// thinServer is what the product is measured against: net/http and plain SQL, no
// checks, one insert per request, as durable as ours.
func thinServer(t *testing.T, dialect string) string {
	pool := thinDatabase(t, dialect)
	mux := http.NewServeMux()
	type row struct {
		Number   string `json:"number"`
		Title    string `json:"title"`
		IssuedOn string `json:"issued_on"`
		Amount   int64  `json:"amount_fen"`
	}
	fail := func(w http.ResponseWriter, err error) bool {
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
		}
		return err != nil
	}
	mux.HandleFunc("POST /documents", func(w http.ResponseWriter, r *http.Request) {
		var d row
		if fail(w, json.NewDecoder(r.Body).Decode(&d)) {
			return
		}
		_, err := pool.ExecContext(r.Context(), "INSERT INTO thin_documents (number, title, issued_on, amount_fen) VALUES ($1, $2, $3, $4)", d.Number, d.Title, d.IssuedOn, d.Amount)
		if !fail(w, err) {
			_ = json.NewEncoder(w).Encode(d)
		}
	})
	mux.HandleFunc("GET /documents/{id}", func(w http.ResponseWriter, r *http.Request) {
		var d row
		err := pool.QueryRowContext(r.Context(), "SELECT number, title, issued_on, amount_fen FROM thin_documents WHERE id = $1", r.PathValue("id")).Scan(&d.Number, &d.Title, &d.IssuedOn, &d.Amount)
		if !fail(w, err) {
			_ = json.NewEncoder(w).Encode(d)
		}
	})
	mux.HandleFunc("GET /documents", func(w http.ResponseWriter, r *http.Request) {
		var list struct {
			Documents []row `json:"documents"`
			Total     int   `json:"total"`
		}
		if fail(w, pool.QueryRowContext(r.Context(), "SELECT COUNT(*) FROM thin_documents").Scan(&list.Total)) {
			return
		}
		rows, err := pool.QueryContext(r.Context(), "SELECT number, title, issued_on, amount_fen FROM thin_documents ORDER BY issued_on DESC, id DESC LIMIT 50")
		if fail(w, err) {
			return
		}
		defer func() { _ = rows.Close() }()
		for rows.Next() {
			var d row
			if fail(w, rows.Scan(&d.Number, &d.Title, &d.IssuedOn, &d.Amount)) {
				return
			}
			list.Documents = append(list.Documents, d)
		}
		if !fail(w, rows.Err()) {
			_ = json.NewEncoder(w).Encode(list)
		}
	})
	web := httptest.NewServer(mux)
	t.Cleanup(web.Close)
	return web.URL
}

func thinDatabase(t *testing.T, dialect string) *sql.DB {
	id, driver, address := "INTEGER PRIMARY KEY", "sqlite", "file:"+filepath.Join(t.TempDir(), "thin.db")+
		"?_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_txlock=immediate"
	if dialect == "postgres" {
		id, driver, address = "bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY", "pgx", dbtest.Postgres(t).OwnerURL
	}
	pool, err := sql.Open(driver, address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = pool.Close() })
	pool.SetMaxOpenConns(48)
	pool.SetMaxIdleConns(48) // or it would spend its time on new connections
	if dialect == "sqlite" {
		pool.SetMaxOpenConns(1)
	}
	for _, statement := range []string{
		"CREATE TABLE thin_documents (id " + id + ", number text NOT NULL, title text NOT NULL, issued_on text NOT NULL, amount_fen bigint NOT NULL)",
		"CREATE INDEX thin_documents_issued ON thin_documents (issued_on, id)",
	} {
		if _, err := pool.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	return pool
}
