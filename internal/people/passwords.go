package people

import (
	"context"
	"errors"
	"strings"

	"github.com/google/uuid"

	peoplev1 "zhengcun/api/zhengcun/people/v1"
	"zhengcun/ent"
	"zhengcun/ent/user"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/people/password"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/scope"
	"zhengcun/internal/platform/wire"
)

// checkPassword tells what is wrong with a new password as the violation of a field.
func checkPassword(secret, username, path string) error {
	switch err := password.Check(secret, username); {
	case err == nil:
		return nil
	case errors.Is(err, password.ErrShort):
		return fault.Fields(ReasonPasswordShort.Field(path, "min", password.MinLength))
	case errors.Is(err, password.ErrLong):
		return fault.Fields(ReasonPasswordLong.Field(path, "max", password.MaxLength))
	default:
		return fault.Fields(ReasonPasswordWeak.Field(path))
	}
}

// ResetUserPassword gives the user a new random password and ends his sessions.
// He must change it before anything else.
func (s *users) ResetUserPassword(ctx context.Context, req *peoplev1.ResetUserPasswordRequest) (*peoplev1.ResetUserPasswordResponse, error) {
	// One's own is changed with the old one at hand: a session left open must not be enough.
	if wire.ID(req.Id) == viewer(ctx).ID {
		return nil, ReasonOneself.New()
	}
	secret, err := s.resetPassword(ctx, func(ctx context.Context) (*ent.User, error) { return userAt(ctx, req.Id, req.Etag) })
	if err != nil {
		return nil, err
	}
	return &peoplev1.ResetUserPasswordResponse{Password: secret}, nil
}

// ResetPassword does the same for who has the server itself: who names the way in
// the audit log. It answers NOT_FOUND for a name nobody has, and USER_CANNOT_LOG_IN
// when the account or its organization is shut, since no password would help then.
func (r *Room) ResetPassword(ctx context.Context, who, username string) (secret string, err error) {
	username = strings.ToLower(strings.TrimSpace(username))
	return r.resetPassword(scope.With(ctx, scope.SystemViewer(who)), func(ctx context.Context) (*ent.User, error) {
		row, err := db.From(ctx).User.Query().Where(user.Username(username)).Only(ctx)
		if err != nil {
			return nil, db.Missing(err, "user")
		}
		org, err := db.From(ctx).Organization.Get(ctx, row.OrganizationID)
		if err != nil {
			return nil, err
		}
		if row.Disabled || org.Disabled {
			return nil, ReasonCannotLogIn.New("username", username)
		}
		return row, nil
	})
}

// resetPassword resets that of the user whom find finds in the transaction.
func (r *Room) resetPassword(ctx context.Context, find func(context.Context) (*ent.User, error)) (string, error) {
	secret := password.Generate()
	hash, err := r.hasher.hash(ctx, secret)
	if err != nil {
		return "", err
	}
	err = r.db.Tx(ctx, func(ctx context.Context) error {
		row, err := find(ctx)
		if err != nil {
			return err
		}
		if _, err := save(ctx, changeUser(ctx, row).SetPasswordHash(hash).SetMustChangePassword(true), row); err != nil {
			return err
		}
		db.Audit(ctx, audit.Entry{Action: "people.resetUserPassword", ObjectType: "user", ObjectID: row.ID.String()})
		return endSessions(ctx, row.ID, uuid.Nil)
	})
	if err != nil {
		return "", err
	}
	return secret, nil
}

// ChangePassword changes the caller's own password and ends his other sessions.
func (s *users) ChangePassword(ctx context.Context, req *peoplev1.ChangePasswordRequest) (*peoplev1.ChangePasswordResponse, error) {
	v := viewer(ctx)
	var row *ent.User
	err := s.db.Read(ctx, func(ctx context.Context) (err error) {
		row, err = db.From(ctx).User.Get(ctx, v.ID)
		return err
	})
	if err != nil {
		return nil, db.Missing(err, "user")
	}
	if err := checkPassword(req.NewPassword, row.Username, "new_password"); err != nil {
		return nil, err
	}
	if req.NewPassword == req.OldPassword {
		return nil, fault.Fields(ReasonPasswordWeak.Field("new_password"))
	}
	// Someone at a session left open must not find the password by trying.
	subject := s.passwordSubject(row.ID)
	allowed, err := s.tryPassword(ctx, subject)
	if err != nil {
		return nil, err
	}
	right, err := s.hasher.verify(ctx, row.PasswordHash, req.OldPassword)
	if err != nil {
		return nil, err
	}
	if !allowed || !right {
		return nil, fault.Fields(ReasonPasswordWrong.Field("old_password"))
	}
	hash, err := s.hasher.hash(ctx, req.NewPassword)
	if err != nil {
		return nil, err
	}
	err = s.db.Tx(ctx, func(ctx context.Context) error {
		n, err := db.From(ctx).User.Update().Where(user.ID(row.ID), user.PasswordHash(row.PasswordHash), user.Disabled(false)).
			SetPasswordHash(hash).SetMustChangePassword(false).AddVersion(1).Save(ctx)
		if err != nil {
			return err
		}
		if n == 0 { // reset or shut meanwhile: what was checked is no longer the password
			return fault.Fields(ReasonPasswordWrong.Field("old_password"))
		}
		if err := forgive(ctx, subject); err != nil {
			return err
		}
		db.Audit(ctx, audit.Entry{Action: "people.changePassword", ObjectType: "user", ObjectID: row.ID.String()})
		return endSessions(ctx, row.ID, wire.ID(v.SessionID))
	})
	if err != nil {
		return nil, err
	}
	return &peoplev1.ChangePasswordResponse{}, nil
}
