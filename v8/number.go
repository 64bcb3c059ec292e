package v8

import (
	"math"
	"strconv"
	"strings"
)

// formatNumber writes f as JavaScript does. Go and ECMAScript agree on the
// digits, the shortest that read back as f, and differ in the form.
//
// ECMAScript: https://tc39.es/ecma262/#sec-numeric-types-number-tostring
func formatNumber(f float64) string {
	switch abs := math.Abs(f); {
	case math.IsNaN(f):
		return "NaN"
	case math.IsInf(f, 1):
		return "Infinity"
	case math.IsInf(f, -1):
		return "-Infinity"
	case f == 0:
		return "0" // -0 too
	case abs >= 1e-6 && abs < 1e21:
		return strconv.FormatFloat(f, 'f', -1, 64)
	}
	// Go pads the exponent to two digits, JavaScript does not.
	text := strconv.FormatFloat(f, 'e', -1, 64)
	mantissa, exponent, _ := strings.Cut(text, "e")
	return mantissa + "e" + exponent[:1] + strings.TrimLeft(exponent[1:], "0")
}
