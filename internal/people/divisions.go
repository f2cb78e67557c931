package people

import (
	"context"
	_ "embed" // divisions.csv
	"slices"
	"strings"
	"unicode"

	"github.com/google/uuid"
	"github.com/mozillazg/go-pinyin"

	"zhengcun/ent"
	"zhengcun/ent/region"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/db"
)

// divisionsCSV is the county's published list; divisions.md says where it is from.
//
//go:embed divisions.csv
var divisionsCSV []byte

// edition is where a list of divisions comes from.
type edition struct {
	from   calendar.Date
	source string
}

var builtIn = edition{calendar.MustParseDate("2023-06-30"), "国家统计局统计用区划代码 2023 年版（截至 2023-06-30）"}

// division is one row of a list.
type division struct {
	code, name, parent string
	level              region.Level
}

// LoadDivisions inserts the published divisions of Yuexi that are missing, in the
// transaction of ctx, and returns how many. Existing regions stay as they are:
// renames and mergers are decided by people, not by a list. A code that was ever
// used is not missing.
func LoadDivisions(ctx context.Context) (int, error) {
	rows, err := readDivisions(divisionsCSV)
	if err != nil {
		return 0, err
	}
	return insertDivisions(ctx, rows, builtIn)
}

func insertDivisions(ctx context.Context, rows []division, of edition) (int, error) {
	tx := db.From(ctx)
	existing, err := tx.Region.Query().All(ctx)
	if err != nil {
		return 0, err
	}
	ids := make(map[string]uuid.UUID, len(rows))
	for _, r := range existing {
		if _, seen := ids[r.Code]; !seen || InForce(r, today(ctx)) {
			ids[r.Code] = r.ID
		}
	}
	inserted := 0
	for _, level := range []region.Level{region.LevelCounty, region.LevelTownship, region.LevelVillage} {
		var creates []*ent.RegionCreate
		for _, d := range rows {
			if _, there := ids[d.code]; there || d.level != level {
				continue
			}
			ids[d.code] = uuid.Must(uuid.NewV7())
			create := d.create(tx, of).SetID(ids[d.code])
			if d.parent != "" {
				create.SetParentID(ids[d.parent])
			}
			creates = append(creates, create)
		}
		for part := range slices.Chunk(creates, insertAtOnce) {
			if err := tx.Region.CreateBulk(part...).Exec(ctx); err != nil {
				return 0, err
			}
		}
		inserted += len(creates)
	}
	if inserted > 0 {
		db.Audit(ctx, audit.Entry{Action: "people.loadDivisions", ObjectType: "region",
			After: brief(map[string]any{"inserted": inserted, "edition": of.from.String(), "source": of.source})})
	}
	return inserted, nil
}

// insertAtOnce keeps a statement below the number of values the databases take.
const insertAtOnce = 500

func (d division) create(tx *db.Tx, of edition) *ent.RegionCreate {
	short := ShortName(d.name)
	return tx.Region.Create().SetCode(d.code).SetName(d.name).SetShortName(short).SetInitials(Initials(short)).
		SetLevel(d.level).SetVillagersCommittee(d.level == region.LevelVillage && strings.HasSuffix(d.name, villagersCommittee)).
		SetValidFrom(of.from).SetSource(of.source)
}

// villagersCommittee ends the name of a village that governs itself as one. What
// else is of village level are residents' committees (居委会) and the virtual
// community of the statistics, none of which can be a key village.
const villagersCommittee = "村委会"

// ShortName is a region's name for screens: 千佛塔村 for 千佛塔村委会. Other names stay.
func ShortName(name string) string {
	if strings.HasSuffix(name, villagersCommittee) {
		return strings.TrimSuffix(name, "委会")
	}
	return name
}

// Initials are the first letters of the pinyin of a name, in small letters: qftc
// for 千佛塔村. Latin letters and digits stay, the rest goes. Of a character with
// several readings the most common one counts, and in exceptions that of place names.
func Initials(name string) string {
	args := pinyin.NewArgs()
	args.Style = pinyin.FirstLetter
	args.Fallback = func(r rune, _ pinyin.Args) []string {
		if r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			return []string{string(unicode.ToLower(r))}
		}
		return nil
	}
	var all strings.Builder
	for _, character := range name {
		if letter, ok := exceptions[character]; ok {
			all.WriteString(letter)
			continue
		}
		all.WriteString(strings.Join(pinyin.LazyPinyin(string(character), args), ""))
	}
	return all.String()
}

// exceptions are read otherwise in the county's names than the dictionary reads them first.
var exceptions = map[rune]string{'长': "c"} // 长岭, 长生: cháng, not zhǎng
