package demo

import projectsv1 "zhengcun/api/zhengcun/projects/v1"

// kind is what projects of a type look like.
type kind struct {
	code       string // project type
	purpose    string
	channels   []string // money it can have, the usual one first
	department string   // leading department; none when empty
	unit       string
	names      []string // of the project, after the village
	objective  string
	benefit    projectsv1.Benefit
	stable     bool // 稳定一块: part of what villages and households get every year
	budget     [2]int64
	quantity   [2]int64 // thousandths of the type's unit
	whole      bool     // the unit is not divided
}

const (
	household = projectsv1.Benefit_BENEFIT_HOUSEHOLDS
	village   = projectsv1.Benefit_BENEFIT_VILLAGE
)

// kinds has one entry for each project type. Budgets are in thousands of yuan and made up.
var kinds = []*kind{
	{"road", "rural-road", []string{"D-TRANSPORT", "F-WORK"}, "transport", "road-team",
		[]string{"通组公路", "主干道硬化", "机耕路改造"}, "解决群众出行和农产品运输难", village, false, [2]int64{180, 620}, [2]int64{1200, 5600}, false},
	{"tea_planting", "tea-planting", []string{"D-AGRI", "F-DEV"}, "agriculture", "tea-company",
		[]string{"新建茶园", "低产茶园改造", "高山茶园基地"}, "发展茶叶第一产业，成活率达标", household, true, [2]int64{60, 240}, [2]int64{80, 420}, false},
	{"drinking_water", "drinking-water", []string{"D-WATER", "F-WORK", "F-FOREIGN"}, "water", "water-team",
		[]string{"人畜饮水工程", "自来水管网延伸", "高位水池新建"}, "解决群众吃水难", village, false, [2]int64{80, 260}, [2]int64{1, 3}, true},
	{"labour_training", "training", []string{"D-LABOUR", "F-DEV"}, "labour", "training-centre",
		[]string{"劳动力转移培训班", "农民工技能培训", "缝纫与电子装配培训"}, "培训一人，输出一人，脱贫一户", household, true, [2]int64{20, 80}, [2]int64{40, 160}, true},
	{"biogas", "biogas", []string{"D-AGRI", "F-SELF"}, "agriculture", "energy-team",
		[]string{"一池三改沼气", "户用沼气池", "沼气池配套改厕"}, "改善生活条件，保护山林", household, true, [2]int64{40, 150}, [2]int64{30, 120}, true},
	{"housing", "housing", []string{"D-CIVIL", "F-NEW"}, "civil-affairs", "building-team",
		[]string{"危房改造", "五保户危房改造", "土坯房加固"}, "让困难群众住上安全房", household, true, [2]int64{60, 220}, [2]int64{8, 30}, true},
	{"irrigation", "irrigation", []string{"D-WATER", "F-WORK"}, "water", "water-team",
		[]string{"堰塘清淤扩容", "灌溉渠道衬砌", "拦河坝维修"}, "恢复和扩大灌溉面积", village, false, [2]int64{60, 200}, [2]int64{1, 5}, true},
	{"pass_on_livestock", "livestock", []string{"F-NEW", "F-CITY"}, "agriculture", "coop",
		[]string{"养母还仔（黑猪）", "养母还仔（黄牛）", "养母还仔（山羊）"}, "一户受益，滚动扶持", household, true, [2]int64{50, 160}, [2]int64{40, 200}, true},
	{"bridge", "rural-road", []string{"D-TRANSPORT", "F-WORK"}, "transport", "road-team",
		[]string{"便民桥", "过水涵洞", "漫水桥改建"}, "消除雨季出行隐患", village, false, [2]int64{80, 260}, [2]int64{1, 3}, true},
	{"school", "school", []string{"D-EDU", "F-SOCIAL"}, "education", "building-team",
		[]string{"教学点校舍维修", "小学食堂新建", "小学操场硬化"}, "有学上，上得起学", village, false, [2]int64{120, 380}, [2]int64{1, 1}, true},
	{"power", "power", []string{"F-DEV"}, "", "power-team",
		[]string{"低压线路改造", "变压器增容", "偏远村组通电"}, "保证生产生活用电", village, false, [2]int64{60, 210}, [2]int64{900, 4200}, false},
	{"clinic", "clinic", []string{"D-HEALTH", "F-FOREIGN"}, "health", "building-team",
		[]string{"卫生室新建", "卫生室改造", "卫生室设备配置"}, "小病不出村", village, false, [2]int64{60, 180}, [2]int64{1, 1}, true},
	{"relocation", "relocation", []string{"F-RELOC", "F-DEV"}, "civil-affairs", "building-team",
		[]string{"移民搬迁安置点", "高山户搬迁", "地质灾害点搬迁"}, "山上到山下，山下到路边，路边到集镇", household, false, [2]int64{200, 700}, [2]int64{10, 36}, true},
	{"cooperative", "enterprise", []string{"F-SOCIAL", "F-CREDIT"}, "agriculture", "coop",
		[]string{"茭白专业合作社", "蚕桑协会", "高山蔬菜合作社"}, "分户经营对接大市场", household, false, [2]int64{50, 180}, [2]int64{30, 110}, true},
	{"farmland", "irrigation", []string{"F-WORK", "D-WATER"}, "agriculture", "water-team",
		[]string{"坡改梯", "冷浸田改造", "基本农田整治"}, "改善基本生产条件", village, false, [2]int64{80, 260}, [2]int64{60, 300}, false},
	{"broadcasting", "broadcasting", []string{"F-NEW", "F-COUNTY"}, "", "power-team",
		[]string{"广播电视村村通", "有线电视入户", "广播室"}, "听得到广播，看得到电视", village, false, [2]int64{30, 90}, [2]int64{60, 260}, true},
	{"other_planting", "planting", []string{"D-FOREST", "F-COUNTY"}, "forestry", "coop",
		[]string{"板栗低改", "蚕桑基地", "高山茭白基地"}, "增加林下和山地收入", household, false, [2]int64{50, 190}, [2]int64{60, 360}, false},
	{"enterprise", "enterprise", []string{"F-DEV", "F-CREDIT"}, "", "tea-company",
		[]string{"茶叶加工厂扩建", "龙头企业带动基地", "鲜叶收购点"}, "龙头带基地，基地连农户", household, false, [2]int64{150, 480}, [2]int64{60, 220}, true},
	{"watershed", "irrigation", []string{"F-WORK", "D-WATER"}, "water", "water-team",
		[]string{"小流域治理", "河堤护岸", "水土保持林"}, "治理水土流失", village, false, [2]int64{120, 360}, [2]int64{200, 900}, false},
	{"land_subcontract", "enterprise", []string{"F-CREDIT", "F-SELF"}, "agriculture", "tea-company",
		[]string{"返租倒包茶园", "返租倒包茭白田", "连片蔬菜基地流转"}, "能人大户连片开发", household, false, [2]int64{60, 200}, [2]int64{60, 260}, false},
}

