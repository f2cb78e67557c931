package app_test

import (
	"google.golang.org/protobuf/proto"

	filesv1 "zhengcun/api/zhengcun/files/v1"
	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	inspectionsv1 "zhengcun/api/zhengcun/inspections/v1"
	peoplev1 "zhengcun/api/zhengcun/people/v1"
	plansv1 "zhengcun/api/zhengcun/plans/v1"
	projectsv1 "zhengcun/api/zhengcun/projects/v1"
	reportsv1 "zhengcun/api/zhengcun/reports/v1"
	"zhengcun/internal/app/apptest"
)

// attempt is one way to call a method in the access matrix. It is built so that it
// never changes anything: a change carries an etag nobody has, or something else
// that is refused after the caller's right and the record have been looked at.
type attempt struct {
	method  string // Service/Method
	variant string
	// resource is what the call touches, with one row of the matrix for each label
	// the world has records of; empty for what is nobody's in particular.
	resource string
	request  func(w *world, id string) proto.Message
	// reached is why the call is refused when the caller may make it and sees the
	// record; empty when it works.
	reached string
	// hidden is the answer when the caller may make the call and does not see the
	// record: NOT_FOUND when empty.
	hidden string
	// list says that the call lists the resource's records, whatever their label.
	list bool
	// key is the idempotency key; a new one when empty.
	key string
}

const (
	stale      = "999" // an etag nobody has
	otherPlace = "340827000000"
	noRecord   = "0198c000-0000-7000-8000-000000000000"
)

// badKey is refused when the caller's right has been looked at and before the method begins.
const badKey = "a key with spaces"

func get(method, resource string, request func(id string) proto.Message) attempt {
	return attempt{method: method, resource: resource, request: func(_ *world, id string) proto.Message { return request(id) }}
}

func list(method, resource string, request proto.Message) attempt {
	return attempt{method: method, resource: resource, list: true, request: func(*world, string) proto.Message { return proto.Clone(request) }}
}

func change(method, resource string, request func(id string) proto.Message) attempt {
	a := get(method, resource, request)
	a.reached = "ETAG_STALE"
	return a
}

func plain(method, reached string, request proto.Message) attempt {
	return attempt{method: method, reached: reached, request: func(*world, string) proto.Message { return proto.Clone(request) }}
}

