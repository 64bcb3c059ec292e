package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/nodeisolates/isolates/v8/vm"
	"github.com/nodeisolates/isolates/v8/web"
)

// An exchange is a request that a program answers. What the program asks for it has a
// number, of the instance: a program that finds its way to these functions answers its own
// requests, and nobody else's.
type exchange struct {
	*web.Serving
	held *holder
}

// serve gives a request to the program, and lasts until it is done with it.
func (i *instance) serve(ctx context.Context, e *exchange, url string) (usage vm.Usage, err error) {
	i.mutex.Lock()
	i.last++
	id := i.last
	i.exchanges[id] = e
	i.mutex.Unlock()
	defer func() {
		i.mutex.Lock()
		delete(i.exchanges, id)
		i.mutex.Unlock()
	}()
	var answer *web.Answer
	err = i.fetch.Apply(ctx, nil, []any{e.Head(id, url)}, &answer, vm.CallOptions{CPULimit: i.requestCPU, OutputBytes: maxOutput, Usage: &usage})
	if err == nil && answer != nil {
		err = e.respond(answer)
	}
	return usage, err
}

func (e *exchange) respond(answer *web.Answer) error {
	text, _ := answer.Body.(string)
	data, _ := answer.Body.([]byte)
	length := len(text) + len(data)
	if length > maxBody {
		return fmt.Errorf("the response's body has %d bytes, and may have %d unless it is a stream", length, maxBody)
	}
	if err := e.held.hold(length); err != nil {
		return err
	}
	return e.Respond(*answer)
}

var errNoExchange = errors.New("there is no such request")

func (i *instance) exchange(id float64) (*exchange, error) {
	i.mutex.Lock()
	defer i.mutex.Unlock()
	if e := i.exchanges[uint64(id)]; e != nil {
		return e, nil
	}
	return nil, errNoExchange
}

// read is the next part of the request's body.
func (i *instance) read(ctx context.Context, id float64) ([]byte, error) {
	e, err := i.exchange(id)
	if err != nil {
		return nil, err
	}
	return e.ReadBody(ctx)
}

// respond takes an answer whose program is not done yet.
func (i *instance) respond(id float64, answer web.Answer) error {
	e, err := i.exchange(id)
	if err != nil {
		return err
	}
	return e.respond(&answer)
}

// write takes the next part of the response's body, and returns when the client has.
func (i *instance) write(ctx context.Context, id float64, data []byte) error {
	e, err := i.exchange(id)
	if err != nil {
		return err
	}
	if err := e.held.hold(len(data)); err != nil {
		return err
	}
	defer e.held.release(len(data))
	return e.WriteBody(ctx, data)
}

// end is the end of the response's body, which has failed when there is a reason.
func (i *instance) end(ctx context.Context, id float64, reason *string) error {
	e, err := i.exchange(id)
	if err != nil {
		return err
	}
	return e.EndBody(ctx, reason)
}
