package files

import (
	"context"
	"encoding/json"

	"google.golang.org/genproto/googleapis/api/httpbody"

	filesv1 "zhengcun/api/zhengcun/files/v1"
	"zhengcun/ent"
	"zhengcun/ent/file"
	"zhengcun/internal/files/filetype"
	"zhengcun/internal/platform/access"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/paging"
	"zhengcun/internal/platform/rpc"
	"zhengcun/internal/platform/scope"
	"zhengcun/internal/platform/wire"
)

// oldestFirst is the order of the list: ids grow with time.
var oldestFirst = paging.Order{{Name: file.FieldID}}

// ListFiles lists the files of one record, oldest first.
func (s *service) ListFiles(ctx context.Context, req *filesv1.ListFilesRequest) (*filesv1.ListFilesResponse, error) {
	page, err := s.pager.Open(ctx, req, oldestFirst)
	if err != nil {
		return nil, err
	}
	subject, id := wire.FromEnum[file.Subject](req.Subject), wire.ID(req.SubjectId)
	r, err := see(ctx, subject, id)
	if err != nil {
		return nil, err
	}
	query := db.From(ctx).File.Query().Where(file.SubjectEQ(subject), file.SubjectID(id))
	count, err := query.Clone().Count(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := query.Where(page.Selector()).All(ctx)
	if err != nil {
		return nil, err
	}
	rows, next := paging.Cut(page, rows, func(r *ent.File) []string { return []string{r.ID.String()} })
	v, _ := scope.From(ctx)
	resp := &filesv1.ListFilesResponse{NextPageToken: next,
		Addable: r.refusal == nil && count < MaxOfRecord && access.May(filesv1.FileService_CreateFile_FullMethodName, v)}
	for _, row := range rows {
		resp.Files = append(resp.Files, message(v, row, r.refusal == nil && access.May(filesv1.FileService_DeleteFile_FullMethodName, v)))
	}
	return resp, nil
}

// DownloadFile hands out a content that is what was taken in.
func (s *service) DownloadFile(ctx context.Context, req *filesv1.DownloadFileRequest) (*httpbody.HttpBody, error) {
	row, _, err := get(ctx, wire.ID(req.Id), see)
	if err != nil {
		return nil, err
	}
	v, _ := scope.From(ctx)
	if err := originals(v, row); err != nil {
		return nil, err
	}
	content, err := s.original(ctx, row)
	if err != nil {
		return nil, err
	}
	rpc.Attachment(ctx, filetype.SaveAs(row.Name, row.MediaType))
	return &httpbody.HttpBody{ContentType: row.MediaType, Data: content}, nil
}

// DeleteFile takes a file off its record. Its content is dropped by [Room.Clean].
func (s *service) DeleteFile(ctx context.Context, req *filesv1.DeleteFileRequest) (*filesv1.File, error) {
	row, r, err := get(ctx, wire.ID(req.Id), hold)
	if err != nil {
		return nil, err
	}
	if r.refusal != nil {
		return nil, r.refusal
	}
	if err := db.From(ctx).File.DeleteOne(row).Exec(ctx); err != nil {
		return nil, db.Missing(err, "file") // somebody has just taken it off
	}
	before, err := facts(row)
	if err != nil {
		return nil, err
	}
	db.Audit(ctx, entry("files.deleteFile", row, before, ""))
	v, _ := scope.From(ctx)
	return message(v, row, false), nil
}

func entry(action string, row *ent.File, before, after string) audit.Entry {
	return audit.Entry{Action: action, ObjectType: "file", ObjectID: row.ID.String(), VillageID: row.VillageID.String(), Before: before, After: after}
}

// facts are what the audit log keeps of a file, so that it is known what was there when it is gone.
func facts(row *ent.File) (string, error) {
	text, err := json.Marshal(map[string]any{"subject": row.Subject, "subject_id": row.SubjectID, "name": row.Name,
		"media_type": row.MediaType, "size_bytes": row.SizeBytes, "sha256": row.Sha256})
	return string(text), err
}
