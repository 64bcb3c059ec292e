//go:build !v8_custom && (android || !(linux || darwin) || !(amd64 || arm64))

package deps

// The compiler's complaint about this undefined name is the error message.
var _ = no_prebuilt_V8_for_this_platform__build_V8_yourself_and_use_the_build_tag_v8_custom
