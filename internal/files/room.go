package files

import (
	"context"
	"time"

	"google.golang.org/grpc"

	filesv1 "zhengcun/api/zhengcun/files/v1"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/paging"
)

// Store keeps the contents; see [zhengcun/internal/platform/blobs].
type Store interface {
	Put(ctx context.Context, key string, content []byte) error
	Get(ctx context.Context, key string) ([]byte, error)
	Delete(ctx context.Context, key string) error
	Before(ctx context.Context, moment time.Time, fn func(keys []string) error) error
}

// Room serves the files.
type Room struct {
	db    *db.DB
	files *service
}

// New returns the room. d is for what runs beside calls.
func New(d *db.DB, pager *paging.Pager, store Store) *Room {
	return &Room{d, &service{pager: pager, store: store}}
}

// Register registers the room's services.
func (r *Room) Register(s grpc.ServiceRegistrar) { filesv1.RegisterFileServiceServer(s, r.files) }

// service serves FileService.
type service struct {
	filesv1.UnimplementedFileServiceServer
	pager *paging.Pager
	store Store
}
