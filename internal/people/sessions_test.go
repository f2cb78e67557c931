package people_test

import (
	"context"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"

	peoplev1 "zhengcun/api/zhengcun/people/v1"
	"zhengcun/internal/countytest"
	"zhengcun/internal/people"
	"zhengcun/internal/people/roles"
	"zhengcun/internal/platform/call"
	"zhengcun/internal/platform/db"
)

func TestLoginWithBearer(t *testing.T) {
	forEach(t, func(t *testing.T, w *world) {
		s := must(w.try("  Officer ", secret, "10.0.0.1"))(t)
		if !regexp.MustCompile(`^zs_[A-Za-z0-9_-]{43}$`).MatchString(s.Token) || s.User.Username != "officer" || s.User.OrganizationName != "财政局" || !s.Demo ||
			!s.ExpireTime.AsTime().Equal(w.c.Clock.Now().Add(12*time.Hour)) || len(s.CsrfToken) != 64 {
			t.Errorf("%v", s)
		}
		if strings.Contains(w.everything(), s.Token) || strings.Contains(w.everything(), secret) {
			t.Error("a secret in clear in the database")
		}
		ctx := w.from("10.0.0.1", s.Token)
		now := must(w.sessions.GetCurrentSession(ctx, &peoplev1.GetCurrentSessionRequest{}))(t)
		if now.Token != "" || now.CsrfToken != s.CsrfToken || now.User.Id != s.User.Id || !now.ExpireTime.AsTime().Equal(s.ExpireTime.AsTime()) {
			t.Errorf("%v", now)
		}
		var header metadata.MD
		must(w.sessions.DeleteCurrentSession(ctx, &peoplev1.DeleteCurrentSessionRequest{}, grpc.Header(&header)))(t)
		if len(header.Get(people.CookieHeader)) != 0 || w.viewer(s.Token) != nil {
			t.Error("logged out and still in")
		}
		_, err := w.sessions.GetCurrentSession(ctx, &peoplev1.GetCurrentSessionRequest{})
		want(t, err, "SIGN_IN_REQUIRED")
		if in, out := w.audited("people.login"), w.audited("people.logout"); in != 1 || out != 1 {
			t.Errorf("%d log-ins and %d log-outs in the audit log", in, out)
		}
		_, err = w.try("officer", "", "10.0.0.1")
		want(t, err, "INVALID_ARGUMENT password:FIELD_REQUIRED")
	})
}

func TestLoginWithCookie(t *testing.T) {
	forEach(t, func(t *testing.T, w *world) {
		s, cookie := w.cookie(w.from("10.0.0.1", ""), "officer")
		m := regexp.MustCompile(`^zc_session=(zs_[A-Za-z0-9_-]{43}); Path=/; Max-Age=43200; HttpOnly; SameSite=Strict$`).FindStringSubmatch(cookie)
		if m == nil || s.Token != "" {
			t.Fatalf("%q, %v", cookie, s)
		}
		_, cookie = w.cookie(call.With(t.Context(), &call.Info{RequestID: "test-request", Secure: true}), "officer")
		if !strings.HasSuffix(cookie, "; HttpOnly; Secure; SameSite=Strict") {
			t.Errorf("%q", cookie)
		}
		logout := func(csrf string) (string, error) {
			var header metadata.MD
			_, err := w.sessions.DeleteCurrentSession(call.With(t.Context(), &call.Info{RequestID: "test-request", Token: m[1], Cookie: true, CSRFToken: csrf}),
				&peoplev1.DeleteCurrentSessionRequest{}, grpc.Header(&header))
			return strings.Join(header.Get(people.CookieHeader), "|"), err
		}
		for _, csrf := range []string{"", "x", strings.Repeat("0", 64)} {
			_, err := logout(csrf)
			want(t, err, "CSRF_TOKEN_INVALID")
		}
		gone, err := logout(s.CsrfToken)
		if err != nil || gone != "zc_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict" || w.viewer(m[1]) != nil {
			t.Errorf("%q, %v", gone, err)
		}
	})
}

func TestSessionEnds(t *testing.T) {
	forEach(t, func(t *testing.T, w *world) {
		token := w.login("officer")
		w.c.Clock.Advance(people.SessionLife - time.Second)
		if w.viewer(token) == nil {
			t.Error("too early")
		}
		w.login("officer")
		w.c.Clock.Advance(time.Second)
		if w.viewer(token) != nil {
			t.Error("too late")
		}
		_, _ = w.try("officer", "wrong password", "10.0.0.1")
		forget := func() (n int) {
			w.tx(func(ctx context.Context) (err error) {
				n, err = people.ForgetSessions(ctx)
				return err
			})
			return n
		}
		if n := forget(); n != 1 {
			t.Errorf("%d forgotten", n)
		}
		left := func() (n int) {
			_ = w.c.DB.Read(w.system(), func(ctx context.Context) (err error) {
				n, err = db.From(ctx).LoginAttempt.Query().Count(ctx)
				return err
			})
			return n
		}
		if left() != 3 {
			t.Errorf("%d failures remembered", left())
		}
		w.c.Clock.Advance(16 * time.Minute)
		if forget(); left() != 0 {
			t.Errorf("%d failures remembered", left())
		}
	})
}

