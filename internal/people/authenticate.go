package people

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"zhengcun/ent/organization"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/people/roles"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/scope"
)

// Authenticate finds out who sent a session's token or an API client's key. It
// answers nil for one that is unknown, ended or shut. Roles are read anew each
// time: with one query, and a second one for those who work for a township. It
// reads only, so it does not wait for a writer.
func (r *Room) Authenticate(ctx context.Context, token string) (*scope.Viewer, error) {
	if len(token) > maxToken {
		return nil, nil
	}
	var found *scope.Viewer
	var used calendar.Date
	err := r.db.Read(ctx, func(ctx context.Context) (err error) {
		switch {
		case strings.HasPrefix(token, sessionPrefix):
			found, err = r.person(ctx, tokenHash(token))
		case strings.HasPrefix(token, keyPrefix):
			found, used, err = r.client(ctx, tokenHash(token))
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	if found != nil && found.Kind == scope.Client {
		r.noteUse(ctx, found.ID, used)
	}
	return found, nil
}

// place is the organization of a user or client.
type place struct {
	id, region uuid.UUID
	name       string
	kind       organization.Kind
}

// person reads a session with its user.
func (r *Room) person(ctx context.Context, hash string) (*scope.Viewer, error) {
	tx := db.From(ctx)
	var session uuid.UUID
	var expire time.Time
	var held []byte
	var at place
	v := &scope.Viewer{Kind: scope.Person}
	err := tx.QueryRowContext(ctx, `
SELECT s.id, s.expire_time, u.id, u.display_name, u.roles, o.id, o.name, o.kind, o.region_id
FROM sessions s JOIN users u ON u.id = s.user_id JOIN organizations o ON o.id = u.organization_id
WHERE s.token_hash = $1 AND NOT u.disabled`, hash).
		Scan(&session, &expire, &v.ID, &v.Name, &held, &at.id, &at.name, &at.kind, &at.region)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil, nil
	case err != nil:
		return nil, err
	case !tx.Now().Before(expire):
		return nil, nil
	}
	if err := json.Unmarshal(held, &v.Roles); err != nil {
		return nil, err
	}
	v.SessionID, v.OrganizationID, v.OrganizationName = session.String(), at.id, at.name
	return v, widen(ctx, v, at)
}

// widen gives the viewer the rows his roles let him see; those of several roles
// together. An administration alone sees no business.
func widen(ctx context.Context, v *scope.Viewer, at place) (err error) {
	v.County = slices.ContainsFunc(v.Roles, roles.SeesCounty)
	if v.Has(roles.Department) {
		v.Department = at.id
	}
	if v.Has(roles.Unit) {
		v.Unit = at.id
	}
	switch {
	case v.Has(roles.Township) && at.kind == organization.KindTownship:
		v.Villages, err = VillagesOf(ctx, at.region)
	case v.Has(roles.Village) && at.kind == organization.KindVillage:
		v.Villages = []uuid.UUID{at.region}
	}
	return err
}

// client reads an API client and the day it was last noted as used. It sees what
// its department does.
func (r *Room) client(ctx context.Context, hash string) (*scope.Viewer, calendar.Date, error) {
	tx := db.From(ctx)
	var expire time.Time
	var scopes []byte
	var used calendar.Date
	v := &scope.Viewer{Kind: scope.Client}
	err := tx.QueryRowContext(ctx, `
SELECT c.id, c.name, c.expire_time, c.scopes, c.last_use_on, o.id, o.name
FROM api_clients c JOIN organizations o ON o.id = c.organization_id
WHERE c.key_hash = $1 AND NOT c.disabled`, hash).
		Scan(&v.ID, &v.Name, &expire, &scopes, &used, &v.OrganizationID, &v.OrganizationName)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil, used, nil
	case err != nil:
		return nil, used, err
	case !tx.Now().Before(expire):
		return nil, used, nil
	}
	v.Department = v.OrganizationID
	return v, used, json.Unmarshal(scopes, &v.APIScopes)
}

// usePatience is how long a call waits for the note of its use, and useRetry how
// long after a try the next one is made.
const (
	usePatience = 200 * time.Millisecond
	useRetry    = time.Minute
)

// uses remembers when a note was last tried, so that a busy writer holds up one
// call a minute and not all of them.
type uses struct {
	mu    sync.Mutex
	tried map[uuid.UUID]time.Time
}

func (u *uses) may(id uuid.UUID, now time.Time) bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	if last, ok := u.tried[id]; ok && now.Sub(last) < useRetry && !now.Before(last) {
		return false
	}
	if u.tried == nil {
		u.tried = map[uuid.UUID]time.Time{}
	}
	u.tried[id] = now
	return true
}

// noteUse writes down, once a day, that an API client was used. The call goes on
// whether it works or not.
func (r *Room) noteUse(ctx context.Context, id uuid.UUID, used calendar.Date) {
	now := r.db.Clock().Now()
	day := calendar.DateOf(now)
	if !used.Before(day) || !r.uses.may(id, now) {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, usePatience)
	defer cancel()
	_ = r.db.Tx(ctx, func(ctx context.Context) error {
		db.From(ctx).Exempt("the day an API client was last used is no business record")
		return db.From(ctx).ApiClient.UpdateOneID(id).SetLastUseOn(&day).Exec(ctx)
	})
}
