package ledger

import (
	"time"

	"go.etcd.io/bbolt"
)

// Publication says which resources make a publication and what of it the index serves.
type Publication struct {
	ID      string   `json:"id"`
	Members []Member `json:"members"` // the main page first
	Inputs  string   `json:"inputs"`  // digest of everything that the publication is made of
	Served  string   `json:"served"`  // Inputs of what the index serves; "" when that is not known
	Former  []string `json:"former,omitempty"`
}

// Member names a resource.
type Member struct {
	Source string `json:"source"`
	Key    string `json:"key"`
}

// Plan is a change of publications that is about to be served.
type Plan struct {
	Publications []Publication     // new and changed ones; Served is kept as given
	Retired      []string          // ids that are served no longer
	Former       map[string]string // retired ids that became part of another publication
	Gone         []Member          // resources that are forgotten
	Sources      []string          // sources that are forgotten
}

// Publications visits all publications by id.
func (l *Ledger) Publications(visit func(Publication) error) error {
	return each(l, publicationsBucket, visit)
}

// Publication gives one publication.
func (l *Ledger) Publication(id string) (p Publication, known bool, err error) {
	err = l.view(func(tx *bbolt.Tx) error {
		value := tx.Bucket(publicationsBucket).Get([]byte(id))
		if known = value != nil; !known {
			return nil
		}
		return decode(value, &p)
	})
	return p, known, err
}

// Former gives the ids that were merged into others, with the ids that they became.
func (l *Ledger) Former() (map[string]string, error) {
	former := map[string]string{}
	err := l.view(func(tx *bbolt.Tx) error {
		return tx.Bucket(formerBucket).ForEach(func(old, id []byte) error {
			former[string(old)] = string(id)
			return nil
		})
	})
	return former, err
}

// Retired gives the ids that were served once and must not be any more.
func (l *Ledger) Retired() ([]string, error) {
	var ids []string
	err := l.view(func(tx *bbolt.Tx) error {
		return tx.Bucket(retiredBucket).ForEach(func(id, _ []byte) error {
			ids = append(ids, string(id))
			return nil
		})
	})
	return ids, err
}

// Intend writes a plan down before the index is changed: ids that a reader may have seen are kept even if the program dies between
// here and Serve.
func (l *Ledger) Intend(p Plan) error {
	return l.update(func(tx *bbolt.Tx) error {
		if err := tx.Bucket(metaBucket).Put(unservedKey, []byte("yes")); err != nil {
			return err
		}
		publications, retired, former := tx.Bucket(publicationsBucket), tx.Bucket(retiredBucket), tx.Bucket(formerBucket)
		for _, id := range p.Retired {
			if err := publications.Delete([]byte(id)); err != nil {
				return err
			}
			if err := retired.Put([]byte(id), []byte(time.Now().UTC().Format(time.RFC3339))); err != nil {
				return err
			}
		}
		for old, id := range p.Former {
			if err := former.Put([]byte(old), []byte(id)); err != nil {
				return err
			}
		}
		for _, m := range p.Gone {
			if err := tx.Bucket(resourcesBucket).Delete([]byte(resourceKey(m.Source, m.Key))); err != nil {
				return err
			}
		}
		for _, name := range p.Sources {
			if err := tx.Bucket(sourcesBucket).Delete([]byte(name)); err != nil {
				return err
			}
		}
		return putAll(publications, retired, former, p.Publications)
	})
}

// putAll writes publications; an id that is in use is neither retired nor another's former one.
func putAll(publications, retired, former *bbolt.Bucket, list []Publication) error {
	for _, p := range list {
		if err := put(publications, []byte(p.ID), p); err != nil {
			return err
		}
		if err := retired.Delete([]byte(p.ID)); err != nil {
			return err
		}
		if err := former.Delete([]byte(p.ID)); err != nil {
			return err
		}
	}
	return nil
}

// Serve notes that a generation of the index serves the given publications as they are, and all others as before.
func (l *Ledger) Serve(generation string, list []Publication) error {
	return l.update(func(tx *bbolt.Tx) error {
		for _, p := range list {
			p.Served = p.Inputs
			if err := put(tx.Bucket(publicationsBucket), []byte(p.ID), p); err != nil {
				return err
			}
		}
		meta := tx.Bucket(metaBucket)
		if err := meta.Delete(unservedKey); err != nil {
			return err
		}
		return meta.Put(generationKey, []byte(generation))
	})
}
