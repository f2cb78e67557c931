package app

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/grpc/health"
	"google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	"zhengcun/internal/people"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/scope"
)

func newSQLite(t *testing.T) *App {
	t.Helper()
	folder := t.TempDir()
	a, err := New(context.Background(), Options{Database: db.Config{File: filepath.Join(folder, "zhengcun.db")}, KeyFile: filepath.Join(folder, "keys.json")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	return a
}

// The health service of gRPC has no access rule of ours.
func TestMethodWithoutRuleIsRefused(t *testing.T) {
	a := newSQLite(t)
	grpc_health_v1.RegisterHealthServer(a.server, health.NewServer())
	if err := a.server.Seal(); err == nil || !strings.Contains(err.Error(), "grpc.health.v1.Health/") {
		t.Errorf("sealed: %v", err)
	}
}

// Every method of the contract is served, over gRPC and, at the address it
// declares, over REST, where the gateway's own checks know it.
func TestWholeContractIsServed(t *testing.T) {
	a := newSQLite(t)
	variable := regexp.MustCompile(`\{[^}]*\}`)
	n := 0
	protoregistry.GlobalFiles.RangeFiles(func(file protoreflect.FileDescriptor) bool {
		if !strings.HasPrefix(string(file.Package()), "zhengcun.") {
			return true
		}
		for i := range file.Services().Len() {
			methods := file.Services().Get(i).Methods()
			for j := range methods.Len() {
				m := methods.Get(j)
				full := fmt.Sprintf("/%s/%s", m.Parent().FullName(), m.Name())
				if a.server.Methods()[full] == nil {
					t.Errorf("%s is not served", full)
				}
				n++
				rule, _ := proto.GetExtension(m.Options(), annotations.E_Http).(*annotations.HttpRule)
				verb, path := address(rule)
				w := httptest.NewRecorder()
				// One unknown parameter: the gateway refuses it if, and only if, it knows the method.
				a.Handler().ServeHTTP(w, httptest.NewRequest(verb, variable.ReplaceAllString(path, "x")+"?no_such_field=1", http.NoBody))
				if w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), "FIELD_UNKNOWN") {
					t.Errorf("%s %s (%s): %d %s", verb, path, full, w.Code, w.Body)
				}
			}
		}
		return true
	})
	if n < 60 {
		t.Errorf("only %d methods", n)
	}
}

func address(r *annotations.HttpRule) (verb, path string) {
	switch p := r.GetPattern().(type) {
	case *annotations.HttpRule_Get:
		return http.MethodGet, p.Get
	case *annotations.HttpRule_Post:
		return http.MethodPost, p.Post
	case *annotations.HttpRule_Patch:
		return http.MethodPatch, p.Patch
	case *annotations.HttpRule_Delete:
		return http.MethodDelete, p.Delete
	}
	return "", ""
}

func TestCleaning(t *testing.T) {
	a := newSQLite(t)
	if _, err := a.People.Found(t.Context(), "test", people.NewCounty{Code: "340828"}); err != nil {
		t.Fatal(err)
	}
	count := func() (n int) {
		err := a.DB.Read(scope.With(t.Context(), scope.SystemViewer("test")), func(ctx context.Context) (err error) {
			n, err = db.From(ctx).Session.Query().Count(ctx)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	err := a.System(t.Context(), "test", func(ctx context.Context) error {
		tx := db.From(ctx)
		tx.Exempt("test")
		who, err := tx.User.Query().First(ctx)
		if err != nil {
			return err
		}
		for token, life := range map[string]time.Duration{"old": -time.Second, "new": time.Hour} {
			if err := tx.Session.Create().SetTokenHash(token).SetUserID(who.ID).SetCookie(false).SetExpireTime(tx.Now().Add(life)).Exec(ctx); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	a.cleanOnce(t.Context())
	if n := count(); n != 1 {
		t.Errorf("%d sessions are left, want the one that has not ended", n)
	}
}
