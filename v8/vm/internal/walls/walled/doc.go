// Package walled has the tests that V8 does all that it does behind the walls of
// a worker.
package walled