func TestEveryFailureHasTheSameAnswer(t *testing.T) {
	forEach(t, func(t *testing.T, w *world) {
		w.user("shut", "finance")
		admin := w.as("admin")
		must(w.users.DisableUser(admin, &peoplev1.DisableUserRequest{Id: w.ids["shut"].String(), Etag: "1"}))(t)
		made := must(w.users.CreateUser(admin, &peoplev1.CreateUserRequest{User: &peoplev1.User{Username: "fresh", DisplayName: "x", OrganizationId: w.orgs["finance"].String()}}))(t)
		_, wrong := w.try("officer", "wrong password", "10.0.1.1")
		_, unknown := w.try("nobody", secret, "10.0.1.2")
		_, shut := w.try("shut", secret, "10.0.1.3")
		_, fresh := w.try(made.Username, "*", "10.0.1.4")
		for range 5 {
			_, _ = w.try("officer", "wrong password", "10.0.1.5")
		}
		_, locked := w.try("officer", secret, "10.0.1.5")
		want(t, wrong, "LOGIN_FAILED")
		for _, err := range []error{unknown, shut, fresh, locked} {
			if err == nil || err.Error() != wrong.Error() {
				t.Errorf("%v, not %v", err, wrong)
			}
		}
	})
}

func TestLockOfAnAccountAtAnAddress(t *testing.T) {
	forEach(t, func(t *testing.T, w *world) {
		for i := range 5 {
			if i == 4 && w.audited("people.lockLogin") != 0 {
				t.Error("a lock before the fifth failure")
			}
			_, err := w.try("officer", "wrong password", "10.0.0.7")
			want(t, err, "LOGIN_FAILED")
		}
		if n := w.audited("people.lockLogin"); n != 1 {
			t.Errorf("%d entries of the lock", n)
		}
		_, err := w.try("officer", secret, "10.0.0.7")
		want(t, err, "LOGIN_FAILED")
		// Nobody else is locked out: not the owner elsewhere, not another account here.
		must(w.try("officer", secret, "10.0.0.8"))(t)
		must(w.try("admin", secret, "10.0.0.7"))(t)
		// Trying on does not make it longer.
		w.c.Clock.Advance(10 * time.Minute)
		_, err = w.try("officer", secret, "10.0.0.7")
		want(t, err, "LOGIN_FAILED")
		w.c.Clock.Advance(5*time.Minute - time.Second)
		_, err = w.try("officer", secret, "10.0.0.7")
		want(t, err, "LOGIN_FAILED")
		w.c.Clock.Advance(time.Second)
		must(w.try("officer", secret, "10.0.0.7"))(t)
		if n := w.audited("people.lockLogin"); n != 1 {
			t.Errorf("%d entries of the lock", n)
		}
		// A right password forgets the failures before it; time does, too.
		for range 3 {
			for range 4 {
				_, _ = w.try("officer", "wrong password", "10.0.0.9")
			}
			must(w.try("officer", secret, "10.0.0.9"))(t)
		}
		for range 3 {
			_, _ = w.try("officer", "wrong password", "10.0.0.10")
			w.c.Clock.Advance(8 * time.Minute)
			_, _ = w.try("officer", "wrong password", "10.0.0.10")
			w.c.Clock.Advance(8 * time.Minute)
		}
		must(w.try("officer", secret, "10.0.0.10"))(t)
	})
}

func TestLockOfAnAddress(t *testing.T) {
	forEach(t, func(t *testing.T, w *world) {
		for i := range 30 {
			// One network of IPv6 is one address.
			_, err := w.try(fmt.Sprintf("name%d", i), secret, fmt.Sprintf("2001:db8::%x", i+1))
			want(t, err, "LOGIN_FAILED")
		}
		_, err := w.try("officer", secret, "2001:db8::ffff")
		want(t, err, "LOGIN_FAILED")
		must(w.try("officer", secret, "2001:db8:0:1::1"))(t)
		w.c.Clock.Advance(15 * time.Minute)
		must(w.try("officer", secret, "2001:db8::ffff"))(t)
		if n := w.audited("people.lockLogin"); n != 1 {
			t.Errorf("%d entries of the lock", n)
		}
	})
}

func TestAttackOnAnAccountFromEverywhere(t *testing.T) {
	forEach(t, func(t *testing.T, w *world) {
		for i := range 50 {
			_, err := w.try("officer", "wrong password", fmt.Sprintf("10.2.0.%d", i))
			want(t, err, "LOGIN_FAILED")
		}
		// The owner still gets in with his first try, also twice.
		must(w.try("officer", secret, "10.3.0.1"))(t)
		must(w.try("officer", secret, "10.3.0.1"))(t)
		// An address that has failed once has had its try.
		_, err := w.try("officer", secret, "10.2.0.1")
		want(t, err, "LOGIN_FAILED")
		_, _ = w.try("officer", "wrong password", "10.3.0.2")
		_, err = w.try("officer", secret, "10.3.0.2")
		want(t, err, "LOGIN_FAILED")
		w.c.Clock.Advance(15 * time.Minute)
		must(w.try("officer", secret, "10.2.0.1"))(t)
	})
}

