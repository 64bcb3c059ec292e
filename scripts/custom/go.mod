// A second V8, which scripts/test-custom.sh proves this module with.
module github.com/nodeisolates/isolates/scripts/custom

go 1.25

require (
	github.com/tommie/v8go v0.31.0
	github.com/tommie/v8go/deps/linux_amd64 v0.0.0-20250402042413-3ca73eb2ee33
)
