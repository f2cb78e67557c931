package people

import (
	"context"
	"crypto/subtle"
	"strings"
	"sync"

	peoplev1 "zhengcun/api/zhengcun/people/v1"
	"zhengcun/internal/people/password"
	"zhengcun/internal/platform/access"
)

// setups is the door to a county that is not there yet: nobody has an account, so
// who comes in shows a code that only those see who started the program.
type setups struct {
	peoplev1.UnimplementedSetupServiceServer
	*Room
}

// door is open while there is a code. Random as it is (79 bits), nobody finds it by
// trying, so tries are not counted.
type door struct {
	mu   sync.Mutex
	code string // without hyphens; empty when the door is shut
	shut func()
}

// OpenSetup lets who has the code it returns set up the county over the contract.
// shut is called once that has happened; it may be nil.
func (r *Room) OpenSetup(shut func()) (code string) {
	made := password.Generate()
	r.door.mu.Lock()
	defer r.door.mu.Unlock()
	r.door.code, r.door.shut = made, shut
	return strings.Join([]string{made[:4], made[4:8], made[8:12], made[12:]}, "-")
}

// fits tells whether a code opens the door.
func (d *door) fits(code string) bool {
	code = strings.ToLower(strings.NewReplacer("-", "", " ", "", "\t", "").Replace(code))
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.code != "" && subtle.ConstantTimeCompare([]byte(code), []byte(d.code)) == 1
}

// close shuts the door for good.
func (d *door) close() {
	d.mu.Lock()
	shut := d.shut
	d.code, d.shut = "", nil
	d.mu.Unlock()
	if shut != nil {
		shut()
	}
}

// isSetUp is SetUp that asks the database no more once there are users: they never go.
func (s *setups) isSetUp(ctx context.Context) (bool, error) {
	if s.settled.Load() {
		return true, nil
	}
	set, err := s.SetUp(ctx)
	if set {
		s.settled.Store(true)
	}
	return set, err
}

// GetSetup tells whether a county has still to be set up.
func (s *setups) GetSetup(ctx context.Context, _ *peoplev1.GetSetupRequest) (*peoplev1.Setup, error) {
	set, err := s.isSetUp(ctx)
	return &peoplev1.Setup{CountyMissing: !set}, err
}

// CreateCounty sets up the county. What was given is looked at only after the code.
func (s *setups) CreateCounty(ctx context.Context, req *peoplev1.CreateCountyRequest) (*peoplev1.County, error) {
	set, err := s.isSetUp(ctx)
	if err != nil {
		return nil, err
	}
	if set {
		return nil, ReasonCountyExists.New()
	}
	if !s.door.fits(req.SetupCode) {
		return nil, ReasonSetupCode.New()
	}
	county := NewCounty{Code: req.RegionCode, Name: req.Name, City: req.City, Divisions: req.Divisions}
	if req.ValidateOnly {
		f, err := county.Check()
		return f.message(), err
	}
	f, err := s.Found(ctx, "setup", county)
	if err != nil {
		return nil, err
	}
	s.door.close()
	return f.message(), nil
}

func (f Founded) message() *peoplev1.County {
	m := &peoplev1.County{RegionCode: f.Code, Name: f.Name, Townships: int32(f.Townships), Villages: int32(f.Villages)}
	for _, a := range f.Accounts {
		m.Accounts = append(m.Accounts, &peoplev1.FirstAccount{Username: a.Username, Role: access.RoleOf(a.Role), Password: a.Password})
	}
	return m
}
