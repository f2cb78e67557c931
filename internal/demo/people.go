package demo

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/google/uuid"

	"zhengcun/ent/organization"
	"zhengcun/internal/people"
	"zhengcun/internal/people/roles"
	"zhengcun/internal/rules"
)

// county is the code of Yuexi.
const county = "340828000000"

// body is an organization of the demo.
type body struct {
	code, name string
	kind       organization.Kind
	region     string
}

// bodies are the organizations. 演示 marks those of the speech's time, which have
// other names today, and all firms.
var bodies = []body{
	{"county", "岳西县人民政府", organization.KindGovernment, county},
	{"poverty-office", "岳西县扶贫办（演示）", organization.KindPovertyOffice, county},
	{"finance", "岳西县财政局", organization.KindFinance, county},
	{"statistics", "岳西县统计局", organization.KindStatistics, county},
	{"audit", "岳西县审计局", organization.KindAudit, county},
	{"bank", "扶贫资金专户开户银行（演示）", organization.KindBank, county},

	{"transport", "岳西县交通局（演示）", organization.KindDepartment, county},
	{"water", "岳西县水利局", organization.KindDepartment, county},
	{"agriculture", "岳西县农委（演示）", organization.KindDepartment, county},
	{"forestry", "岳西县林业局", organization.KindDepartment, county},
	{"education", "岳西县教育局", organization.KindDepartment, county},
	{"health", "岳西县卫生局（演示）", organization.KindDepartment, county},
	{"civil-affairs", "岳西县民政局", organization.KindDepartment, county},
	{"labour", "岳西县劳动就业局（演示）", organization.KindDepartment, county},

	{"xiangchang", "响肠镇人民政府", organization.KindTownship, "340828107000"},
	{"laibang", "来榜镇人民政府", organization.KindTownship, "340828102000"},
	{"changpu", "菖蒲镇人民政府", organization.KindTownship, "340828103000"},
	{"dianqian", "店前镇人民政府", organization.KindTownship, "340828101000"},
	{"hetu", "河图镇人民政府", organization.KindTownship, "340828108000"},
	{"wuhe", "五河镇人民政府", organization.KindTownship, "340828109000"},
	{"baojia", "包家乡人民政府", organization.KindTownship, "340828203000"},
	{"yaohe", "姚河乡人民政府", organization.KindTownship, "340828208000"},

	{"qianfota", "千佛塔村村民委员会", organization.KindVillage, "340828107202"},
	{"qingshuizhai", "请水寨村村民委员会", organization.KindVillage, "340828107205"},
	{"wuchou", "无愁村村民委员会", organization.KindVillage, "340828107200"},

	{"xiangchang-road", "响肠镇乡村道路工程队（演示）", organization.KindContractor, "340828107000"},
	{"road-team", "大别山路桥工程有限公司（演示）", organization.KindContractor, county},
	{"water-team", "皖源水利工程有限公司（演示）", organization.KindContractor, county},
	{"building-team", "天堂建筑工程队（演示）", organization.KindContractor, county},
	{"power-team", "农村电力安装队（演示）", organization.KindContractor, county},
	{"energy-team", "农村能源服务队（演示）", organization.KindContractor, county},
	{"tea-company", "兰花坪茶业有限公司（演示）", organization.KindEnterprise, county},
	{"training-centre", "岳西职业技能培训中心（演示）", organization.KindEnterprise, county},
	{"coop", "山里人家种养专业合作社（演示）", organization.KindCooperative, "340828107000"},
}

// account is a user of the demo.
type account struct {
	username, role, body string
}

