//go:build !cgo

package inside_test

func cThreads(string) map[string]thread { return map[string]thread{} }

func cInt80() thread { return nil }
