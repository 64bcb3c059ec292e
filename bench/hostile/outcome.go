// Package hostile has what bench/hostile/run.sh attacks engines with, and what
// it writes down about each attack: bench/README.md says how to read it.
package hostile

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// What an engine is told to allow each script.
const (
	Memory   = 32 << 20
	Deadline = 300 * time.Millisecond
)

// What a process may take before it is a failure of its engine.
const (
	Grace     = 2 * time.Second // beyond the deadline, until the script has ended
	Wall      = 3 * time.Second // from the script's begin until a healthy script has run too
	MemoryMax = 512 << 20       // in RAM
	MemoryCap = 3 << 30         // in RAM: it is killed, that this machine survives
)

// The lines by which a runner says where it is. Ended is followed by a word for
// how the script ended, and after a space by the details.
const (
	Began   = "hostile: began"
	Ended   = "hostile: ended "
	Healthy = "hostile: healthy"
)

// An Outcome is what one script did to one engine.
type Outcome struct {
	Script string
	End    string        // how the script ended: result, exception, deadline, memory ...; empty if it did not
	Detail string        // the error
	Took   time.Duration // until it had ended, or its process was no more
	Usable bool          // a healthy script ran in the same process afterwards
	Peak   int           // of the process's memory in RAM, in bytes
	Cut    string        // why the process was killed: CutTime, CutMemory, or empty
	Exit   string        // how the process ended by itself before it was through, or empty
}

// The reasons for a Cut.
const (
	CutTime   = "time"
	CutMemory = "memory"
)

// A Class is what an outcome means for who runs the engine.
type Class string

// The classes, from the best to the worst.
const (
	Contained  Class = "contained"
	OverMemory Class = "over memory"
	Hung       Class = "hung"
	Killed     Class = "killed"
)

// Class is the worst that holds.
func (o Outcome) Class() Class {
	switch {
	case o.Exit != "":
		return Killed
	case o.Cut == CutTime:
		return Hung
	case o.Cut == CutMemory || o.Peak > MemoryMax:
		return OverMemory
	}
	return Contained
}

// Write makes the file with an engine's outcomes: one each line, as JSON.
func Write(dir, engine string, outcomes []Outcome) error {
	var text strings.Builder
	encoder := json.NewEncoder(&text)
	for _, o := range outcomes {
		if err := encoder.Encode(o); err != nil {
			return err
		}
	}
	return os.WriteFile(filepath.Join(dir, engine+".jsonl"), []byte(text.String()), 0o644)
}

// Read reads the files that Write has made in a folder, by engine.
func Read(dir string) (map[string][]Outcome, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.jsonl"))
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("no outcomes in %s: run bench/hostile/run.sh", dir)
	}
	engines := map[string][]Outcome{}
	for _, file := range files {
		outcomes, err := read(file)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		engines[strings.TrimSuffix(filepath.Base(file), ".jsonl")] = outcomes
	}
	return engines, nil
}

func read(file string) ([]Outcome, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var outcomes []Outcome
	for scanner := bufio.NewScanner(f); ; {
		if !scanner.Scan() {
			return outcomes, scanner.Err()
		}
		var o Outcome
		if err := json.Unmarshal(scanner.Bytes(), &o); err != nil {
			return nil, err
		}
		outcomes = append(outcomes, o)
	}
}
