package export

import (
	"strings"

	peoplev1 "zhengcun/api/zhengcun/people/v1"
)

var (
	userColumns = columns[*peoplev1.ListUsersResponse, *peoplev1.User]{}

	// users shows phones as the list does: masked where the caller sees them masked.
	users = list("users", "export.users", peoplev1.UserService_ListUsers_FullMethodName,
		(*peoplev1.ListUsersResponse).GetUsers,
		userColumns.text("export.username", (*peoplev1.User).GetUsername),
		userColumns.text("export.displayName", (*peoplev1.User).GetDisplayName),
		userColumns.text("claim.organization", (*peoplev1.User).GetOrganizationName),
		userColumns.text("field.region", (*peoplev1.User).GetRegionName),
		userColumns.named("export.roles", func(r *peoplev1.User, n *Names) string { return values(n, r.Roles) }),
		userColumns.text("export.phone", (*peoplev1.User).GetPhone),
		userColumns.named("export.disabled", func(r *peoplev1.User, n *Names) string { return n.yes(r.Disabled) }),
		userColumns.named("export.mustChangePassword", func(r *peoplev1.User, n *Names) string { return n.yes(r.MustChangePassword) }),
		userColumns.text("field.createTime", func(r *peoplev1.User) string { return moment(r.CreateTime) }),
	)

	organizationColumns = columns[*peoplev1.ListOrganizationsResponse, *peoplev1.Organization]{}

	organizations = list("organizations", "export.organizations", peoplev1.OrganizationService_ListOrganizations_FullMethodName,
		(*peoplev1.ListOrganizationsResponse).GetOrganizations,
		organizationColumns.text("export.code", (*peoplev1.Organization).GetCode),
		organizationColumns.text("export.name", (*peoplev1.Organization).GetName),
		organizationColumns.named("export.kind", func(r *peoplev1.Organization, n *Names) string { return n.value(r.Kind) }),
		organizationColumns.text("export.regionCode", (*peoplev1.Organization).GetRegionCode),
		organizationColumns.text("field.region", (*peoplev1.Organization).GetRegionName),
		organizationColumns.text("export.creditCode", (*peoplev1.Organization).GetCreditCode),
		organizationColumns.named("export.disabled", func(r *peoplev1.Organization, n *Names) string { return n.yes(r.Disabled) }),
	)

	apiClientColumns = columns[*peoplev1.ListApiClientsResponse, *peoplev1.ApiClient]{}

	apiClients = list("api_clients", "export.apiClients", peoplev1.ApiClientService_ListApiClients_FullMethodName,
		(*peoplev1.ListApiClientsResponse).GetApiClients,
		apiClientColumns.text("export.name", (*peoplev1.ApiClient).GetName),
		apiClientColumns.text("field.department", (*peoplev1.ApiClient).GetOrganizationName),
		apiClientColumns.text("export.scopes", func(r *peoplev1.ApiClient) string { return strings.Join(r.Scopes, " ") }),
		apiClientColumns.text("export.keyPrefix", (*peoplev1.ApiClient).GetKeyPrefix),
		apiClientColumns.text("export.expireTime", func(r *peoplev1.ApiClient) string { return moment(r.ExpireTime) }),
		apiClientColumns.text("export.lastUseTime", func(r *peoplev1.ApiClient) string { return moment(r.LastUseTime) }),
		apiClientColumns.text("export.previousKeyPrefix", (*peoplev1.ApiClient).GetPreviousKeyPrefix),
		apiClientColumns.text("export.previousKeyExpireTime", func(r *peoplev1.ApiClient) string { return moment(r.PreviousKeyExpireTime) }),
		apiClientColumns.named("export.disabled", func(r *peoplev1.ApiClient, n *Names) string { return n.yes(r.Disabled) }),
	)

	apiClientRequestColumns = columns[*peoplev1.ListApiClientRequestsResponse, *peoplev1.ApiClientRequest]{}

	apiClientRequests = list("api_client_requests", "export.apiClientRequests", peoplev1.ApiClientService_ListApiClientRequests_FullMethodName,
		(*peoplev1.ListApiClientRequestsResponse).GetApiClientRequests,
		apiClientRequestColumns.text("export.requestId", (*peoplev1.ApiClientRequest).GetRequestId),
		apiClientRequestColumns.text("claim.time", func(r *peoplev1.ApiClientRequest) string { return moment(r.Time) }),
		apiClientRequestColumns.text("export.method", (*peoplev1.ApiClientRequest).GetMethod),
		apiClientRequestColumns.text("export.result", (*peoplev1.ApiClientRequest).GetCode),
		apiClientRequestColumns.text("export.refusal", (*peoplev1.ApiClientRequest).GetReason),
		apiClientRequestColumns.quantity("export.milliseconds", (*peoplev1.ApiClientRequest).GetDurationUs),
		apiClientRequestColumns.text("export.clientIp", (*peoplev1.ApiClientRequest).GetClientIp),
		apiClientRequestColumns.text("export.keyPrefix", (*peoplev1.ApiClientRequest).GetKeyPrefix),
		apiClientRequestColumns.named("export.replayed", func(r *peoplev1.ApiClientRequest, n *Names) string { return n.yes(r.Replayed) }),
		apiClientRequestColumns.text("export.answer", (*peoplev1.ApiClientRequest).GetAnswer),
	)
)
