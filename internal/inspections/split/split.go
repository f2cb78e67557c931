// Package split divides the amount judged at an acceptance over the lots of the project, and checks a division that
// somebody made by hand.
package split

import (
	"errors"

	"zhengcun/internal/kernel/money"
)

// Lot is the money of one allocation for the project.
type Lot struct {
	Appropriated money.Fen // set aside, less reversals
	Accepted     money.Fen // by earlier acceptances that are confirmed
}

// Room is what may still be accepted on the lot: never below zero, also when money was taken back after an acceptance.
func (l Lot) Room() money.Fen { return max(l.Appropriated-l.Accepted, 0) }

// Room is what may still be accepted on all lots together.
func Room(lots []Lot) (room money.Fen) {
	for _, l := range lots {
		room += l.Room()
	}
	return room
}

// ErrOverRoom is returned by Propose for more than there is room for.
var ErrOverRoom = errors.New("split: more than is set aside and not yet accepted")

// Propose divides amount over the lots, in their order, in proportion to what each has room for, by the largest remainder,
// lowest line first. At the first acceptance the rooms are the appropriations; later ones count only what is left of
// them, so that no lot is accepted beyond its appropriation. The parts sum to amount and none is over its lot's room.
func Propose(amount money.Fen, lots []Lot) ([]money.Fen, error) {
	if amount > Room(lots) {
		return nil, ErrOverRoom
	}
	parts := make([]money.Fen, len(lots))
	if amount == 0 {
		return parts, nil
	}
	weights := make([]money.Fen, len(lots))
	for i, l := range lots {
		weights[i] = l.Room()
	}
	return money.Split(amount, weights)
}

// Wrong says what keeps parts, one per lot, from being a division of amount: the indexes of parts that are negative or
// over their lot's room, and by how much their sum misses amount. The division is right when both are nothing.
func Wrong(amount money.Fen, parts []money.Fen, lots []Lot) (over []int, missing money.Fen) {
	missing = amount
	for i, part := range parts {
		missing -= part
		if part < 0 || part > lots[i].Room() {
			over = append(over, i)
		}
	}
	return over, missing
}
