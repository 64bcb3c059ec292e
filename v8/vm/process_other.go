//go:build !linux

package vm

import "syscall"

// workerAttributes make a worker end with the host.
func workerAttributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true}
}
