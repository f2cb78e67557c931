package people

import (
	"context"
	"fmt"
	"regexp"

	peoplev1 "zhengcun/api/zhengcun/people/v1"
	"zhengcun/ent"
	"zhengcun/ent/pagesetting"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/paging"
)

// How much one person may keep: there are some dozens of pages with up to some
// dozens of columns.
const (
	maxPages   = 200
	maxColumns = 60
)

var (
	// pageForm is what the name of a page looks like, columnForm the key of a column.
	pageForm   = regexp.MustCompile(`^[a-z0-9-]{1,40}$`)
	columnForm = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_.-]{0,59}$`)
)

type pageSettings struct {
	peoplev1.UnimplementedPageSettingServiceServer
	*Room
}

// ListPageSettings lists the viewer's own settings, by page.
func (s *pageSettings) ListPageSettings(ctx context.Context, _ *peoplev1.ListPageSettingsRequest) (*peoplev1.ListPageSettingsResponse, error) {
	rows, err := db.From(ctx).PageSetting.Query().Where(pagesetting.UserID(viewer(ctx).ID)).Order(ent.Asc(pagesetting.FieldPage)).All(ctx)
	if err != nil {
		return nil, err
	}
	answer := &peoplev1.ListPageSettingsResponse{}
	for _, row := range rows {
		answer.PageSettings = append(answer.PageSettings, pageSettingMessage(row))
	}
	return answer, nil
}

// UpdatePageSetting sets the viewer's own settings of one page, whether he has
// some or not. The last word counts: there is no etag, since nobody else is
// concerned.
func (s *pageSettings) UpdatePageSetting(ctx context.Context, req *peoplev1.UpdatePageSettingRequest) (*peoplev1.PageSetting, error) {
	wanted, id := req.PageSetting, viewer(ctx).ID
	if bad := checkPageSetting(wanted); len(bad) > 0 {
		return nil, fault.Fields(bad...)
	}
	tx := db.From(ctx)
	tx.Exempt("how a person wants a list shown is no business record")
	row, err := tx.PageSetting.Query().Where(pagesetting.UserID(id), pagesetting.Page(wanted.Page)).Only(ctx)
	if ent.IsNotFound(err) {
		row, err = s.create(ctx, wanted.Page)
	}
	if err != nil {
		return nil, err
	}
	change := tx.PageSetting.UpdateOne(row)
	for _, path := range req.UpdateMask.GetPaths() {
		switch path {
		case pagesetting.FieldColumns:
			change.SetColumns(append([]string{}, wanted.Columns...))
		case pagesetting.FieldPageSize:
			change.SetPageSize(int(wanted.PageSize))
		}
	}
	if row, err = change.Save(ctx); err != nil {
		return nil, err
	}
	return pageSettingMessage(row), nil
}

// create makes the viewer's settings of a page, saying nothing yet.
func (s *pageSettings) create(ctx context.Context, page string) (*ent.PageSetting, error) {
	tx, id := db.From(ctx), viewer(ctx).ID
	n, err := tx.PageSetting.Query().Where(pagesetting.UserID(id)).Count(ctx)
	switch {
	case err != nil:
		return nil, err
	case n >= maxPages:
		return nil, ReasonPageSettings.New("max", maxPages)
	}
	row, err := tx.PageSetting.Create().SetUserID(id).SetPage(page).SetColumns([]string{}).Save(ctx)
	if db.IsUnique(err) {
		return nil, db.Again(err) // another window of the same person was first
	}
	return row, err
}

func checkPageSetting(p *peoplev1.PageSetting) (bad []fault.Violation) {
	if !pageForm.MatchString(p.Page) {
		bad = append(bad, ReasonPageName.Field("page_setting.page"))
	}
	if len(p.Columns) > maxColumns {
		return append(bad, ReasonColumns.Field("page_setting.columns", "max", maxColumns))
	}
	seen := map[string]bool{}
	for i, c := range p.Columns {
		if seen[c] || !columnForm.MatchString(c) {
			bad = append(bad, ReasonColumnKey.Field(fmt.Sprintf("page_setting.columns[%d]", i)))
		}
		seen[c] = true
	}
	if p.PageSize < 0 || p.PageSize > paging.MaxSize {
		bad = append(bad, ReasonPageSize.Field("page_setting.page_size", "max", paging.MaxSize))
	}
	return bad
}

func pageSettingMessage(row *ent.PageSetting) *peoplev1.PageSetting {
	return &peoplev1.PageSetting{Page: row.Page, Columns: row.Columns, PageSize: int32(row.PageSize)}
}
