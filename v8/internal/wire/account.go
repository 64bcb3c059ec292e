package wire

// An Account is how much of Go's memory may be made of JavaScript's data, and
// how much of it is: all that was made since who owns it set Used.
type Account struct {
	Used, Limit int64 // bytes; a limit of math.MaxInt64 is none
	// Exceeded makes the error of more than Limit.
	Exceeded func(*Account) error
	// Look, when not nil, is asked again and again while data are read. Its
	// error ends the reading: who waits for it may not want it any longer.
	Look func() error
}

// Take adds what is about to be made. An error means that it must not be.
func (a *Account) Take(bytes int) error {
	if a.Used += int64(bytes); a.Used > a.Limit {
		return a.Exceeded(a)
	}
	return nil
}
