package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"go.uber.org/zap"
	"google.golang.org/grpc"

	"zhengcun/api/openapi"
	"zhengcun/internal/files"
	"zhengcun/internal/funds"
	"zhengcun/internal/inspections"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/people"
	"zhengcun/internal/plans"
	"zhengcun/internal/platform/blobs"
	"zhengcun/internal/platform/call"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/gateway"
	"zhengcun/internal/platform/paging"
	"zhengcun/internal/platform/privacy"
	"zhengcun/internal/platform/rpc"
	"zhengcun/internal/platform/scope"
	"zhengcun/internal/platform/telemetry"
	"zhengcun/internal/platform/validate"
	"zhengcun/internal/platform/waiting"
	"zhengcun/internal/projects"
	"zhengcun/internal/reports"
	"zhengcun/internal/reports/export"
)

// Options say how a county is served.
type Options struct {
	// Database is where the data is, and the clock everything goes by.
	Database db.Config
	// KeyFile is the file of the county's keys. It is made for a county without data; a county with data needs its own.
	KeyFile string
	// Files is the folder, or the file:// URL of it, that contents of files are kept in; beside the key file when empty.
	Files string
	// SetupCodeFile is where the one-time code of a program without a county is kept while it serves; empty for nowhere.
	SetupCodeFile string
	// AllowOwnerRole lets the program work as a role on PostgreSQL that could change ledger and audit log.
	AllowOwnerRole bool
	Log            *zap.Logger
	// SPA is the built screens; nil for none.
	SPA fs.FS
	// Words are the screens' language files by language, which exported sheets are written in.
	Words map[string][]byte
	// Demo says that people and figures of the county are made up. Populate then
	// makes them at each start; it leaves alone what is there. A county that was
	// filled that way stays a demo without it.
	Demo     bool
	Populate func(ctx context.Context, a *App) error
	// Proxies are the networks whose word about a caller's address is taken.
	Proxies call.Proxies
	// MetricsPublic shows /metrics to callers from elsewhere too.
	MetricsPublic bool
	// Limits bound how often each API client calls.
	Limits rpc.Limits
	// CallTimeout is how long one call may take; 30 seconds when 0.
	CallTimeout time.Duration
}

// App is a county that is served.
type App struct {
	Log   *zap.Logger
	DB    *db.DB
	Clock calendar.Clock
	Keys  *privacy.Keyring
	Pager *paging.Pager
	// The rooms, earliest first.
	People      *people.Room
	Plans       *plans.Room
	Projects    *projects.Room
	Inspections *inspections.Room
	Funds       *funds.Room
	Files       *files.Room
	Reports     *reports.Room

	// Warnings are what the operator must be told at each start, in both languages.
	Warnings []string

	// SetupCode lets who has it set up the county in the browser; empty when there is one.
	SetupCode string

	options  Options
	demo     bool
	contents *blobs.Store
	metrics  *prometheus.Registry
	requests *people.RequestLog
	server   *rpc.Server
	gateway  *gateway.Gateway
	stopping atomic.Bool
	quit     context.CancelFunc
	work     sync.WaitGroup
}

