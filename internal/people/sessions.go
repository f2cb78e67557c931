package people

import (
	"context"
	"encoding/hex"
	"net/http"
	"strings"
	"time"

	"entgo.io/ent/dialect"
	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"
	"google.golang.org/protobuf/types/known/emptypb"

	peoplev1 "zhengcun/api/zhengcun/people/v1"
	"zhengcun/ent"
	"zhengcun/ent/loginattempt"
	"zhengcun/ent/session"
	"zhengcun/ent/user"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/call"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/scope"
	"zhengcun/internal/platform/wire"
)

// SessionLife is how long a session lasts: a working day with overtime.
const SessionLife = 12 * time.Hour

// CookieName is the cookie the browser's session travels in.
const CookieName = "zc_session"

// CookieHeader is the response header in which a method hands a whole Set-Cookie
// value to whoever serves REST.
const CookieHeader = "zc-set-cookie"

type sessions struct {
	peoplev1.UnimplementedSessionServiceServer
	*Room
}

// CSRFToken is what a changing call of the session must carry when it comes with
// the cookie: another site can make the browser send the cookie, not read this.
func (r *Room) CSRFToken(sessionID string) string {
	return hex.EncodeToString(r.keys.Sign("csrf", []byte(sessionID)))
}

// CreateSession logs in. Every failure has the same answer and takes the same
// time: unknown accounts, shut ones and locked ones are hashed for as well. Only an
// address that has failed too often is sent away at once; it knows why.
func (s *sessions) CreateSession(ctx context.Context, req *peoplev1.CreateSessionRequest) (*peoplev1.Session, error) {
	username := strings.ToLower(strings.TrimSpace(req.Username))
	try, err := s.begin(ctx, username)
	if err != nil {
		return nil, err
	}
	if try.flooding {
		return nil, ReasonLoginFailed.New()
	}
	row, shut := &ent.User{}, false // of nobody
	err = s.db.Read(ctx, func(ctx context.Context) error {
		found, err := db.From(ctx).User.Query().Where(user.Username(username)).Only(ctx)
		if err != nil {
			return ent.MaskNotFound(err)
		}
		org, err := db.From(ctx).Organization.Get(ctx, found.OrganizationID)
		if err != nil {
			return err
		}
		row, shut = found, found.Disabled || org.Disabled
		return nil
	})
	if err != nil {
		return nil, err
	}
	right, err := s.hasher.verify(ctx, row.PasswordHash, req.Password)
	if err != nil {
		return nil, err
	}
	if !right || try.locked || shut {
		return nil, s.failed(ctx, try, row)
	}
	return s.open(ctx, try, row, req.Delivery)
}

// failed answers a failed log-in and leaves an audit entry when it begins a lock.
func (s *sessions) failed(ctx context.Context, try *attempt, row *ent.User) error {
	if len(try.last) > 0 {
		entry := audit.Entry{Action: "people.lockLogin", ObjectType: "user", Result: "refused",
			After: brief(map[string]any{"locked": try.last, "minutes": int(lockWindow.Minutes())})}
		if row.Username != "" {
			entry.ObjectID = row.ID.String()
		}
		err := s.db.Tx(ctx, func(ctx context.Context) error {
			db.Audit(ctx, entry)
			return nil
		})
		if err != nil {
			return err
		}
	}
	return ReasonLoginFailed.New()
}

// open begins a session of the user, whose password has been checked.
func (s *sessions) open(ctx context.Context, try *attempt, row *ent.User, delivery peoplev1.TokenDelivery) (*peoplev1.Session, error) {
	token, cookie := newSessionToken(), delivery == peoplev1.TokenDelivery_TOKEN_DELIVERY_COOKIE
	var message *peoplev1.Session
	err := s.db.Tx(ctx, func(ctx context.Context) error {
		if err := unchanged(ctx, row); err != nil {
			return err
		}
		tx := db.From(ctx)
		opened, err := tx.Session.Create().SetTokenHash(tokenHash(token)).SetUserID(row.ID).SetCookie(cookie).
			SetExpireTime(tx.Now().Add(SessionLife)).Save(ctx)
		if err != nil {
			return err
		}
		if err := try.succeeded(ctx); err != nil {
			return err
		}
		org, err := tx.Organization.Get(ctx, row.OrganizationID)
		if err != nil {
			return err
		}
		ctx = scope.With(ctx, &scope.Viewer{Kind: scope.Person, ID: row.ID, Name: row.DisplayName, Roles: row.Roles,
			OrganizationID: org.ID, OrganizationName: org.Name, SessionID: opened.ID.String()})
		db.Audit(ctx, audit.Entry{Action: "people.login", ObjectType: "session", ObjectID: opened.ID.String()})
		message, err = s.sessionMessage(ctx, opened, row)
		return err
	})
	if err != nil {
		return nil, err
	}
	if !cookie {
		message.Token = token
		return message, nil
	}
	return message, setCookie(ctx, token, SessionLife)
}

