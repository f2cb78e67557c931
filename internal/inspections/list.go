package inspections

import (
	"context"
	"slices"

	"github.com/google/uuid"

	inspectionsv1 "zhengcun/api/zhengcun/inspections/v1"
	"zhengcun/ent"
	"zhengcun/ent/acceptance"
	"zhengcun/ent/acceptancesplit"
	"zhengcun/ent/predicate"
	"zhengcun/ent/project"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/paging"
	"zhengcun/internal/platform/wire"
)

// newestFirst is the order of the list: ids grow with time.
var newestFirst = paging.Order{{Name: acceptance.FieldID, Desc: true}}

// ListAcceptances lists acceptances, newest first.
func (s *acceptances) ListAcceptances(ctx context.Context, req *inspectionsv1.ListAcceptancesRequest) (*inspectionsv1.ListAcceptancesResponse, error) {
	tx := db.From(ctx)
	page, err := s.pager.Open(ctx, req, newestFirst)
	if err != nil {
		return nil, err
	}
	var where []predicate.Acceptance
	if req.ProjectId != "" {
		where = append(where, acceptance.ProjectID(wire.ID(req.ProjectId)))
	}
	if req.State != 0 {
		where = append(where, acceptance.StateEQ(wire.FromEnum[acceptance.State](req.State)))
	}
	total, err := tx.Acceptance.Query().Where(where...).Count(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := tx.Acceptance.Query().Where(where...).Where(page.Selector()).All(ctx)
	if err != nil {
		return nil, err
	}
	rows, next := paging.Cut(page, rows, func(r *ent.Acceptance) []string { return []string{r.ID.String()} })
	messages, err := s.messages(ctx, rows)
	if err != nil {
		return nil, err
	}
	return &inspectionsv1.ListAcceptancesResponse{Acceptances: messages, NextPageToken: next, TotalSize: int32(total)}, nil
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
	var ids, projectIDs, allocations []uuid.UUID
	for _, r := range rows {
		ids, projectIDs = append(ids, r.ID), append(projectIDs, r.ProjectID)
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
	messages := make([]*inspectionsv1.Acceptance, len(rows))
	for i, r := range rows {
		m := &inspectionsv1.Acceptance{
			Id: r.ID.String(), ProjectId: r.ProjectID.String(), AcceptedOn: r.AcceptedOn.String(),
			MeasuredQuantityMilli: r.MeasuredQuantityMilli, Verdict: wire.ToEnum[inspectionsv1.Verdict](r.Verdict),
			AcceptedFen: r.AcceptedFen, Remark: r.Remark, State: wire.ToEnum[inspectionsv1.AcceptanceState](r.State),
			RevokeReason: r.RevokeReason, CreateTime: wire.Time(r.CreateTime), Etag: wire.Etag(r.Version),
		}
		if p := projectOf[r.ProjectID]; p != nil {
			m.ProjectNumber, m.ProjectName = p.Number, p.Name
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
