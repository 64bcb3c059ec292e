package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// keptVersions is how many of a tenant's programs are kept, to go back to.
const keptVersions = 10

// What a tenant's KV namespaces may have.
const (
	maxKey   = 512
	maxValue = 1 << 20
	maxKV    = 64 << 20 // bytes of all, as JetStream counts
	maxKeys  = 1000     // in one answer of list
)

var errNotFound = errors.New("not found")

// A Deployment is what all nodes know of a tenant.
type Deployment struct {
	Name     string            `json:"name"`
	Current  string            `json:"current"`  // of Versions
	Versions []Version         `json:"versions"` // the newest first
	Secrets  map[string]string `json:"secrets"`  // in env
	Deleted  bool              `json:"deleted,omitempty"`
}

// A Version is a program that was uploaded.
type Version struct {
	ID      string    `json:"id"` // the hash of the archive, and what tells uploads of one apart
	Created time.Time `json:"created"`
	Bytes   int       `json:"bytes"`
}

// A Store has programs, versions and KV in JetStream: in this process, or in a cluster,
// where every node sees the same.
type Store struct {
	js          jetstream.JetStream
	replicas    int
	deployments jetstream.KeyValue
	turns       jetstream.KeyValue // of what is scheduled
	bundles     jetstream.ObjectStore

	mutex sync.Mutex
	kv    map[string]jetstream.KeyValue // by tenant: each has a bucket, and its limit
}

// OpenStore makes what is not there yet.
func OpenStore(ctx context.Context, connection *nats.Conn, replicas int) (*Store, error) {
	js, err := jetstream.New(connection)
	if err != nil {
		return nil, err
	}
	s := &Store{js: js, replicas: replicas, kv: map[string]jetstream.KeyValue{}}
	s.deployments, err = js.CreateOrUpdateKeyValue(ctx, jetstream.KeyValueConfig{Bucket: "workers-deployments", Replicas: replicas})
	if err != nil {
		return nil, fmt.Errorf("store: deployments: %w", err)
	}
	s.turns, err = js.CreateOrUpdateKeyValue(ctx, jetstream.KeyValueConfig{Bucket: "workers-turns", Replicas: replicas, TTL: time.Hour})
	if err != nil {
		return nil, fmt.Errorf("store: turns: %w", err)
	}
	s.bundles, err = js.CreateOrUpdateObjectStore(ctx, jetstream.ObjectStoreConfig{Bucket: "workers-bundles", Replicas: replicas})
	if err != nil {
		return nil, fmt.Errorf("store: bundles: %w", err)
	}
	return s, nil
}

