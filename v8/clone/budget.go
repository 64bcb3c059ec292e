package clone

import (
	"fmt"
	"math"

	"github.com/nodeisolates/isolates/v8/internal/wire"
)

// A MemoryLimitError says that data would take more of Go's memory than
// [Decoder].MemoryLimit.
type MemoryLimitError struct {
	Limit uint64 // in bytes
}

// Error names the limit.
func (e *MemoryLimitError) Error() string {
	return fmt.Sprintf("clone: the data take more than %d bytes of memory", e.Limit)
}

// A budget counts what a Decoder makes. Each value subtracts from left; what the
// account knows is brought up to date when that is used up.
type budget struct {
	left    int64 // bytes until the account is looked at
	granted int64 // what left began with
	work    int64 // of what was subtracted, no memory but time
	account *wire.Account
}

// lookEvery is how many bytes are made between two looks at the account.
const lookEvery = 64 << 10

func (b *budget) open(account *wire.Account) {
	*b = budget{account: account, left: math.MaxInt64}
	if account != nil {
		b.grant()
	}
}

func (b *budget) grant() {
	b.granted = max(min(b.account.Limit-b.account.Used, lookEvery), 0)
	b.left, b.work = b.granted, 0
}

// charge counts what is about to be made, in bytes.
func (b *budget) charge(bytes int) error {
	if b.left -= int64(bytes); b.left < 0 {
		return b.look()
	}
	return nil
}

// chargeMany is charge for elements of an array.
func (b *budget) chargeMany(count int, size uintptr) error {
	if size > 0 && count > math.MaxInt32*64/int(size) {
		count = math.MaxInt32 * 64 / int(size) // more than there is
	}
	return b.charge(count * int(size))
}

// spend counts what takes time and no memory, as if it were so many bytes.
func (b *budget) spend(bytes int) error {
	b.work += int64(bytes)
	return b.charge(bytes)
}

// settle tells the account what was made since the last look.
func (b *budget) settle() {
	if b.account != nil {
		b.account.Used += b.granted - b.left - b.work
		b.granted, b.left, b.work = 0, 0, 0
	}
}

func (b *budget) look() error {
	if b.account == nil {
		b.left = math.MaxInt64
		return nil
	}
	b.settle()
	if b.account.Used > b.account.Limit {
		return b.account.Exceeded(b.account)
	}
	if b.account.Look != nil {
		if err := b.account.Look(); err != nil {
			return err
		}
	}
	b.grant()
	return nil
}

// limitTo is an account of a Decoder's own.
func limitTo(limit uint64) *wire.Account {
	return &wire.Account{
		Limit:    int64(min(limit, math.MaxInt64)),
		Exceeded: func(a *wire.Account) error { return &MemoryLimitError{uint64(a.Limit)} },
	}
}

// mapGroup is how many entries a Go map makes room for at first.
const mapGroup = 8

// mapBytes is about what a Go map of so many entries takes: groups of eight
// entries, of which a seventh are free, in tables of a power of two.
func mapBytes(entries int, entry uintptr) int {
	const header = 48
	switch {
	case entries == 0:
		return header
	case entries <= mapGroup:
		return header + mapGroup*(1+int(entry))
	}
	slots := mapGroup
	for slots*7/8 < entries {
		slots *= 2
	}
	return header + 32 + slots*(1+int(entry))
}

// mapEntryBytes is what an entry takes of a map that grows, old tables counted.
func mapEntryBytes(key, value uintptr) int { return 3 * (1 + int(key+value)) }

// spread counts copies of what may be shared: elements that are stored from
// values that were read, and JSON. What is read is never more than the data.
func (d *Decoder) spread(bytes int) error {
	if d.copies -= bytes; d.copies < 0 {
		return d.fail(errRepeats.Error())
	}
	return nil
}

// mostCopies is beyond what data without anything shared can reach: JSON has six
// bytes for some single ones. With a limit that counts too, and without one for
// all data of an isolate, it only keeps the worst away.
func mostCopies(data int, account *wire.Account) int {
	if account != nil {
		return 256*data + 1<<30
	}
	return 64*data + 1<<16
}

// elementCopy is what an element counts of spread.
const elementCopy = 16
