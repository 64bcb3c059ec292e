package main

import (
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// metrics are what Prometheus is told.
type metrics struct {
	registry *prometheus.Registry
	duration *prometheus.HistogramVec
	node     *Node
}

func describe(name, help string) *prometheus.Desc {
	return prometheus.NewDesc("workers_"+name, help, []string{"tenant"}, nil)
}

var (
	requestsDesc = describe("requests_total", "Requests that a tenant was given.")
	failedDesc   = describe("failed_total", "Requests that have failed.")
	limitedDesc  = describe("limited_total", "Requests that have failed for a limit.")
	startsDesc   = describe("starts_total", "How often a tenant's program was started.")
	cpuDesc      = describe("cpu_seconds_total", "CPU time of a tenant's requests.")
	memoryDesc   = describe("memory_bytes", "Memory of a tenant's instance.")
)

func newMetrics(n *Node) *metrics {
	m := &metrics{registry: prometheus.NewRegistry(), node: n, duration: prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "workers_request_seconds", Help: "How long requests take.", Buckets: prometheus.ExponentialBuckets(0.0005, 2, 16),
	}, []string{"tenant", "status"})}
	m.registry.MustRegister(m.duration, m)
	return m
}

// request counts one. Names that no tenant has are one: anybody can make them up.
func (m *metrics) request(name string, status int, took time.Duration) {
	if m.node.tenant(name) == nil {
		name = ""
	}
	m.duration.WithLabelValues(name, strconv.Itoa(status)).Observe(took.Seconds())
}

// Describe is prometheus.Collector.
func (m *metrics) Describe(to chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{requestsDesc, failedDesc, limitedDesc, startsDesc, cpuDesc, memoryDesc} {
		to <- d
	}
}

// Collect is prometheus.Collector.
func (m *metrics) Collect(to chan<- prometheus.Metric) {
	for _, t := range m.node.all() {
		s := t.status()
		for d, value := range map[*prometheus.Desc]float64{
			requestsDesc: float64(s.Requests), failedDesc: float64(s.Failed), limitedDesc: float64(s.Limited),
			startsDesc: float64(s.Starts), cpuDesc: s.CPU.Seconds(),
		} {
			to <- prometheus.MustNewConstMetric(d, prometheus.CounterValue, value, t.name)
		}
		to <- prometheus.MustNewConstMetric(memoryDesc, prometheus.GaugeValue, float64(s.Memory), t.name)
	}
}

func (m *metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}