// attempts has at least one row for every method of the contract; the test fails
// for a method without one.
var attempts = []attempt{
	list("RegionService/ListRegions", "", &peoplev1.ListRegionsRequest{}),
	plain("RegionService/GetRegion", "", &peoplev1.GetRegionRequest{Code: apptest.Village}),
	list("OrganizationService/ListOrganizations", "organization", &peoplev1.ListOrganizationsRequest{}),
	get("OrganizationService/GetOrganization", "organization", func(id string) proto.Message { return &peoplev1.GetOrganizationRequest{Id: id} }),
	plain("OrganizationService/CreateOrganization", "ORGANIZATION_CODE_INVALID", &peoplev1.CreateOrganizationRequest{Organization: &peoplev1.Organization{
		Code: "no such code", Name: "某局", Kind: peoplev1.OrganizationKind_ORGANIZATION_KIND_DEPARTMENT, RegionCode: apptest.County}}),
	change("OrganizationService/UpdateOrganization", "organization", func(id string) proto.Message {
		return &peoplev1.UpdateOrganizationRequest{Organization: &peoplev1.Organization{Id: id, Name: "某局", Etag: stale}, UpdateMask: mask("name")}
	}),
	change("OrganizationService/DisableOrganization", "organization", func(id string) proto.Message { return &peoplev1.DisableOrganizationRequest{Id: id, Etag: stale} }),
	change("OrganizationService/EnableOrganization", "organization", func(id string) proto.Message { return &peoplev1.EnableOrganizationRequest{Id: id, Etag: stale} }),

	plain("PageSettingService/ListPageSettings", "", &peoplev1.ListPageSettingsRequest{}),
	plain("PageSettingService/UpdatePageSetting", "PAGE_NAME_INVALID", &peoplev1.UpdatePageSettingRequest{PageSetting: &peoplev1.PageSetting{Page: "No Page", PageSize: 20}}),

	plain("IdempotencyKeyService/LookupIdempotencyKey", "IDEMPOTENCY_KEY_UNKNOWN", &peoplev1.LookupIdempotencyKeyRequest{IdempotencyKey: "nobodys-key"}),

	list("UserService/ListUsers", "user", &peoplev1.ListUsersRequest{}),
	get("UserService/GetUser", "user", func(id string) proto.Message { return &peoplev1.GetUserRequest{Id: id} }),
	{method: "UserService/CreateUser", reached: "USERNAME_INVALID", request: func(w *world, _ string) proto.Message {
		return &peoplev1.CreateUserRequest{User: &peoplev1.User{Username: "1", DisplayName: "某人", OrganizationId: w.orgs["water"]}}
	}},
	change("UserService/UpdateUser", "user", func(id string) proto.Message {
		return &peoplev1.UpdateUserRequest{User: &peoplev1.User{Id: id, DisplayName: "某人", Etag: stale}, UpdateMask: mask("display_name")}
	}),
	change("UserService/DisableUser", "user", func(id string) proto.Message { return &peoplev1.DisableUserRequest{Id: id, Etag: stale} }),
	change("UserService/EnableUser", "user", func(id string) proto.Message { return &peoplev1.EnableUserRequest{Id: id, Etag: stale} }),
	change("UserService/SetUserRoles", "user", func(id string) proto.Message { return &peoplev1.SetUserRolesRequest{Id: id, Etag: stale} }),
	change("UserService/ResetUserPassword", "user", func(id string) proto.Message { return &peoplev1.ResetUserPasswordRequest{Id: id, Etag: stale} }),
	plain("UserService/ChangePassword", "PASSWORD_TOO_SHORT", &peoplev1.ChangePasswordRequest{OldPassword: "old", NewPassword: "new"}),

	plain("SessionService/CreateSession", "FIELD_REQUIRED", &peoplev1.CreateSessionRequest{Username: "nobody"}),
	plain("SessionService/GetCurrentSession", "", &peoplev1.GetCurrentSessionRequest{}),
	{method: "SessionService/DeleteCurrentSession", reached: "IDEMPOTENCY_KEY_INVALID", key: badKey,
		request: func(*world, string) proto.Message { return &peoplev1.DeleteCurrentSessionRequest{} }},

	plain("SetupService/GetSetup", "", &peoplev1.GetSetupRequest{}),
	plain("SetupService/CreateCounty", "COUNTY_EXISTS", &peoplev1.CreateCountyRequest{SetupCode: "no code", RegionCode: apptest.County}),

	list("ApiClientService/ListApiClients", "api_client", &peoplev1.ListApiClientsRequest{}),
	get("ApiClientService/GetApiClient", "api_client", func(id string) proto.Message { return &peoplev1.GetApiClientRequest{Id: id} }),
	{method: "ApiClientService/CreateApiClient", reached: "API_SCOPE_UNKNOWN", request: func(w *world, _ string) proto.Message {
		return &peoplev1.CreateApiClientRequest{ApiClient: &peoplev1.ApiClient{Name: "某系统", OrganizationId: w.orgs["water"], Scopes: []string{"everything"}}}
	}},
	change("ApiClientService/DisableApiClient", "api_client", func(id string) proto.Message { return &peoplev1.DisableApiClientRequest{Id: id, Etag: stale} }),
	change("ApiClientService/UpdateApiClient", "api_client", func(id string) proto.Message {
		return &peoplev1.UpdateApiClientRequest{ApiClient: &peoplev1.ApiClient{Id: id, Name: "某系统", Etag: stale}, UpdateMask: mask("name")}
	}),
	change("ApiClientService/RotateApiClientKey", "api_client", func(id string) proto.Message { return &peoplev1.RotateApiClientKeyRequest{Id: id, Etag: stale} }),
	get("ApiClientService/ListApiClientRequests", "api_client", func(id string) proto.Message { return &peoplev1.ListApiClientRequestsRequest{ApiClientId: id} }),

	list("KeyVillageService/ListKeyVillages", "key_village", &plansv1.ListKeyVillagesRequest{}),
	get("KeyVillageService/GetKeyVillage", "key_village", func(id string) proto.Message { return &plansv1.GetKeyVillageRequest{Id: id} }),
	plain("KeyVillageService/CreateKeyVillage", "REGION_UNKNOWN", &plansv1.CreateKeyVillageRequest{KeyVillage: &plansv1.KeyVillage{
		RegionCode: otherPlace, BatchYear: 2026, AcceptanceDeadline: "2027-06-30"}}),
	change("KeyVillageService/UpdateKeyVillage", "key_village", func(id string) proto.Message {
		return &plansv1.UpdateKeyVillageRequest{KeyVillage: &plansv1.KeyVillage{Id: id, BatchYear: 2027, Etag: stale}, UpdateMask: mask("batch_year")}
	}),

	list("ProjectService/ListProjectTypes", "", &projectsv1.ListProjectTypesRequest{}),
	list("ProjectService/ListProjects", "project", &projectsv1.ListProjectsRequest{}),
	get("ProjectService/GetProject", "project", func(id string) proto.Message { return &projectsv1.GetProjectRequest{Id: id} }),
	{method: "ProjectService/CreateProject", reached: "REGION_UNKNOWN", request: func(w *world, _ string) proto.Message {
		return &projectsv1.CreateProjectRequest{Project: w.newProject(chain{village: otherPlace, kind: "road", unit: "builder", department: "transport"})}
	}},
	change("ProjectService/UpdateProject", "project", func(id string) proto.Message {
		return &projectsv1.UpdateProjectRequest{Project: &projectsv1.Project{Id: id, Name: "改名", Etag: stale}, UpdateMask: mask("name")}
	}),
	change("ProjectService/ApproveProject", "project", func(id string) proto.Message { return &projectsv1.ApproveProjectRequest{Id: id, Etag: stale} }),
	change("ProjectService/StartProject", "project", func(id string) proto.Message { return &projectsv1.StartProjectRequest{Id: id, Etag: stale} }),
	change("ProjectService/CompleteProject", "project", func(id string) proto.Message { return &projectsv1.CompleteProjectRequest{Id: id, Etag: stale} }),
	change("ProjectService/SettleProject", "project", func(id string) proto.Message { return &projectsv1.SettleProjectRequest{Id: id, Etag: stale} }),
	change("ProjectService/CancelProject", "project", func(id string) proto.Message {
		return &projectsv1.CancelProjectRequest{Id: id, Etag: stale, Reason: "不做了"}
	}),

	list("ProjectChangeService/ListProjectChanges", "project_change", &projectsv1.ListProjectChangesRequest{}),
	get("ProjectChangeService/GetProjectChange", "project_change", func(id string) proto.Message { return &projectsv1.GetProjectChangeRequest{Id: id} }),
	{method: "ProjectChangeService/CreateProjectChange", resource: "project", reached: "PROJECT_CHANGE_NOT_HERE", request: func(_ *world, id string) proto.Message {
		return &projectsv1.CreateProjectChangeRequest{ProjectChange: &projectsv1.ProjectChange{ProjectId: id, Reason: "汛期",
			Kind: projectsv1.ProjectChangeKind_PROJECT_CHANGE_KIND_SUSPEND}}
	}},
	change("ProjectChangeService/ApproveProjectChange", "project_change", func(id string) proto.Message {
		return &projectsv1.ApproveProjectChangeRequest{Id: id, Etag: stale}
	}),
	change("ProjectChangeService/RefuseProjectChange", "project_change", func(id string) proto.Message {
		return &projectsv1.RefuseProjectChangeRequest{Id: id, Etag: stale, Reason: "不宜"}
	}),
	change("ProjectChangeService/WithdrawProjectChange", "project_change", func(id string) proto.Message {
		return &projectsv1.WithdrawProjectChangeRequest{Id: id, Etag: stale}
	}),

	list("ProgressReportService/ListProgressReports", "progress_report", &projectsv1.ListProgressReportsRequest{}),
	get("ProgressReportService/GetProgressReport", "progress_report", func(id string) proto.Message { return &projectsv1.GetProgressReportRequest{Id: id} }),
	{method: "ProgressReportService/CreateProgressReport", resource: "project", reached: "PROJECT_NOT_UNDERWAY", request: func(_ *world, id string) proto.Message {
		return &projectsv1.CreateProgressReportRequest{ProgressReport: &projectsv1.ProgressReport{ProjectId: id, ReportedOn: "2026-10-01",
			Quality: projectsv1.WorkQuality_WORK_QUALITY_GOOD}}
	}},

	list("AcceptanceService/ListAcceptances", "acceptance", &inspectionsv1.ListAcceptancesRequest{}),
	get("AcceptanceService/GetAcceptance", "acceptance", func(id string) proto.Message { return &inspectionsv1.GetAcceptanceRequest{Id: id} }),
	{method: "AcceptanceService/CreateAcceptance", resource: "project", reached: "PROJECT_ALREADY_ACCEPTED", request: func(_ *world, id string) proto.Message {
		return &inspectionsv1.CreateAcceptanceRequest{Acceptance: &inspectionsv1.Acceptance{ProjectId: id, AcceptedOn: "2026-10-01",
			Team: []*inspectionsv1.TeamMember{{Name: "村民代表", VillagersRepresentative: true}}, MeasuredQuantityMilli: 1,
			Verdict: inspectionsv1.Verdict_VERDICT_PASSED, AcceptedFen: 1}}
	}},
	change("AcceptanceService/UpdateAcceptance", "acceptance", func(id string) proto.Message {
		return &inspectionsv1.UpdateAcceptanceRequest{Acceptance: &inspectionsv1.Acceptance{Id: id, Remark: "改", Etag: stale}, UpdateMask: mask("remark")}
	}),
	change("AcceptanceService/ConfirmAcceptance", "acceptance", func(id string) proto.Message { return &inspectionsv1.ConfirmAcceptanceRequest{Id: id, Etag: stale} }),
	change("AcceptanceService/RevokeAcceptance", "acceptance", func(id string) proto.Message {
		return &inspectionsv1.RevokeAcceptanceRequest{Id: id, Etag: stale, Reason: "有误"}
	}),

	list("FundReferenceService/ListIssuers", "", &fundsv1.ListIssuersRequest{}),
	list("FundReferenceService/ListChannels", "", &fundsv1.ListChannelsRequest{}),
	list("FundReferenceService/ListPurposes", "", &fundsv1.ListPurposesRequest{}),

	list("FundDocumentService/ListFundDocuments", "fund_document", &fundsv1.ListFundDocumentsRequest{}),
	get("FundDocumentService/GetFundDocument", "fund_document", func(id string) proto.Message { return &fundsv1.GetFundDocumentRequest{Id: id} }),
	{method: "FundDocumentService/CreateFundDocument", resource: "channel", reached: "ISSUER_UNKNOWN", hidden: "CHANNEL_UNKNOWN,ISSUER_UNKNOWN",
		request: func(_ *world, id string) proto.Message {
			return &fundsv1.CreateFundDocumentRequest{FundDocument: document("NOBODY", "岳计〔2026〕77号", "rural-road", 1, id)}
		}},
	plain("FundDocumentService/BatchCreateFundDocuments", "FIELD_REQUIRED", &fundsv1.BatchCreateFundDocumentsRequest{}),
	list("FundDocumentService/ListDocumentConflicts", "document_conflict", &fundsv1.ListDocumentConflictsRequest{}),
	get("FundDocumentService/GetDocumentConflict", "document_conflict", func(id string) proto.Message { return &fundsv1.GetDocumentConflictRequest{Id: id} }),
	change("FundDocumentService/ResolveDocumentConflict", "document_conflict", func(id string) proto.Message {
		return &fundsv1.ResolveDocumentConflictRequest{Id: id, Etag: stale, Resolution: "以录入为准"}
	}),

	list("AllocationService/ListAllocations", "allocation", &fundsv1.ListAllocationsRequest{}),
	get("AllocationService/GetAllocation", "allocation", func(id string) proto.Message { return &fundsv1.GetAllocationRequest{Id: id} }),
	list("AllocationService/ListProjectLots", "project_lot", &fundsv1.ListProjectLotsRequest{}),

	list("ReceiptService/ListReceipts", "receipt", &fundsv1.ListReceiptsRequest{}),
	get("ReceiptService/GetReceipt", "receipt", func(id string) proto.Message { return &fundsv1.GetReceiptRequest{Id: id} }),
	{method: "ReceiptService/CreateReceipt", resource: "allocation", reached: "RECEIPT_OVER_PROMISE", request: func(_ *world, id string) proto.Message {
		return &fundsv1.CreateReceiptRequest{Receipt: &fundsv1.Receipt{AllocationId: id, AmountFen: promised + 1, BankReference: "IN-99", ReceivedOn: "2026-10-01"}}
	}},

	list("AppropriationService/ListAppropriations", "appropriation", &fundsv1.ListAppropriationsRequest{}),
	get("AppropriationService/GetAppropriation", "appropriation", func(id string) proto.Message { return &fundsv1.GetAppropriationRequest{Id: id} }),
	{method: "AppropriationService/CreateAppropriation", resource: "project", reached: "PROJECT_NOT_OPEN_FOR_MONEY", request: func(w *world, id string) proto.Message {
		return &fundsv1.CreateAppropriationRequest{Appropriation: &fundsv1.Appropriation{AllocationId: w.id("allocation", own), ProjectId: id, AmountFen: 1, Share: fundsv1.Share_SHARE_STABLE}}
	}},
	change("AppropriationService/ApproveAppropriation", "appropriation", func(id string) proto.Message { return &fundsv1.ApproveAppropriationRequest{Id: id, Etag: stale} }),
	change("AppropriationService/RefuseAppropriation", "appropriation", func(id string) proto.Message {
		return &fundsv1.RefuseAppropriationRequest{Id: id, Etag: stale, Reason: "不宜"}
	}),
	change("AppropriationService/WithdrawAppropriation", "appropriation", func(id string) proto.Message { return &fundsv1.WithdrawAppropriationRequest{Id: id, Etag: stale} }),

	list("ClaimService/ListClaims", "claim", &fundsv1.ListClaimsRequest{}),
	get("ClaimService/GetClaim", "claim", func(id string) proto.Message { return &fundsv1.GetClaimRequest{Id: id} }),
	{method: "ClaimService/CreateClaim", resource: "project", reached: "PROJECT_LOT_UNKNOWN", hidden: "PROJECT_UNKNOWN", request: func(_ *world, id string) proto.Message {
		return &fundsv1.CreateClaimRequest{Claim: &fundsv1.Claim{ProjectId: id, Kind: fundsv1.ClaimKind_CLAIM_KIND_ADVANCE, ClaimedOn: "2026-10-01",
			PayeeName: "某公司", PayeeAccount: "6222020200001234567", Lines: []*fundsv1.ClaimLine{{AllocationId: noRecord, AmountFen: 1}}}}
	}},
	change("ClaimService/UpdateClaim", "claim", func(id string) proto.Message {
		return &fundsv1.UpdateClaimRequest{Claim: &fundsv1.Claim{Id: id, Remark: "改", Etag: stale}, UpdateMask: mask("remark")}
	}),
	get("ClaimService/GetClaimCheckList", "claim", func(id string) proto.Message { return &fundsv1.GetClaimCheckListRequest{Id: id} }),
	change("ClaimService/SetClaimPapers", "claim", func(id string) proto.Message { return &fundsv1.SetClaimPapersRequest{Id: id, Etag: stale} }),
	change("ClaimService/SubmitClaim", "claim", func(id string) proto.Message { return &fundsv1.SubmitClaimRequest{Id: id, Etag: stale} }),
	change("ClaimService/WithdrawClaim", "claim", func(id string) proto.Message { return &fundsv1.WithdrawClaimRequest{Id: id, Etag: stale} }),
	change("ClaimService/RemindClaim", "claim", func(id string) proto.Message { return &fundsv1.RemindClaimRequest{Id: id, Etag: stale} }),
	change("ClaimService/AgreeClaimByTownship", "claim", func(id string) proto.Message { return &fundsv1.AgreeClaimByTownshipRequest{Id: id, Etag: stale} }),
	change("ClaimService/CheckClaimByDepartment", "claim", func(id string) proto.Message { return &fundsv1.CheckClaimByDepartmentRequest{Id: id, Etag: stale} }),
	change("ClaimService/AgreeClaimByOffice", "claim", func(id string) proto.Message { return &fundsv1.AgreeClaimByOfficeRequest{Id: id, Etag: stale} }),
	change("ClaimService/ApproveClaim", "claim", func(id string) proto.Message { return &fundsv1.ApproveClaimRequest{Id: id, Etag: stale} }),
	change("ClaimService/ReturnClaim", "claim", func(id string) proto.Message {
		return &fundsv1.ReturnClaimRequest{Id: id, Etag: stale, Reason: "补材料"}
	}),
	change("ClaimService/RejectClaim", "claim", func(id string) proto.Message {
		return &fundsv1.RejectClaimRequest{Id: id, Etag: stale, Reason: "不符"}
	}),

	change("ClaimService/RevealClaimPayeeAccount", "claim", func(id string) proto.Message {
		return &fundsv1.RevealClaimPayeeAccountRequest{Id: id, Etag: stale, Purpose: "核对收款账号"}
	}),

	list("RetentionService/ListRetentions", "retention", &fundsv1.ListRetentionsRequest{}),
	get("RetentionService/GetRetention", "retention", func(id string) proto.Message { return &fundsv1.GetRetentionRequest{Id: id} }),
	{method: "RetentionService/CreateRetentionDefect", resource: "retention", reached: "PROJECT_LOT_UNKNOWN", hidden: "RETENTION_UNKNOWN", request: func(_ *world, id string) proto.Message {
		return &fundsv1.CreateRetentionDefectRequest{RetentionDefect: &fundsv1.RetentionDefect{ClaimId: id, AllocationId: noRecord, AmountFen: 1, FoundOn: "2026-10-20", Reason: "开裂"}}
	}},
	change("RetentionService/ConfirmRetentionDefect", "retention_defect", func(id string) proto.Message {
		return &fundsv1.ConfirmRetentionDefectRequest{Id: id, Etag: stale}
	}),
	change("RetentionService/RefuseRetentionDefect", "retention_defect", func(id string) proto.Message {
		return &fundsv1.RefuseRetentionDefectRequest{Id: id, Etag: stale, Reason: "不属质量问题"}
	}),

	list("PaymentService/ListPayments", "payment", &fundsv1.ListPaymentsRequest{}),
	get("PaymentService/GetPayment", "payment", func(id string) proto.Message { return &fundsv1.GetPaymentRequest{Id: id} }),
	{method: "PaymentService/CreatePayment", resource: "claim", reached: "CLAIM_ALREADY_PAID", request: func(_ *world, id string) proto.Message {
		return &fundsv1.CreatePaymentRequest{Payment: &fundsv1.Payment{ClaimId: id, ClaimEtag: stale, BankReference: "OUT-99", PaidOn: "2026-10-20"}}
	}},

	list("ReversalService/ListReversals", "reversal", &fundsv1.ListReversalsRequest{}),
	get("ReversalService/GetReversal", "reversal", func(id string) proto.Message { return &fundsv1.GetReversalRequest{Id: id} }),
	{method: "ReversalService/CreateReversal", resource: "payment", reached: "REVERSAL_EXISTS", request: func(_ *world, id string) proto.Message {
		return &fundsv1.CreateReversalRequest{Reversal: &fundsv1.Reversal{Target: fundsv1.ReversalTarget_REVERSAL_TARGET_PAYMENT, TargetId: id, Reason: "有误"}}
	}},
	change("ReversalService/ApproveReversal", "reversal", func(id string) proto.Message { return &fundsv1.ApproveReversalRequest{Id: id, Etag: stale} }),
	change("ReversalService/RefuseReversal", "reversal", func(id string) proto.Message {
		return &fundsv1.RefuseReversalRequest{Id: id, Etag: stale, Reason: "无误"}
	}),

	plain("FiscalYearService/ListFiscalYears", "", &fundsv1.ListFiscalYearsRequest{}),
	plain("FiscalYearService/GetFiscalYear", "", &fundsv1.GetFiscalYearRequest{FiscalYear: 2026}),
	plain("FiscalYearService/ListCarryOvers", "", &fundsv1.ListCarryOversRequest{FiscalYear: 2026}),
	plain("FiscalYearService/RequestClosing", "ETAG_STALE", &fundsv1.RequestClosingRequest{FiscalYear: 2026, Etag: stale}),
	plain("FiscalYearService/RequestReopening", "ETAG_STALE", &fundsv1.RequestReopeningRequest{FiscalYear: 2026, Etag: stale, Reason: "漏记"}),
	plain("FiscalYearService/ApproveFiscalYearChange", "ETAG_STALE", &fundsv1.ApproveFiscalYearChangeRequest{FiscalYear: 2026, Etag: stale}),
	plain("FiscalYearService/RefuseFiscalYearChange", "ETAG_STALE", &fundsv1.RefuseFiscalYearChangeRequest{FiscalYear: 2026, Etag: stale, Reason: "不必"}),

	get("FileService/ListFiles", "claim", func(id string) proto.Message {
		return &filesv1.ListFilesRequest{Subject: filesv1.FileSubject_FILE_SUBJECT_CLAIM, SubjectId: id}
	}),
	{method: "FileService/CreateFile", variant: "of a claim", resource: "claim", reached: "FILE_KIND_WRONG", request: func(_ *world, id string) proto.Message {
		return &filesv1.CreateFileRequest{Subject: filesv1.FileSubject_FILE_SUBJECT_CLAIM, SubjectId: id, Name: "页面.png", Content: []byte("<html>")}
	}},
	{method: "FileService/CreateFile", variant: "of an acceptance", resource: "acceptance", reached: "FILE_KIND_WRONG", request: func(_ *world, id string) proto.Message {
		return &filesv1.CreateFileRequest{Subject: filesv1.FileSubject_FILE_SUBJECT_ACCEPTANCE, SubjectId: id, Name: "页面.png", Content: []byte("<html>")}
	}},
	{method: "FileService/CreateFile", variant: "of a project", resource: "project", reached: "FILE_KIND_WRONG", request: func(_ *world, id string) proto.Message {
		return &filesv1.CreateFileRequest{Subject: filesv1.FileSubject_FILE_SUBJECT_PROJECT, SubjectId: id, Name: "页面.png", Content: []byte("<html>")}
	}},
	{method: "FileService/CreateFile", variant: "of a progress report", resource: "progress_report", reached: "FILE_KIND_WRONG", request: func(_ *world, id string) proto.Message {
		return &filesv1.CreateFileRequest{Subject: filesv1.FileSubject_FILE_SUBJECT_PROGRESS_REPORT, SubjectId: id, Name: "页面.png", Content: []byte("<html>")}
	}},
	{method: "FileService/ViewFile", resource: "file", reached: "FILE_WITHOUT_PICTURE", request: func(_ *world, id string) proto.Message { return &filesv1.ViewFileRequest{Id: id} }},
	{method: "FileService/KeepFilePosition", resource: "file", reached: "FILE_RECORD_CLOSED", request: func(_ *world, id string) proto.Message { return &filesv1.KeepFilePositionRequest{Id: id} }},
	get("FileService/DownloadFile", "file", func(id string) proto.Message { return &filesv1.DownloadFileRequest{Id: id} }),
	{method: "FileService/DeleteFile", resource: "file", reached: "FILE_RECORD_CLOSED", request: func(_ *world, id string) proto.Message { return &filesv1.DeleteFileRequest{Id: id} }},

	trace("document", "fund_document", func(id string) *fundsv1.TraceFundsRequest {
		return &fundsv1.TraceFundsRequest{Start: &fundsv1.TraceFundsRequest_FundDocumentId{FundDocumentId: id}}
	}),
	trace("allocation", "allocation", func(id string) *fundsv1.TraceFundsRequest {
		return &fundsv1.TraceFundsRequest{Start: &fundsv1.TraceFundsRequest_AllocationId{AllocationId: id}}
	}),
	trace("project", "project", func(id string) *fundsv1.TraceFundsRequest {
		return &fundsv1.TraceFundsRequest{Start: &fundsv1.TraceFundsRequest_ProjectId{ProjectId: id}}
	}),
	trace("claim", "claim", func(id string) *fundsv1.TraceFundsRequest {
		return &fundsv1.TraceFundsRequest{Start: &fundsv1.TraceFundsRequest_ClaimId{ClaimId: id}}
	}),
	trace("payment", "payment", func(id string) *fundsv1.TraceFundsRequest {
		return &fundsv1.TraceFundsRequest{Start: &fundsv1.TraceFundsRequest_PaymentId{PaymentId: id}}
	}),

	plain("IntegrationService/GetIntegration", "", &reportsv1.GetIntegrationRequest{}),
	plain("OverviewService/GetOverview", "", &reportsv1.GetOverviewRequest{}),
	list("AuditEntryService/ListAuditEntries", "", &reportsv1.ListAuditEntriesRequest{}),
	list("InboxService/ListInboxItems", "", &reportsv1.ListInboxItemsRequest{}),
	list("InboxService/ListDoneItems", "", &reportsv1.ListDoneItemsRequest{}),
	plain("AuditEntryService/CreateAuditVerification", "HEAD_HASH_INVALID", &reportsv1.CreateAuditVerificationRequest{KnownHeadHash: "no hash"}),
	plain("AuditEntryService/GetAuditVerification", "NOT_FOUND", &reportsv1.GetAuditVerificationRequest{Id: noRecord}),
	plain("ExportService/CreateExport", "FIELD_REQUIRED", &reportsv1.CreateExportRequest{}),
}

func trace(from, resource string, request func(id string) *fundsv1.TraceFundsRequest) attempt {
	a := get("FundTraceService/TraceFunds", resource, func(id string) proto.Message { return request(id) })
	a.variant = "from a " + from
	return a
}
