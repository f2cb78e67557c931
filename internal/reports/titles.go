package reports

import (
	"context"
	"maps"
	"slices"

	"github.com/google/uuid"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	inspectionsv1 "zhengcun/api/zhengcun/inspections/v1"
	peoplev1 "zhengcun/api/zhengcun/people/v1"
	plansv1 "zhengcun/api/zhengcun/plans/v1"
	projectsv1 "zhengcun/api/zhengcun/projects/v1"
	reportsv1 "zhengcun/api/zhengcun/reports/v1"
	"zhengcun/ent"
	"zhengcun/ent/acceptance"
	"zhengcun/ent/allocation"
	"zhengcun/ent/apiclient"
	"zhengcun/ent/appropriation"
	"zhengcun/ent/claim"
	"zhengcun/ent/documentconflict"
	"zhengcun/ent/funddocument"
	"zhengcun/ent/keyvillage"
	"zhengcun/ent/organization"
	"zhengcun/ent/payment"
	"zhengcun/ent/project"
	"zhengcun/ent/receipt"
	"zhengcun/ent/retentiondefect"
	"zhengcun/ent/user"
	"zhengcun/internal/people"
	"zhengcun/internal/platform/access"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/scope"
)

// names are titles of records by id.
type names = map[uuid.UUID]string

// titled is a kind of record that has a number or a name: the method that shows one, and what reads the titles of those
// the viewer sees, in a fixed number of questions.
type titled struct {
	method string
	read   func(ctx context.Context, ids []uuid.UUID) (names, error)
}

// titles are by kind of record, as the audit log names it.
var titles = map[string]titled{
	"fund_document": {fundsv1.FundDocumentService_GetFundDocument_FullMethodName, documentNames},
	"document_conflict": {fundsv1.FundDocumentService_GetDocumentConflict_FullMethodName, func(ctx context.Context, ids []uuid.UUID) (names, error) {
		rows, err := db.From(ctx).DocumentConflict.Query().Where(documentconflict.IDIn(ids...)).All(ctx)
		return through(ctx, rows, err, func(r *ent.DocumentConflict) (uuid.UUID, uuid.UUID) { return r.ID, r.FundDocumentID }, documentNames)
	}},
	"allocation": {fundsv1.AllocationService_GetAllocation_FullMethodName, func(ctx context.Context, ids []uuid.UUID) (names, error) {
		rows, err := db.From(ctx).Allocation.Query().Where(allocation.IDIn(ids...)).All(ctx)
		return through(ctx, rows, err, func(r *ent.Allocation) (uuid.UUID, uuid.UUID) { return r.ID, r.FundDocumentID }, documentNames)
	}},
	"receipt": {fundsv1.ReceiptService_GetReceipt_FullMethodName, func(ctx context.Context, ids []uuid.UUID) (names, error) {
		rows, err := db.From(ctx).Receipt.Query().Where(receipt.IDIn(ids...)).All(ctx)
		return named(rows, err, func(r *ent.Receipt) (uuid.UUID, string) { return r.ID, r.BankReference })
	}},
	"appropriation": {fundsv1.AppropriationService_GetAppropriation_FullMethodName, func(ctx context.Context, ids []uuid.UUID) (names, error) {
		rows, err := db.From(ctx).Appropriation.Query().Where(appropriation.IDIn(ids...)).All(ctx)
		return through(ctx, rows, err, func(r *ent.Appropriation) (uuid.UUID, uuid.UUID) { return r.ID, r.ProjectID }, projectNames)
	}},
	"claim": {fundsv1.ClaimService_GetClaim_FullMethodName, claimNames},
	"retention_defect": {fundsv1.RetentionService_GetRetention_FullMethodName, func(ctx context.Context, ids []uuid.UUID) (names, error) {
		rows, err := db.From(ctx).RetentionDefect.Query().Where(retentiondefect.IDIn(ids...)).All(ctx)
		return through(ctx, rows, err, func(r *ent.RetentionDefect) (uuid.UUID, uuid.UUID) { return r.ID, r.ClaimID }, claimNames)
	}},
	"payment": {fundsv1.PaymentService_GetPayment_FullMethodName, func(ctx context.Context, ids []uuid.UUID) (names, error) {
		rows, err := db.From(ctx).Payment.Query().Where(payment.IDIn(ids...)).All(ctx)
		return named(rows, err, func(r *ent.Payment) (uuid.UUID, string) { return r.ID, r.Number })
	}},
	"project": {projectsv1.ProjectService_GetProject_FullMethodName, projectNames},
	"acceptance": {inspectionsv1.AcceptanceService_GetAcceptance_FullMethodName, func(ctx context.Context, ids []uuid.UUID) (names, error) {
		rows, err := db.From(ctx).Acceptance.Query().Where(acceptance.IDIn(ids...)).All(ctx)
		return through(ctx, rows, err, func(r *ent.Acceptance) (uuid.UUID, uuid.UUID) { return r.ID, r.ProjectID }, projectNames)
	}},
	"key_village": {plansv1.KeyVillageService_GetKeyVillage_FullMethodName, func(ctx context.Context, ids []uuid.UUID) (names, error) {
		rows, err := db.From(ctx).KeyVillage.Query().Where(keyvillage.IDIn(ids...)).All(ctx)
		return through(ctx, rows, err, func(r *ent.KeyVillage) (uuid.UUID, uuid.UUID) { return r.ID, r.VillageID }, regionNames)
	}},
	"user": {peoplev1.UserService_GetUser_FullMethodName, func(ctx context.Context, ids []uuid.UUID) (names, error) {
		rows, err := db.From(ctx).User.Query().Where(user.IDIn(ids...)).All(ctx)
		return named(rows, err, func(r *ent.User) (uuid.UUID, string) { return r.ID, r.DisplayName })
	}},
	"organization": {peoplev1.OrganizationService_GetOrganization_FullMethodName, func(ctx context.Context, ids []uuid.UUID) (names, error) {
		rows, err := db.From(ctx).Organization.Query().Where(organization.IDIn(ids...)).All(ctx)
		return named(rows, err, func(r *ent.Organization) (uuid.UUID, string) { return r.ID, r.Name })
	}},
	"api_client": {peoplev1.ApiClientService_GetApiClient_FullMethodName, func(ctx context.Context, ids []uuid.UUID) (names, error) {
		rows, err := db.From(ctx).ApiClient.Query().Where(apiclient.IDIn(ids...)).All(ctx)
		return named(rows, err, func(r *ent.ApiClient) (uuid.UUID, string) { return r.ID, r.Name })
	}},
}

