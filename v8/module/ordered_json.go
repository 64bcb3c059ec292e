package module

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// In package.json and in import maps the order of an object's members counts,
// which maps of Go don't have. What parseOrdered makes is nil, bool, json.Number,
// string, []any, or members.
type members []member

type member struct {
	key   string
	value any
}

// get is the last value of a key, as JSON.parse has it.
func (m members) get(key string) any {
	for n := len(m) - 1; n >= 0; n-- {
		if m[n].key == key {
			return m[n].value
		}
	}
	return nil
}

// deepestJSON bounds the recursion over what is nested.
const deepestJSON = 64

func parseOrdered(text string) (any, error) {
	d := json.NewDecoder(strings.NewReader(strings.TrimPrefix(text, "\ufeff")))
	d.UseNumber()
	value, err := orderedValue(d, 0)
	if err != nil {
		if errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		return nil, fmt.Errorf("at byte %d: %w", d.InputOffset(), err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("at byte %d: something follows the value", d.InputOffset())
	}
	return value, nil
}

func orderedValue(d *json.Decoder, depth int) (any, error) {
	token, err := d.Token()
	if err != nil {
		return nil, err
	}
	delim, ok := token.(json.Delim)
	if !ok {
		return token, nil
	}
	if depth == deepestJSON {
		return nil, fmt.Errorf("nested deeper than %d", deepestJSON)
	}
	if delim == '[' {
		list := []any{}
		for d.More() {
			value, err := orderedValue(d, depth+1)
			if err != nil {
				return nil, err
			}
			list = append(list, value)
		}
		_, err = d.Token()
		return list, err
	}
	object := members{}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return nil, err
		}
		value, err := orderedValue(d, depth+1)
		if err != nil {
			return nil, err
		}
		object = append(object, member{key.(string), value})
	}
	_, err = d.Token()
	return object, err
}
