package people

import "zhengcun/internal/platform/spelling"

// spelt are the names that pinyin finds. A county has some hundreds of places,
// bodies and people; their names are read only when what was typed can be pinyin.
func spelt(query string, names func() ([]string, error)) ([]string, error) {
	if spelling.Typed(query) == "" {
		return nil, nil
	}
	all, err := names()
	if err != nil {
		return nil, err
	}
	return spelling.Among(query, all), nil
}
