package vm

import (
	"context"
	"errors"
	"io"
	"os"
	"sync"
	"time"

	"github.com/nodeisolates/isolates/v8/vm/internal/protocol"
)

// WorkerOptions say which processes the tier Process has. The zero value is this
// program's own binary, started anew, one process for each isolate.
type WorkerOptions struct {
	// Path is a program that is a worker, such as cmd/isolates-worker of this module,
	// so that the host needs no V8, and no cgo. When it is empty, this program is
	// started anew. It has to import package worker:
	//
	//	import _ "github.com/nodeisolates/isolates/v8/vm/worker"
	//
	// In the new process that package's init is a worker's main function, and never
	// returns. Inits that Go runs before it, those of what it imports, do run; the
	// others, and main, do not.
	Path string

	// IsolatesPerWorker is how many isolates one process has at a time. Zero is 1.
	IsolatesPerWorker int

	// MixTenants lets isolates of different IsolateOptions.Tenant be in one process.
	MixTenants bool

	// Ahead is how many processes are started before they are needed. Zero is 1, and
	// negative none.
	Ahead int

	// MaxIsolates is how many isolates a process has had when it gets no more. Zero is
	// 1,000.
	MaxIsolates int

	// MaxAge is how old a process is when it gets no more isolates. Zero is an hour.
	MaxAge time.Duration

	// MaxMessage is how long what a worker sends may be, in bytes, and with it
	// results, [ErrResultLimit] beyond, and the arguments of callbacks, which are an
	// Error in JavaScript beyond. Zero is 64 MB.
	MaxMessage int

	// RequireWalls are names of walls, see [Host.Walls], without which no worker is
	// used.
	RequireWalls []string

	// Web lets workers begin with the snapshot that isolates with [IsolateOptions].Web are
	// made of. The first worker makes it, before it has an isolate, and the host gives
	// it to the others (on Linux), which start some milliseconds later for it. Without
	// it each makes its own when it first needs it, which takes tens of milliseconds.
	Web bool

	// Hardened turns off in workers what attacks on V8 begin with: its optimizing
	// compilers, WebAssembly, code from text, shared memory. Scripts that compute
	// much take two to three times as long; see v8.Harden.
	Hardened bool

	// Memory is how much memory a worker may have in all, in bytes, and CPUs how many
	// processors. They hold where CGroup is; zero is no limit.
	Memory int64
	CPUs   float64 // see Memory

	// CGroup is a directory of the control groups of linux, version 2, that was
	// delegated to the host, with the controllers memory, cpu and pids. Empty is the
	// host's own group, which seldom is.
	CGroup string

	// Stderr is where the workers' standard error goes to: V8 writes there why it
	// ends. Nil is nowhere.
	Stderr io.Writer
}

func (o WorkerOptions) withDefaults() WorkerOptions {
	set := func(n *int, otherwise int) {
		if *n <= 0 {
			*n = otherwise
		}
	}
	set(&o.IsolatesPerWorker, 1)
	if o.Ahead == 0 {
		o.Ahead = 1
	}
	set(&o.MaxIsolates, 1000)
	set(&o.MaxMessage, 64<<20)
	if o.MaxAge <= 0 {
		o.MaxAge = time.Hour
	}
	return o
}

var errNoWorker = errors.New(`vm: this program is no worker for the tier Process: import _ "github.com/nodeisolates/isolates/v8/vm/worker", or set WorkerOptions.Path`)

// processes is the tier Process.
type processes struct {
	host    *Host
	options WorkerOptions

	mutex   sync.Mutex
	closed  bool
	workers map[*worker]struct{} // all that have not ended
	ready   []*worker            // that nobody has
	started []Wall               // of the first
	filling bool

	snapshot *os.File // sealed, or nil
}

func newProcesses(h *Host, o WorkerOptions) (*processes, error) {
	p := &processes{host: h, options: o.withDefaults(), workers: map[*worker]struct{}{}}
	if o.Path == "" && !protocol.IsWorker() {
		return nil, errNoWorker
	}
	first, err := p.start(context.Background())
	if err != nil {
		return nil, err
	}
	p.started = first.walls
	p.ready = append(p.ready, first)
	return p, nil
}