// unchanged makes sure that what was checked outside the transaction still holds,
// and until it ends: a reset of the password, a shut account or a shut organization
// either comes first and is seen here, or waits and ends the new session.
func unchanged(ctx context.Context, row *ent.User) error {
	tx := db.From(ctx)
	query := `SELECT u.password_hash, u.disabled OR o.disabled
FROM users u JOIN organizations o ON o.id = u.organization_id WHERE u.id = $1`
	if tx.Dialect() == dialect.Postgres {
		query += " FOR SHARE"
	}
	var hash string
	var disabled bool
	if err := tx.QueryRowContext(ctx, query, row.ID).Scan(&hash, &disabled); err != nil {
		return err
	}
	if disabled || hash != row.PasswordHash {
		return ReasonLoginFailed.New()
	}
	return nil
}

// GetCurrentSession says who is logged in.
func (s *sessions) GetCurrentSession(ctx context.Context, _ *peoplev1.GetCurrentSessionRequest) (*peoplev1.Session, error) {
	v := viewer(ctx)
	opened, err := db.From(ctx).Session.Get(ctx, wire.ID(v.SessionID))
	if err != nil {
		return nil, db.Missing(err, "session")
	}
	row, err := db.From(ctx).User.Get(ctx, v.ID)
	if err != nil {
		return nil, db.Missing(err, "user")
	}
	return s.sessionMessage(ctx, opened, row)
}

// DeleteCurrentSession logs out. Its cookie goes too; a browser that keeps it has
// nothing.
func (s *sessions) DeleteCurrentSession(ctx context.Context, _ *peoplev1.DeleteCurrentSessionRequest) (*emptypb.Empty, error) {
	id := wire.ID(viewer(ctx).SessionID)
	opened, err := db.From(ctx).Session.Get(ctx, id)
	if err != nil {
		return nil, db.Missing(err, "session")
	}
	if _, err := db.From(ctx).Session.Delete().Where(session.ID(id)).Exec(ctx); err != nil {
		return nil, err
	}
	db.Audit(ctx, audit.Entry{Action: "people.logout", ObjectType: "session", ObjectID: id.String()})
	if opened.Cookie {
		return &emptypb.Empty{}, setCookie(ctx, "", -1)
	}
	return &emptypb.Empty{}, nil
}

// ForgetSessions drops, in the transaction of ctx, sessions that have ended by
// themselves and failed log-ins that no longer count. It returns how many sessions.
func ForgetSessions(ctx context.Context) (int, error) {
	tx := db.From(ctx)
	tx.Exempt("expired sessions and old failures are no business record")
	if _, err := tx.LoginAttempt.Delete().Where(loginattempt.WindowStartLT(tx.Now().Add(-lockWindow))).Exec(ctx); err != nil {
		return 0, err
	}
	return tx.Session.Delete().Where(session.ExpireTimeLTE(tx.Now())).Exec(ctx)
}

func (r *Room) sessionMessage(ctx context.Context, opened *ent.Session, row *ent.User) (*peoplev1.Session, error) {
	u, err := r.userMessage(ctx, row)
	if err != nil {
		return nil, err
	}
	return &peoplev1.Session{User: u, CsrfToken: r.CSRFToken(opened.ID.String()), ExpireTime: wire.Time(opened.ExpireTime), Demo: r.demo}, nil
}

// setCookie hands the session's cookie to the browser, or takes it back with a
// negative life. Scripts cannot read it, other sites cannot make it travel, and
// over TLS it never leaves TLS.
func setCookie(ctx context.Context, token string, life time.Duration) error {
	cookie := http.Cookie{Name: CookieName, Value: token, Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode,
		Secure: call.From(ctx).Secure, MaxAge: int(life.Seconds())}
	if life < 0 {
		cookie.MaxAge = -1
	}
	return grpc.SetHeader(ctx, metadata.Pairs(CookieHeader, cookie.String()))
}
