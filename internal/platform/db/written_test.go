package db

import "testing"

func TestWrittenTable(t *testing.T) {
	for query, want := range map[string]string{
		"SELECT * FROM users":                                  "",
		"\n\tSELECT\n1":                                        "",
		"(SELECT 1)":                                           "",
		"SAVEPOINT s1":                                         "",
		`INSERT INTO "users" ("id") VALUES ($1)`:               "users",
		"INSERT INTO `users` (`id`) VALUES (?)":                "users",
		"INSERT INTO ledger_lots (id) VALUES ($1)":             "ledger_lots",
		"INSERT OR REPLACE INTO users (id) VALUES (1)":         anyTable,
		"UPDATE `users` SET `a` = ?":                           "users",
		"UPDATE users\nSET a = 1":                              "users",
		`DELETE FROM "sessions" WHERE true`:                    "sessions",
		`DELETE FROM "other"."sessions"`:                       anyTable,
		"WITH a AS (SELECT 1) SELECT * FROM a":                 "",
		"WITH a AS (SELECT 1 FOR UPDATE) INSERT INTO b SELECT": "b",
		"WITH a AS (UPDATE users SET b = 1) SELECT 1":          anyTable,
		"WITH a AS (INSERT INTO b VALUES (1)) INSERT INTO c":   anyTable,
		"TRUNCATE users":                                       anyTable,
		"":                                                     anyTable,
	} {
		if got := writtenTable(query); got != want {
			t.Errorf("%q writes %q, want %q", query, got, want)
		}
	}
}
