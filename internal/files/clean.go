package files

import (
	"context"
	"strings"
	"time"

	"github.com/google/uuid"

	"zhengcun/ent/file"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/platform/db"
)

// orphanAge is how old a content without a row must be to be dropped: no transaction takes that long.
const orphanAge = 24 * time.Hour

// Clean drops contents that have no row: of transactions that failed after the content was stored, and of files that were
// taken off. Things in the store that are none of ours stay. It answers how many it has dropped. The viewer of ctx sees
// the whole county.
func (r *Room) Clean(ctx context.Context) (dropped int, err error) {
	// The store tells times by the machine's clock, so its age is told by that too.
	before := calendar.System().Now().Add(-orphanAge)
	err = r.files.store.Before(ctx, before, func(keys []string) error {
		ids := make(map[string]uuid.UUID, len(keys))
		for _, key := range keys {
			if id, ours := idOf(key); ours {
				ids[key] = id
			}
		}
		rows, err := r.rows(ctx, ids)
		if err != nil {
			return err
		}
		for key, id := range ids {
			if rows[id] && kept(key, id) {
				continue
			}
			if err := r.files.store.Delete(ctx, key); err != nil {
				return err
			}
			dropped++
		}
		return nil
	})
	return dropped, err
}

// kept tells whether a key is that of a file's content or of a picture made of it.
func kept(key string, id uuid.UUID) bool {
	for _, view := range views {
		if key == id.String()+"."+view.name {
			return true
		}
	}
	return key == id.String()
}

// idOf reads whose content a key is: a file's, a picture's made of it, or one that was being written ("<id>.<time>.tmp") when
// the program ended.
func idOf(key string) (id uuid.UUID, ours bool) {
	name, rest, half := strings.Cut(key, ".")
	id, err := uuid.Parse(name)
	return id, err == nil && id.String() == name && (!half || strings.HasSuffix(rest, ".tmp") || kept(key, id))
}

// rows tells which of these files there are.
func (r *Room) rows(ctx context.Context, ids map[string]uuid.UUID) (map[uuid.UUID]bool, error) {
	found := map[uuid.UUID]bool{}
	if len(ids) == 0 {
		return found, nil
	}
	asked := make([]uuid.UUID, 0, len(ids))
	for _, id := range ids {
		asked = append(asked, id)
	}
	err := r.db.Read(ctx, func(ctx context.Context) error {
		known, err := db.From(ctx).File.Query().Where(file.IDIn(asked...)).IDs(ctx)
		for _, id := range known {
			found[id] = true
		}
		return err
	})
	return found, err
}
