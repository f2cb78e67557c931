package rules

import (
	"context"
	"encoding/json"
	"strings"

	"zhengcun/ent/issuer"
	"zhengcun/internal/platform/db"
)

// Place is where the county is: whose offices issue papers to it.
type Place struct {
	Code     string `json:"code"` // 12 digits
	Province string `json:"province"`
	City     string `json:"city"` // empty for a county directly under its province
	County   string `json:"county"`
}

// Yuexi is the county the program was made for.
var Yuexi = Place{Code: "340828000000", Province: "安徽省", City: "安庆市", County: "岳西县"}

// provinces are the names by the first two digits of codes (GB/T 2260).
var provinces = map[string]string{
	"11": "北京市", "12": "天津市", "13": "河北省", "14": "山西省", "15": "内蒙古自治区", "21": "辽宁省", "22": "吉林省", "23": "黑龙江省",
	"31": "上海市", "32": "江苏省", "33": "浙江省", "34": "安徽省", "35": "福建省", "36": "江西省", "37": "山东省", "41": "河南省",
	"42": "湖北省", "43": "湖南省", "44": "广东省", "45": "广西壮族自治区", "46": "海南省", "50": "重庆市", "51": "四川省", "52": "贵州省",
	"53": "云南省", "54": "西藏自治区", "61": "陕西省", "62": "甘肃省", "63": "青海省", "64": "宁夏回族自治区", "65": "新疆维吾尔自治区",
}

// Province is the name of the province a division code lies in; empty for a code of none.
func Province(code string) string {
	if len(code) < 2 {
		return ""
	}
	return provinces[code[:2]]
}

// SetPlace makes the county remember where it is, for good and before the first [Load].
func SetPlace(ctx context.Context, p Place) error {
	text, err := json.Marshal(p)
	if err != nil {
		return err
	}
	return db.SetMark(ctx, db.MarkCounty, string(text))
}

// placeOf is where the county is. One that does not remember is older than the question, when all were Yuexi.
func placeOf(ctx context.Context) (Place, error) {
	text, there, err := db.Mark(ctx, db.MarkCounty)
	if err != nil || !there {
		return Yuexi, err
	}
	var p Place
	return p, json.Unmarshal([]byte(text), &p)
}

// issuer fills code and name of an issuer of the data file. The name is empty when the county has no such issuer.
func (p Place) issuer(code, name string, level issuer.Level) (filledCode, filledName string) {
	letters := [3]string{"PROV", "CITY", "COUNTY"}
	if p.Code == Yuexi.Code {
		letters = [3]string{"AH", "AQ", "YX"}
	}
	if level == issuer.LevelCity && p.City == "" {
		return "", ""
	}
	if level == issuer.LevelProvince && strings.HasSuffix(p.Province, "市") && strings.HasSuffix(name, "厅") {
		name = strings.TrimSuffix(name, "厅") + "局" // of a city that is a province
	}
	fill := strings.NewReplacer("{province_code}", letters[0], "{city_code}", letters[1], "{county_code}", letters[2],
		"{province}", p.Province, "{city}", p.City, "{county}", p.County)
	return fill.Replace(code), fill.Replace(name)
}
