package people

import (
	"context"
	"regexp"
	"strings"

	"github.com/google/uuid"

	peoplev1 "zhengcun/api/zhengcun/people/v1"
	"zhengcun/ent"
	"zhengcun/ent/session"
	"zhengcun/ent/user"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/people/password"
	"zhengcun/internal/people/roles"
	"zhengcun/internal/platform/access"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/privacy"
	"zhengcun/internal/platform/wire"
)

// NewUser is what [Room.CreateUserWithPassword] makes.
type NewUser struct {
	Username, DisplayName string
	OrganizationID        uuid.UUID
	// Roles are names as in the contract, without prefix.
	Roles []string
	Phone string // in clear; may be empty
	// PasswordHash comes from [Room.HashPassword], made before the transaction;
	// empty for an account that nobody can log in to yet.
	PasswordHash string
	// MustChangePassword says that somebody else knows the password: nothing else
	// is open until it is changed.
	MustChangePassword bool
}

// usernameForm is what an account name looks like.
var usernameForm = regexp.MustCompile(`^[a-z][a-z0-9._-]{1,31}$`)

// HashPassword checks a password for the account and returns its hash. It is slow
// on purpose: call it outside of any transaction. A password that is refused is a
// violation of the field password.
func (r *Room) HashPassword(ctx context.Context, username, secret string) (string, error) {
	if err := checkPassword(secret, username, "password"); err != nil {
		return "", err
	}
	return r.hasher.hash(ctx, secret)
}

// CreateUserWithPassword creates a user in the transaction of ctx, with its audit
// entry: what CreateUser, SetUserRoles and ResetUserPassword do one by one. It is
// for the first administrators of a county and for the demo. Its errors name the
// fields of the contract's CreateUser.
func (r *Room) CreateUserWithPassword(ctx context.Context, n NewUser) (*ent.User, error) {
	bad := checkUser(n.DisplayName, n.Phone)
	if !usernameForm.MatchString(n.Username) {
		bad = append(bad, ReasonUsername.Field("user.username"))
	}
	if n.PasswordHash != "" {
		if _, err := password.ParseHash(n.PasswordHash); err != nil {
			return nil, err
		}
	}
	org, err := OrganizationOf(ctx, n.OrganizationID)
	if err := collect(&bad, AtField(err, "user.organization_id")); err != nil {
		return nil, err
	}
	if org != nil {
		bad = append(bad, roleViolations(string(org.Kind), n.Roles, "user.roles")...)
	}
	if len(bad) > 0 {
		return nil, fault.Fields(bad...)
	}
	id := uuid.Must(uuid.NewV7())
	row, err := db.From(ctx).User.Create().SetID(id).SetUsername(n.Username).SetDisplayName(strings.TrimSpace(n.DisplayName)).
		SetOrganizationID(org.ID).SetRoles(roles.Normal(n.Roles)).SetPhone(r.sealPhone(id, n.Phone)).SetPasswordHash(n.PasswordHash).
		SetMustChangePassword(n.MustChangePassword).Save(ctx)
	if db.IsUnique(err) {
		return nil, ReasonUsernameTaken.New("username", n.Username)
	}
	if err != nil {
		return nil, err
	}
	db.Audit(ctx, audit.Entry{Action: "people.createUser", ObjectType: "user", ObjectID: row.ID.String(),
		After: brief(map[string]any{"username": row.Username, "organization_id": org.ID, "roles": row.Roles, "password": n.PasswordHash != ""})})
	return row, nil
}

// UserNames returns the names of users by id, in one query whatever their number.
// Ids that do not exist are not in the answer.
func UserNames(ctx context.Context, ids ...uuid.UUID) (map[uuid.UUID]string, error) {
	names := map[uuid.UUID]string{}
	ids = distinct(ids)
	if len(ids) == 0 {
		return names, nil
	}
	rows, err := db.From(ctx).User.Query().Where(user.IDIn(ids...)).Select(user.FieldID, user.FieldDisplayName).All(ctx)
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		names[row.ID] = row.DisplayName
	}
	return names, nil
}

