// Package cppgc has no code. Its folder carries headers; see its subfolder
// internal.
package cppgc

import _ "github.com/nodeisolates/isolates/deps/cppgc/internal" // Its headers.
