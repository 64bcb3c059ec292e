//go:build race || asan || msan

package v8test

// Sanitized says that the race detector or a sanitizer is on: memory figures
// mean nothing, and what takes long is left to the plain run.
const Sanitized = true
