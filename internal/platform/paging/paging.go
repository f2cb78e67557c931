// Package paging walks lists by keyset: a page token carries the sort values of
// the last row, bound to the caller, the method and the filters, and signed. A
// row that was there when the walk began is seen exactly once, whatever is
// inserted meanwhile.
package paging

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"entgo.io/ent/dialect/sql"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/platform/scope"
)

// Sizes of pages: what is given when nothing is asked for, and the most.
const (
	DefaultSize = 50
	MaxSize     = 1000
)

// Reasons of lists.
var (
	ReasonToken = fault.Define("PAGE_TOKEN_INVALID", fault.Invalid,
		fault.Bilingual{ZH: "翻页标记无效：它不属于您、不属于这个筛选条件，或已被改动", EN: "The page token is not valid: not yours, of another filter, or altered"},
		fault.Bilingual{ZH: "请从第一页重新查询", EN: "Start again from the first page"})
	ReasonOrder = fault.Define("ORDER_BY_UNKNOWN", fault.Invalid,
		fault.Bilingual{ZH: "不能按该字段排序，可选：{allowed}", EN: "Cannot sort by this; one of: {allowed}"},
		fault.Bilingual{ZH: "请选用允许的排序字段", EN: "Use one of the allowed orders"})
)

// Signer signs and checks tokens.
type Signer interface {
	Sign(purpose string, data []byte) []byte
	VerifyMAC(purpose string, data, mac []byte) bool
}

// Pager opens lists.
type Pager struct{ Signer Signer }

// Request is a list request of the contract.
type Request interface {
	proto.Message
	GetPageSize() int32
	GetPageToken() string
}

// Column is a column a list is sorted by.
type Column struct {
	Name string
	Desc bool
	// Empty says that rows may have no text in the column; they are sorted as if it were empty.
	Empty bool
}

// in is the column as a query on the table has it.
func (c Column) in(column func(string) string) string {
	if c.Empty {
		return "COALESCE(" + column(c.Name) + ", '')"
	}
	return column(c.Name)
}

// Order is how a list is sorted; the last column is unique.
type Order []Column

// By makes an order of one column and the id.
func By(name string, desc bool) Order {
	return Order{{Name: name, Desc: desc}, {Name: "id", Desc: desc}}
}

// Parse reads an order_by of the contract, one of allowed with an optional
// ` desc`; the first allowed is the default.
func Parse(orderBy string, allowed ...string) (Order, error) {
	if orderBy == "" {
		orderBy = allowed[0]
	}
	name, direction, _ := strings.Cut(strings.TrimSpace(orderBy), " ")
	names := make([]string, len(allowed))
	for i, a := range allowed {
		names[i], _, _ = strings.Cut(a, " ")
	}
	if !slices.Contains(names, name) || direction != "" && direction != "desc" && direction != "asc" {
		return nil, fault.Fields(ReasonOrder.Field("order_by", "allowed", strings.Join(names, ", ")))
	}
	return By(name, direction == "desc"), nil
}

// Page is one page of a list.
type Page struct {
	// Limit is how many rows to read: one more than the page, to know whether another follows.
	Limit int
	order Order
	after []string
	pager *Pager
	bound []byte
}

type token struct {
	Bound []byte   `json:"b"`
	After []string `json:"a"`
}

const purpose = "page-token"

