package inspections

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	inspectionsv1 "zhengcun/api/zhengcun/inspections/v1"
	"zhengcun/ent"
	"zhengcun/ent/acceptance"
	"zhengcun/ent/acceptancesplit"
	"zhengcun/ent/predicate"
	"zhengcun/ent/project"
	"zhengcun/internal/people"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/paging"
	"zhengcun/internal/platform/scope"
	"zhengcun/internal/platform/wire"
)

// ListAcceptances lists acceptances.
func (s *acceptances) ListAcceptances(ctx context.Context, req *inspectionsv1.ListAcceptancesRequest) (*inspectionsv1.ListAcceptancesResponse, error) {
	tx := db.From(ctx)
	order, err := paging.Parse(req.OrderBy, "create_time desc", acceptance.FieldAcceptedOn, acceptance.FieldAcceptedFen)
	if err != nil {
		return nil, err
	}
	if order[0].Name == acceptance.FieldCreateTime {
		order = paging.Order{{Name: acceptance.FieldID, Desc: order[0].Desc}} // ids grow with time
	}
	page, err := s.pager.Open(ctx, req, order)
	if err != nil {
		return nil, err
	}
	where, err := filter(ctx, req)
	if err != nil {
		return nil, err
	}
	count, err := tx.Acceptance.Query().Where(where...).Count(ctx)
	if err != nil {
		return nil, err
	}
	total, err := totalAccepted(ctx, where)
	if err != nil {
		return nil, err
	}
	rows, err := tx.Acceptance.Query().Where(where...).Where(page.Selector()).All(ctx)
	if err != nil {
		return nil, err
	}
	rows, next := paging.Cut(page, rows, func(r *ent.Acceptance) []string { return sortValues(order, r) })
	messages, err := s.messages(ctx, rows)
	if err != nil {
		return nil, err
	}
	return &inspectionsv1.ListAcceptancesResponse{Acceptances: messages, NextPageToken: next, TotalSize: int32(count), TotalAcceptedFen: total}, nil
}

// filter turns the request's filters into conditions.
func filter(ctx context.Context, req *inspectionsv1.ListAcceptancesRequest) ([]predicate.Acceptance, error) {
	area, err := people.AreaOf(ctx, req.RegionCode)
	if err != nil {
		return nil, people.AtField(err, "region_code")
	}
	var where []predicate.Acceptance
	if !area.All {
		where = append(where, acceptance.VillageIDIn(area.Villages...))
	}
	if req.ProjectId != "" {
		where = append(where, acceptance.ProjectID(wire.ID(req.ProjectId)))
	}
	if req.State != 0 {
		where = append(where, acceptance.StateEQ(wire.FromEnum[acceptance.State](req.State)))
	}
	if req.Verdict != 0 {
		where = append(where, acceptance.VerdictEQ(wire.FromEnum[acceptance.Verdict](req.Verdict)))
	}
	if text := strings.TrimSpace(req.Query); text != "" {
		where = append(where, ofProjectsLike(text))
	}
	return where, nil
}

// ofProjectsLike finds the acceptances of projects with the text in name or number. The inner question needs no scope:
// whoever sees an acceptance sees its project.
func ofProjectsLike(text string) predicate.Acceptance {
	return func(s *sql.Selector) {
		p := sql.Dialect(s.Dialect()).Table(project.Table).As("named")
		s.Where(sql.In(s.C(acceptance.FieldProjectID), sql.Dialect(s.Dialect()).Select(p.C(project.FieldID)).From(p).
			Where(sql.Or(sql.ContainsFold(p.C(project.FieldName), text), sql.ContainsFold(p.C(project.FieldNumber), text)))))
	}
}

// totalAccepted sums the judged amounts of those that match and are confirmed, on whatever page.
func totalAccepted(ctx context.Context, where []predicate.Acceptance) (int64, error) {
	var sums []int64
	err := db.From(ctx).Acceptance.Query().Where(where...).Where(acceptance.StateEQ(acceptance.StateConfirmed)).
		Aggregate(func(s *sql.Selector) string {
			// PostgreSQL sums bigint to numeric, and nothing to NULL.
			return "CAST(COALESCE(SUM(" + s.C(acceptance.FieldAcceptedFen) + "), 0) AS bigint)"
		}).Scan(ctx, &sums)
	if err != nil || len(sums) == 0 {
		return 0, err
	}
	return sums[0], nil
}

// sortValues are an acceptance's values in the columns a list is sorted by.
func sortValues(order paging.Order, r *ent.Acceptance) []string {
	switch order[0].Name {
	case acceptance.FieldAcceptedOn:
		return []string{r.AcceptedOn.String(), r.ID.String()}
	case acceptance.FieldAcceptedFen:
		return []string{strconv.FormatInt(r.AcceptedFen, 10), r.ID.String()}
	}
	return []string{r.ID.String()}
}

