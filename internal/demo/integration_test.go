package demo_test

import (
	"testing"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	projectsv1 "zhengcun/api/zhengcun/projects/v1"
	reportsv1 "zhengcun/api/zhengcun/reports/v1"
)

// integration: each figure of the table is what the list it opens adds up to, for the county and for one department.
func (w *world) integration(t *testing.T) {
	for _, username := range []string{"leader", "transport"} {
		for _, year := range []int32{0, 2026} {
			w.integrationOf(t, username, year)
		}
	}
}

func (w *world) integrationOf(t *testing.T, username string, year int32) {
	ctx, conn := w.login(username), w.Conn()
	allocations, projects := fundsv1.NewAllocationServiceClient(conn), projectsv1.NewProjectServiceClient(conn)
	table := must[*reportsv1.Integration](t)(reportsv1.NewIntegrationServiceClient(conn).GetIntegration(ctx, &reportsv1.GetIntegrationRequest{FiscalYear: year}))
	all := must[*fundsv1.ListAllocationsResponse](t)(allocations.ListAllocations(ctx, &fundsv1.ListAllocationsRequest{FiscalYear: year})).Totals
	if table.PromisedFen != all.PromisedFen || table.ReceivedFen != all.ReceivedFen || all.PromisedFen == 0 {
		t.Errorf("%s %d: promised %d, received %d; the list says %v", username, year, table.PromisedFen, table.ReceivedFen, all)
	}
	byChannel, villages, several := map[string]int64{}, 0, 0
	for i, r := range table.Rows {
		if i > 0 && table.Rows[i-1].Village && !r.Village {
			t.Errorf("%s %d: %s, which is no village, comes after villages", username, year, r.RegionName)
		}
		var promised, received, appropriated, paid int64
		for _, c := range r.Cells {
			promised, received, appropriated, paid = promised+c.PromisedFen, received+c.ReceivedFen, appropriated+c.AppropriatedFen, paid+c.PaidFen
			byChannel[c.ChannelCode] += c.PromisedFen
			if !r.Village {
				continue
			}
			list := must[*fundsv1.ListAllocationsResponse](t)(allocations.ListAllocations(ctx, &fundsv1.ListAllocationsRequest{
				FiscalYear: year, RegionCode: r.RegionCode, ChannelCode: c.ChannelCode,
			})).Totals
			if c.PromisedFen != list.PromisedFen || c.ReceivedFen != list.ReceivedFen {
				t.Errorf("%s %d: %s %s: %v, the list says %v", username, year, r.RegionName, c.ChannelCode, c, list)
			}
		}
		if promised != r.PromisedFen || received != r.ReceivedFen || appropriated != r.AppropriatedFen || paid != r.PaidFen {
			t.Errorf("%s %d: %s: cells add up to %d, %d, %d and %d, the row says %v", username, year, r.RegionName, promised, received, appropriated, paid, r)
		}
		if !r.Village {
			continue
		}
		villages++
		if len(r.Cells) > 1 {
			several++
		}
		if year == 0 {
			money := must[*projectsv1.ListProjectsResponse](t)(projects.ListProjects(ctx, &projectsv1.ListProjectsRequest{RegionCode: r.RegionCode})).Totals
			if r.AppropriatedFen != money.AppropriatedFen || r.PaidFen != money.PaidFen {
				t.Errorf("%s: %s: set aside %d, paid %d; the projects say %v", username, r.RegionName, r.AppropriatedFen, r.PaidFen, money)
			}
		}
	}
	for _, c := range table.Channels {
		if byChannel[c.ChannelCode] != c.PromisedFen {
			t.Errorf("%s %d: %s: rows add up to %d, the column says %d", username, year, c.ChannelCode, byChannel[c.ChannelCode], c.PromisedFen)
		}
	}
	if username == "leader" && (villages < 5 || several == 0 || len(table.Channels) < 5) {
		t.Errorf("%d villages, %d with money of several channels, %d channels: the demo shows too little of it", villages, several, len(table.Channels))
	}
}
