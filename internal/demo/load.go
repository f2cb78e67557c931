package demo

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"

	"google.golang.org/grpc"

	"zhengcun/ent"
	"zhengcun/ent/apiclient"
	"zhengcun/ent/counter"
	"zhengcun/ent/region"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/people"
	"zhengcun/internal/platform/call"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/rpc"
	"zhengcun/internal/platform/scope"
	"zhengcun/internal/rules"
)

// County is what the demo is loaded into: migrated, with divisions and reference
// data, and everything registered with the server.
type County struct {
	DB     *db.DB
	People *people.Room
	Server *rpc.Server
}

// Options say how large the county is to be.
type Options struct {
	// Projects is how many projects there are; fewer than sixty become sixty,
	// since it takes as many to show every state.
	Projects int
	// Households is how many households the projects serve together.
	Households int
	// DataDir is where AccountsFile is written.
	DataDir string
	// Seed makes another county of the same kind.
	Seed uint64
	// Progress, if given, is told after each part how many parts of how many are there.
	Progress func(loaded, of int)
}

// MinProjects is the size of the smallest demo.
const MinProjects = 60

// perPart is how many projects one transaction of a large demo adds.
const perPart = 50

// ErrNotEmpty says that the county has data that is not the demo's.
var ErrNotEmpty = errors.New("demo: the county already has data of its own; the demo goes into an empty county only (choose another data directory or schema)")

// partSeries is the counter of the parts that are loaded.
const partSeries = "demo/part"

// Load fills the county, or goes on where an earlier Load was interrupted; a
// county whose demo is complete stays as it is. It writes AccountsFile, readable
// by its owner only, before the accounts exist: there is never an account whose
// password nobody knows. A county with other data is [ErrNotEmpty].
func Load(ctx context.Context, c County, o Options) error {
	l := &loader{county: c, seed: o.Seed, projects: max(o.Projects, MinProjects), households: o.Households,
		viewers: map[string]*scope.Viewer{}, organizations: map[string]string{}, today: calendar.Today(c.DB.Clock())}
	ctx = call.With(scope.With(ctx, scope.SystemViewer("demo")), &call.Info{RequestID: "demo-load", Language: "zh-CN"})
	loaded, err := l.loaded(ctx)
	if err != nil {
		return err
	}
	for part := loaded + 1; part <= l.parts(); part++ {
		var err error
		if part == 1 {
			err = l.first(ctx, o.DataDir)
		} else {
			err = l.part(ctx, part)
		}
		if err != nil {
			return fmt.Errorf("demo: part %d of %d: %w", part, l.parts(), err)
		}
		if o.Progress != nil {
			o.Progress(part, l.parts())
		}
	}
	return nil
}

// loader loads one county.
type loader struct {
	county               County
	seed                 uint64
	projects, households int
	today                calendar.Date
	ground               *ground
	viewers              map[string]*scope.Viewer
	organizations        map[string]string // ids by code
}

// parts is how many parts the demo has: the people, the first sixty projects, and the rest.
func (l *loader) parts() int { return 2 + (l.projects-MinProjects+perPart-1)/perPart }

// loaded is how many parts are there.
func (l *loader) loaded(ctx context.Context) (n int, err error) {
	err = l.county.DB.Read(ctx, func(ctx context.Context) error {
		tx := db.From(ctx)
		row, err := tx.Counter.Query().Where(counter.Name(partSeries)).Only(ctx)
		if err == nil {
			n = int(row.Value)
			return nil
		}
		if !ent.IsNotFound(err) {
			return err
		}
		bodies, err := tx.Organization.Query().Count(ctx)
		if err != nil {
			return err
		}
		users, err := tx.User.Query().Count(ctx)
		if err == nil && bodies+users > 0 {
			return ErrNotEmpty
		}
		return err
	})
	return n, err
}

// store runs fn in a transaction and counts the part as loaded.
func (l *loader) store(ctx context.Context, part int, fn func(ctx context.Context) error) error {
	return l.county.DB.Tx(ctx, func(ctx context.Context) error {
		n, err := db.NextNumber(ctx, partSeries)
		if err != nil {
			return err
		}
		if int(n) != part {
			return errors.New("somebody else is loading the demo into this county")
		}
		return fn(ctx)
	})
}

// first loads bodies, people and key villages.
func (l *loader) first(ctx context.Context, dir string) error {
	s, err := newSecrets(ctx, l.county.People)
	if err != nil {
		return err
	}
	path, err := s.write(dir, l.seed)
	if err != nil {
		return err
	}
	err = l.store(ctx, 1, func(ctx context.Context) error {
		// From now on the county is served as a demo, however it is started.
		if err := db.SetMark(ctx, db.MarkDemo, "loaded"); err != nil {
			return err
		}
		if err := rules.LoadDemo(ctx); err != nil {
			return err
		}
		if err := l.createPeople(ctx, s); err != nil {
			return err
		}
		if err := l.prepare(ctx); err != nil {
			return err
		}
		return l.keyVillages(ctx)
	})
	if err != nil {
		_ = os.Remove(path)
	}
	return err
}