// endSessions ends the user's sessions but the one that is kept, uuid.Nil for none.
func endSessions(ctx context.Context, id, kept uuid.UUID) error {
	_, err := db.From(ctx).Session.Delete().Where(session.UserID(id), session.IDNEQ(kept)).Exec(ctx)
	return err
}

// checkUser checks what of a user may be changed later, but for its presence.
func checkUser(displayName, phone string) (bad []fault.Violation) {
	if strings.TrimSpace(displayName) == "" {
		bad = append(bad, fault.ReasonFieldRequired.Field("user.display_name"))
	}
	if phone != "" && !phoneForm.MatchString(phone) {
		bad = append(bad, ReasonPhone.Field("user.phone"))
	}
	return bad
}

// phoneForm takes mobile and fixed numbers with the marks people write in them. A
// masked number, sent back as it was shown, has stars and does not pass.
var phoneForm = regexp.MustCompile(`^\+?[0-9][0-9 -]{5,18}[0-9]$`)

func roleViolations(kind string, held []string, path string) (bad []fault.Violation) {
	for _, o := range roles.Check(kind, held) {
		switch {
		case o.Other != "":
			bad = append(bad, ReasonRolesExclude.Field(path, "role", roles.Label(o.Role), "other", roles.Label(o.Other)))
		case o.Misplaced:
			bad = append(bad, ReasonRoleMisplaced.Field(path, "role", roles.Label(o.Role)))
		default:
			bad = append(bad, ReasonRoleUnknown.Field(path))
		}
	}
	return bad
}

func phonePlace(id uuid.UUID) []byte { return privacy.Place("users", "phone", id.String()) }

// sealPhone encrypts a phone number without the marks in it; none stays none.
func (r *Room) sealPhone(id uuid.UUID, phone string) string {
	if phone == "" {
		return ""
	}
	return r.keys.Seal(strings.NewReplacer(" ", "", "-", "").Replace(phone), phonePlace(id))
}

// showPhone is the user's phone as the viewer may see it.
func (r *Room) showPhone(ctx context.Context, row *ent.User) (string, error) {
	v := viewer(ctx)
	who := privacy.Viewer{Roles: lower(v.Roles), Own: v.ID == row.ID}
	if row.Phone == "" || privacy.Decide(privacy.Contact, who) == privacy.Absent {
		return "", nil
	}
	clear, err := r.keys.Open(row.Phone, phonePlace(row.ID))
	if err != nil {
		return "", err
	}
	return privacy.Show(privacy.Contact, who, clear), nil
}

func (r *Room) userMessage(ctx context.Context, row *ent.User) (*peoplev1.User, error) {
	messages, err := r.userMessages(ctx, []*ent.User{row})
	if err != nil {
		return nil, err
	}
	return messages[0], nil
}

// userMessages reads the organizations and regions of all users with one query each.
func (r *Room) userMessages(ctx context.Context, rows []*ent.User) ([]*peoplev1.User, error) {
	ids := make([]uuid.UUID, len(rows))
	for i, row := range rows {
		ids[i] = row.OrganizationID
	}
	bodies, err := Organizations(ctx, ids...)
	if err != nil {
		return nil, err
	}
	var at []uuid.UUID
	for _, o := range bodies {
		at = append(at, o.RegionID)
	}
	places, err := Regions(ctx, at...)
	if err != nil {
		return nil, err
	}
	messages := make([]*peoplev1.User, len(rows))
	for i, row := range rows {
		m := &peoplev1.User{
			Id: row.ID.String(), Username: row.Username, DisplayName: row.DisplayName, OrganizationId: row.OrganizationID.String(),
			Disabled: row.Disabled, CreateTime: wire.Time(row.CreateTime), Etag: wire.Etag(row.Version), MustChangePassword: row.MustChangePassword,
		}
		for _, name := range row.Roles {
			m.Roles = append(m.Roles, access.RoleOf(name))
		}
		if o := bodies[row.OrganizationID]; o != nil {
			m.OrganizationName = o.Name
			if p := places[o.RegionID]; p != nil {
				m.RegionCode, m.RegionName = p.Code, p.ShortName
			}
		}
		if m.Phone, err = r.showPhone(ctx, row); err != nil {
			return nil, err
		}
		messages[i] = m
	}
	return messages, nil
}
