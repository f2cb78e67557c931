package people_test

import (
	"context"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	peoplev1 "zhengcun/api/zhengcun/people/v1"
	"zhengcun/ent/issuer"
	"zhengcun/ent/region"
	"zhengcun/ent/user"
	"zhengcun/internal/countytest"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/people"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/scope"
)

// yunhe is another county, in an order of its own and without the columns that follow from the code.
const yunhe = `name,code
云坛乡,331125206000
包山村委会,331125206201
浮云街道,331125001000
城东居委会,331125001001
云和县,331125000000
`

// violation is the reason of the first violation, else that of the error.
func violation(err error) string {
	if f, ok := fault.From(err); ok && len(f.Violations()) > 0 {
		return f.Violations()[0].Field + ":" + f.Violations()[0].Reason.Code
	}
	return reason(err)
}

func TestNewCounty(t *testing.T) {
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(yunhe)
	if err != nil {
		t.Fatal(err)
	}
	row := func(line string) people.NewCounty {
		return people.NewCounty{Code: "331125", Divisions: []byte(yunhe + line + "\n")}
	}
	for name, c := range map[string]struct {
		county people.NewCounty
		want   string
	}{
		"built in":               {people.NewCounty{Code: "340828"}, ""},
		"its own name":           {people.NewCounty{Code: "340828000000", Name: " 岳西县 "}, ""},
		"another name":           {people.NewCounty{Code: "340828", Name: "潜山县"}, "name:COUNTY_NAME_DIFFERS"},
		"a list":                 {row(""), ""},
		"as spreadsheets save":   {people.NewCounty{Code: "331125", Divisions: []byte(gb)}, ""},
		"with a mark":            {people.NewCounty{Code: "331125", Divisions: []byte("\ufeff" + strings.ReplaceAll(yunhe, "\n", "\r\n"))}, ""},
		"no list":                {people.NewCounty{Code: "331125", Name: "云和县"}, "divisions:DIVISIONS_MISSING"},
		"no name anywhere":       {people.NewCounty{Code: "331125", Divisions: []byte(strings.Replace(yunhe, "云和县,331125000000\n", "", 1))}, "name:FIELD_REQUIRED"},
		"named by hand":          {people.NewCounty{Code: "331125", Name: "云和县", Divisions: []byte(strings.Replace(yunhe, "云和县,331125000000\n", "", 1))}, ""},
		"a township's code":      {people.NewCounty{Code: "340828107000"}, "region_code:COUNTY_CODE_INVALID"},
		"a province's code":      {people.NewCounty{Code: "340000"}, "region_code:COUNTY_CODE_INVALID"},
		"no province":            {people.NewCounty{Code: "990101"}, "region_code:COUNTY_CODE_INVALID"},
		"a name of lines":        {people.NewCounty{Code: "340828", Name: "岳\n西"}, "name:COUNTY_TEXT_INVALID"},
		"a long city":            {people.NewCounty{Code: "340828", City: strings.Repeat("市", 101)}, "city:COUNTY_TEXT_INVALID"},
		"another county's":       {row("某村委会,340828107202"), "divisions:DIVISION_PARENT_MISSING"},
		"another county's town":  {row("响肠镇,340828107000"), "divisions:DIVISION_OF_ANOTHER_COUNTY"},
		"twice":                  {row("包山村,331125206201"), "divisions:DIVISION_TWICE"},
		"no township":            {row("某村委会,331125207201"), "divisions:DIVISION_PARENT_MISSING"},
		"rounded by a program":   {row("某村委会,3.31125E+11"), "divisions:DIVISION_CODE_INVALID"},
		"without a name":         {row(",331125206202"), "divisions:DIVISION_NAME_INVALID"},
		"empty lines":            {row(",\n , "), ""},
		"broken quotes":          {row(`"某村,331125206202`), "divisions:DIVISIONS_FILE_INVALID"},
		"no columns":             {people.NewCounty{Code: "331125", Divisions: []byte("331125206202,某村\n")}, "divisions:DIVISIONS_FILE_INVALID"},
		"a picture":              {people.NewCounty{Code: "331125", Divisions: []byte("\x89PNG\r\n\x1a\n\x00\xff\xff")}, "divisions:DIVISIONS_FILE_INVALID"},
		"too large":              {people.NewCounty{Code: "331125", Divisions: make([]byte, 3<<20)}, "divisions:DIVISIONS_FILE_INVALID"},
		"level against the code": {people.NewCounty{Code: "331125", Divisions: []byte("code,name,level,parent_code\n331125206000,云坛乡,village,\n")}, "divisions:DIVISION_LEVEL_INVALID"},
		"only a township":        {people.NewCounty{Code: "331125", Divisions: []byte("code,name\n331125000000,云和县\n331125206000,云坛乡\n")}, "divisions:DIVISIONS_MISSING"},
	} {
		found, err := c.county.Check()
		if got := violation(err); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
		if c.want == "" && c.county.Code == "331125" && (found.Name != "云和县" || found.Townships != 2 || found.Villages != 2 || found.Code != "331125000000") {
			t.Errorf("%s: %+v", name, found)
		}
	}
}

