package engine_test

import (
	"os"
	"testing"

	"github.com/nodeisolates/isolates/internal/v8test"
)

func TestMain(m *testing.M) { os.Exit(v8test.Main(m)) }
