package main

import (
	"crypto/subtle"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
)

//go:embed page.html
var page []byte

// A TenantStatus is what the operator is told of a tenant.
type TenantStatus struct {
	Name       string     `json:"name"`
	Current    string     `json:"current"`
	Versions   []Version  `json:"versions"`
	Statistics Statistics `json:"statistics"`
	Problems   []Problem  `json:"problems"`
	Console    []string   `json:"console"`
}

// Admin is what the operator uses: the page, the API that needs the token, health and
// metrics.
//
//	GET    /                              the page
//	GET    /healthz                       200, or 503 when the node is about to end
//	GET    /metrics                       for Prometheus
//	GET    /tenants                       all of them, without console and problems
//	GET    /tenants/{name}                one, with its errors and their stacks
//	PUT    /tenants/{name}                an archive: another version
//	DELETE /tenants/{name}
//	POST   /tenants/{name}/rollback       ?version=, one of its versions
//	PUT    /tenants/{name}/secrets/{key}  the value; empty takes it away
func (n *Node) Admin(token string) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Security-Policy", "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; connect-src 'self'")
		w.Write(page)
	})
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		n.mutex.Lock()
		draining := n.draining
		n.mutex.Unlock()
		if draining || !n.nats.IsConnected() {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	})
	mux.Handle("GET /metrics", n.metrics.handler())
	// api is a handler that needs the token; its value is the answer, as JSON.
	api := func(pattern string, handle func(r *http.Request) (any, error)) {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			if subtle.ConstantTimeCompare([]byte(r.Header.Get("Authorization")), []byte("Bearer "+token)) != 1 {
				http.Error(w, "want the header Authorization: Bearer and the token", http.StatusUnauthorized)
				return
			}
			answer, err := handle(r)
			switch {
			case errors.Is(err, errNotFound):
				http.Error(w, err.Error(), http.StatusNotFound)
			case err != nil:
				http.Error(w, err.Error(), http.StatusBadRequest)
			default:
				w.Header().Set("Content-Type", "application/json")
				json.NewEncoder(w).Encode(answer)
			}
		})
	}
	api("GET /tenants", func(*http.Request) (any, error) {
		all := []TenantStatus{}
		for _, t := range n.all() {
			if s, ok := t.describe(); ok {
				s.Console = nil
				s.Problems = s.Problems[max(len(s.Problems)-1, 0):]
				all = append(all, s)
			}
		}
		return all, nil
	})
	api("GET /tenants/{name}", func(r *http.Request) (any, error) {
		if t := n.tenant(r.PathValue("name")); t != nil {
			if s, ok := t.describe(); ok {
				return s, nil
			}
		}
		return nil, fmt.Errorf("tenant %q: %w", r.PathValue("name"), errNotFound)
	})
	api("PUT /tenants/{name}", func(r *http.Request) (any, error) {
		archive, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, maxUpload))
		if err != nil {
			return nil, err
		}
		return n.Deploy(r.Context(), r.PathValue("name"), archive)
	})
	api("DELETE /tenants/{name}", func(r *http.Request) (any, error) {
		return struct{}{}, n.store.Delete(r.Context(), r.PathValue("name"))
	})
	api("POST /tenants/{name}/rollback", func(r *http.Request) (any, error) {
		return struct{}{}, n.store.Rollback(r.Context(), r.PathValue("name"), r.URL.Query().Get("version"))
	})
	api("PUT /tenants/{name}/secrets/{key}", func(r *http.Request) (any, error) {
		value, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, 64<<10))
		if err != nil {
			return nil, err
		}
		return struct{}{}, n.store.SetSecret(r.Context(), r.PathValue("name"), r.PathValue("key"), string(value))
	})
	return mux
}

// describe is what there is to know of a tenant, and false of one that was deleted.
func (t *tenant) describe() (TenantStatus, bool) {
	statistics := t.status()
	t.mutex.Lock()
	defer t.mutex.Unlock()
	if t.deployment.Deleted {
		return TenantStatus{}, false
	}
	return TenantStatus{
		Name: t.name, Current: t.deployment.Current, Versions: t.deployment.Versions, Statistics: statistics,
		Problems: append([]Problem{}, t.errors...), Console: append([]string{}, t.lines...),
	}, true
}