func TestFound(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		room := people.New(c.DB, c.Keys, c.Pager, false)
		other := people.NewCounty{Code: "331125", City: "丽水市", Divisions: []byte(yunhe)}
		f := must(room.Found(t.Context(), "test", other))(t)
		if len(f.Accounts) != 3 || f.Name != "云和县" || f.Villages != 2 {
			t.Fatalf("%+v", f)
		}
		for _, again := range []people.NewCounty{other, {Code: "340828"}, {}} {
			_, err := room.Found(t.Context(), "test", again)
			want(t, err, "COUNTY_EXISTS")
		}
		err := c.DB.Tx(scope.With(t.Context(), scope.SystemViewer("test")), func(ctx context.Context) error {
			tx := db.From(ctx)
			village := must(tx.Region.Query().Where(region.Code("331125206201")).Only(ctx))(t)
			parent := must(tx.Region.Get(ctx, *village.ParentID))(t)
			if village.ShortName != "包山村" || !village.VillagersCommittee || village.ValidFrom.String() != "2026-11-02" || parent.Name != "云坛乡" {
				t.Errorf("%v below %v", village, parent)
			}
			if n := must(tx.Region.Query().Count(ctx))(t); n != 5 {
				t.Errorf("%d regions", n)
			}
			for code, name := range map[string]string{"PROV-CZ": "浙江省财政厅", "CITY-JT": "丽水市交通局", "COUNTY-ZF": "云和县人民政府", "ZY-CZ": "财政部"} {
				if row := must(tx.Issuer.Query().Where(issuer.Code(code)).Only(ctx))(t); row.Name != name {
					t.Errorf("%s is %s", code, row.Name)
				}
			}
			if tx.Issuer.Query().Where(issuer.NameContains("岳西")).ExistX(ctx) {
				t.Error("an issuer of another county")
			}
			channels := must(tx.Channel.Query().Count(ctx))(t)
			if err := people.LoadReference(ctx); err != nil { // as at the next start
				return err
			}
			if n := must(tx.Channel.Query().Count(ctx))(t); n != channels || n == 0 {
				t.Errorf("%d channels, then %d", channels, n)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

// A city that is a province has no city below it and other names of its offices.
func TestFoundInAMunicipality(t *testing.T) {
	c := countytest.SQLite(t)
	list := "code,name\n500101000000,万州区\n500101001000,高笋塘街道\n500101001001,王牌路社区\n"
	must(people.New(c.DB, c.Keys, c.Pager, false).Found(t.Context(), "test", people.NewCounty{Code: "500101", Divisions: []byte(list)}))(t)
	if err := c.DB.Read(scope.With(t.Context(), scope.SystemViewer("test")), func(ctx context.Context) error {
		tx := db.From(ctx)
		if row := must(tx.Issuer.Query().Where(issuer.Code("PROV-SL")).Only(ctx))(t); row.Name != "重庆市水利局" {
			t.Errorf("%s", row.Name)
		}
		if tx.Issuer.Query().Where(issuer.LevelEQ(issuer.LevelCity)).ExistX(ctx) {
			t.Error("issuers of no city")
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

// A database of before, with divisions and nobody in it, keeps them.
func TestFoundKeepsDivisions(t *testing.T) {
	c := countytest.SQLite(t)
	room := people.New(c.DB, c.Keys, c.Pager, false)
	ctx := scope.With(t.Context(), scope.SystemViewer("test"))
	if err := c.DB.Tx(ctx, func(ctx context.Context) error { _, err := people.LoadDivisions(ctx); return err }); err != nil {
		t.Fatal(err)
	}
	_, err := room.Found(ctx, "test", people.NewCounty{Code: "331125", Divisions: []byte(yunhe)})
	want(t, err, "COUNTY_IS_ANOTHER")
	must(room.Found(ctx, "test", people.NewCounty{Code: "340828"}))(t)
	if err := c.DB.Read(ctx, func(ctx context.Context) error {
		if n := must(db.From(ctx).Region.Query().Count(ctx))(t); n != 215 {
			t.Errorf("%d regions", n)
		}
		if row := must(db.From(ctx).Issuer.Query().Where(issuer.Code("YX-CZ")).Only(ctx))(t); row.Name != "岳西县财政局" {
			t.Errorf("%s", row.Name)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

// Who has the server gets into an account again, and nobody else stays in it.
func TestResetPassword(t *testing.T) {
	forEach(t, func(t *testing.T, w *world) {
		before := w.login("security")
		password := must(w.room.ResetPassword(t.Context(), "admin reset-password", " Security "))(t)
		_, err := w.sessions.GetCurrentSession(w.from("192.0.2.1", before), &peoplev1.GetCurrentSessionRequest{})
		want(t, err, "SIGN_IN_REQUIRED")
		s := must(w.try("security", password, "192.0.2.1"))(t)
		if !s.User.MustChangePassword {
			t.Error("the password need not be changed")
		}
		_, err = w.room.ResetPassword(t.Context(), "test", "nobody")
		want(t, err, "NOT_FOUND")
		w.tx(func(ctx context.Context) error {
			db.From(ctx).Exempt("test")
			return db.From(ctx).User.Update().Where(user.Username("security")).SetDisabled(true).Exec(ctx)
		})
		_, err = w.room.ResetPassword(t.Context(), "test", "security")
		want(t, err, "USER_CANNOT_LOG_IN")
		if n := w.audited("people.resetUserPassword"); n != 1 {
			t.Errorf("%d entries", n)
		}
	})
}