// source is who issues the papers of a channel and what they are called.
type source struct {
	issuer, prefix string
}

// sources are the issuers of each channel's papers.
var sources = map[string][]source{
	"F-DEV":       {{"AH-CZ", "皖财农"}, {"AQ-CZ", "宜财农"}},
	"F-NEW":       {{"AH-CZ", "皖财农"}, {"ZY-CZ", "财农"}},
	"F-WORK":      {{"AH-FG", "皖发改地区"}, {"AQ-FG", "宜发改"}},
	"F-MINOR":     {{"AH-CZ", "皖财农"}},
	"F-RELOC":     {{"AH-FG", "皖发改地区"}},
	"F-CITY":      {{"AQ-CZ", "宜财农"}},
	"F-COUNTY":    {{"YX-CZ", "岳财农"}},
	"D-TRANSPORT": {{"AQ-JT", "宜交计"}, {"AH-JT", "皖交计"}},
	"D-WATER":     {{"AQ-SL", "宜水财"}, {"YX-SL", "岳水"}},
	"D-AGRI":      {{"YX-NY", "岳农"}, {"AH-NY", "皖农计"}},
	"D-FOREST":    {{"YX-LY", "岳林"}, {"AH-LY", "皖林计"}},
	"D-EDU":       {{"AQ-JY", "宜教计"}, {"YX-JY", "岳教"}},
	"D-HEALTH":    {{"YX-WS", "岳卫"}, {"AH-WS", "皖卫财"}},
	"D-CIVIL":     {{"AQ-MZ", "宜民"}, {"YX-MZ", "岳民"}},
	"D-LABOUR":    {{"YX-LD", "岳劳社"}, {"AH-LD", "皖劳社"}},
	"F-SOCIAL":    {{"YX-FP", "岳扶办"}},
	"F-CREDIT":    {{"YX-FP", "岳扶办"}, {"AH-FP", "皖扶办"}},
	"F-SELF":      {{"YX-CZ", "岳财农"}},
	"F-FOREIGN":   {{"AH-FP", "皖扶办"}},
}

// pushers are the departments whose systems push the papers of a channel; all
// other papers are typed by finance.
var pushers = map[string]string{
	"D-TRANSPORT": "transport", "D-WATER": "water", "D-AGRI": "agriculture", "D-FOREST": "forestry",
	"D-EDU": "education", "D-HEALTH": "health", "D-CIVIL": "civil-affairs", "D-LABOUR": "labour",
}

// titles name the channels in the titles of papers.
var titles = map[string]string{
	"F-DEV": "财政扶贫发展资金", "F-NEW": "新增财政扶贫资金", "F-WORK": "以工代赈资金", "F-MINOR": "少数民族发展资金", "F-RELOC": "易地扶贫搬迁资金",
	"F-CITY": "市级财政扶贫资金", "F-COUNTY": "县级财政扶贫资金", "D-TRANSPORT": "交通专项资金", "D-WATER": "水利专项资金", "D-AGRI": "农业专项资金",
	"D-FOREST": "林业专项资金", "D-EDU": "教育专项资金", "D-HEALTH": "卫生专项资金", "D-CIVIL": "民政专项资金", "D-LABOUR": "劳动力转移培训资金",
	"F-SOCIAL": "社会帮扶资金", "F-CREDIT": "小额信贷配套资金", "F-SELF": "群众自筹资金", "F-FOREIGN": "外援扶贫项目资金",
}
