package v8_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/v8"
)

// The README has the second half of this function. [TestReadme] holds them together.
func Example_readme() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	check := func(err error) {
		if err != nil {
			log.Fatal(err)
		}
	}

	iso, err := v8.NewIsolate(v8.IsolateOptions{MemoryLimit: 64 << 20})
	check(err)
	defer iso.Close()
	c, err := iso.NewContext(ctx, v8.ContextOptions{})
	check(err)
	type person struct{ First, Last string }
	check(c.Eval(ctx, "const greet = ({First, Last}) => `Hello, ${First} ${Last}!`", nil))
	greet, err := v8.FuncOf[func(context.Context, person) (string, error)](c, "greet")
	check(err)
	text, err := greet(ctx, person{"Ada", "Lovelace"})
	check(err)
	fmt.Println(text)
	// Output: Hello, Ada Lovelace!
}

// Each program in the README is how an example ends.
func TestReadme(t *testing.T) {
	readme, err := os.ReadFile("../README.md")
	require.NoError(t, err)
	examples, err := os.ReadFile("example_readme_test.go")
	require.NoError(t, err)
	programs := strings.Split(string(readme), "```go\n")[1:]
	require.NotEmpty(t, programs)
	for _, program := range programs {
		program, _, found := strings.Cut(program, "```\n")
		require.True(t, found)
		var body strings.Builder
		for line := range strings.Lines(program) {
			if line != "\n" {
				body.WriteString("\t")
			}
			body.WriteString(line)
		}
		require.Contains(t, string(examples), "\n\n"+body.String()+"\t// Output:")
	}
}