// snapshotFile is what a new worker gets: the snapshot, or an empty file for it, or nil.
// The first worker has started before there are others.
func (p *processes) snapshotFile() (*os.File, error) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if !p.options.Web || p.snapshot != nil {
		return p.snapshot, nil
	}
	return protocol.NewSnapshotFile()
}

// takeSnapshot takes what a worker has left in its file, if it was the first. It has no
// guest yet, and is as good as this program; later it may be anybody, and has the file.
func (p *processes) takeSnapshot(file *os.File) error {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if file == nil || p.snapshot != nil {
		return nil
	}
	if about, err := file.Stat(); err != nil || about.Size() == 0 {
		return err // the next one is asked
	}
	if err := protocol.SealSnapshotFile(file); err != nil {
		return err
	}
	p.snapshot = file
	return nil
}

// dropSnapshotFile closes a file that is not the host's.
func (p *processes) dropSnapshotFile(file *os.File) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if file != nil && file != p.snapshot {
		file.Close()
	}
}

func (p *processes) walls() []Wall { return p.started }

// connect gives an isolate a worker that has room for it, or a new one.
func (p *processes) connect(ctx context.Context, o *IsolateOptions) (*session, error) {
	p.mutex.Lock()
	if p.closed {
		p.mutex.Unlock()
		return nil, errHostClosed
	}
	for w := range p.workers {
		if w.isolates > 0 && !o.alone && p.hasRoom(w, o) {
			w.take()
			p.mutex.Unlock()
			return w.session, nil
		}
	}
	var w *worker
	for w == nil && len(p.ready) > 0 {
		w, p.ready = p.ready[0], p.ready[1:]
		if w.lost() != nil || time.Since(w.began) > p.options.MaxAge {
			go w.kill("it was too old")
			w = nil
		}
	}
	if w != nil {
		w.give(o)
	}
	p.fill()
	p.mutex.Unlock()
	if w != nil {
		return w.session, nil
	}
	w, err := p.start(ctx)
	if err != nil {
		return nil, err
	}
	p.mutex.Lock()
	defer p.mutex.Unlock()
	w.give(o)
	return w.session, nil
}

func (p *processes) hasRoom(w *worker, o *IsolateOptions) bool {
	return !w.alone && w.isolates < p.options.IsolatesPerWorker && w.had < p.options.MaxIsolates &&
		(p.options.MixTenants || !w.nobody && !o.nobody && w.tenant == o.Tenant) && w.lost() == nil && time.Since(w.began) < p.options.MaxAge
}

// adopt gives a tenant the worker of an isolate that was nobody's.
func (p *processes) adopt(s *session, tenant string) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	s.worker.tenant, s.worker.nobody = tenant, false
}

func (p *processes) sessions() (all []*session) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	for w := range p.workers {
		all = append(all, w.session)
	}
	return all
}

// leave ends a worker that has no isolates any more: what it has run it may
// remember.
func (p *processes) leave(s *session) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	w := s.worker
	if w.isolates--; w.isolates == 0 {
		go w.kill("it has no isolates")
	}
}

// fill starts workers ahead. The lock is held.
func (p *processes) fill() {
	if p.filling || p.closed || len(p.ready) >= p.options.Ahead {
		return
	}
	p.filling = true
	go func() {
		w, err := p.start(context.Background())
		p.mutex.Lock()
		defer p.mutex.Unlock()
		p.filling = false
		if err != nil {
			go p.host.onError(err) // who may use the host
			return
		}
		if p.closed {
			go w.kill("the host is closed")
			return
		}
		p.ready = append(p.ready, w)
		p.fill()
	}()
}

func (p *processes) close() error {
	p.mutex.Lock()
	p.closed = true
	var all []*worker
	for w := range p.workers {
		all = append(all, w)
	}
	p.ready = nil
	p.mutex.Unlock()
	var ending sync.WaitGroup
	for _, w := range all {
		ending.Go(func() {
			w.closed.Store(true)
			w.kill("the host is closed")
			<-w.ended
		})
	}
	ending.Wait()
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if p.snapshot != nil {
		p.snapshot.Close()
	}
	return nil
}
