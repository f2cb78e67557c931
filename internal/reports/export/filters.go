package export

import (
	"strconv"
	"strings"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// Filter is one filter of a list in words.
type Filter struct{ Title, Text string }

// filterTitles are the keys of what filters are called, by the field of the request. A test finds fields without one.
var filterTitles = map[protoreflect.Name]string{
	"region_code": "field.region", "channel_code": "field.channel", "channel_kind": "export.channelKind", "issuer_code": "field.issuer",
	"purpose_code": "field.purpose", "type_code": "field.projectType", "fiscal_year": "field.fiscalYear", "batch_year": "field.batch",
	"number": "field.documentNumber", "query": "filter.query", "order_by": "filter.sort", "source": "field.sources",
	"state": "field.state", "kind": "export.kind", "pillar": "field.pillar", "verdict": "export.verdict", "role": "export.roles",
	"target": "export.target", "from_date": "export.fromDate", "to_date": "export.toDate",
	"fund_document_id": "field.document", "allocation_id": "field.allocation", "project_id": "field.project", "claim_id": "claim.one", "acceptance_id": "acceptance.one",
	"department_id": "field.department", "unit_id": "field.unit", "organization_id": "claim.organization", "api_client_id": "export.apiClients",
	"target_id": "export.targetTitle", "actor_id": "export.actor", "object_id": "export.objectId", "object_type": "export.objectType",
	"action": "export.action", "request_id": "export.requestId", "reason": "export.refusal",
	"idle_only": "allocation.idleOnly", "available_only": "allocation.availableOnly", "exclude_cancelled": "filter.excludeCancelled",
	"lag": "progress.lag", "accepted_only": "project.acceptedOnly", "exclude_disabled": "export.excludeDisabled", "late_only": "export.lateOnly", "refused_only": "export.refusedOnly", "disabled": "export.disabled",
	"include_resolved": "conflict.includeResolved",
}

// orderTitles are the keys of what lists are sorted by.
var orderTitles = map[string]string{
	"number": "export.number", "name": "export.name", "issued_on": "field.issuedOn", "create_time": "field.createTime", "amount_fen": "field.amount", "bank_reference": "field.bankReference",
	"claimed_on": "field.claimedOn", "paid_on": "field.paidOn", "received_on": "field.receivedOn", "end_date": "field.endDate", "budget_fen": "money.budget",
	"accepted_on": "export.acceptedOn", "accepted_fen": "money.accepted", "username": "export.username", "display_name": "export.displayName",
	"acceptance_deadline": "field.acceptanceDeadline", "fiscal_year": "field.fiscalYear",
	"region_code": "export.regionCode", "batch_year": "field.batch",
}

// Filters tells the filters and the order of a list's request in words, in the order of the contract.
func Filters(req proto.Message, n *Names) []Filter {
	m := req.ProtoReflect()
	var all []Filter
	fields := m.Descriptor().Fields()
	for i := range fields.Len() {
		fd := fields.Get(i)
		title, known := filterTitles[fd.Name()]
		if !known || !m.Has(fd) {
			continue
		}
		f := Filter{n.Say(title), strings.TrimSpace(filterText(fd, m.Get(fd), n))}
		if f.Text != "" {
			all = append(all, f)
		}
	}
	return all
}

func filterText(fd protoreflect.FieldDescriptor, value protoreflect.Value, n *Names) string {
	switch fd.Kind() {
	case protoreflect.EnumKind:
		return n.enum(fd.Enum(), value.Enum())
	case protoreflect.BoolKind:
		if value.Bool() {
			return n.Say("export.yes")
		}
		return n.Say("export.no")
	case protoreflect.Int32Kind:
		return strconv.FormatInt(value.Int(), 10)
	}
	code := value.String()
	switch fd.Name() {
	case "region_code":
		return name(n.Regions, code)
	case "channel_code":
		return name(n.Channels, code)
	case "issuer_code":
		return name(n.Issuers, code)
	case "purpose_code":
		return name(n.Purposes, code)
	case "type_code":
		return name(n.ProjectTypes, code)
	case "order_by":
		return order(code, n)
	}
	return name(n.Records, code)
}

// order says by what a list is sorted.
func order(orderBy string, n *Names) string {
	by, direction, _ := strings.Cut(strings.TrimSpace(orderBy), " ")
	title := by
	if key := orderTitles[by]; key != "" {
		title = n.Say(key)
	}
	if direction == "desc" {
		return n.Say("filter.descending", "name", title)
	}
	return n.Say("filter.ascending", "name", title)
}
