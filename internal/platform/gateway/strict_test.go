package gateway

import (
	"testing"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	peoplev1 "zhengcun/api/zhengcun/people/v1"
)

// What passes here must be what the lenient decoder behind reads, and it must read it.
func FuzzStrictIsStricterThanTheDecoder(f *testing.F) {
	for _, text := range []string{
		`{"issuerCode":"a","lines":[{"lineNumber":1,"amountFen":"60000000"}],"sources":["DOCUMENT_SOURCE_PUSHED"],"createTime":"2026-03-01T08:00:00.5+08:00"}`,
		`{"title":"\ud842\udfb7\n","money":{"promisedFen":-1},"refersToId":null,"lines":null}`,
		`{"scopes":["funds.read"],"expireTime":"2026-02-30T00:00:00Z","disabled":true}`,
		`{"amount_fen":1e5}`, `[]`, `{"name":"\ud800"}`, `{"name":"a","name":"b"}`, `{} {}`, "{\"name\":\"\xff\"}",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		for _, m := range []proto.Message{&fundsv1.FundDocument{}, &peoplev1.ApiClient{}} {
			checked, err := checkJSON(text, m.ProtoReflect().Descriptor(), "")
			if err != nil || len(checked.wrong) > 0 {
				continue
			}
			if err := protojson.Unmarshal(text, m); err != nil {
				t.Errorf("%q passed and is no %T: %v", text, m, err)
			}
		}
	})
}

func BenchmarkStrict(b *testing.B) {
	text := []byte(`{"issuerCode":"city_transport","number":"岳交计〔2026〕12号","title":"公路","issuedOn":"2026-03-01","lines":[{"lineNumber":1,"channelCode":"transport","purposeCode":"road","fiscalYear":2026,"amountFen":"60000000"}]}`)
	d := (&fundsv1.FundDocument{}).ProtoReflect().Descriptor()
	for b.Loop() {
		if c, err := checkJSON(text, d, "fund_document"); err != nil || len(c.wrong) > 0 {
			b.Fatal(err)
		}
	}
}
