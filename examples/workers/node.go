package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go"

	"github.com/nodeisolates/isolates/v8/vm"
	"github.com/nodeisolates/isolates/v8/web"
)

// The nodes of a cluster take each other's requests from this subject, each of them one.
const (
	forwardSubject = "workers.fetch"
	forwardQueue   = "nodes"
)

// depth is how deep service bindings may call each other.
const depth = 8

// NodeOptions are those of a Node.
type NodeOptions struct {
	Tier   vm.Tier
	Domain string        // a tenant a has the host name a.Domain
	Idle   time.Duration // until an instance ends that nobody uses
	// RequestCPU is how much CPU time a request may use, with what waitUntil is given.
	// Zero is 50 ms.
	RequestCPU time.Duration
	Replicas   int          // of what is stored
	Client     *http.Client // for fetch; nil is one for public addresses alone
	Logger     *slog.Logger
}

// A Node serves the requests of all tenants that the store has.
type Node struct {
	options NodeOptions
	host    *vm.Host
	store   *Store
	nats    *nats.Conn
	client  *http.Client
	logger  *slog.Logger
	metrics *metrics
	ctx     context.Context
	cancel  context.CancelFunc
	ended   sync.WaitGroup // requests
	held    atomic.Int64   // bytes of bodies
	others  *nats.Subscription

	mutex    sync.Mutex
	draining bool
	tenants  map[string]*tenant
	bundles  map[string]*Bundle // by tenant and version: of those that are current
	hosts    map[string]string  // names of tenants by host name
}

// NewNode takes up all tenants that the store has.
func NewNode(ctx context.Context, connection *nats.Conn, options NodeOptions) (*Node, error) {
	if options.RequestCPU == 0 {
		options.RequestCPU = requestCPU
	}
	store, err := OpenStore(ctx, connection, max(options.Replicas, 1))
	if err != nil {
		return nil, err
	}
	host, err := vm.NewHost(vm.HostOptions{
		Tier: options.Tier, Workers: vm.WorkerOptions{Web: true}, OnError: func(err error) { options.Logger.Error(err.Error()) },
	})
	if err != nil {
		return nil, err
	}
	n := &Node{
		options: options, host: host, store: store, nats: connection, client: options.Client, logger: options.Logger,
		tenants: map[string]*tenant{}, bundles: map[string]*Bundle{}, hosts: map[string]string{},
	}
	if n.client == nil {
		n.client = &http.Client{Transport: web.NewTransport(nil), Timeout: requestWall, CheckRedirect: func(*http.Request, []*http.Request) error {
			return http.ErrUseLastResponse // it is the program's to follow, by another subrequest
		}}
	}
	n.metrics = newMetrics(n)
	n.ctx, n.cancel = context.WithCancel(context.Background())
	if err := store.Watch(n.ctx, n.deploy); err != nil {
		n.Close(ctx)
		return nil, err
	}
	n.others, err = connection.QueueSubscribe(forwardSubject, forwardQueue, func(m *nats.Msg) { go n.serveForwarded(m) })
	if err != nil {
		n.Close(ctx)
		return nil, err
	}
	go n.housekeep()
	return n, nil
}

// Close lets the requests that are there end until ctx does, and takes no more.
func (n *Node) Close(ctx context.Context) error {
	n.mutex.Lock()
	n.draining = true
	n.mutex.Unlock()
	if n.others != nil {
		n.others.Unsubscribe() // before requests are forwarded, which it would get
	}
	ended := make(chan struct{})
	go func() {
		n.ended.Wait()
		close(ended)
	}()
	select {
	case <-ended:
	case <-ctx.Done():
	}
	n.cancel()
	return n.host.Close()
}

// deploy is told of each deployment.
func (n *Node) deploy(d *Deployment) {
	n.mutex.Lock()
	t := n.tenants[d.Name]
	if t == nil {
		t = newTenant(n, d.Name)
		n.tenants[d.Name] = t
	}
	maps.DeleteFunc(n.bundles, func(key string, _ *Bundle) bool { return strings.HasPrefix(key, d.Name+".") })
	n.mutex.Unlock()
	var hosts []string
	if !d.Deleted {
		b, err := n.bundle(n.ctx, d.Name, d.Current)
		if err != nil {
			n.logger.Error("the program can't be had", "tenant", d.Name, "error", err)
			return
		}
		hosts = b.Config.Hosts
	}
	n.mutex.Lock()
	maps.DeleteFunc(n.hosts, func(_, name string) bool { return name == d.Name })
	for _, host := range hosts {
		if _, taken := n.hosts[host]; !taken {
			n.hosts[host] = d.Name
		}
	}
	n.mutex.Unlock()
	t.deploy(d)
}

// bundle is the program of a version.
func (n *Node) bundle(ctx context.Context, name, version string) (*Bundle, error) {
	key := name + "." + version
	n.mutex.Lock()
	b := n.bundles[key]
	n.mutex.Unlock()
	if b != nil {
		return b, nil
	}
	b, err := n.store.Bundle(ctx, name, version)
	if err != nil {
		return nil, err
	}
	n.mutex.Lock()
	defer n.mutex.Unlock()
	if t := n.tenants[name]; t != nil {
		n.bundles[key] = b
	}
	return b, nil
}

func (n *Node) tenant(name string) *tenant {
	n.mutex.Lock()
	defer n.mutex.Unlock()
	return n.tenants[name]
}

// all are the tenants, by name.
func (n *Node) all() []*tenant {
	n.mutex.Lock()
	defer n.mutex.Unlock()
	var all []*tenant
	for _, name := range slices.Sorted(maps.Keys(n.tenants)) {
		all = append(all, n.tenants[name])
	}
	return all
}

