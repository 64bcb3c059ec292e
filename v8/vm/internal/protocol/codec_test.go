package protocol

import (
	"bytes"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

var messages = []any{
	&Request{
		Op: OpApply, Want: WantReference, NoAwait: true, Accessors: true, ID: 1, Parent: 2, Isolate: 3,
		Context: 4, Target: math.MaxUint64, Released: []uint64{1, 2},
		Receiver: Value{Kind: Number, Number: -0.5},
		Values: []Value{
			{}, {Kind: Null}, {Kind: Boolean, Number: 1}, {Kind: String, Text: "\x00é"}, {Kind: Clone, Data: []byte{1}},
			{Kind: Reference, ID: 7, Text: "object"}, {Kind: Into, ID: 8}, {Kind: Foreign, ID: 9, Text: ForeignCopy},
			{Kind: Callback, ID: 10, Mode: Ignored, Text: "f", References: []bool{true, false}},
		},
		Text: "t", Source: Source{"text", "name", 1, 2},
		Limits: Limits{time.Second, 1, 2, 3}, Links: []Link{{1, "./a", 2}},
	},
	&Request{Op: OpNewIsolate, NewIsolate: IsolateOptions{1, time.Second, -1, true, true, 3}},
	&Request{Op: OpNewSnapshot, NewIsolate: IsolateOptions{MemoryLimit: 1, Web: true}, Sources: []Source{{"text", "name", 1, 2}, {}}},
	&Request{Op: OpLoadSnapshot, Target: 1, Values: []Value{{Kind: Clone, Data: []byte{1}}}},
	&Request{Op: OpNewContext, NewContext: ContextOptions{true, false, true, false, true}},
	&Response{
		Value: Value{Kind: String, Text: "x"}, Usage: Usage{1, 3, 4}, Statistics: &Statistics{1, 2, 3, 4, 5, 6, 7, 8}, Names: []string{"./a"},
		Failure: &Failure{
			Reason: Thrown, Message: "m", HostErrors: []uint64{1}, Option: "o", Limit: 1, Used: 2, Resource: "r", SourceLine: "s",
			Line: 1, Column: 2, Value: Value{Kind: Null}, Cause: &Failure{Reason: Thrown}, Stack: []Frame{{"f", "s", 1, 2, true}},
		},
	},
	&HostCall{Op: HostApply, Mode: Async, ID: 1, Call: 2, Isolate: 3, Context: 4, Text: "t", Values: []Value{{Kind: Null}}},
	&Hello{Version: "v", Walls: []Wall{{"seccomp", true, ""}, {"cgroup", false, "no"}}},
}

func fresh(m any) any {
	switch m.(type) {
	case *Request:
		return &Request{}
	case *Response:
		return &Response{}
	case *HostCall:
		return &HostCall{}
	}
	return &Hello{}
}

// What is appended is decoded again, whole, and no part of it is.
func TestCodec(t *testing.T) {
	for _, m := range messages {
		data, err := Append(nil, m)
		require.NoError(t, err)
		decoded := fresh(m)
		require.NoError(t, Decode(data, decoded))
		require.Equal(t, m, decoded)
		for n := range data {
			require.ErrorIs(t, Decode(data[:n], fresh(m)), ErrMalformed, n)
		}
		require.ErrorIs(t, Decode(append(data, 0), fresh(m)), ErrMalformed)
	}
}

// What can't leave the process is an error, and so are causes without end.
func TestCodecRefuses(t *testing.T) {
	_, err := Append(nil, &Response{Value: Value{Kind: Local, Go: 1}})
	require.ErrorIs(t, err, ErrMalformed)
	deep := &Failure{Reason: Thrown}
	for range 2 * mostDepth {
		deep = &Failure{Reason: Thrown, Cause: deep}
	}
	_, err = Append(nil, &Response{Failure: deep})
	require.ErrorIs(t, err, ErrMalformed)
}

// A frame is refused when it is of no type, or longer than allowed, and costs no
// memory that has not come.
func TestConn(t *testing.T) {
	var stream bytes.Buffer
	c := NewConn(&stream, 1<<20, LongestFrame)
	require.NoError(t, c.Send(FrameRequest, 7, messages[0]))
	kind, id, body, err := c.Receive()
	require.NoError(t, err)
	require.Equal(t, FrameRequest, kind)
	require.Equal(t, uint64(7), id)
	var r Request
	require.NoError(t, Decode(body, &r))
	require.Equal(t, messages[0], &r)
	large := &Request{Op: OpApply, Values: []Value{
		{Kind: Clone, Data: bytes.Repeat([]byte("a"), largeSize)}, {Kind: String, Text: "between"},
		{Kind: Clone, Data: bytes.Repeat([]byte("b"), 2*largeSize)},
	}}
	require.NoError(t, c.Send(FrameRequest, 8, large))
	_, _, body, err = c.Receive()
	require.NoError(t, err)
	r = Request{}
	require.NoError(t, Decode(body, &r))
	require.Equal(t, large, &r)
	for _, bad := range []string{
		"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
		"\x00\x00\x00\x00\xff\x00\x00\x00\x00\x00\x00\x00\x00",
		"\xff\xff\xff\xff\x02\x00\x00\x00\x00\x00\x00\x00\x00",
		"\x01\x00\x10\x00\x02\x00\x00\x00\x00\x00\x00\x00\x00",
	} {
		_, _, _, err := NewConn(bytes.NewBufferString(bad), 1<<20, 0).Receive()
		require.ErrorIs(t, err, ErrMalformed)
	}
	_, _, _, err = NewConn(bytes.NewBufferString("\xff\xff\xff\x3f\x02\x00\x00\x00\x00\x00\x00\x00\x00"), LongestFrame, 0).Receive()
	require.Error(t, err)
}

// Whatever comes is decoded or refused; what is decoded is appended the same.
func FuzzDecode(f *testing.F) {
	for n, m := range messages {
		data, err := Append(nil, m)
		require.NoError(f, err)
		f.Add(uint8(n), data)
	}
	f.Fuzz(func(t *testing.T, n uint8, data []byte) {
		m := fresh(messages[int(n)%len(messages)])
		if Decode(data, m) != nil {
			return
		}
		again, err := Append(nil, m)
		require.NoError(t, err)
		second := fresh(m)
		require.NoError(t, Decode(again, second))
		third, err := Append(nil, second)
		require.NoError(t, err)
		require.Equal(t, again, third)
	})
}
