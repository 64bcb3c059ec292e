package main

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

var include = regexp.MustCompile(`(?m)^#include "([^"]+)"`)

// A graph has for each node those that it leads to.
type graph map[string][]string

// headers is which header includes which, of those that are given.
func headers(files map[string]string) graph {
	g := graph{}
	for name, text := range files {
		if !strings.HasSuffix(name, ".h") {
			continue
		}
		g[name] = nil
		for _, m := range include.FindAllStringSubmatch(text, -1) {
			if _, ok := files[m[1]]; ok {
				g[name] = append(g[name], m[1])
			}
		}
	}
	return g
}

// knots is the sets of nodes that all lead to one another, by Tarjan's algorithm.
func (g graph) knots() [][]string {
	var (
		found   [][]string
		stack   []string
		number  = map[string]int{} // in the order in which they are met
		low     = map[string]int{} // the least that a node leads back to
		onStack = map[string]bool{}
		visit   func(node string)
	)
	visit = func(node string) {
		number[node] = len(number) + 1
		low[node] = number[node]
		stack = append(stack, node)
		onStack[node] = true
		for _, to := range g[node] {
			if number[to] == 0 {
				visit(to)
				low[node] = min(low[node], low[to])
			} else if onStack[to] {
				low[node] = min(low[node], number[to])
			}
		}
		if low[node] != number[node] {
			return
		}
		at := slices.Index(stack, node)
		knot := slices.Clone(stack[at:])
		stack = stack[:at]
		for _, each := range knot {
			onStack[each] = false
		}
		if len(knot) > 1 || slices.Contains(g[node], node) {
			slices.Sort(knot)
			found = append(found, knot)
		}
	}
	for _, node := range slices.Sorted(maps.Keys(g)) {
		if number[node] == 0 {
			visit(node)
		}
	}
	return found
}

func cycles(files map[string]string) (found []string) {
	for _, knot := range headers(files).knots() {
		found = append(found, fmt.Sprintf("%s: they include one another in a circle", strings.Join(knot, ", ")))
	}
	return found
}
