// Package findings is how the lints of this module end.
package findings

import (
	"fmt"
	"os"
	"path/filepath"
)

// Exit prints what a lint has found and why it could not go on, and ends the
// process, by 1 unless there is neither.
func Exit(findings []string, err error) {
	for _, finding := range findings {
		fmt.Println(finding)
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", filepath.Base(os.Args[0]), err)
	}
	if err != nil || len(findings) > 0 {
		os.Exit(1)
	}
	os.Exit(0)
}
