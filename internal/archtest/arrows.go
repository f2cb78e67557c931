package archtest

import (
	"fmt"
	"slices"
	"strings"
)

// Package is one package of this module with the imports of its non-test files.
type Package struct {
	Path    string
	Imports []string
}

// Module is this module's path.
const Module = "zhengcun"

// Rooms are the rooms of the house, earliest first.
var Rooms = []string{
	"rules", "totals", "ledger", "people", "assembly", "households", "plans", "projects",
	"cards", "inspections", "funds", "files", "evaluation", "disclosure", "reports",
}

// wings are sub-packages that are part of a room, not concepts of it: they know the contract and what the room knows.
var wings = []string{"reports/export"}

// entUsers are the platform packages that may know the generated ent client.
var entUsers = []string{"db", "scope", "audit", "idempotency", "jobs"}

// migrationUsers are those that may also read the migrations under ent/migrate.
var migrationUsers = []string{"dbtest", "catalogue", "migrate"}

type kind int

const (
	outside  kind = iota // standard library and other modules
	command              // cmd/…
	contract             // api/…, generated
	model                // ent/…
	spa                  // frontend, which embeds the built SPA
	kernel
	platform
	room
	concept   // sub-package of a room
	app       // app, and demo, which it fills a county with
	tool      // internal/tools/…, and this package
	testkit   // set-ups that only test files import
	homeless  // internal, but in no part of the house
	elsewhere // in the module, outside all known folders
)

// place is where a package lives. Name is the room, the platform package or the
// contract's domain.
type place struct {
	kind kind
	name string
}

func placeOf(path string) place {
	rest, ours := strings.CutPrefix(path, Module+"/")
	if !ours {
		return place{kind: outside}
	}
	parts := strings.Split(rest, "/")
	switch parts[0] {
	case "cmd":
		return place{kind: command}
	case "ent":
		return place{kind: model}
	case "frontend":
		return place{kind: spa}
	case "api":
		if len(parts) > 2 {
			return place{contract, parts[2]}
		}
		return place{kind: contract}
	case "internal":
		if len(parts) > 1 {
			return placeInside(parts[1:])
		}
	}
	return place{kind: elsewhere}
}

func placeInside(parts []string) place {
	switch parts[0] {
	case "kernel":
		return place{kind: kernel}
	case "platform":
		return place{platform, strings.Join(parts[1:min(2, len(parts))], "")}
	case "app", "demo":
		if len(parts) > 1 && parts[1] == "apptest" {
			return place{testkit, "apptest"}
		}
		return place{kind: app}
	case "countytest", "bench", "torture", "readme":
		return place{kind: testkit}
	case "tools", "archtest":
		return place{kind: tool}
	}
	switch {
	case !slices.Contains(Rooms, parts[0]):
		return place{homeless, parts[0]}
	case len(parts) > 1 && !slices.Contains(wings, strings.Join(parts, "/")):
		return place{concept, parts[0]}
	}
	return place{room, parts[0]}
}

// Violations returns one sentence for each import that breaks a rule, sorted.
func Violations(packages []Package) []string {
	var found []string
	for _, pkg := range packages {
		from := placeOf(pkg.Path)
		if from.kind == homeless || from.kind == elsewhere {
			found = append(found, fmt.Sprintf("%s: has no place in the house; give it one in the architecture and in internal/archtest", pkg.Path))
			continue
		}
		for _, path := range pkg.Imports {
			if why := objection(from, placeOf(path), path); why != "" {
				found = append(found, fmt.Sprintf("%s imports %s: %s", pkg.Path, path, why))
			}
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// objection says what is wrong with an import, or "".
func objection(from, to place, path string) string {
	switch {
	case to.kind == tool && from.kind != tool:
		return "tools serve the build, not the program"
	case to.kind == testkit && from.kind != testkit:
		return "it is for tests"
	case to == (place{platform, "dbtest"}) && from != to && from.kind != tool && from.kind != testkit:
		return "dbtest is for tests and tools"
	case to.kind == app && from.kind != app && from.kind != command && from.kind != tool && from.kind != testkit:
		return "only cmd, tools and test kits import app"
	case to.kind == command:
		return "nothing imports cmd"
	}
	switch from.kind {
	case kernel, concept:
		if to.kind == kernel || isStandard(path) {
			return ""
		}
		if from.kind == kernel {
			return "kernel uses the standard library only"
		}
		return "a concept package uses the standard library and kernel only"
	case platform:
		return platformObjection(from, to, path)
	case room:
		return roomObjection(from, to)
	case model:
		if to.kind == room || to.kind == concept || to.kind == contract {
			return "tables know nothing of rooms and contracts"
		}
	case contract:
		if to.kind != outside && to.kind != contract {
			return "the contract is generated and stands alone"
		}
	case spa:
		if !isStandard(path) {
			return "the frontend package only embeds files"
		}
	}
	return ""
}

func platformObjection(from, to place, path string) string {
	switch to.kind {
	case room, concept:
		return "platform knows nothing of rooms"
	case contract:
		if slices.Contains(Rooms, to.name) {
			return "platform knows nothing of a room's contract"
		}
	case model:
		if slices.Contains(entUsers, from.name) {
			return ""
		}
		if strings.HasPrefix(path, Module+"/ent/migrate") && slices.Contains(migrationUsers, from.name) {
			return ""
		}
		return "in platform only " + strings.Join(entUsers, ", ") + " know the generated client"
	case spa:
		return "app hands the SPA to the server"
	}
	return ""
}

func roomObjection(from, to place) string {
	switch to.kind {
	case room, concept, contract:
		own, other := slices.Index(Rooms, from.name), slices.Index(Rooms, to.name)
		if other > own {
			return fmt.Sprintf("%s is a later room; take a function as constructor argument and let app pass it", to.name)
		}
	case spa:
		return "rooms know nothing of the SPA"
	}
	return ""
}

// isStandard tells the standard library by its first path element, which has no
// dot in it, and is not this module.
func isStandard(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return first != Module && !strings.Contains(first, ".")
}
