// Package metrics tells Prometheus what the tenants of a vm.Pool have used.
package metrics

import (
	"strings"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/nodeisolates/isolates/v8/vm"
)

// NewCollector makes a collector of the pool's statistics, for a registry. Each
// metric has the label tenant, and only for tenants that the pool remembers: who has
// called of late. Names begin with isolates_pool_:
//
//	calls_total, failures_total       calls that have ended, and those with an error
//	seconds_total                     time that they took
//	waiting_seconds_total             time that they waited for an isolate
//	isolates, waiting                 isolates that there are, and calls that wait
func NewCollector(pool *vm.Pool) prometheus.Collector { return collector{pool} }

type collector struct{ pool *vm.Pool }

type metric struct {
	description *prometheus.Desc
	kind        prometheus.ValueType
	value       func(vm.TenantStatistics) float64
}

func newMetric(name, help string, kind prometheus.ValueType, value func(vm.TenantStatistics) float64) metric {
	return metric{prometheus.NewDesc("isolates_pool_"+name, help, []string{"tenant"}, nil), kind, value}
}

var all = []metric{
	newMetric("calls_total", "Calls that have ended.", prometheus.CounterValue,
		func(s vm.TenantStatistics) float64 { return float64(s.Calls) }),
	newMetric("failures_total", "Calls that have ended with an error.", prometheus.CounterValue,
		func(s vm.TenantStatistics) float64 { return float64(s.Failures) }),
	newMetric("seconds_total", "Time that calls took.", prometheus.CounterValue,
		func(s vm.TenantStatistics) float64 { return s.Time.Seconds() }),
	newMetric("waiting_seconds_total", "Time that calls waited for an isolate.", prometheus.CounterValue,
		func(s vm.TenantStatistics) float64 { return s.Waited.Seconds() }),
	newMetric("isolates", "Isolates that there are.", prometheus.GaugeValue,
		func(s vm.TenantStatistics) float64 { return float64(s.Isolates) }),
	newMetric("waiting", "Calls that wait.", prometheus.GaugeValue,
		func(s vm.TenantStatistics) float64 { return float64(s.Waiting) }),
}

func (c collector) Describe(to chan<- *prometheus.Desc) {
	for _, m := range all {
		to <- m.description
	}
}

func (c collector) Collect(to chan<- prometheus.Metric) {
	for tenant, s := range c.pool.Statistics() {
		for _, m := range all {
			to <- prometheus.MustNewConstMetric(m.description, m.kind, m.value(s), strings.ToValidUTF8(tenant, "\ufffd"))
		}
	}
}