// part loads the projects of one part with their papers.
func (l *loader) part(ctx context.Context, part int) error {
	return l.store(ctx, part, func(ctx context.Context) error {
		if err := l.prepare(ctx); err != nil {
			return err
		}
		p := newPlanner(l.seed, part, l.today, l.ground)
		projects := l.plan(p, part)
		for _, doc := range p.papers {
			if err := l.paper(ctx, doc); err != nil {
				return fmt.Errorf("%s: %w", doc.number, err)
			}
		}
		for _, c := range p.changes {
			if err := l.change(ctx, c); err != nil {
				return fmt.Errorf("%s: %w", c.number, err)
			}
		}
		for _, n := range projects {
			if err := l.project(ctx, p, n); err != nil {
				return fmt.Errorf("%s: %w", n.name, err)
			}
		}
		if part == 2 {
			return l.closeYear(ctx, int32(l.today.Year()-2))
		}
		return nil
	})
}

// plan plans the projects of a part and the papers they need.
func (l *loader) plan(p *planner, part int) (projects []*project) {
	if part == 2 {
		projects = append(projects, p.story(l.householdsOf(0)))
		for i, way := range scripted {
			projects = append(projects, p.project(i, way, l.householdsOf(i+1)))
		}
		p.extras()
	} else {
		from := MinProjects + (part-3)*perPart
		for i := from; i < min(from+perPart, l.projects); i++ {
			projects = append(projects, p.project(i, scripted[p.IntN(len(scripted))], l.householdsOf(i)))
		}
	}
	p.fund()
	return projects
}

// householdsOf is how many households the i-th project serves. They sum to all
// of them; of two neighbours one serves more than the other.
func (l *loader) householdsOf(i int) int {
	share := func(i int) int { return l.households*(i+1)/l.projects - l.households*i/l.projects }
	n, partner := share(i), i^1
	if partner >= l.projects {
		return n
	}
	r := rand.New(rand.NewPCG(l.seed, uint64(i/2)+1<<32))
	moved := r.IntN(min(n, share(partner))/2 + 1)
	if i&1 == 0 {
		return n + moved
	}
	return n - moved
}

// prepare reads what the next parts are built on.
func (l *loader) prepare(ctx context.Context) error {
	tx := db.From(ctx)
	if l.ground == nil {
		rows, err := tx.Region.Query().Where(region.ValidToIsNil()).Order(region.ByCode()).All(ctx)
		if err != nil {
			return err
		}
		l.ground = survey(rows, l.seed)
		if len(l.ground.key) < keyVillageCount {
			return errors.New("the divisions of Yuexi are not loaded")
		}
	}
	bodies, err := tx.Organization.Query().All(ctx)
	if err != nil {
		return err
	}
	for _, b := range bodies {
		l.organizations[b.Code] = b.ID.String()
	}
	for _, a := range accounts {
		if l.viewers[a.username] != nil {
			continue
		}
		v, err := people.ViewerOf(ctx, a.username)
		if err != nil {
			return fmt.Errorf("user %s: %w", a.username, err)
		}
		l.viewers[a.username] = v
	}
	clients, err := tx.ApiClient.Query().Order(apiclient.ByID()).All(ctx)
	if err != nil {
		return err
	}
	for _, code := range departments() {
		at := slices.IndexFunc(clients, func(c *ent.ApiClient) bool { return c.Name == clientName(code) })
		if at < 0 {
			return fmt.Errorf("the API client of %s is gone", code)
		}
		if l.viewers[clientName(code)], err = people.ClientViewer(ctx, clients[at]); err != nil {
			return err
		}
	}
	return nil
}

// as is a connection whose calls are the user's.
func (l *loader) as(username string) grpc.ClientConnInterface {
	return l.county.Server.As(l.viewers[username])
}

// survey chooses the key villages and where projects are.
func survey(rows []*ent.Region, seed uint64) *ground {
	g := &ground{townships: map[string]string{}}
	r := rand.New(rand.NewPCG(seed, 1))
	var others []place
	inTownship := map[string]int{}
	for _, row := range rows {
		if row.Level == region.LevelTownship {
			g.townships[row.Code[:9]] = row.ShortName
		}
		if row.VillagersCommittee && townshipUser(row.Code) != "" {
			others = append(others, place{row.Code, row.ShortName})
		}
	}
	r.Shuffle(len(others), func(i, j int) { others[i], others[j] = others[j], others[i] })
	slices.SortStableFunc(others, func(a, b place) int { return first(a.code) - first(b.code) })
	others = slices.DeleteFunc(others, func(at place) bool {
		if len(g.key) < keyVillageCount && inTownship[at.code[:9]] < 3 {
			inTownship[at.code[:9]]++
			g.key = append(g.key, at)
			return true
		}
		return false
	})
	g.places = append(append(g.places, g.key...), others[:min(5, len(others))]...)
	g.others = others
	return g
}

// first sorts 千佛塔村 and its neighbour 请水寨村 before all others.
func first(code string) int {
	if at := slices.Index([]string{qianfota, "340828107205"}, code); at >= 0 {
		return at
	}
	return 2
}
