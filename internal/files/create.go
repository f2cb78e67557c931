package files

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"image"
	"path"
	"strings"
	"unicode"

	"github.com/google/uuid"

	filesv1 "zhengcun/api/zhengcun/files/v1"
	"zhengcun/ent"
	"zhengcun/ent/file"
	"zhengcun/ent/schema"
	"zhengcun/internal/files/filetype"
	"zhengcun/internal/files/photo"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/scope"
	"zhengcun/internal/platform/wire"
	"zhengcun/internal/projects"
)

// Bounds of files.
const (
	MaxSize     = 10 << 20 // bytes of one content
	MaxOfRecord = 30       // files of one record
)

// CreateFile keeps a file with a record.
func (s *service) CreateFile(ctx context.Context, req *filesv1.CreateFileRequest) (*filesv1.File, error) {
	tx := db.From(ctx)
	subject, id := wire.FromEnum[file.Subject](req.Subject), wire.ID(req.SubjectId)
	r, err := hold(ctx, subject, id)
	if err != nil {
		return nil, err
	}
	name, kind, sum, bad := inspect(req)
	if subject == file.SubjectProgressReport && kind != "" {
		bad = append(bad, notPhoto(kind, req.Content)...)
	}
	if len(bad) > 0 {
		return nil, fault.Fields(bad...)
	}
	if r.refusal != nil {
		return nil, r.refusal
	}
	if err := fits(ctx, subject, id, sum); err != nil {
		return nil, err
	}
	v, _ := scope.From(ctx)
	key := schema.NewID()
	create := tx.File.Create().SetID(key).SetSubject(subject).SetSubjectID(id).SetName(name).SetMediaType(kind).
		SetSizeBytes(int64(len(req.Content))).SetSha256(sum).SetUploadedBy(v.ID).SetUploaderName(v.Name).
		SetVillageID(r.village).SetUnitID(r.unit).SetNillableDepartmentID(r.department)
	// Whatever becomes of the transaction, there is no row without its content; a content without a row is dropped later.
	if err := s.store.Put(ctx, key.String(), req.Content); err != nil {
		return nil, err
	}
	row, err := create.Save(ctx)
	if err != nil {
		return nil, err
	}
	after, err := facts(row)
	if err != nil {
		return nil, err
	}
	db.Audit(ctx, entry("files.createFile", row, "", after))
	sent := message(v, row, true)
	if latitude, longitude, found := photo.Position(req.Content); found && subject == file.SubjectProgressReport {
		sent.OfferedPosition = projects.PositionOf(&latitude, &longitude)
	}
	return sent, nil
}

// inspect reads what was sent: the name without folders and invisible characters, the kind and the sum of the content.
func inspect(req *filesv1.CreateFileRequest) (name, kind, sum string, bad []fault.Violation) {
	if name = baseName(req.Name); strings.Trim(name, ".") == "" {
		bad = append(bad, ReasonName.Field("name"))
	}
	switch size := len(req.Content); {
	case size == 0:
		return name, "", "", append(bad, fault.ReasonFieldRequired.Field("content"))
	case size > MaxSize:
		return name, "", "", append(bad, ReasonTooLarge.Field("content", "max", MaxSize>>20))
	}
	kind, err := filetype.Detect(req.Content)
	for why, reason := range map[error]*fault.Reason{filetype.ErrKind: ReasonKind, filetype.ErrBroken: ReasonBroken,
		filetype.ErrPixels: ReasonPixels, filetype.ErrActive: ReasonActive} {
		if errors.Is(err, why) {
			bad = append(bad, reason.Field("content"))
		}
	}
	hash := sha256.Sum256(req.Content)
	if sum = hex.EncodeToString(hash[:]); req.Sha256 != "" && !strings.EqualFold(req.Sha256, sum) {
		bad = append(bad, ReasonChecksum.Field("sha256"))
	}
	return name, kind, sum, bad
}

// notPhoto tells why a content that is let in is none a picture can be made of.
func notPhoto(kind string, content []byte) []fault.Violation {
	if kind == filetype.PDF {
		return []fault.Violation{ReasonPhotoOnly.Field("content")}
	}
	if config, _, err := image.DecodeConfig(bytes.NewReader(content)); err != nil || config.Width*config.Height > photo.MaxPixels {
		return []fault.Violation{ReasonPhotoPixels.Field("content", "max", photo.MaxPixels/1_000_000)}
	}
	return nil
}

// baseName takes folders of any system off a name, and the characters nobody sees: they can make it look like another.
func baseName(name string) string {
	name = path.Base("/" + strings.ReplaceAll(name, `\`, "/"))
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r == '/' || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, name))
}

// fits tells why a record that is held does not take one more file with this sum.
func fits(ctx context.Context, subject file.Subject, id uuid.UUID, sum string) error {
	rows, err := db.From(ctx).File.Query().Where(file.SubjectEQ(subject), file.SubjectID(id)).Select(file.FieldID, file.FieldName, file.FieldSha256).All(ctx)
	if err != nil {
		return err
	}
	for _, row := range rows {
		if row.Sha256 == sum {
			return ReasonTwice.New("name", row.Name)
		}
	}
	if len(rows) >= MaxOfRecord {
		return ReasonTooMany.New("max", MaxOfRecord)
	}
	return nil
}

func message(v *scope.Viewer, row *ent.File, deletable bool) *filesv1.File {
	return &filesv1.File{
		Id: row.ID.String(), Subject: wire.ToEnum[filesv1.FileSubject](row.Subject), SubjectId: row.SubjectID.String(), Name: row.Name,
		MediaType: row.MediaType, SizeBytes: row.SizeBytes, Sha256: row.Sha256, UploaderName: row.UploaderName,
		CreateTime: wire.Time(row.CreateTime), Deletable: deletable,
		Position: projects.PositionOf(row.LatitudeMicro, row.LongitudeMicro), Downloadable: mayDownload(v, row),
	}
}