func TestManyTriesAtOnceAreNoMoreThanFive(t *testing.T) {
	forEach(t, func(t *testing.T, w *world) {
		var wait sync.WaitGroup
		for range 12 {
			wait.Go(func() { _, _ = w.try("officer", "wrong password", "10.0.0.7") })
		}
		wait.Wait()
		var pair int
		err := w.c.DB.Read(w.system(), func(ctx context.Context) error {
			return db.From(ctx).QueryRowContext(ctx, "SELECT min(failures) FROM login_attempts").Scan(&pair)
		})
		if err != nil || pair != 5 {
			t.Errorf("%d tries were looked at, %v", pair, err)
		}
		if n := w.audited("people.lockLogin"); n != 1 {
			t.Errorf("%d entries of the lock", n)
		}
	})
}

// TestUnknownAccountsTakeAsLong compares the quickest of many tries, by turns: a
// busy machine makes a try slower, never quicker, so the quickest show the work
// that is done.
func TestUnknownAccountsTakeAsLong(t *testing.T) {
	w := newWorld(t, countytest.SQLite(t))
	tries := 0
	try := func(name string) time.Duration {
		start := time.Now()
		_, err := w.try(name, "wrong password", fmt.Sprintf("10.0.%d.1", tries))
		took := time.Since(start)
		want(t, err, "LOGIN_FAILED")
		return took
	}
	known, unknown := time.Duration(math.MaxInt64), time.Duration(math.MaxInt64)
	var ratio float64
	for tries < 100 {
		w.c.Clock.Advance(16 * time.Minute)
		tries++
		known, unknown = min(known, try("officer")), min(unknown, try("nobody"))
		ratio = float64(unknown) / float64(known)
		if tries >= 10 && ratio > 0.87 && ratio < 1.15 {
			return
		}
	}
	t.Errorf("unknown accounts take another time than known ones: %.2f of it", ratio)
}

func TestViewers(t *testing.T) {
	forEach(t, func(t *testing.T, w *world) {
		w.user("town", "xiangchang", roles.Township, roles.Unit)
		w.user("village", "qianfota", roles.Village)
		w.user("transport", "transport", roles.Department)
		w.user("builder", "transport", roles.Unit)
		w.user("auditor", "audit", roles.Auditor)
		w.user("leader", "county", roles.Leader)
		w.user("cashier", "finance", roles.Cashier)
		w.user("plain", "xiangchang")
		type rows struct {
			county     bool
			villages   int
			department string
			unit       string
		}
		for name, see := range map[string]rows{
			"town": {villages: 7, unit: "xiangchang"}, "village": {villages: 1}, "transport": {department: "transport"}, "builder": {unit: "transport"},
			"auditor": {county: true}, "leader": {county: true}, "cashier": {county: true}, "officer": {county: true},
			"plain": {}, "admin": {}, "security": {}, "auditadmin": {},
		} {
			token := w.login(name)
			v := w.viewer(token)
			if v.County != see.county || len(v.Villages) != see.villages || v.Department != w.orgs[see.department] || v.Unit != w.orgs[see.unit] {
				t.Errorf("%s sees %+v", name, v)
			}
			if v.ID != w.ids[name] || v.Caller() != "user:"+w.ids[name].String() || v.Name != "用户 "+name || v.SessionID == "" || v.OrganizationName == "" || len(v.APIScopes) != 0 {
				t.Errorf("%s is %+v", name, v)
			}
		}
		villages := w.viewer(w.login("village")).Villages
		w.tx(func(ctx context.Context) error {
			at, err := people.RegionByCode(ctx, "340828107202")
			if !slices.Equal(villages, []uuid.UUID{at.ID}) {
				t.Errorf("%v", villages)
			}
			return err
		})
	})
}

// TestLoginWhileDisabling: whichever comes first, no session outlives the account's shutting.
func TestLoginWhileDisabling(t *testing.T) {
	forEach(t, func(t *testing.T, w *world) {
		admin := w.as("admin")
		for i := range 5 {
			u := must(w.users.GetUser(admin, &peoplev1.GetUserRequest{Id: w.ids["officer"].String()}))(t)
			var token string
			var wait sync.WaitGroup
			wait.Go(func() {
				if s, err := w.try("officer", secret, fmt.Sprintf("10.4.0.%d", i)); err == nil {
					token = s.Token
				}
			})
			wait.Go(func() {
				time.Sleep(time.Duration(i*8) * time.Millisecond)
				u, _ = w.users.DisableUser(admin, &peoplev1.DisableUserRequest{Id: u.Id, Etag: u.Etag})
			})
			wait.Wait()
			must(w.users.EnableUser(admin, &peoplev1.EnableUserRequest{Id: u.Id, Etag: u.Etag}))(t)
			if token != "" && w.viewer(token) != nil {
				t.Error("a session from before is alive")
			}
		}
	})
}