// accounts are the users: one for each role at least, and two where two people are needed.
var accounts = []account{
	{"admin", roles.Admin, "county"},
	{"security", roles.SecurityAdmin, "county"},
	{"auditadmin", roles.AuditAdmin, "county"},
	{"leader", roles.Leader, "county"},
	{"office1", roles.PovertyOffice, "poverty-office"},
	{"office2", roles.PovertyOffice, "poverty-office"},
	{"office3", roles.PovertyOffice, "poverty-office"},
	{"finance1", roles.FinanceOfficer, "finance"},
	{"finance2", roles.FinanceOfficer, "finance"},
	{"approver", roles.FinanceApprover, "finance"},
	{"approver2", roles.FinanceApprover, "finance"},
	{"cashier", roles.Cashier, "finance"},
	{"statistics", roles.Statistics, "statistics"},
	{"auditor", roles.Auditor, "audit"},

	{"transport", roles.Department, "transport"},
	{"water", roles.Department, "water"},
	{"agriculture", roles.Department, "agriculture"},
	{"forestry", roles.Department, "forestry"},
	{"education", roles.Department, "education"},
	{"health", roles.Department, "health"},
	{"civil-affairs", roles.Department, "civil-affairs"},
	{"labour", roles.Department, "labour"},

	{"xiangchang", roles.Township, "xiangchang"},
	{"laibang", roles.Township, "laibang"},
	{"changpu", roles.Township, "changpu"},
	{"dianqian", roles.Township, "dianqian"},
	{"hetu", roles.Township, "hetu"},
	{"wuhe", roles.Township, "wuhe"},
	{"baojia", roles.Township, "baojia"},
	{"yaohe", roles.Township, "yaohe"},

	{"qianfota", roles.Village, "qianfota"},
	{"qingshuizhai", roles.Village, "qingshuizhai"},
	{"wuchou", roles.Village, "wuchou"},

	{"unit_xiangchang", roles.Unit, "xiangchang-road"},
	{"unit_qianfota", roles.Unit, "qianfota"},
	{"unit_road", roles.Unit, "road-team"},
	{"unit_water", roles.Unit, "water-team"},
	{"unit_building", roles.Unit, "building-team"},
	{"unit_power", roles.Unit, "power-team"},
	{"unit_energy", roles.Unit, "energy-team"},
	{"unit_tea", roles.Unit, "tea-company"},
	{"unit_training", roles.Unit, "training-centre"},
	{"unit_coop", roles.Unit, "coop"},
}

// unitUser is the user who acts for each unit.
var unitUser = func() map[string]string {
	users := map[string]string{}
	for _, a := range accounts {
		if a.role == roles.Unit {
			users[a.body] = a.username
		}
	}
	return users
}()

// townshipUser is the user who acts for the township of a village code.
func townshipUser(village string) string {
	for _, b := range bodies {
		if b.kind == organization.KindTownship && b.region[:9] == village[:9] {
			return b.code
		}
	}
	return ""
}

// departments are the codes of bodies that answer for channels.
func departments() []string {
	var codes []string
	for _, b := range bodies {
		if b.kind == organization.KindDepartment {
			codes = append(codes, b.code)
		}
	}
	return codes
}

// clientScopes are what a department's system may do.
var clientScopes = []string{"funds.read", "funds.write"}

// createPeople makes bodies, users and API clients, and gives the channels their departments.
func (l *loader) createPeople(ctx context.Context, s *secrets) error {
	ids := map[string]uuid.UUID{}
	for _, b := range bodies {
		row, err := people.CreateOrganization(ctx, people.NewOrganization{Code: b.code, Name: b.name, Kind: b.kind, RegionCode: b.region})
		if err != nil {
			return fmt.Errorf("organization %s: %w", b.code, err)
		}
		ids[b.code] = row.ID
	}
	// Issuers, channels and the rest are there already; what this adds is whose the channels are.
	if err := rules.Load(ctx, ids); err != nil {
		return err
	}
	r := peopleRandom(l.seed)
	for i, a := range accounts {
		_, err := l.county.People.CreateUserWithPassword(ctx, people.NewUser{
			Username: a.username, DisplayName: personName(r), OrganizationID: ids[a.body], Roles: []string{a.role},
			Phone: fmt.Sprintf("1000000%04d", i+1), PasswordHash: s.hashes[a.username],
		})
		if err != nil {
			return fmt.Errorf("user %s: %w", a.username, err)
		}
	}
	for _, code := range slices.Sorted(maps.Keys(s.keys)) {
		_, err := l.county.People.CreateApiClientWithKey(ctx, people.NewApiClient{
			Name: clientName(code), OrganizationID: ids[code], Scopes: clientScopes}, s.keys[code])
		if err != nil {
			return fmt.Errorf("API client %s: %w", code, err)
		}
	}
	return nil
}

// clientName names the API client of a department.
func clientName(department string) string {
	i := slices.IndexFunc(bodies, func(b body) bool { return b.code == department })
	return bodies[i].name + "业务系统"
}