// New brings the county's database to the newest form, makes sure that it is
// sound, and builds everything that serves it. Close what it returns.
func New(ctx context.Context, o Options) (_ *App, err error) {
	if o.Log == nil {
		o.Log = zap.NewNop()
	}
	if o.Database.Clock == nil {
		o.Database.Clock = calendar.System()
	}
	if o.CallTimeout == 0 {
		o.CallTimeout = 30 * time.Second
	}
	a := &App{Log: o.Log, Clock: o.Database.Clock, options: o, metrics: telemetry.Metrics()}
	if err := db.Migrate(ctx, o.Database, Grants); err != nil {
		return nil, err
	}
	if a.DB, err = db.Open(ctx, o.Database); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, a.closeStores())
		}
	}()
	if err := CheckGuards(ctx, a.DB); err != nil {
		return nil, err
	}
	if err := a.checkRole(ctx); err != nil {
		return nil, err
	}
	known, err := a.remember(ctx)
	if err != nil {
		return nil, err
	}
	a.demo = o.Demo || known.demo
	if err := a.openKeys(ctx, known); err != nil {
		return nil, err
	}
	if o.Files == "" {
		o.Files = filepath.Join(filepath.Dir(o.KeyFile), "files")
	}
	if a.contents, err = blobs.Open(o.Files); err != nil {
		return nil, err
	}
	a.Pager = &paging.Pager{Signer: a.Keys}
	if err := a.build(); err != nil {
		return nil, err
	}
	if err := a.server.Seal(); err != nil {
		return nil, err
	}
	if err := a.LoadReference(ctx); err != nil {
		return nil, fmt.Errorf("load reference data: %w", err)
	}
	if o.Demo && o.Populate != nil {
		if err := a.LoadYuexi(ctx); err != nil {
			return nil, fmt.Errorf("load the demo: %w", err)
		}
		if err := o.Populate(ctx, a); err != nil {
			return nil, fmt.Errorf("load the demo: %w", err)
		}
	}
	if err := a.openSetup(ctx); err != nil {
		return nil, err
	}
	if a.gateway, err = gateway.New(gateway.Options{
		Methods: a.server.Methods(), Register: a.registerREST, Log: o.Log, Proxies: o.Proxies,
		Metrics: a.metrics, MetricsPublic: o.MetricsPublic, Ready: a.ready,
		OpenAPI: openapi.V31, OpenAPI30: openapi.V30, SPA: o.SPA,
	}); err != nil {
		return nil, err
	}
	background, quit := context.WithCancel(context.WithoutCancel(ctx))
	a.quit = quit
	a.work.Go(func() { a.clean(background) })
	a.work.Go(func() { a.requests.Run(background) })
	return a, nil
}

// build makes the rooms, earliest first, and registers their services.
func (a *App) build() error {
	words, err := export.ReadLanguages(a.options.Words)
	if err != nil {
		return err
	}
	validator := validate.New()
	a.People = people.New(a.DB, a.Keys, a.Pager, a.demo)
	a.Plans = plans.New(a.Clock, a.Pager)
	a.Projects = projects.New(a.Clock, a.Pager, funds.OnProjects, inspections.OnProjects)
	a.Inspections = inspections.New(a.Clock, a.Pager)
	a.Funds = funds.New(a.Clock, a.Pager, a.Keys, validator)
	a.Files = files.New(a.DB, a.Pager, a.contents)
	a.requests = people.NewRequestLog(a.DB, a.Log, a.metrics)
	a.server = &rpc.Server{
		DB: a.DB, Auth: a.People, Validator: validator, Log: a.Log, Recorder: a.requests,
		Metrics: rpc.NewMetrics(a.metrics), Timeout: a.options.CallTimeout, Proxies: a.options.Proxies,
		Limits: a.options.Limits, Grouped: funds.Grouped, Single: funds.Single,
	}
	a.Reports = reports.New(reports.House{
		Clock: a.Clock, DB: a.DB, Pager: a.Pager, Validator: validator, Funds: a.Funds, Plans: a.Plans,
		Waiting: []waiting.Source{a.Projects.Waiting, a.Projects.ReportsWaiting, a.Projects.ChangesWaiting, a.Inspections.Waiting, a.Funds.Waiting},
		As:      a.server.As, Words: words, Verify: a.verification, Log: a.Log,
	})

	a.People.Register(a.server)
	a.Plans.Register(a.server)
	a.Projects.Register(a.server)
	a.Inspections.Register(a.server)
	a.Funds.Register(a.server)
	a.Files.Register(a.server)
	a.Reports.Register(a.server)
	return nil
}

// Demo tells whether people and money of the county are made up.
func (a *App) Demo() bool { return a.demo }

// Conn is an in-process connection to all services, for whoever sends a token.
func (a *App) Conn() grpc.ClientConnInterface { return a.server.Conn() }

// Server is what serves the calls, for code that acts for people it has made itself.
func (a *App) Server() *rpc.Server { return a.server }

// System runs fn in one transaction for the product itself, by name.
func (a *App) System(ctx context.Context, name string, fn func(ctx context.Context) error) error {
	return a.DB.Tx(scope.With(ctx, scope.SystemViewer(name)), fn)
}

// Close ends what runs in the background and closes the database.
func (a *App) Close() error {
	a.stopping.Store(true)
	a.quit()
	a.Reports.Close()
	a.work.Wait()
	return errors.Join(a.forgetCode(), a.closeStores())
}

// closeStores closes what holds the data, as far as it is open.
func (a *App) closeStores() error {
	err := a.DB.Close()
	if a.contents != nil {
		err = errors.Join(err, a.contents.Close())
	}
	return err
}
