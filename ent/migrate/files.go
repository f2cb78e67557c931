package migrate

import "embed"

// Files are the versioned migrations of both databases. atlas.sum guards them
// against change; the files of a released version are never edited.
//
//go:embed sqlite/*.sql postgres/*.sql
var Files embed.FS
