package people

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"

	"zhengcun/ent"
	"zhengcun/ent/organization"
	"zhengcun/ent/region"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/kernel/regioncode"
	"zhengcun/internal/people/password"
	"zhengcun/internal/people/roles"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/scope"
	"zhengcun/internal/rules"
)

// NewCounty is what [Room.Found] makes a county of.
type NewCounty struct {
	// Code has 12 digits, or the 6 of GB/T 2260.
	Code string
	// Name is that of the list of divisions when empty.
	Name string
	// City is what the county belongs to, whose offices issue papers to it; empty for one directly under its province.
	City string
	// Divisions are a CSV file as readDivisions takes it. Only Yuexi's are built in.
	Divisions []byte
}

// Founded is a county as it has become, or would.
type Founded struct {
	Code, Name          string
	Townships, Villages int
	Accounts            []Account
}

// Account is a new account with its first password.
type Account struct{ Username, Role, DisplayName, Password string }

// administrators exclude each other: three people.
func administrators() []Account {
	return []Account{
		{Username: "admin", Role: roles.Admin, DisplayName: "系统管理员"},
		{Username: "security", Role: roles.SecurityAdmin, DisplayName: "安全管理员"},
		{Username: "audit", Role: roles.AuditAdmin, DisplayName: "审计管理员"},
	}
}

// plan is a county that contradicts nothing.
type plan struct {
	place     rules.Place
	divisions []division
	edition   edition
	file      bool // the divisions are somebody's, not the built-in ones
}

// Check tells what Found would make, and as violations what is wrong with it. It changes nothing.
func (n NewCounty) Check() (Founded, error) {
	p, err := n.plan()
	if err != nil {
		return Founded{}, err
	}
	return p.summary(), nil
}

func (p *plan) summary() Founded {
	f := Founded{Code: p.place.Code, Name: p.place.County}
	for _, d := range p.divisions {
		switch d.level {
		case region.LevelTownship:
			f.Townships++
		case region.LevelVillage:
			f.Villages++
		}
	}
	return f
}

func (n NewCounty) plan() (*plan, error) {
	code := strings.TrimSpace(n.Code)
	if len(code) == 6 {
		code += "000000"
	}
	parsed, err := regioncode.Parse(code)
	if err != nil || parsed.Level() != regioncode.County || rules.Province(code) == "" || strings.HasSuffix(code[:6], "0000") {
		return nil, fault.Fields(ReasonCountyCode.Field("region_code"))
	}
	name, city := strings.TrimSpace(n.Name), strings.TrimSpace(n.City)
	for path, value := range map[string]string{"name": name, "city": city} {
		if utf8.RuneCountInString(value) > maxDivisionName || strings.ContainsFunc(value, unprintable) {
			return nil, fault.Fields(ReasonCountyText.Field(path, "max", maxDivisionName))
		}
	}
	p := &plan{edition: builtIn, file: len(n.Divisions) > 0}
	content := n.Divisions
	if !p.file && code == rules.Yuexi.Code {
		content = divisionsCSV
		if city == "" {
			city = rules.Yuexi.City
		}
	}
	if len(content) > 0 {
		if p.divisions, err = readDivisions(content); err != nil {
			return nil, err
		}
	}
	listed := ""
	for _, d := range p.divisions {
		if !parsed.Contains(regioncode.Code(d.code)) {
			return nil, fault.Fields(ReasonDivisionForeign.Field("divisions", "code", d.code, "name", d.name, "county", code))
		}
		if d.code == code {
			listed = d.name
		}
	}
	switch {
	case listed == "" && name != "":
		p.divisions = append(p.divisions, division{code: code, name: name, level: region.LevelCounty})
	case name == "":
		name = listed
	case listed != name:
		return nil, fault.Fields(ReasonCountyName.Field("name", "name", listed))
	}
	p.place = rules.Place{Code: code, Province: rules.Province(code), City: city, County: name}
	if f := p.summary(); f.Villages == 0 || f.Townships == 0 {
		return nil, fault.Fields(ReasonDivisionsNone.Field("divisions"))
	}
	if name == "" {
		return nil, fault.Fields(fault.ReasonFieldRequired.Field("name"))
	}
	return p, nil
}

