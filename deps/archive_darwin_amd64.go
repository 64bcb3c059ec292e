//go:build !v8_custom

package deps

import _ "github.com/tommie/v8go/deps/darwin_amd64" // The archive and its link flags.
