package ent

//go:generate go run entgo.io/ent/cmd/ent generate --feature intercept,sql/lock,sql/versioned-migration --template ./template ./schema
