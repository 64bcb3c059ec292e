package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/bench/hostile"
)

// The tests' own program plays the runner. What the "script" is called says
// what it does.
func TestMain(m *testing.M) {
	if os.Getenv(runnerVariable) != "" {
		play(strings.TrimSuffix(filepath.Base(os.Args[1]), ".js"))
		return
	}
	os.Exit(m.Run())
}

const runnerVariable = "HOSTILE_TEST_RUNNER"

func play(script string) {
	if script == "no-begin" {
		fmt.Fprintln(os.Stderr, "can't start")
		os.Exit(3)
	}
	fmt.Println(hostile.Began)
	switch script {
	case "hang":
		select {}
	case "crash":
		fmt.Fprintln(os.Stderr, "out of luck")
		syscall.Kill(os.Getpid(), syscall.SIGKILL) // at which Go writes nothing
		select {}                                  // until it arrives
	case "memory":
		for kept := [][]byte{}; ; time.Sleep(time.Millisecond) {
			kept = append(kept, make([]byte, 1<<20))
			for i := range kept[len(kept)-1] {
				kept[len(kept)-1][i] = 1
			}
		}
	}
	fmt.Println(hostile.Ended + "exception Error: of two words")
	switch script {
	case "wrong":
		fmt.Fprintln(os.Stderr, "got 1, want 2")
		os.Exit(1)
	case "hang-later":
		select {}
	}
	fmt.Println(hostile.Healthy)
	select {} // it is killed
}

func attackTested(t *testing.T, script string, l limits) (hostile.Outcome, error) {
	t.Helper()
	t.Setenv(runnerVariable, "1")
	executable, err := os.Executable()
	require.NoError(t, err)
	return attack(t.Context(), engine{"tested", []string{executable}}, "/folder/"+script+".js", l)
}

// What is not to happen takes an hour.
var patient = limits{start: time.Hour, ended: time.Hour, wall: time.Hour, memoryCap: 1 << 40}

func TestAttack(t *testing.T) {
	impatient, endsSoon, sparing := patient, patient, patient
	impatient.ended, impatient.wall = 100*time.Millisecond, 100*time.Millisecond
	endsSoon.wall = 100 * time.Millisecond
	sparing.memoryCap = 100 << 20
	for _, test := range []struct {
		script string
		limits limits
		class  hostile.Class
		want   hostile.Outcome
	}{
		{"well", patient, hostile.Contained, hostile.Outcome{End: "exception", Detail: "Error: of two words", Usable: true}},
		{"hang", impatient, hostile.Hung, hostile.Outcome{Cut: hostile.CutTime}},
		{"hang-later", endsSoon, hostile.Hung,
			hostile.Outcome{End: "exception", Detail: "Error: of two words", Cut: hostile.CutTime}},
		{"crash", patient, hostile.Killed, hostile.Outcome{Exit: "signal: killed", Detail: "out of luck"}},
		{"wrong", patient, hostile.Killed,
			hostile.Outcome{End: "exception", Exit: "exit status 1", Detail: "Error: of two words\ngot 1, want 2"}},
		{"memory", sparing, hostile.OverMemory, hostile.Outcome{Cut: hostile.CutMemory}},
	} {
		t.Run(test.script, func(t *testing.T) {
			got, err := attackTested(t, test.script, test.limits)
			require.NoError(t, err)
			require.Equal(t, test.class, got.Class())
			require.Positive(t, got.Took)
			require.Greater(t, got.Peak, 1<<20)
			test.want.Script, test.want.Took, test.want.Peak = test.script, got.Took, got.Peak
			require.Equal(t, test.want, got)
		})
	}
}

func TestAttackErrors(t *testing.T) {
	_, err := attackTested(t, "no-begin", patient)
	require.ErrorContains(t, err, "exit status 3")
	require.ErrorContains(t, err, "can't start")

	_, err = attack(t.Context(), engine{"missing", []string{"/no/such/program"}}, "a.js", patient)
	require.ErrorIs(t, err, os.ErrNotExist)

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	executable, err := os.Executable()
	require.NoError(t, err)
	_, err = attack(ctx, engine{"tested", []string{executable}}, "hang.js", patient)
	require.ErrorIs(t, err, context.Canceled)
}
