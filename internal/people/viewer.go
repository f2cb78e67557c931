package people

import (
	"context"

	"zhengcun/ent"
	"zhengcun/ent/user"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/scope"
)

// ViewerOf is whom the calls of a user run for: what [Room.Authenticate] answers
// for his sessions. It is for code of this process that acts for a user it knows.
func ViewerOf(ctx context.Context, username string) (*scope.Viewer, error) {
	tx := db.From(ctx)
	row, err := tx.User.Query().Where(user.Username(username), user.Disabled(false)).Only(ctx)
	if err != nil {
		return nil, db.Missing(err, "user")
	}
	org, err := tx.Organization.Get(ctx, row.OrganizationID)
	if err != nil {
		return nil, err
	}
	v := &scope.Viewer{Kind: scope.Person, ID: row.ID, Name: row.DisplayName, Roles: row.Roles,
		OrganizationID: org.ID, OrganizationName: org.Name, MustChangePassword: row.MustChangePassword}
	return v, widen(ctx, v, place{id: org.ID, region: org.RegionID, name: org.Name, kind: org.Kind})
}

// ClientViewer is whom the calls of an API client run for: what
// [Room.Authenticate] answers for its key.
func ClientViewer(ctx context.Context, client *ent.ApiClient) (*scope.Viewer, error) {
	org, err := db.From(ctx).Organization.Get(ctx, client.OrganizationID)
	if err != nil {
		return nil, err
	}
	return &scope.Viewer{Kind: scope.Client, ID: client.ID, Name: client.Name, APIScopes: client.Scopes,
		OrganizationID: org.ID, OrganizationName: org.Name, Department: org.ID}, nil
}
