// Package scope decides which rows a call may see and change.
//
// Every call runs for a Viewer. Tables that hold the county's business carry
// the Scoped mixin; its interceptors and hooks add the viewer's rows to every
// query and change and fail when there is no viewer. Background work runs as a
// named system viewer.
package scope

import (
	"context"
	"slices"

	"github.com/google/uuid"
)

// Kind tells what kind of caller a viewer is.
type Kind int

// Kinds of viewers.
const (
	Person Kind = iota + 1 // a logged-in user
	Client                 // a department's system
	System                 // the product itself, by name
)

// Viewer is the caller a query runs for.
type Viewer struct {
	Kind             Kind
	ID               uuid.UUID
	Name             string
	OrganizationID   uuid.UUID
	OrganizationName string
	SessionID        string
	// Roles are the names of the roles held, as in the contract, without prefix: POVERTY_OFFICE.
	Roles []string
	// APIScopes are what an API client may do.
	APIScopes []string
	// MustChangePassword says that the person's password came from an administrator: until it is changed, little else is open.
	MustChangePassword bool

	// County is true for those who see the whole county.
	County bool
	// Villages are the villages the viewer works for.
	Villages []uuid.UUID
	// Department is the department whose money and projects the viewer sees; nil for none.
	Department uuid.UUID
	// Unit is the organization whose projects the viewer carries out; nil for none.
	Unit uuid.UUID
}

// Has tells whether the viewer holds the role.
func (v *Viewer) Has(role string) bool { return slices.Contains(v.Roles, role) }

// Caller names the viewer for idempotency keys and page tokens.
func (v *Viewer) Caller() string {
	switch v.Kind {
	case Person:
		return "user:" + v.ID.String()
	case Client:
		return "client:" + v.ID.String()
	default:
		return "system:" + v.Name
	}
}

// SystemViewer is the viewer of background work; it sees the whole county.
func SystemViewer(name string) *Viewer {
	return &Viewer{Kind: System, Name: name, County: true}
}

type viewerKey struct{}

// With returns a context whose queries run for v.
func With(ctx context.Context, v *Viewer) context.Context {
	return context.WithValue(ctx, viewerKey{}, v)
}

// From returns the viewer of ctx.
func From(ctx context.Context) (*Viewer, bool) {
	v, ok := ctx.Value(viewerKey{}).(*Viewer)
	return v, ok && v != nil
}
