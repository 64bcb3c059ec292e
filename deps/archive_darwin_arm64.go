//go:build !v8_custom

package deps

import _ "github.com/tommie/v8go/deps/darwin_arm64" // The archive and its link flags.
