package files

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"

	"google.golang.org/genproto/googleapis/api/httpbody"

	filesv1 "zhengcun/api/zhengcun/files/v1"
	"zhengcun/ent"
	"zhengcun/ent/file"
	"zhengcun/internal/files/filetype"
	"zhengcun/internal/files/photo"
	"zhengcun/internal/platform/access"
	"zhengcun/internal/platform/blobs"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/rpc"
	"zhengcun/internal/platform/scope"
	"zhengcun/internal/platform/wire"
	"zhengcun/internal/projects"
)

// views are the pictures made for the screen: the longest side, and the name they are kept under beside the original.
// They can be made again at any time.
var views = map[filesv1.ViewSize]struct {
	name string
	side int
}{
	filesv1.ViewSize_VIEW_SIZE_UNSPECIFIED: {"screen", 1600},
	filesv1.ViewSize_VIEW_SIZE_SCREEN:      {"screen", 1600},
	filesv1.ViewSize_VIEW_SIZE_THUMBNAIL:   {"thumb", 320},
}

// drawing bounds how many images are taken apart at once: each takes the room of all its pixels.
var drawing = make(chan struct{}, 2)

// ViewFile hands out a picture for the screen, made when it is first asked for.
func (s *service) ViewFile(ctx context.Context, req *filesv1.ViewFileRequest) (*httpbody.HttpBody, error) {
	row, _, err := get(ctx, wire.ID(req.Id), see)
	if err != nil {
		return nil, err
	}
	if row.MediaType == filetype.PDF {
		return nil, ReasonNoPicture.New()
	}
	view := views[req.Size]
	key := row.ID.String() + "." + view.name
	picture, err := s.store.Get(ctx, key)
	if errors.Is(err, blobs.ErrMissing) {
		if picture, err = s.draw(ctx, row, view.side); err == nil {
			// A picture that cannot be kept is made again next time.
			_ = s.store.Put(ctx, key, picture)
		}
	}
	if err != nil {
		return nil, err
	}
	rpc.Attachment(ctx, filetype.SaveAs(row.Name, filetype.JPEG))
	return &httpbody.HttpBody{ContentType: filetype.JPEG, Data: picture}, nil
}

func (s *service) draw(ctx context.Context, row *ent.File, side int) ([]byte, error) {
	content, err := s.original(ctx, row)
	if err != nil {
		return nil, err
	}
	select {
	case drawing <- struct{}{}:
		defer func() { <-drawing }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	picture, err := photo.Render(content, side)
	if err != nil {
		return nil, ReasonNoPicture.New().WithCause(fmt.Errorf("files: %s: %w", row.ID, err))
	}
	return picture, nil
}

// original reads a content and makes sure that it is what was taken in.
func (s *service) original(ctx context.Context, row *ent.File) ([]byte, error) {
	content, err := s.store.Get(ctx, row.ID.String())
	if errors.Is(err, blobs.ErrMissing) {
		return nil, ReasonDamaged.New().WithCause(fmt.Errorf("files: %s: %w", row.ID, err))
	}
	if err != nil {
		return nil, err
	}
	if sum := sha256.Sum256(content); hex.EncodeToString(sum[:]) != row.Sha256 {
		return nil, ReasonDamaged.New().WithCause(fmt.Errorf("files: %s: the content has another SHA-256 than its row", row.ID))
	}
	return content, nil
}

// KeepFilePosition keeps where a photo says it was taken, because whoever sent it agrees.
func (s *service) KeepFilePosition(ctx context.Context, req *filesv1.KeepFilePositionRequest) (*filesv1.File, error) {
	row, r, err := get(ctx, wire.ID(req.Id), hold)
	if err != nil {
		return nil, err
	}
	if r.refusal != nil {
		return nil, r.refusal
	}
	if row.Subject != file.SubjectProgressReport {
		return nil, ReasonNoPosition.New()
	}
	content, err := s.original(ctx, row)
	if err != nil {
		return nil, err
	}
	latitude, longitude, found := photo.Position(content)
	if !found {
		return nil, ReasonNoPosition.New()
	}
	kept, err := db.From(ctx).File.UpdateOne(row).SetLatitudeMicro(latitude).SetLongitudeMicro(longitude).Save(ctx)
	if err != nil {
		return nil, db.Missing(err, "file") // somebody has just taken it off
	}
	db.Audit(ctx, entry("files.keepFilePosition", row, "", fmt.Sprintf(`{"latitude_micro":%d,"longitude_micro":%d}`, latitude, longitude)))
	v, _ := scope.From(ctx)
	return message(v, kept, true), nil
}

// originals tells why the viewer may not have a content as it came in, or nil. What a camera writes beside a progress
// photo, such as where it was taken, is for those who check the work and those who report on it.
func originals(v *scope.Viewer, row *ent.File) error {
	switch {
	case row.Subject != file.SubjectProgressReport, v.Has("POVERTY_OFFICE"), v.Has("AUDITOR"),
		projects.OfReporters(v, row.UnitID, row.VillageID):
		return nil
	}
	return ReasonOriginal.New()
}

func mayDownload(v *scope.Viewer, row *ent.File) bool {
	return originals(v, row) == nil && access.May(filesv1.FileService_DownloadFile_FullMethodName, v)
}
