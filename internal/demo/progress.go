package demo

import (
	"context"

	filesv1 "zhengcun/api/zhengcun/files/v1"
	projectsv1 "zhengcun/api/zhengcun/projects/v1"
)

// report tells how far the work is: soon after its beginning, and for the last time a few days ago; of a late project so
// long ago that a report is overdue, and of what is done by its last day. Some reports have a photo.
func (s *site) report(ctx context.Context) error {
	n, today := s.plan, s.today
	whole := max(n.start.DaysUntil(n.end), 1)
	first := earlier(n.start.AddDays(min(15, whole/3)), today)
	last, percent, problems := today.AddDays(-6), 100*min(n.start.DaysUntil(today), whole)/(whole+10), ""
	switch {
	case n.until > underway:
		last, percent = earlier(n.end, today), 100
	case n.late:
		last, percent, problems = today.AddDays(-45), 65, "连续阴雨，材料进场迟，工期落后"
	}
	type told struct {
		percent  int
		problems string
	}
	for _, r := range []struct {
		on interface{ String() string }
		told
	}{{first, told{min(20, percent), ""}}, {later(first, last), told{percent, problems}}} {
		quality := projectsv1.WorkQuality_WORK_QUALITY_GOOD
		if r.problems != "" {
			quality = projectsv1.WorkQuality_WORK_QUALITY_FAIR
		}
		kept, err := projectsv1.NewProgressReportServiceClient(s.as(unitUser[n.unit])).CreateProgressReport(ctx, &projectsv1.CreateProgressReportRequest{
			ProgressReport: &projectsv1.ProgressReport{ProjectId: s.project.Id, ReportedOn: r.on.String(), Percent: int32(r.percent),
				QuantityMilli: n.quantity * int64(r.percent) / 100, Quality: quality, MoneyUsedFen: n.budget * int64(r.percent) / 110,
				Problems: r.problems, Position: &projectsv1.Position{LatitudeMicro: 30_850_000 + int32(n.quantity%9000), LongitudeMicro: 116_360_000 + int32(n.quantity%7000)}}})
		if err != nil {
			return err
		}
		if !n.files && !n.late {
			continue
		}
		picture, err := photo()
		if err != nil {
			return err
		}
		if err := s.keep(ctx, unitUser[n.unit], filesv1.FileSubject_FILE_SUBJECT_PROGRESS_REPORT, kept.Id, "工地照片（演示）.png", picture); err != nil {
			return err
		}
	}
	return nil
}
