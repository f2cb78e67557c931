package projects

import (
	"context"

	"github.com/google/uuid"

	projectsv1 "zhengcun/api/zhengcun/projects/v1"
	"zhengcun/ent"
	"zhengcun/ent/projecttype"
	"zhengcun/internal/people"
	"zhengcun/internal/plans"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/wire"
)

// message is one project with its history.
func (s *service) message(ctx context.Context, row *ent.Project) (*projectsv1.Project, error) {
	messages, err := s.messages(ctx, []*ent.Project{row}, 0)
	if err != nil {
		return nil, err
	}
	messages[0].History, err = history(ctx, row.ID)
	return messages[0], err
}

// messages turns projects into messages with names, money and what the viewer may do, in the order given, with a fixed
// number of questions however many they are. Their money is that of one fiscal year, when it is not 0.
func (s *service) messages(ctx context.Context, rows []*ent.Project, year int) ([]*projectsv1.Project, error) {
	var ids, villages, bodies, kinds, persons []uuid.UUID
	for _, r := range rows {
		persons = append(persons, r.ListedBy)
		if r.ApprovedBy != nil {
			persons = append(persons, *r.ApprovedBy)
		}
		ids, villages, bodies, kinds = append(ids, r.ID), append(villages, r.VillageID), append(bodies, r.UnitID), append(kinds, r.TypeID)
		if r.DepartmentID != nil {
			bodies = append(bodies, *r.DepartmentID)
		}
	}
	money, ofYear, err := moneyOf(ctx, ids, year)
	if err != nil {
		return nil, err
	}
	actions, err := s.allowed(ctx, rows, money)
	if err != nil {
		return nil, err
	}
	names, err := people.UserNames(ctx, persons...)
	if err != nil {
		return nil, err
	}
	places, err := plans.PlacesOf(ctx, villages)
	if err != nil {
		return nil, err
	}
	bodyOf, err := people.Organizations(ctx, bodies...)
	if err != nil {
		return nil, err
	}
	types, err := typesOf(ctx, kinds)
	if err != nil {
		return nil, err
	}
	last, err := latestReports(ctx, ids)
	if err != nil {
		return nil, err
	}
	messages := make([]*projectsv1.Project, len(rows))
	for i, r := range rows {
		place, kind := places[r.VillageID], types[r.TypeID]
		m := &projectsv1.Project{
			Id:                    r.ID.String(),
			Number:                r.Number,
			Name:                  r.Name,
			RegionCode:            place.Code,
			VillageName:           place.Village,
			TownshipName:          place.Township,
			TypeCode:              kind.Code,
			Pillar:                wire.ToEnum[projectsv1.Pillar](r.Pillar),
			Benefit:               wire.ToEnum[projectsv1.Benefit](r.Benefit),
			PlannedQuantityMilli:  r.PlannedQuantityMilli,
			ScaleUnit:             kind.ScaleUnit,
			UnitId:                r.UnitID.String(),
			UnitName:              nameOf(bodyOf[r.UnitID]),
			DepartmentId:          wire.IDText(r.DepartmentID),
			BudgetFen:             r.BudgetFen,
			SelfRaisedFen:         r.SelfRaisedFen,
			LabourDays:            int32(r.LabourDays),
			StartDate:             r.StartDate.String(),
			EndDate:               r.EndDate.String(),
			Objective:             r.Objective,
			BeneficiaryHouseholds: int32(r.BeneficiaryHouseholds),
			State:                 wire.ToEnum[projectsv1.ProjectState](r.State),
			Money:                 ofYear[r.ID],
			CreateTime:            wire.Time(r.CreateTime),
			UpdateTime:            wire.Time(r.UpdateTime),
			Etag:                  wire.Etag(r.Version),
			ListerName:            names[r.ListedBy],
			CancelReason:          r.CancelReason,
			TermsVersion:          int32(r.TermsVersion),
			AllowedActions:        actions[r.ID],
		}
		if l := last[r.ID]; l != nil {
			m.ProgressPercent, m.LastReportedOn = int32(l.Percent), l.ReportedOn.String()
		}
		if r.ApprovedBy != nil {
			m.ApproverName = names[*r.ApprovedBy]
		}
		if r.DepartmentID != nil {
			m.DepartmentName = nameOf(bodyOf[*r.DepartmentID])
		}
		messages[i] = m
	}
	return messages, nil
}

func nameOf(o *ent.Organization) string {
	if o == nil {
		return ""
	}
	return o.Name
}

func typesOf(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]*ent.ProjectType, error) {
	rows, err := db.From(ctx).ProjectType.Query().Where(projecttype.IDIn(ids...)).All(ctx)
	if err != nil {
		return nil, err
	}
	types := make(map[uuid.UUID]*ent.ProjectType, len(rows))
	for _, row := range rows {
		types[row.ID] = row
	}
	return types, nil
}

// typeByCode returns nil when there is no such type.
func typeByCode(ctx context.Context, code string) (*ent.ProjectType, error) {
	row, err := db.From(ctx).ProjectType.Query().Where(projecttype.Code(code)).Only(ctx)
	if ent.IsNotFound(err) {
		return nil, nil
	}
	return row, err
}
