package web

import (
	"crypto/sha256"
	"crypto/sha512"
	"crypto/subtle"
	"encoding/base64"
	"strings"

	"github.com/nodeisolates/isolates/v8"
)

// digests are those of Subresource Integrity, from the weakest to the strongest.
var digests = []struct {
	name string
	sum  func([]byte) []byte
}{
	{"sha256", func(data []byte) []byte { sum := sha256.Sum256(data); return sum[:] }},
	{"sha384", func(data []byte) []byte { sum := sha512.Sum384(data); return sum[:] }},
	{"sha512", func(data []byte) []byte { sum := sha512.Sum512(data); return sum[:] }},
}

// integrityMatches reports whether bytes are what the metadata say: have one of the
// digests of the strongest kind. Metadata without a digest that is known say nothing.
//
// SRI: [Do bytes match metadataList].
//
// [Do bytes match metadataList]: https://w3c.github.io/webappsec-subresource-integrity/#does-response-match-metadatalist
func integrityMatches(info v8.FunctionCallbackInfo) (v8.Value, error) {
	data, err := bytesOf(info.Argument(0))
	if err != nil {
		return v8.Value{}, err
	}
	return v8.NewBoolean(hasIntegrity(data, info.Argument(1).String())), nil
}

func hasIntegrity(data []byte, metadata string) bool {
	strongest := -1
	var wanted []string
	for _, item := range strings.Fields(metadata) {
		item, _, _ = strings.Cut(item, "?")
		name, value, _ := strings.Cut(item, "-")
		for n, digest := range digests {
			switch {
			case !strings.EqualFold(name, digest.name):
			case n > strongest:
				strongest, wanted = n, []string{value}
			case n == strongest:
				wanted = append(wanted, value)
			}
		}
	}
	if strongest < 0 {
		return true
	}
	sum := digests[strongest].sum(data)
	for _, value := range wanted {
		value = strings.TrimRight(strings.NewReplacer("-", "+", "_", "/").Replace(value), "=")
		if got, err := base64.RawStdEncoding.DecodeString(value); err == nil && subtle.ConstantTimeCompare(got, sum) == 1 {
			return true
		}
	}
	return false
}
