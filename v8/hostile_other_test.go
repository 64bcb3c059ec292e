//go:build !linux

package v8_test

import (
	"os"
	"testing"
)

func peakMemory(*os.ProcessState) int { return 0 }

func resetPeakMemory() {}

func processFigures(*testing.T) string { return "no figures on this system" }
