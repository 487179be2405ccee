package ledger

import (
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"

	"go.etcd.io/bbolt"
)

// ErrDamaged says that the database holds what no ledger writes: a disk failed, or another program wrote into it. The index is not
// concerned and goes on being served.
var ErrDamaged = errors.New("the ledger is damaged: move ledger.db away and index the sources again")

// guard makes an error of what bbolt does when it meets a damaged page: it panics, or follows an address into nowhere.
func guard(do func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("%w (%.200v)", ErrDamaged, fault)
		}
	}()
	return do()
}

func (l *Ledger) view(do func(*bbolt.Tx) error) error {
	return guard(func() error { return l.db.View(do) })
}

func (l *Ledger) update(do func(*bbolt.Tx) error) error {
	return guard(func() error { return l.db.Update(do) })
}

func decode(value []byte, into any) error {
	if err := json.Unmarshal(value, into); err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return nil
}
