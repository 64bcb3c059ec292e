package engine

import (
	"context"
	"errors"

	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/clone"
	"github.com/nodeisolates/isolates/v8/loop"
	"github.com/nodeisolates/isolates/v8/vm/internal/protocol"
)

// reasons are the errors that say why, most telling first.
var reasons = []struct {
	err    error
	reason protocol.Reason
}{
	{v8.ErrUninterruptible, protocol.Uninterruptible},
	{v8.ErrIsolateDead, protocol.Dead},
	{v8.ErrMemoryLimit, protocol.MemoryLimit},
	{v8.ErrCPULimit, protocol.CPULimit},
	{v8.ErrExportLimit, protocol.ResultLimit},
	{v8.ErrSourceTooLong, protocol.SourceLimit},
	{v8.ErrClosed, protocol.Closed},
	{loop.ErrNeverSettles, protocol.NeverSettles},
	{context.DeadlineExceeded, protocol.Deadline},
	{context.Canceled, protocol.Canceled},
	{v8.ErrTerminated, protocol.Terminated},
}

// failure is an error as the host gets it.
func (e *Engine) failure(err error) *protocol.Failure {
	f := &protocol.Failure{Message: err.Error()}
	if e.local {
		f.Local = err
	}
	var termination *v8.Termination
	isTermination := errors.As(err, &termination)
	var exception *v8.Exception
	if !isTermination && errors.As(err, &exception) {
		e.describe(f, exception)
		return f
	}
	if isTermination {
		f.Stack = frames(termination.StackTrace)
	}
	var limit *v8.LimitError
	if errors.As(err, &limit) {
		f.Option, f.Limit, f.Used = limit.Option, limit.Limit, limit.Used
	}
	var own *limitFailure
	var host *hostError
	var unsupported errUnsupported
	var closed *closedError
	var marshal *clone.MarshalError
	switch {
	case errors.As(err, &own):
		f.Reason, f.Option, f.Limit, f.Used = own.reason, own.option, own.limit, own.used
		return f
	case errors.As(err, &host):
		f.Reason, f.HostErrors = protocol.HostError, host.failure.HostErrors
		return f
	case errors.As(err, &unsupported):
		f.Reason = protocol.Unsupported
		return f
	case errors.As(err, &closed):
		f.Reason = protocol.Closed
		return f
	case errors.As(err, &marshal):
		f.Reason = protocol.Unsupported
		return f
	}
	for _, known := range reasons {
		if errors.Is(err, known.err) {
			f.Reason = known.reason
			return f
		}
	}
	f.Reason = protocol.Unsupported
	return f
}

// describe fills in what was thrown.
func (e *Engine) describe(f *protocol.Failure, exception *v8.Exception) {
	f.Reason = protocol.Thrown
	f.Resource, f.Line, f.Column = exception.ResourceName, exception.Line, exception.Column
	f.SourceLine = exception.SourceLine
	f.Message = exception.Message
	f.Stack = frames(exception.StackTrace)
	f.Value = e.thrown(exception.Value)
	var host *hostError
	if errors.As(exception, &host) {
		f.HostErrors = host.failure.HostErrors
	}
	var own *limitFailure
	if errors.As(exception, &own) {
		f.Option, f.Limit, f.Used = own.option, own.limit, own.used
	}
	if exception.Cause != nil {
		f.Cause = &protocol.Failure{}
		e.describe(f.Cause, exception.Cause)
	}
}

func (e *Engine) thrown(value any) protocol.Value {
	switch v := value.(type) {
	case nil:
		return protocol.Value{}
	case float64:
		return protocol.Value{Kind: protocol.Number, Number: v}
	case bool:
		return protocol.Value{Kind: protocol.Boolean, Number: float64(boolNumber(v))}
	case string:
		return protocol.Value{Kind: protocol.String, Text: v}
	}
	if e.local {
		return protocol.Value{Kind: protocol.Local, Go: value}
	}
	data, err := clone.Marshal(value)
	if err != nil {
		return protocol.Value{}
	}
	return protocol.Value{Kind: protocol.Clone, Data: data}
}

func frames(trace v8.StackTrace) []protocol.Frame {
	made := make([]protocol.Frame, len(trace))
	for n, f := range trace {
		made[n] = protocol.Frame{Function: f.FunctionName, Script: f.ScriptName, Line: f.Line, Column: f.Column, Async: f.IsAsync}
	}
	return made
}