// Open reads size and token of a list request.
func (p *Pager) Open(ctx context.Context, req Request, order Order) (*Page, error) {
	size := int(req.GetPageSize())
	switch {
	case size <= 0:
		size = DefaultSize
	case size > MaxSize:
		size = MaxSize
	}
	page := &Page{Limit: size + 1, order: order, pager: p, bound: bind(ctx, req, order)}
	if req.GetPageToken() == "" {
		return page, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(req.GetPageToken())
	if err != nil || len(raw) < sha256.Size {
		return nil, ReasonToken.New()
	}
	mac, body := raw[:sha256.Size], raw[sha256.Size:]
	var t token
	if !p.Signer.VerifyMAC(purpose, body, mac) || json.Unmarshal(body, &t) != nil || !bytes.Equal(t.Bound, page.bound) || len(t.After) != len(order) {
		return nil, ReasonToken.New()
	}
	page.after = t.After
	return page, nil
}

// bind sums up whose list it is and of what: caller, method and every filter.
func bind(ctx context.Context, req Request, order Order) []byte {
	m := proto.Clone(req).ProtoReflect()
	for _, name := range []protoreflect.Name{"page_size", "page_token"} {
		m.Clear(m.Descriptor().Fields().ByName(name))
	}
	content, _ := proto.MarshalOptions{Deterministic: true}.Marshal(m.Interface())
	h := sha256.New()
	if v, ok := scope.From(ctx); ok {
		h.Write([]byte(v.Caller()))
	}
	h.Write([]byte{0})
	h.Write([]byte(m.Descriptor().FullName()))
	for _, c := range order {
		h.Write([]byte("\x00" + c.Name))
		if c.Desc {
			h.Write([]byte{1})
		}
	}
	h.Write(content)
	return h.Sum(nil)[:16]
}

// Selector sorts and limits an ent query: pass it to Where. Only rows after the last page's are left.
func (p *Page) Selector() func(*sql.Selector) {
	return func(s *sql.Selector) {
		for _, c := range p.order {
			if c.Desc {
				s.OrderBy(sql.Desc(c.in(s.C)))
			} else {
				s.OrderBy(sql.Asc(c.in(s.C)))
			}
		}
		s.Limit(p.Limit)
		if p.after == nil {
			return
		}
		var rows []*sql.Predicate
		for i, c := range p.order {
			var all []*sql.Predicate
			for j := range i {
				all = append(all, sql.EQ(p.order[j].in(s.C), p.after[j]))
			}
			if c.Desc {
				all = append(all, sql.LT(c.in(s.C), p.after[i]))
			} else {
				all = append(all, sql.GT(c.in(s.C), p.after[i]))
			}
			rows = append(rows, sql.And(all...))
		}
		s.Where(sql.Or(rows...))
	}
}

// SQL writes the same for a hand-written query: the rest of its WHERE, its ORDER
// BY and LIMIT. table is the alias of the sorted columns, next the number of the
// first free placeholder.
func (p *Page) SQL(table string, next int) (string, []any) {
	column := func(c Column) string {
		return c.in(func(name string) string { return table + "." + name })
	}
	where, args := "TRUE", []any(nil)
	if p.after != nil {
		for _, value := range p.after {
			args = append(args, value)
		}
		var rows []string
		for i, c := range p.order {
			var all []string
			for j := range i {
				all = append(all, fmt.Sprintf("%s = $%d", column(p.order[j]), next+j))
			}
			sign := ">"
			if c.Desc {
				sign = "<"
			}
			all = append(all, fmt.Sprintf("%s %s $%d", column(c), sign, next+i))
			rows = append(rows, strings.Join(all, " AND "))
		}
		where = "(" + strings.Join(rows, " OR ") + ")"
	}
	var by []string
	for _, c := range p.order {
		direction := " ASC"
		if c.Desc {
			direction = " DESC"
		}
		by = append(by, column(c)+direction)
	}
	return fmt.Sprintf("%s ORDER BY %s LIMIT %d", where, strings.Join(by, ", "), p.Limit), args
}

// Cut takes the rows that were read and returns those of the page and the token
// of the next one. values gives a row's sort values as text.
func Cut[T any](p *Page, rows []T, values func(T) []string) ([]T, string) {
	if len(rows) < p.Limit {
		return rows, ""
	}
	rows = rows[:p.Limit-1]
	body, _ := json.Marshal(token{p.bound, values(rows[len(rows)-1])})
	return rows, base64.RawURLEncoding.EncodeToString(append(p.pager.Signer.Sign(purpose, body), body...))
}
