//go:build linux

package inside

import (
	"slices"

	"github.com/elastic/go-seccomp-bpf/arch"

	"github.com/nodeisolates/isolates/v8/vm/internal/walls"
)

// RaiseOnly raises the walls of these names and no other.
func RaiseOnly(options Options, names ...string) []walls.Wall {
	raisers = slices.DeleteFunc(raisers, func(each raiser) bool { return !slices.Contains(names, each.name) })
	return Raise(options)
}

// Allowed are the numbers of the system calls that are allowed, with some
// arguments at least.
func Allowed() ([]int, error) {
	policy, err := seccompPolicy(1)
	if err != nil {
		return nil, err
	}
	info, err := arch.GetInfo("")
	if err != nil {
		return nil, err
	}
	var numbers []int
	for _, name := range policy.Syscalls[0].Names {
		numbers = append(numbers, info.SyscallNames[name])
	}
	for _, call := range policy.Syscalls[0].NamesWithCondtions {
		numbers = append(numbers, info.SyscallNames[call.Name])
	}
	return numbers, nil
}