// GetAcceptance gets an acceptance.
func (s *acceptances) GetAcceptance(ctx context.Context, req *inspectionsv1.GetAcceptanceRequest) (*inspectionsv1.Acceptance, error) {
	row, err := Get(ctx, wire.ID(req.Id))
	if err != nil {
		return nil, err
	}
	return s.message(ctx, row)
}

func (s *acceptances) message(ctx context.Context, row *ent.Acceptance) (*inspectionsv1.Acceptance, error) {
	messages, err := s.messages(ctx, []*ent.Acceptance{row})
	if err != nil {
		return nil, err
	}
	return messages[0], nil
}

// messages turns acceptances into messages, with a fixed number of questions however many they are.
func (s *acceptances) messages(ctx context.Context, rows []*ent.Acceptance) ([]*inspectionsv1.Acceptance, error) {
	tx := db.From(ctx)
	var ids, projectIDs, allocations, villages, persons []uuid.UUID
	for _, r := range rows {
		ids, projectIDs = append(ids, r.ID), append(projectIDs, r.ProjectID)
		villages, persons = append(villages, r.VillageID), append(persons, r.DraftedBy)
		if r.ConfirmedBy != nil {
			persons = append(persons, *r.ConfirmedBy)
		}
		if r.RevokedBy != nil {
			persons = append(persons, *r.RevokedBy)
		}
	}
	found, err := tx.Project.Query().Where(project.IDIn(projectIDs...)).All(ctx)
	if err != nil {
		return nil, err
	}
	projectOf := map[uuid.UUID]*ent.Project{}
	for _, p := range found {
		projectOf[p.ID] = p
	}
	splits, err := tx.AcceptanceSplit.Query().Where(acceptancesplit.AcceptanceIDIn(ids...)).All(ctx)
	if err != nil {
		return nil, err
	}
	splitsOf := map[uuid.UUID][]*ent.AcceptanceSplit{}
	for _, split := range splits {
		splitsOf[split.AcceptanceID] = append(splitsOf[split.AcceptanceID], split)
		allocations = append(allocations, split.AllocationID)
	}
	papers, err := papersOf(ctx, allocations)
	if err != nil {
		return nil, err
	}
	st, err := standingOf(ctx, projectIDs...)
	if err != nil {
		return nil, err
	}
	places, err := people.Regions(ctx, villages...)
	if err != nil {
		return nil, err
	}
	names, err := people.UserNames(ctx, persons...)
	if err != nil {
		return nil, err
	}
	viewer, _ := scope.From(ctx)
	messages := make([]*inspectionsv1.Acceptance, len(rows))
	for i, r := range rows {
		m := &inspectionsv1.Acceptance{
			Id: r.ID.String(), ProjectTermsVersion: int32(r.ProjectTermsVersion), ProjectId: r.ProjectID.String(), AcceptedOn: r.AcceptedOn.String(),
			MeasuredQuantityMilli: r.MeasuredQuantityMilli, Verdict: wire.ToEnum[inspectionsv1.Verdict](r.Verdict),
			AcceptedFen: r.AcceptedFen, Remark: r.Remark, State: wire.ToEnum[inspectionsv1.AcceptanceState](r.State),
			RevokeReason: r.RevokeReason, CreateTime: wire.Time(r.CreateTime), Etag: wire.Etag(r.Version),
			DrafterName: names[r.DraftedBy],
		}
		if r.ConfirmTime != nil {
			m.ConfirmTime = wire.Time(*r.ConfirmTime)
		}
		if r.RevokeTime != nil {
			m.RevokeTime = wire.Time(*r.RevokeTime)
		}
		if p := projectOf[r.ProjectID]; p != nil {
			m.ProjectNumber, m.ProjectName, m.AllowedActions = p.Number, p.Name, st.mayAct(viewer, r, p)
		}
		if village := places[r.VillageID]; village != nil {
			m.VillageName = village.ShortName
		}
		if r.ConfirmedBy != nil {
			m.ConfirmerName = names[*r.ConfirmedBy]
		}
		if r.RevokedBy != nil {
			m.RevokerName = names[*r.RevokedBy]
		}
		for _, member := range r.Team {
			m.Team = append(m.Team, &inspectionsv1.TeamMember{Name: member.Name, Organization: member.Organization, VillagersRepresentative: member.VillagersRepresentative})
		}
		own := splitsOf[r.ID]
		slices.SortFunc(own, func(a, b *ent.AcceptanceSplit) int { return papers[a.AllocationID].compare(papers[b.AllocationID]) })
		for _, split := range own {
			paper := papers[split.AllocationID]
			m.Splits = append(m.Splits, &inspectionsv1.AcceptanceSplit{AllocationId: split.AllocationID.String(), AcceptedFen: split.AcceptedFen,
				DocumentNumber: paper.number, ChannelCode: paper.channel})
		}
		messages[i] = m
	}
	return messages, nil
}
