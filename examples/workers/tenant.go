package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/nodeisolates/isolates/v8/vm"
	"github.com/nodeisolates/isolates/v8/web"
)

// What is kept of a tenant's doings, and how many requests it has at a time.
const (
	keptLines  = 100
	keptErrors = 20
	most       = 64   // requests at a time
	mostInLine = 1000 // that wait
)

// A tenant is whose program runs. Its program runs in at most one instance, and one
// that is on its way out.
type tenant struct {
	name  string
	node  *Node
	slots chan struct{}

	mutex      sync.Mutex
	deployment *Deployment
	instance   *instance // of the current version, or nil
	starting   chan struct{}
	used       time.Time
	stop       context.CancelFunc // of the schedule, or nil
	waiting    int
	statistics Statistics
	lines      []string
	errors     []Problem
}

// Statistics are what a tenant has done on this node.
type Statistics struct {
	Requests   uint64        `json:"requests"`
	Failed     uint64        `json:"failed"`  // of them
	Limited    uint64        `json:"limited"` // of those, for a limit
	Starts     uint64        `json:"starts"`
	StartTime  time.Duration `json:"startTime"` // of all starts, in nanoseconds
	CPU        time.Duration `json:"cpu"`       // in nanoseconds
	Memory     uint64        `json:"memory"`    // bytes, when it was last looked at
	InProgress int           `json:"inProgress"`
	Warm       bool          `json:"warm"`
}

// A Problem is an error of a program's.
type Problem struct {
	Time  time.Time `json:"time"`
	URL   string    `json:"url"`
	Error string    `json:"error"`
	Stack string    `json:"stack"` // with the lines of its TypeScript
}

func newTenant(n *Node, name string) *tenant {
	return &tenant{name: name, node: n, slots: make(chan struct{}, most), deployment: &Deployment{Deleted: true}}
}

var (
	errBusy     = errors.New("there are too many requests")
	errNoTenant = errors.New("there is no such tenant")
)

func (t *tenant) log(_ context.Context, m vm.ConsoleMessage) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	t.lines = keep(t.lines, m.Text, keptLines)
	t.node.logger.Debug(m.Text, "tenant", t.name, "level", m.Level)
}

// keep appends, and drops the oldest.
func keep[T any](list []T, element T, most int) []T {
	if len(list) >= most {
		list = append(list[:0], list[len(list)-most+1:]...)
	}
	return append(list, element)
}

// fail notes an error.
func (t *tenant) fail(url string, err error) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	t.statistics.Failed++
	if limit := (*vm.LimitError)(nil); errors.As(err, &limit) || errors.Is(err, errBusy) {
		t.statistics.Limited++
	}
	t.errors = keep(t.errors, Problem{Time: time.Now().UTC(), URL: url, Error: err.Error(), Stack: fmt.Sprintf("%+v", err)}, keptErrors)
}

// deploy takes up what the store says. The instance of the version before ends with its
// last request.
func (t *tenant) deploy(d *Deployment) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	old := t.instance
	t.deployment, t.instance = d, nil
	if old != nil {
		old.close()
	}
	if t.stop != nil {
		t.stop()
		t.stop = nil
	}
	if !d.Deleted {
		ctx, cancel := context.WithCancel(t.node.ctx)
		t.stop = cancel
		go t.schedule(ctx, d)
	}
}

// use is an instance of the current version, which is started if there is none; done
// gives it back.
func (t *tenant) use(ctx context.Context) (i *instance, done func(), err error) {
	for {
		t.mutex.Lock()
		d := t.deployment
		if d.Deleted {
			t.mutex.Unlock()
			return nil, nil, errNoTenant
		}
		if i := t.instance; i != nil && !i.isolate.IsClosed() {
			i.uses.Add(1)
			t.used = time.Now()
			t.mutex.Unlock()
			return i, i.uses.Done, nil
		}
		if started := t.starting; started != nil {
			t.mutex.Unlock()
			select {
			case <-started:
				continue
			case <-ctx.Done():
				return nil, nil, ctx.Err()
			}
		}
		started := make(chan struct{})
		t.starting = started
		t.mutex.Unlock()
		err := t.start(ctx, d)
		close(started)
		if err != nil {
			return nil, nil, err
		}
	}
}

// start starts the program of a deployment. Others wait meanwhile.
func (t *tenant) start(ctx context.Context, d *Deployment) error {
	began := time.Now()
	var i *instance
	b, err := t.node.bundle(ctx, t.name, d.Current)
	if err == nil {
		i, err = t.node.newInstance(ctx, t, b, d.Secrets)
	}
	t.mutex.Lock()
	defer t.mutex.Unlock()
	t.starting = nil
	t.statistics.Starts++
	t.statistics.StartTime += time.Since(began)
	if err != nil {
		return fmt.Errorf("start: %w", err)
	}
	if t.deployment != d {
		i.isolate.Close() // there is another version meanwhile
		return nil
	}
	t.instance = i
	return nil
}

