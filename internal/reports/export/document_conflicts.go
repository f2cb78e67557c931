package export

import fundsv1 "zhengcun/api/zhengcun/funds/v1"

var (
	conflictColumns = columns[*fundsv1.ListDocumentConflictsResponse, *fundsv1.DocumentConflict]{}

	// documentConflicts tells of both documents what they come to; what differs line by line is on the screen of one.
	documentConflicts = list("document_conflicts", "conflict.list", fundsv1.FundDocumentService_ListDocumentConflicts_FullMethodName,
		(*fundsv1.ListDocumentConflictsResponse).GetDocumentConflicts,
		conflictColumns.text("field.documentNumber", func(r *fundsv1.DocumentConflict) string { return r.GetStored().GetNumber() }),
		conflictColumns.text("export.title", func(r *fundsv1.DocumentConflict) string { return r.GetStored().GetTitle() }),
		conflictColumns.text("field.issuer", func(r *fundsv1.DocumentConflict) string { return r.GetStored().GetIssuerName() }),
		conflictColumns.named("conflict.refusedSource", func(r *fundsv1.DocumentConflict, n *Names) string { return n.value(r.RefusedSource) }),
		conflictColumns.text("conflict.refusedAt", func(r *fundsv1.DocumentConflict) string { return moment(r.CreateTime) }),
		conflictColumns.money("conflict.stored", func(r *fundsv1.DocumentConflict) int64 { return documentAmount(r.GetStored()) }),
		conflictColumns.money("conflict.refused", func(r *fundsv1.DocumentConflict) int64 { return documentAmount(r.GetRefused()) }),
		conflictColumns.named("field.state", func(r *fundsv1.DocumentConflict, n *Names) string {
			if r.Resolved {
				return n.Say("conflict.resolved")
			}
			return n.Say("conflict.open")
		}),
		conflictColumns.text("conflict.resolution", (*fundsv1.DocumentConflict).GetResolution),
	)
)

// documentAmount is what the lines of a document come to.
func documentAmount(d *fundsv1.FundDocument) (fen int64) {
	for _, l := range d.GetLines() {
		fen += l.AmountFen
	}
	return fen
}
