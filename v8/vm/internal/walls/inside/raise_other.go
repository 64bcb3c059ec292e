//go:build !linux

package inside

import "github.com/nodeisolates/isolates/v8/vm/internal/walls"

func raise(Options) []walls.Wall {
	var all []walls.Wall
	for _, name := range []string{
		walls.Environment, walls.Descriptors, walls.NoNewPrivs, walls.User, walls.ParentDeath,
		walls.Rlimits, walls.Landlock, walls.Dumpable, walls.Seccomp,
	} {
		all = append(all, walls.Wall{Name: name, Reason: "linux alone has it"})
	}
	return all
}