// Found sets up a county without users, in one transaction of its own: divisions,
// default reference data, the county government, and there the three
// administrators, whose passwords are random, told this once and changed by
// whoever logs in with them first. who names the way it was done in the audit log.
//
// It answers COUNTY_EXISTS for a county with users, and COUNTY_IS_ANOTHER for a
// database with the divisions of another one.
func (r *Room) Found(ctx context.Context, who string, n NewCounty) (Founded, error) {
	// Hashing is slow: a county that is there is not worth it.
	set, err := r.SetUp(ctx)
	if err != nil {
		return Founded{}, err
	}
	if set {
		return Founded{}, ReasonCountyExists.New()
	}
	p, err := n.plan()
	if err != nil {
		return Founded{}, err
	}
	accounts, hashes := administrators(), map[string]string{}
	for i, a := range accounts {
		accounts[i].Password = password.Generate()
		if hashes[a.Username], err = r.HashPassword(ctx, a.Username, accounts[i].Password); err != nil {
			return Founded{}, err
		}
	}
	err = r.db.Tx(scope.With(ctx, scope.SystemViewer(who)), func(ctx context.Context) error {
		if there, err := db.From(ctx).User.Query().Exist(ctx); err != nil || there {
			return orElse(err, ReasonCountyExists.New())
		}
		// Who comes second waits here for the first, and begins anew.
		if err := db.SetMark(ctx, db.MarkSetUp, today(ctx).String()); err != nil {
			return err
		}
		if err := r.settle(ctx, p, n.Divisions); err != nil {
			return err
		}
		government, err := CreateOrganization(ctx, NewOrganization{
			Code: "county_government", Name: p.place.County + "人民政府", Kind: organization.KindGovernment, RegionCode: p.place.Code,
		})
		if err != nil {
			return err
		}
		for _, a := range accounts {
			if _, err := r.CreateUserWithPassword(ctx, NewUser{
				Username: a.Username, DisplayName: a.DisplayName, OrganizationID: government.ID,
				Roles: []string{a.Role}, PasswordHash: hashes[a.Username], MustChangePassword: true,
			}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return Founded{}, err
	}
	f := p.summary()
	f.Accounts = accounts
	return f, nil
}

// settle loads divisions and reference data. A database that has the county's divisions keeps them as they are.
func (r *Room) settle(ctx context.Context, p *plan, file []byte) error {
	county, err := db.From(ctx).Region.Query().Where(region.LevelEQ(region.LevelCounty)).First(ctx)
	switch {
	case ent.IsNotFound(err):
		if p.file {
			sum := sha256.Sum256(file)
			p.edition = edition{today(ctx), "建县时导入的区划表（SHA-256 " + hex.EncodeToString(sum[:8]) + "）"}
		}
		if err := rules.SetPlace(ctx, p.place); err != nil {
			return err
		}
		if _, err := insertDivisions(ctx, p.divisions, p.edition); err != nil {
			return err
		}
	case err != nil:
		return err
	case county.Code != p.place.Code:
		return ReasonCountyOther.New("name", county.Name, "code", county.Code)
	}
	return LoadReference(ctx)
}

// LoadReference inserts, in the transaction of ctx, the default reference data that
// is missing, and gives channels the departments that exist by now.
func LoadReference(ctx context.Context) error {
	bodies, err := db.From(ctx).Organization.Query().All(ctx)
	if err != nil {
		return err
	}
	departments := make(map[string]uuid.UUID, len(bodies))
	for _, o := range bodies {
		departments[o.Code] = o.ID
	}
	return rules.Load(ctx, departments)
}

// SetUp tells whether the county has users.
func (r *Room) SetUp(ctx context.Context) (there bool, err error) {
	err = r.db.Read(scope.With(ctx, scope.SystemViewer("start")), func(ctx context.Context) (err error) {
		there, err = db.From(ctx).User.Query().Exist(ctx)
		return err
	})
	return there, err
}

// orElse is err, or the other when it is nil.
func orElse(err, other error) error {
	if err != nil {
		return err
	}
	return other
}
