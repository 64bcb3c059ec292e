//go:build !v8_custom && !android

package deps

import _ "github.com/tommie/v8go/deps/linux_arm64" // The archive and its link flags.
