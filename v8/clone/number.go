package clone

import "math"

// arrayIndex is the index that a property's name is, if it is one: 0 to
// 2^32-2, as a number is written.
func arrayIndex[T string | []byte](name T) (index uint32, ok bool) {
	if len(name) == 0 || len(name) > 10 || name[0] == '0' && len(name) > 1 {
		return 0, false
	}
	n := uint64(0)
	for i := range len(name) {
		digit := name[i] - '0'
		if digit > 9 {
			return 0, false
		}
		n = n*10 + uint64(digit)
	}
	return uint32(n), n < math.MaxUint32
}

// timeClip makes a Date's milliseconds of what may be anything, as ECMAScript's
// TimeClip does: NaN when it is no time.
func timeClip(ms float64) float64 {
	if !(math.Abs(ms) <= maxDate) {
		return math.NaN()
	}
	return math.Trunc(ms) + 0 // not -0
}
