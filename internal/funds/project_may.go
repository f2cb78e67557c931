package funds

import (
	"context"

	"github.com/google/uuid"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	"zhengcun/ent"
	"zhengcun/ent/project"
	"zhengcun/internal/platform/access"
	"zhengcun/internal/platform/scope"
	"zhengcun/internal/projects"
)

// refuseMoney is why nobody may ask for money for the project where it stands; nil when one may.
func refuseMoney(p *ent.Project) error {
	if !projects.MayReceiveMoney(p.State) {
		return ReasonProjectState.New()
	}
	return nil
}

// refuseClaims is why nobody may claim for the project where it stands; nil when
// its unit may. Work is claimed for from the approval on; money may be left to
// claim after acceptance. Work that rests, has failed or is settled is not claimed for.
func refuseClaims(p *ent.Project) error {
	switch p.State {
	case project.StateListed, project.StateCancelled, project.StateSuspended, project.StateFailed, project.StateSettled:
		return ReasonProjectState.New()
	}
	return nil
}

// refuseOwnClaim is why the viewer may not draft a claim for the project; nil when he may.
func refuseOwnClaim(v *scope.Viewer, p *ent.Project) error {
	if !projects.OfOwnUnit(v, p) {
		return projects.ReasonOtherUnit.New()
	}
	return refuseClaims(p)
}

// OnProjects is a [projects.Offer]: `appropriate` for the projects the viewer may
// ask for money for, and `claim` for those he may draft a claim for. Whether there
// is money is another matter.
func OnProjects(ctx context.Context, rows []*ent.Project) (map[uuid.UUID][]string, error) {
	v := viewer(ctx)
	asks := access.May(fundsv1.AppropriationService_CreateAppropriation_FullMethodName, v)
	claims := access.May(fundsv1.ClaimService_CreateClaim_FullMethodName, v)
	may := map[uuid.UUID][]string{}
	for _, p := range rows {
		if asks && refuseMoney(p) == nil {
			may[p.ID] = append(may[p.ID], "appropriate")
		}
		if claims && refuseOwnClaim(v, p) == nil {
			may[p.ID] = append(may[p.ID], "claim")
		}
	}
	return may, nil
}
