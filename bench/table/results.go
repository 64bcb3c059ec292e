package main

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// samples are measurements of one thing, one for each round.
type samples []float64

// quantile interpolates; it is NaN of nothing.
func (s samples) quantile(q float64) float64 {
	if len(s) == 0 {
		return math.NaN()
	}
	sorted := slices.Sorted(slices.Values(s))
	at := q * float64(len(sorted)-1)
	low := int(at)
	high := min(low+1, len(sorted)-1)
	return sorted[low] + (at-float64(low))*(sorted[high]-sorted[low])
}

func (s samples) median() float64 { return s.quantile(0.5) }

// spread is half of what the middle half of the samples covers, relative to
// the median: other work on the machine makes outliers, which say nothing.
func (s samples) spread() float64 {
	return (s.quantile(0.75) - s.quantile(0.25)) / 2 / s.median()
}

type measured struct{ ns, allocs samples }

// results are what was measured, by engine and benchmark.
type results map[string]map[string]*measured

// readResults reads the files of a folder: engine.txt is what the engine's
// benchmarks printed, round after round.
func readResults(dir string) (results, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.txt"))
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("no results in %s: run bench/peers/run.sh", dir)
	}
	r := results{}
	for _, file := range files {
		f, err := os.Open(file)
		if err != nil {
			return nil, err
		}
		err = r.read(strings.TrimSuffix(filepath.Base(file), ".txt"), f)
		f.Close()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
	}
	return r, nil
}

// BenchmarkName/variant-2   	 1000	 12.5 ns/op	 16 B/op	 1 allocs/op
var line = regexp.MustCompile(`^Benchmark(\w+)(/\w+)?(?:-\d+)?\s+\d+\s+([0-9.e+-]+) ns/op(?:.*\s(\d+) allocs/op)?`)

func (r results) read(engine string, from io.Reader) error {
	scanner := bufio.NewScanner(from)
	for scanner.Scan() {
		match := line.FindStringSubmatch(scanner.Text())
		if match == nil {
			continue
		}
		ns, err := strconv.ParseFloat(match[3], 64)
		if err != nil {
			return err
		}
		m := r.of(engine+match[2], match[1])
		m.ns = append(m.ns, ns)
		if match[4] != "" {
			allocs, err := strconv.ParseFloat(match[4], 64)
			if err != nil {
				return err
			}
			m.allocs = append(m.allocs, allocs)
		}
	}
	return scanner.Err()
}

func (r results) of(engine, name string) *measured {
	if r[engine] == nil {
		r[engine] = map[string]*measured{}
	}
	if r[engine][name] == nil {
		r[engine][name] = &measured{}
	}
	return r[engine][name]
}

// ratio is our time by an engine's, round by round: what slows the machine for
// longer than a round then slows both.
func (r results) ratio(name, engine string) samples { return r.between(name, ours, engine) }

// between is the ratio of an engine's time to another's, by round.
func (r results) between(name, engine, other string) samples {
	a, b := r.of(engine, name).ns, r.of(other, name).ns
	var ratios samples
	for i := range min(len(a), len(b)) {
		ratios = append(ratios, a[i]/b[i])
	}
	return ratios
}

// over is the samples as multiples of a number.
func (s samples) over(number float64) samples {
	var multiples samples
	for _, each := range s {
		multiples = append(multiples, each/number)
	}
	return multiples
}
