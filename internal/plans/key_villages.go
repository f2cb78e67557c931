package plans

import (
	"context"
	"encoding/json"

	"entgo.io/ent/dialect/sql"

	plansv1 "zhengcun/api/zhengcun/plans/v1"
	"zhengcun/ent"
	"zhengcun/ent/keyvillage"
	"zhengcun/ent/predicate"
	"zhengcun/ent/region"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/people"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/paging"
	"zhengcun/internal/platform/wire"
)

// keyVillages serves KeyVillageService.
type keyVillages struct {
	plansv1.UnimplementedKeyVillageServiceServer
	clock calendar.Clock
	pager *paging.Pager
}

// ListKeyVillages lists key villages.
func (s *keyVillages) ListKeyVillages(ctx context.Context, req *plansv1.ListKeyVillagesRequest) (*plansv1.ListKeyVillagesResponse, error) {
	tx := db.From(ctx)
	order, err := paging.Parse(req.OrderBy, "acceptance_deadline", "region_code")
	if err != nil {
		return nil, err
	}
	byCode := order[0].Name == "region_code"
	if byCode {
		// The code is a column of the regions; those are nobody's in particular, so joining them shows nothing more.
		order[0].Name = regions(tx.Dialect()).C(region.FieldCode)
	}
	page, err := s.pager.Open(ctx, req, order)
	if err != nil {
		return nil, err
	}
	var where []predicate.KeyVillage
	if req.BatchYear != 0 {
		where = append(where, keyvillage.BatchYear(int(req.BatchYear)))
	}
	area, err := people.AreaOf(ctx, req.RegionCode)
	if err != nil {
		return nil, people.AtField(err, "region_code")
	}
	if !area.All {
		where = append(where, keyvillage.VillageIDIn(area.Villages...))
	}
	total, err := tx.KeyVillage.Query().Where(where...).Count(ctx)
	if err != nil {
		return nil, err
	}
	query := tx.KeyVillage.Query().Where(where...)
	if byCode {
		query.Where(func(s *sql.Selector) {
			r := regions(s.Dialect())
			s.Join(r).On(s.C(keyvillage.FieldVillageID), r.C(region.FieldID))
		})
	}
	rows, err := query.Where(page.Selector()).All(ctx)
	if err != nil {
		return nil, err
	}
	messages, err := s.messages(ctx, rows)
	if err != nil {
		return nil, err
	}
	messages, next := paging.Cut(page, messages, func(m *plansv1.KeyVillage) []string {
		if byCode {
			return []string{m.RegionCode, m.Id}
		}
		return []string{m.AcceptanceDeadline, m.Id}
	})
	return &plansv1.ListKeyVillagesResponse{KeyVillages: messages, NextPageToken: next, TotalSize: int32(total)}, nil
}

func regions(dialect string) *sql.SelectTable {
	return sql.Dialect(dialect).Table(region.Table).As("village")
}

// GetKeyVillage gets a key village.
func (s *keyVillages) GetKeyVillage(ctx context.Context, req *plansv1.GetKeyVillageRequest) (*plansv1.KeyVillage, error) {
	row, err := db.From(ctx).KeyVillage.Get(ctx, wire.ID(req.Id))
	if err != nil {
		return nil, db.Missing(err, "key_village")
	}
	return s.message(ctx, row)
}

// CreateKeyVillage puts a village on a batch.
func (s *keyVillages) CreateKeyVillage(ctx context.Context, req *plansv1.CreateKeyVillageRequest) (*plansv1.KeyVillage, error) {
	tx := db.From(ctx)
	in := req.KeyVillage
	village, err := people.RegionByCode(ctx, in.RegionCode)
	if err != nil {
		return nil, people.AtField(err, "key_village.region_code")
	}
	var t term
	bad := append(t.take(in, termFields), t.check()...)
	if village.Level != region.LevelVillage || !village.VillagersCommittee {
		bad = append(bad, ReasonNoCommittee.Field("key_village.region_code"))
	}
	if len(bad) > 0 {
		return nil, fault.Fields(bad...)
	}
	earlier, err := tx.KeyVillage.Query().Where(keyvillage.VillageID(village.ID)).First(ctx)
	if err == nil {
		return nil, ReasonKeyVillageExists.New("village", village.ShortName, "year", earlier.BatchYear)
	}
	if !ent.IsNotFound(err) {
		return nil, err
	}
	row, err := tx.KeyVillage.Create().SetVillageID(village.ID).SetBatchYear(t.BatchYear).SetAcceptanceDeadline(t.AcceptanceDeadline).Save(ctx)
	if db.IsUnique(err) {
		return nil, db.Again(err) // somebody has just put it on; the next try finds it
	}
	if err != nil {
		return nil, err
	}
	after, err := json.Marshal(map[string]any{"region_code": village.Code, "batch_year": row.BatchYear, "acceptance_deadline": row.AcceptanceDeadline})
	if err != nil {
		return nil, err
	}
	db.Audit(ctx, audit.Entry{Action: "plans.createKeyVillage", ObjectType: "key_village", ObjectID: row.ID.String(),
		VillageID: village.ID.String(), After: string(after)})
	return s.message(ctx, row)
}

// MostUrgent returns the viewer's key villages with the fewest days left, at most limit of them.
func (r *Room) MostUrgent(ctx context.Context, limit int) ([]*plansv1.KeyVillage, error) {
	rows, err := db.From(ctx).KeyVillage.Query().Order(ent.Asc(keyvillage.FieldAcceptanceDeadline, keyvillage.FieldID)).Limit(limit).All(ctx)
	if err != nil {
		return nil, err
	}
	return r.keyVillages.messages(ctx, rows)
}