// A responder is where an answer goes, or why there is none.
type responder interface {
	http.ResponseWriter
	fail(err error)
}

// serve lets the program answer a request. What waitUntil was given goes on when the client
// has the answer, until ended, and an error of that is the tenant's alone.
func (t *tenant) serve(w responder, r *http.Request, url string, held *holder, ended func()) {
	began := false
	defer func() {
		if !began {
			ended()
		}
	}()
	err := t.enter(r.Context())
	if err != nil {
		t.fail(url, err)
		w.fail(err)
		return
	}
	i, done, err := t.use(r.Context())
	leave := func() {
		t.leave()
		if done != nil {
			done()
		}
	}
	defer func() {
		if !began {
			leave()
		}
	}()
	if err != nil {
		t.fail(url, err)
		w.fail(err)
		return
	}
	options := web.HandlerOptions{
		Timeout: writeWall, WaitUntilTimeout: requestWall, MaxRequestBytes: maxRequest, MaxResponseBytes: maxResponse, MaxHeaderBytes: maxHeader,
		OnError: func(to http.ResponseWriter, _ *http.Request, err error) {
			t.fail(url, err)
			if to != nil {
				w.fail(err)
			}
		},
	}
	web.Serve(w, r, options, func(ctx context.Context, s *web.Serving) error {
		began = true
		defer ended()
		defer leave()
		usage, err := i.serve(ctx, &exchange{s, held}, url)
		t.mutex.Lock()
		t.statistics.CPU += usage.CPU
		t.mutex.Unlock()
		if err != nil {
			t.drop(i, err)
		}
		return err
	})
}

// enter waits for a place among the tenant's requests.
func (t *tenant) enter(ctx context.Context) error {
	t.mutex.Lock()
	t.statistics.Requests++
	if t.waiting >= mostInLine {
		t.mutex.Unlock()
		return errBusy
	}
	t.waiting++
	t.mutex.Unlock()
	defer func() {
		t.mutex.Lock()
		t.waiting--
		t.mutex.Unlock()
	}()
	select {
	case t.slots <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (t *tenant) leave() { <-t.slots }

// drop makes the next request start anew after errors that the instance does not
// survive, or that leave its heap full.
func (t *tenant) drop(i *instance, err error) {
	if !errors.Is(err, vm.ErrIsolateDead) && !errors.Is(err, vm.ErrMemoryLimit) {
		return
	}
	t.mutex.Lock()
	defer t.mutex.Unlock()
	if t.instance == i {
		t.instance = nil
		i.close()
	}
}

// cool ends an instance that nobody has used for a while.
func (t *tenant) cool(idle time.Duration) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	if t.instance != nil && len(t.slots) == 0 && time.Since(t.used) > idle {
		t.instance.close()
		t.instance = nil
	}
}

// status is a copy of what there is to know.
func (t *tenant) status() Statistics {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	s := t.statistics
	s.InProgress, s.Warm = len(t.slots), t.instance != nil
	return s
}

// measure looks at how much memory the instance takes.
func (t *tenant) measure(ctx context.Context) {
	t.mutex.Lock()
	i := t.instance
	t.mutex.Unlock()
	memory := uint64(0)
	if i != nil {
		if s, err := i.isolate.Statistics(ctx); err == nil {
			memory = s.UsedHeap + s.External
		}
	}
	t.mutex.Lock()
	t.statistics.Memory = memory
	t.mutex.Unlock()
}

// schedule calls scheduled whenever it is due, on whichever node is first.
func (t *tenant) schedule(ctx context.Context, d *Deployment) {
	b, err := t.node.bundle(ctx, t.name, d.Current)
	if err != nil || b.Config.Every == 0 {
		return // a request will say why
	}
	every := time.Duration(b.Config.Every)
	for {
		due := time.Now().Truncate(every).Add(every)
		select {
		case <-time.After(time.Until(due)):
		case <-ctx.Done():
			return
		}
		mine, err := t.node.store.Claim(ctx, fmt.Sprintf("%s.%d", t.name, due.Unix()))
		if err == nil && mine {
			err = t.runScheduled(ctx, due)
		}
		if err != nil && ctx.Err() == nil {
			t.fail("scheduled", err)
		}
	}
}

func (t *tenant) runScheduled(ctx context.Context, due time.Time) error {
	if !t.node.enter() {
		return nil
	}
	defer t.node.ended.Done()
	ctx = context.WithValue(ctx, budgetKey{}, &budget{})
	i, done, err := t.use(ctx)
	if err != nil {
		return err
	}
	defer done()
	err = i.scheduled.Apply(ctx, nil, []any{due.UnixMilli()}, nil, vm.CallOptions{CPULimit: i.requestCPU, OutputBytes: maxOutput})
	if err != nil {
		t.drop(i, err)
	}
	return err
}