// Watch calls fn for each deployment there is, and for each that changes, until ctx
// ends. When it returns, fn was called for all that there were.
func (s *Store) Watch(ctx context.Context, fn func(*Deployment)) error {
	watcher, err := s.deployments.WatchAll(ctx, jetstream.IgnoreDeletes())
	if err != nil {
		return err
	}
	known := make(chan struct{})
	go func() {
		for entry := range watcher.Updates() {
			if entry == nil {
				close(known)
				continue
			}
			var d Deployment
			if json.Unmarshal(entry.Value(), &d) == nil {
				fn(&d)
			}
		}
	}()
	select {
	case <-known:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// change changes a tenant's deployment: again, when another node has done so meanwhile.
func (s *Store) change(ctx context.Context, name string, change func(*Deployment) error) error {
	for {
		d, revision := Deployment{Name: name, Secrets: map[string]string{}}, uint64(0)
		entry, err := s.deployments.Get(ctx, name)
		if err == nil {
			revision = entry.Revision()
			err = json.Unmarshal(entry.Value(), &d)
		} else if errors.Is(err, jetstream.ErrKeyNotFound) {
			err = nil
		}
		if err == nil {
			err = change(&d)
		}
		if err != nil {
			return err
		}
		text, err := json.Marshal(d)
		if err != nil {
			return err
		}
		_, err = s.deployments.Update(ctx, name, text, revision)
		if !isConflict(err) {
			return err
		}
	}
}

func isConflict(err error) bool {
	var api *jetstream.APIError
	return errors.Is(err, jetstream.ErrKeyExists) ||
		errors.As(err, &api) && api.ErrorCode == jetstream.JSErrCodeStreamWrongLastSequence
}

// Deploy stores a program, which was checked, and makes it the tenant's.
func (s *Store) Deploy(ctx context.Context, name string, archive []byte) (Version, error) {
	sum := sha256.Sum256(archive)
	hash := hex.EncodeToString(sum[:8]) + "-"
	v := Version{ID: hash + strings.ToLower(rand.Text()[:8]), Created: time.Now().UTC().Truncate(time.Second), Bytes: len(archive)}
	if _, err := s.bundles.PutBytes(ctx, name+"."+v.ID, archive); err != nil {
		return v, err
	}
	var dropped []Version
	now := v
	err := s.change(ctx, name, func(d *Deployment) error {
		now = v
		if at := slices.IndexFunc(d.Versions, func(v Version) bool { return v.ID == d.Current }); at >= 0 && strings.HasPrefix(d.Current, hash) {
			now, dropped = d.Versions[at], []Version{v} // it is what there is
			return nil
		}
		d.Deleted, d.Current = false, v.ID
		d.Versions = slices.Insert(d.Versions, 0, v)
		dropped = nil
		if len(d.Versions) > keptVersions {
			dropped = d.Versions[keptVersions:]
			d.Versions = d.Versions[:keptVersions]
		}
		return nil
	})
	for _, old := range dropped {
		s.bundles.Delete(ctx, name+"."+old.ID)
	}
	return now, err
}

// Rollback makes an older version the tenant's.
func (s *Store) Rollback(ctx context.Context, name, version string) error {
	return s.change(ctx, name, func(d *Deployment) error {
		if !slices.ContainsFunc(d.Versions, func(v Version) bool { return v.ID == version }) {
			return fmt.Errorf("version %q: %w", version, errNotFound)
		}
		d.Current = version
		return nil
	})
}

// SetSecret sets one of env's members, or takes it away when the value is empty.
func (s *Store) SetSecret(ctx context.Context, name, key, value string) error {
	return s.change(ctx, name, func(d *Deployment) error {
		if len(d.Versions) == 0 {
			return fmt.Errorf("tenant %q: %w", name, errNotFound)
		}
		if d.Secrets == nil { // it was deleted before
			d.Secrets = map[string]string{}
		}
		d.Secrets[key] = value
		if value == "" {
			delete(d.Secrets, key)
		}
		return nil
	})
}

// Delete takes a tenant away, with its programs, and leaves its KV.
func (s *Store) Delete(ctx context.Context, name string) error {
	var dropped []Version
	err := s.change(ctx, name, func(d *Deployment) error {
		if len(d.Versions) == 0 {
			return fmt.Errorf("tenant %q: %w", name, errNotFound)
		}
		dropped = d.Versions
		*d = Deployment{Name: name, Deleted: true}
		return nil
	})
	for _, old := range dropped {
		s.bundles.Delete(ctx, name+"."+old.ID)
	}
	return err
}

// Bundle is a program.
func (s *Store) Bundle(ctx context.Context, name, version string) (*Bundle, error) {
	archive, err := s.bundles.GetBytes(ctx, name+"."+version)
	if err != nil {
		return nil, err
	}
	return ReadBundle(archive)
}

// Claim reports whether this node is the one that does what is due; another one may
// have been first.
func (s *Store) Claim(ctx context.Context, turn string) (bool, error) {
	_, err := s.turns.Create(ctx, turn, nil)
	if isConflict(err) {
		return false, nil
	}
	return err == nil, err
}

// namespaces is the bucket of a tenant's KV, which nobody else's request can name.
func (s *Store) namespaces(ctx context.Context, tenant string) (jetstream.KeyValue, error) {
	s.mutex.Lock()
	kv := s.kv[tenant]
	s.mutex.Unlock()
	if kv != nil {
		return kv, nil
	}
	kv, err := s.js.CreateOrUpdateKeyValue(ctx, jetstream.KeyValueConfig{
		Bucket: "workers-kv-" + tenant, Replicas: s.replicas, MaxBytes: maxKV, MaxValueSize: maxValue + 64,
	})
	if err != nil {
		return nil, err
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.kv[tenant] = kv
	return kv, nil
}

// again calls fn until the store answers, or ctx ends: what was asked of a server that
// died gets no answer, and while others choose a leader, there is none to ask.
func again(ctx context.Context, fn func(ctx context.Context) error) error {
	const patience, pause = 2 * time.Second, 50 * time.Millisecond
	for {
		attempt, cancel := context.WithTimeout(ctx, patience)
		err := fn(attempt)
		cancel()
		if ctx.Err() != nil || !isUnanswered(err) {
			return err
		}
		select {
		case <-time.After(pause):
		case <-ctx.Done():
		}
	}
}

func isUnanswered(err error) bool {
	for _, each := range []error{context.DeadlineExceeded, nats.ErrTimeout, nats.ErrNoResponders, nats.ErrDisconnected, jetstream.ErrNoStreamResponse} {
		if errors.Is(err, each) {
			return true
		}
	}
	return false
}

var encoding = base64.RawURLEncoding

// with calls fn with a tenant's bucket and a key's name in it.
func (s *Store) with(ctx context.Context, tenant, namespace, key string, fn func(ctx context.Context, kv jetstream.KeyValue, name string) error) error {
	if len(key) == 0 || len(key) > maxKey {
		return fmt.Errorf("KV: a key has 1 to %d bytes", maxKey)
	}
	return again(ctx, func(ctx context.Context) error {
		kv, err := s.namespaces(ctx, tenant)
		if err != nil {
			return err
		}
		return fn(ctx, kv, encoding.EncodeToString([]byte(namespace))+"."+encoding.EncodeToString([]byte(key)))
	})
}

// Get is a value, or nil when there is none.
func (s *Store) Get(ctx context.Context, tenant, namespace, key string) (value []byte, err error) {
	err = s.with(ctx, tenant, namespace, key, func(ctx context.Context, kv jetstream.KeyValue, name string) error {
		entry, err := kv.Get(ctx, name)
		if errors.Is(err, jetstream.ErrKeyNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		expires, rest, ok := bytes.Cut(entry.Value(), []byte("\n"))
		if at, err := time.Parse(time.RFC3339, string(expires)); !ok || err == nil && time.Now().After(at) {
			return nil
		}
		value = rest
		return nil
	})
	return value, err
}

// Put stores a value, which is there for ttl, or always when that is zero.
func (s *Store) Put(ctx context.Context, tenant, namespace, key string, value []byte, ttl time.Duration) error {
	if len(value) > maxValue {
		return fmt.Errorf("KV: a value has at most %d bytes", maxValue)
	}
	expires := ""
	if ttl > 0 {
		expires = time.Now().Add(ttl).UTC().Format(time.RFC3339)
	}
	return s.with(ctx, tenant, namespace, key, func(ctx context.Context, kv jetstream.KeyValue, name string) error {
		_, err := kv.Put(ctx, name, append([]byte(expires+"\n"), value...))
		return err
	})
}

// Remove takes a value away.
func (s *Store) Remove(ctx context.Context, tenant, namespace, key string) error {
	return s.with(ctx, tenant, namespace, key, func(ctx context.Context, kv jetstream.KeyValue, name string) error { return kv.Delete(ctx, name) })
}

// List is the keys that begin with prefix, in order.
func (s *Store) List(ctx context.Context, tenant, namespace, prefix string, limit int) ([]string, error) {
	kv, err := s.namespaces(ctx, tenant)
	if err != nil {
		return nil, err
	}
	of := encoding.EncodeToString([]byte(namespace)) + "."
	lister, err := kv.ListKeysFiltered(ctx, of+"*")
	if err != nil {
		return nil, err
	}
	defer lister.Stop()
	keys := []string{}
	for name := range lister.Keys() {
		key, err := encoding.DecodeString(strings.TrimPrefix(name, of))
		if err == nil && strings.HasPrefix(string(key), prefix) {
			keys = append(keys, string(key))
		}
		if len(keys) == 2*maxKeys { // there may be many more
			slices.Sort(keys)
			keys = keys[:maxKeys]
		}
	}
	slices.Sort(keys)
	return keys[:max(min(limit, len(keys), maxKeys), 0)], ctx.Err()
}
