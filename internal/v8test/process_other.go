//go:build !linux

package v8test

import (
	"os"
	"testing"
)

// PeakMemory is 0 on this system.
func PeakMemory(*os.ProcessState) int { return 0 }

// ResetPeakMemory does nothing on this system.
func ResetPeakMemory() {}

// ProcessFigures are none on this system.
func ProcessFigures(testing.TB) string { return "no figures on this system" }
