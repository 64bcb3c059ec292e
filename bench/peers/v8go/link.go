// Package v8go measures github.com/tommie/v8go, on the V8 archive that package
// v8 uses: see bench/README.md. This file and glibc.c only make it link.
package v8go

import "C"
