package demo

import "math/rand/v2"

// Names of people are put together from the common surnames and given names
// below. Surnames of people in the speech are left out.
var (
	surnames   = []string{"王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周", "徐", "孙", "马", "朱", "胡", "林", "何", "高", "罗", "储", "余", "程", "方", "柳"}
	givenNames = []string{"建国", "建军", "志强", "志明", "文斌", "文军", "秀英", "秀兰", "桂英", "桂花", "国庆", "国平", "德胜", "德明", "丽华", "丽娟",
		"春生", "春梅", "海波", "海燕", "永安", "永红", "小平", "小红", "学文", "学兵", "玉珍", "玉兰", "家旺", "家福", "新民", "新华"}
)

// personName makes the name of somebody who does not exist.
func personName(r *rand.Rand) string {
	return surnames[r.IntN(len(surnames))] + givenNames[r.IntN(len(givenNames))]
}

// peopleRandom draws the names of the users: always the same ones for a seed.
func peopleRandom(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 0)) }
