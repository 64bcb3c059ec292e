// Package number has what ECMAScript says about a number's text, for package v8
// and for package clone.
package number

import (
	"math"
	"strconv"
	"strings"
)

// Format writes f as JavaScript does. Go and ECMAScript agree on the digits, the
// shortest that read back as f, and differ in the form.
//
// ECMAScript: https://tc39.es/ecma262/#sec-numeric-types-number-tostring
func Format(f float64) string {
	switch abs := math.Abs(f); {
	case math.IsNaN(f):
		return "NaN"
	case math.IsInf(f, 1):
		return "Infinity"
	case math.IsInf(f, -1):
		return "-Infinity"
	case abs < 1<<53 && f == math.Trunc(f):
		return strconv.FormatInt(int64(f), 10) // quicker; -0 is "0" too
	case abs >= 1e-6 && abs < 1e21:
		return strconv.FormatFloat(f, 'f', -1, 64)
	}
	// Go pads the exponent to two digits, JavaScript does not.
	text := strconv.FormatFloat(f, 'e', -1, 64)
	mantissa, exponent, _ := strings.Cut(text, "e")
	return mantissa + "e" + exponent[:1] + strings.TrimLeft(exponent[1:], "0")
}