// housekeep ends what nobody uses, and looks at the memory of the rest.
func (n *Node) housekeep() {
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
		case <-n.ctx.Done():
			return
		}
		for _, t := range n.all() {
			t.cool(n.options.Idle)
			t.measure(n.ctx)
		}
	}
}

// Deploy checks a program, starts it once to see that it can be, and makes it the
// tenant's, on all nodes.
func (n *Node) Deploy(ctx context.Context, name string, archive []byte) (Version, error) {
	if !tenantName.MatchString(name) {
		return Version{}, fmt.Errorf("the name %q: want 1 to 32 small letters, digits and hyphens, a letter first", name)
	}
	b, err := ReadBundle(archive)
	if err != nil {
		return Version{}, err
	}
	if err := n.checkHosts(name, b.Config.Hosts); err != nil {
		return Version{}, err
	}
	i, err := n.newInstance(ctx, newTenant(n, name), b, nil)
	if err != nil {
		return Version{}, fmt.Errorf("the program does not start: %w", err)
	}
	i.close()
	return n.store.Deploy(ctx, name, archive)
}

// checkHosts refuses a host name that is another tenant's, or that the domain gives to one.
func (n *Node) checkHosts(name string, hosts []string) error {
	n.mutex.Lock()
	defer n.mutex.Unlock()
	for _, host := range hosts {
		owner, ok := n.ofDomain(host)
		if !ok {
			owner = n.hosts[host]
		}
		if owner != "" && owner != name {
			return fmt.Errorf("worker.json: the host %q is another tenant's", host)
		}
	}
	return nil
}

var tenantName = regexp.MustCompile(`^[a-z][a-z0-9-]{0,31}$`)

// answer is a tenant's answer, whole.
func (n *Node) answer(ctx context.Context, name string, request *Message) (response *Message, err error) {
	r, err := request.request(ctx)
	if err != nil {
		return nil, err
	}
	w := &recorder{header: http.Header{}}
	defer func() {
		switch value := recover(); value {
		case nil:
		case http.ErrAbortHandler:
			err = errCut
		default:
			panic(value)
		}
	}()
	n.serve(w, r, name, request.URL)
	return w.message()
}

var errCut = errors.New("the answer has ended midway")

// enter counts a request, until ended.Done, and is false when the node is about to end.
func (n *Node) enter() bool {
	n.mutex.Lock()
	defer n.mutex.Unlock()
	if n.draining {
		return false
	}
	n.ended.Add(1)
	return true
}

// A forwarded is a request that another node answers.
type forwarded struct {
	Tenant  string
	Request *Message
}

type forwardedAnswer struct {
	Response *Message
	Status   int
	Error    string
}

// A remoteError is that of another node.
type remoteError struct {
	status int
	text   string
}

func (e *remoteError) Error() string { return e.text }

func (n *Node) forward(ctx context.Context, name string, request *Message) (*Message, error) {
	ctx, cancel := context.WithTimeout(ctx, requestWall)
	defer cancel()
	text, err := json.Marshal(forwarded{name, request})
	if err != nil {
		return nil, err
	}
	answer, err := n.nats.RequestWithContext(ctx, forwardSubject, text)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errEnding, err)
	}
	var f forwardedAnswer
	if err := json.Unmarshal(answer.Data, &f); err != nil {
		return nil, err
	}
	if f.Response == nil {
		return nil, &remoteError{f.Status, f.Error}
	}
	return f.Response, nil
}

var errEnding = errors.New("this node is about to end, and no other has answered")

func (n *Node) serveForwarded(m *nats.Msg) {
	var f forwarded
	var answer forwardedAnswer
	err := json.Unmarshal(m.Data, &f)
	if err == nil && f.Request == nil {
		err = errors.New("there is no request in it")
	}
	if err == nil {
		ctx, cancel := context.WithTimeout(n.ctx, requestWall)
		defer cancel()
		answer.Response, err = n.answer(ctx, f.Tenant, f.Request)
	}
	if err != nil {
		answer.Status, answer.Error = statusOf(err), err.Error()
	}
	text, err := json.Marshal(answer)
	if err == nil {
		err = m.Respond(text)
	}
	if err != nil {
		n.logger.Error("a forwarded request", "error", err)
	}
}

// service is a request of one tenant's to another.
func (n *Node) service(ctx context.Context, name string, request *Message) (*Message, error) {
	b, _ := ctx.Value(budgetKey{}).(*budget)
	b.mutex.Lock()
	b.depth++
	deep := b.depth > depth
	b.mutex.Unlock()
	defer func() {
		b.mutex.Lock()
		b.depth--
		b.mutex.Unlock()
	}()
	if deep {
		return nil, fmt.Errorf("services may call each other %d deep", depth)
	}
	response, err := n.answer(ctx, name, request)
	if err != nil {
		// What has become of the other is no error of this one's, nor for it to know.
		return nil, fmt.Errorf("service %q: %s", name, publicText(err))
	}
	return response, nil
}

// outgoing is a request of a tenant's to the network. The client decides which addresses
// it may reach, after DNS, for each of them.
func (n *Node) outgoing(ctx context.Context, request *Message) (*Message, error) {
	r, err := request.request(ctx)
	if err != nil {
		return nil, err
	}
	if r.URL.Scheme != "http" && r.URL.Scheme != "https" {
		return nil, fmt.Errorf("fetch: %q is no scheme of the web", r.URL.Scheme)
	}
	response, err := n.client.Do(r)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	body, err := readBody(response.Body)
	if err != nil {
		return nil, err
	}
	return &Message{Status: response.StatusCode, Headers: headersOf(response.Header), Body: body}, nil
}
