package db

import (
	"context"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// KnownFor is how long [Known] believes what it read when nothing in this process
// has changed it: another process on the same PostgreSQL may have. So what one
// process refuses or shuts takes effect in all of them within this time.
const KnownFor = 500 * time.Millisecond

// changes counts the transactions that wrote a watched table.
type changes struct {
	mu      sync.Mutex
	watches []*watch
	count   atomic.Int64
}

// watch is when one of its tables was changed last, as a count of changes.
type watch struct {
	tables []string
	last   atomic.Int64
}

func (c *changes) watch(tables []string) *watch {
	w := &watch{tables: tables}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.watches = append(slices.Clone(c.watches), w)
	return w
}

// wrote notes that a transaction which wrote these tables may have been committed.
func (c *changes) wrote(tables []string) {
	if len(tables) == 0 {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, w := range c.watches {
		if w.of(tables) {
			w.last.Store(c.count.Add(1))
		}
	}
}

func (w *watch) of(tables []string) bool {
	return slices.ContainsFunc(tables, func(t string) bool { return t == anyTable || slices.Contains(w.tables, t) })
}

// anyTable stands for a table that the statement does not tell.
const anyTable = "*"

// writtenTable is the table a statement writes; empty when it only reads. It knows
// the statements as ent and the rooms write them; of others it says [anyTable].
func writtenTable(query string) string {
	word, rest := nextWord(query)
	switch word {
	case "SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK", "SHOW":
		return ""
	case "INSERT", "DELETE":
		if word, rest = nextWord(rest); word != "INTO" && word != "FROM" {
			return anyTable
		}
	case "UPDATE":
	case "WITH":
		_, into, found := strings.Cut(rest, "INSERT INTO ")
		if strings.Contains(rest, "UPDATE ") || strings.Contains(rest, "DELETE ") || strings.Contains(into, "INSERT INTO ") {
			return anyTable
		}
		if !found {
			return ""
		}
		rest = into
	default:
		return anyTable
	}
	name, _ := nextWord(rest)
	name = strings.Trim(name, "`\"")
	if name == "" || name == "ONLY" || strings.ContainsAny(name, ".`\"") {
		return anyTable
	}
	return name
}

// nextWord cuts a text after its first word.
func nextWord(text string) (word, rest string) {
	text = strings.TrimLeft(text, " \n\t(")
	end := strings.IndexAny(text, " \n\t(")
	if end < 0 {
		return text, ""
	}
	return text[:end], text[end:]
}

// Known keeps what was read from tables that seldom change, by key, for each
// database. A change made through this process is seen by every transaction that
// begins after it was answered; one made by another process within [KnownFor].
type Known[K comparable, T any] struct {
	tables []string
	read   func(ctx context.Context, key K) (T, bool, error)
	most   int
}

// NewKnown returns what is known of these tables. read reads the value of a key from
// the transaction in its context, and tells whether it is to be kept. No more than
// most values are kept. Values are shared: nobody changes them.
func NewKnown[K comparable, T any](most int, tables []string, read func(ctx context.Context, key K) (T, bool, error)) *Known[K, T] {
	return &Known[K, T]{tables: tables, read: read, most: most}
}

// shelf is what is known of one database.
type shelf[K comparable, T any] struct {
	watch *watch
	mu    sync.Mutex
	held  map[K]held[T]
}

type held[T any] struct {
	value T
	moment
}

func (k *Known[K, T]) shelf(d *DB) *shelf[K, T] {
	s, there := d.shelves.Load(k)
	if !there {
		d.shelving.Lock()
		defer d.shelving.Unlock()
		if s, there = d.shelves.Load(k); !there {
			s = &shelf[K, T]{watch: d.changes.watch(k.tables), held: map[K]held[T]{}}
			d.shelves.Store(k, s)
		}
	}
	return s.(*shelf[K, T])
}

// Get returns the value of a key as the transaction in ctx may see it: what it has
// itself written is read anew.
func (k *Known[K, T]) Get(ctx context.Context, key K) (T, error) {
	tx := From(ctx)
	s := k.shelf(tx.db)
	if !s.watch.of(tx.tx.wrote) {
		if value, ok := s.have(key); ok {
			return value, nil
		}
	}
	return k.Fresh(ctx, key)
}

// Of is [Known.Get] outside of a transaction.
func (k *Known[K, T]) Of(ctx context.Context, d *DB, key K) (value T, err error) {
	if value, ok := k.shelf(d).have(key); ok {
		return value, nil
	}
	err = d.Read(context.WithValue(ctx, txKey{}, nil), func(ctx context.Context) (err error) {
		value, err = k.Fresh(ctx, key)
		return err
	})
	return value, err
}

// Fresh reads the value as the transaction in ctx sees it, whatever is known: for
// what must fit rows it has read.
func (k *Known[K, T]) Fresh(ctx context.Context, key K) (T, error) {
	tx := From(ctx)
	if tx.blind {
		return k.Of(ctx, tx.db, key)
	}
	value, keep, err := k.read(ctx, key)
	s := k.shelf(tx.db)
	if err == nil && keep && !s.watch.of(tx.tx.wrote) {
		s.keep(key, held[T]{value, tx.moment}, k.most)
	}
	return value, err
}

func (s *shelf[K, T]) have(key K) (value T, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	h, ok := s.held[key]
	if !ok || s.watch.last.Load() > h.seen || time.Since(h.began) > KnownFor {
		return value, false
	}
	return h.value, true
}

func (s *shelf[K, T]) keep(key K, h held[T], most int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, there := s.held[key]; !there && len(s.held) >= most {
		clear(s.held)
	}
	s.held[key] = h
}
