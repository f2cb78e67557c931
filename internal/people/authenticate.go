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

	peoplev1 "zhengcun/api/zhengcun/people/v1"
	"zhengcun/ent/apiclient"
	"zhengcun/ent/organization"
	"zhengcun/ent/region"
	"zhengcun/ent/session"
	"zhengcun/ent/user"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/people/roles"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/scope"
)

// Authenticate finds out who sent a session's token or an API client's key. It
// answers nil for one that is unknown, ended or shut, or whose organization is. What
// an account, a session, a key or a role has become is seen by the next call to this
// process, and within [db.KnownFor] by calls to others. It reads only, so it does not
// wait for a writer.
func (r *Room) Authenticate(ctx context.Context, token string) (*scope.Viewer, error) {
	if len(token) > maxToken || !strings.HasPrefix(token, sessionPrefix) && !strings.HasPrefix(token, keyPrefix) {
		return nil, nil
	}
	found, err := callers.Of(ctx, r.db, credential{hash: tokenHash(token), key: strings.HasPrefix(token, keyPrefix)})
	if err != nil || found.viewer == nil || !r.db.Clock().Now().Before(found.expire) {
		return nil, err
	}
	if found.viewer.Kind == scope.Client {
		r.noteUse(ctx, found.use)
	}
	v := *found.viewer
	return &v, nil
}

// credential is what a caller shows: the hash of a session's token or of a key.
type credential struct {
	hash string
	key  bool
}

// caller is who showed a credential; its viewer is nil for nobody.
type caller struct {
	viewer *scope.Viewer
	use    keyUse
	expire time.Time
}

// callers are those who called lately, with the tables that say who they are and
// what is theirs.
var callers = db.NewKnown(4096, []string{session.Table, user.Table, apiclient.Table, organization.Table, region.Table}, readCaller)

// readCaller finds out who a credential is of. With one query, and a second one for
// those who work for a township. Nobody is not remembered: anyone can make up a token.
func readCaller(ctx context.Context, c credential) (found caller, keep bool, err error) {
	if c.key {
		found, err = readClient(ctx, c.hash)
	} else {
		found, err = readPerson(ctx, c.hash)
	}
	return found, found.viewer != nil, err
}

// place is the organization of a user or client.
type place struct {
	id, region uuid.UUID
	name       string
	kind       organization.Kind
}

// readPerson reads a session with its user.
func readPerson(ctx context.Context, hash string) (caller, error) {
	tx := db.From(ctx)
	var sessionID uuid.UUID
	var expire time.Time
	var held []byte
	var at place
	v := &scope.Viewer{Kind: scope.Person}
	err := tx.QueryRowContext(ctx, `
SELECT s.id, s.expire_time, u.id, u.display_name, u.roles, u.must_change_password, o.id, o.name, o.kind, o.region_id
FROM sessions s JOIN users u ON u.id = s.user_id JOIN organizations o ON o.id = u.organization_id
WHERE s.token_hash = $1 AND NOT u.disabled AND NOT o.disabled`, hash).
		Scan(&sessionID, &expire, &v.ID, &v.Name, &held, &v.MustChangePassword, &at.id, &at.name, &at.kind, &at.region)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return caller{}, nil
	case err != nil:
		return caller{}, err
	}
	if err := json.Unmarshal(held, &v.Roles); err != nil {
		return caller{}, err
	}
	v.SessionID, v.OrganizationID, v.OrganizationName = sessionID.String(), at.id, at.name
	return caller{viewer: v, expire: expire}, widen(ctx, v, at)
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

// keyUse is a use of one of a client's keys.
type keyUse struct {
	client   uuid.UUID
	hash     string
	previous bool          // it is the key before, which works beside the new one
	noted    calendar.Date // the day its last use was noted
}

// readClient reads an API client by its key, or by the one before while that still
// works. It sees what its department does.
func readClient(ctx context.Context, hash string) (caller, error) {
	tx := db.From(ctx)
	var expire, previousExpire sql.NullTime
	var scopes []byte
	var used, previousUsed calendar.Date
	v, use := &scope.Viewer{Kind: scope.Client}, keyUse{hash: hash}
	err := tx.QueryRowContext(ctx, `
SELECT c.id, c.name, c.key_hash <> $1, c.expire_time, c.previous_key_expire_time, c.scopes, c.last_use_on, c.previous_key_last_use_on, o.id, o.name
FROM api_clients c JOIN organizations o ON o.id = c.organization_id
WHERE (c.key_hash = $1 OR c.previous_key_hash = $1) AND NOT c.disabled AND NOT o.disabled`, hash).
		Scan(&v.ID, &v.Name, &use.previous, &expire, &previousExpire, &scopes, &used, &previousUsed, &v.OrganizationID, &v.OrganizationName)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return caller{}, nil
	case err != nil:
		return caller{}, err
	}
	use.client, use.noted = v.ID, used
	if use.previous {
		expire, use.noted = previousExpire, previousUsed
	}
	v.Department = v.OrganizationID
	return caller{v, use, expire.Time}, json.Unmarshal(scopes, &v.APIScopes)
}

// usePatience is how long a call waits for the note of its use, and useRetry how
// long after a try the next one is made.
const (
	usePatience = 200 * time.Millisecond
	useRetry    = time.Minute
)

// uses remembers, by the key's hash, when a note was last tried, so that a busy
// writer holds up one call a minute and not all of them.
type uses struct {
	mu    sync.Mutex
	tried map[string]time.Time
}

func (u *uses) may(key string, now time.Time) bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	if last, ok := u.tried[key]; ok && now.Sub(last) < useRetry && !now.Before(last) {
		return false
	}
	if u.tried == nil {
		u.tried = map[string]time.Time{}
	}
	u.tried[key] = now
	return true
}

// noteUse writes down, once a day, that a key was used. The call goes on whether
// it works or not.
func (r *Room) noteUse(ctx context.Context, use keyUse) {
	now := r.db.Clock().Now()
	day := calendar.DateOf(now)
	if !use.noted.Before(day) || !r.uses.may(use.hash, now) {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, usePatience)
	defer cancel()
	_ = r.db.Tx(ctx, func(ctx context.Context) error {
		tx := db.From(ctx)
		tx.Exempt("the day a key was last used is no business record")
		// Named by its hash: the keys may have been rotated since it was read.
		change := tx.ApiClient.Update().Where(apiclient.ID(use.client))
		if use.previous {
			return change.Where(apiclient.PreviousKeyHash(use.hash)).SetPreviousKeyLastUseOn(&day).Exec(ctx)
		}
		return change.Where(apiclient.KeyHash(use.hash)).SetLastUseOn(&day).Exec(ctx)
	})
}

// openToNovices are the methods for one whose password came from an administrator.
var openToNovices = []string{
	peoplev1.UserService_ChangePassword_FullMethodName,
	peoplev1.SessionService_GetCurrentSession_FullMethodName,
	peoplev1.SessionService_DeleteCurrentSession_FullMethodName,
}

// Admit refuses everything else to a person who has still to change a password
// that an administrator gave: until then two people know it.
func (r *Room) Admit(v *scope.Viewer, method string) error {
	if v.MustChangePassword && !slices.Contains(openToNovices, method) {
		return ReasonPasswordChange.New()
	}
	return nil
}