// titlesOf are the titles of records of one kind, as far as the viewer may see them.
func titlesOf(ctx context.Context, kind string, ids []uuid.UUID) (names, error) {
	t, ok := titles[kind]
	v, _ := scope.From(ctx)
	if !ok || len(ids) == 0 || !access.May(t.method, v) {
		return nil, nil
	}
	return t.read(ctx, ids)
}

func named[T any](rows []T, err error, of func(T) (uuid.UUID, string)) (names, error) {
	all := make(names, len(rows))
	for _, row := range rows {
		id, name := of(row)
		all[id] = name
	}
	return all, err
}

// through names rows by the record they belong to.
func through[T any](ctx context.Context, rows []T, err error, of func(T) (id, owner uuid.UUID), read func(context.Context, []uuid.UUID) (names, error)) (names, error) {
	if err != nil {
		return nil, err
	}
	owners := map[uuid.UUID]bool{}
	for _, row := range rows {
		_, owner := of(row)
		owners[owner] = true
	}
	known, err := read(ctx, slices.Collect(maps.Keys(owners)))
	return named(rows, err, func(row T) (uuid.UUID, string) {
		id, owner := of(row)
		return id, known[owner]
	})
}

func documentNames(ctx context.Context, ids []uuid.UUID) (names, error) {
	rows, err := db.From(ctx).FundDocument.Query().Where(funddocument.IDIn(ids...)).All(ctx)
	return named(rows, err, func(r *ent.FundDocument) (uuid.UUID, string) { return r.ID, r.Number })
}

func projectNames(ctx context.Context, ids []uuid.UUID) (names, error) {
	rows, err := db.From(ctx).Project.Query().Where(project.IDIn(ids...)).All(ctx)
	return named(rows, err, func(r *ent.Project) (uuid.UUID, string) { return r.ID, r.Name })
}

func regionNames(ctx context.Context, ids []uuid.UUID) (names, error) {
	rows, err := people.Regions(ctx, ids...)
	return named(slices.Collect(maps.Values(rows)), err, func(r *ent.Region) (uuid.UUID, string) { return r.ID, r.ShortName })
}

// claimNames are the numbers of claims, or the projects of those that have none yet.
func claimNames(ctx context.Context, ids []uuid.UUID) (names, error) {
	rows, err := db.From(ctx).Claim.Query().Where(claim.IDIn(ids...)).All(ctx)
	all, err := through(ctx, rows, err, func(r *ent.Claim) (uuid.UUID, uuid.UUID) { return r.ID, r.ProjectID }, projectNames)
	for _, row := range rows {
		if row.Number != nil && all != nil {
			all[row.ID] = *row.Number
		}
	}
	return all, err
}

// nameDone gives done items their titles: a few questions for each kind of record among them.
func nameDone(ctx context.Context, list []*reportsv1.DoneItem) error {
	byKind := map[string][]uuid.UUID{}
	for _, d := range list {
		if id, err := uuid.Parse(d.ObjectId); err == nil {
			byKind[d.ObjectType] = append(byKind[d.ObjectType], id)
		}
	}
	for kind, ids := range byKind {
		found, err := titlesOf(ctx, kind, ids)
		if err != nil {
			return err
		}
		for _, d := range list {
			if id, err := uuid.Parse(d.ObjectId); err == nil && d.ObjectType == kind {
				d.Title = found[id]
			}
		}
	}
	return nil
}
