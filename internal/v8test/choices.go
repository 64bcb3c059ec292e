package v8test

// Choices are a fuzzer's bytes, of which a test makes what it does.
type Choices []byte

// Next takes a byte. It is 0 when there are no more.
func (c *Choices) Next() byte {
	if len(*c) == 0 {
		return 0
	}
	b := (*c)[0]
	*c = (*c)[1:]
	return b
}

// Take takes n bytes, or as many as there are.
func (c *Choices) Take(n int) []byte {
	n = min(n, len(*c))
	taken := (*c)[:n:n]
	*c = (*c)[n:]
	return taken
}
