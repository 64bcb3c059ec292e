package web

import (
	"golang.org/x/net/idna"

	"github.com/nodeisolates/isolates/v8"
)

// The profile of UTS46 that URLs have.
//
// URL: [domain to ASCII].
//
// [domain to ASCII]: https://url.spec.whatwg.org/#concept-domain-to-ascii
var domains = idna.New(
	idna.MapForLookup(),
	idna.Transitional(false),
	idna.StrictDomainName(false),
	idna.CheckHyphens(false),
	idna.CheckJoiners(true),
	idna.BidiRule(),
	idna.VerifyDNSLength(false),
)

// mostDomain is how many bytes a domain has at most that is not plain ASCII: what Punycode
// takes grows with the square of that, and nothing can end it midway. DNS has 253.
const mostDomain = 4096

// domainToASCII is undefined for what is no domain.
func domainToASCII(info v8.FunctionCallbackInfo) (v8.Value, error) {
	text, ok := info.Argument(0).AsString()
	if !ok {
		return v8.Value{}, nil
	}
	if text.Length() > mostDomain {
		return v8.Value{}, nil
	}
	name := text.String()
	if len(name) > mostDomain {
		return v8.Value{}, nil
	}
	ascii, err := domains.ToASCII(name)
	if err != nil {
		return v8.Value{}, nil
	}
	result, err := info.Scope().NewString(ascii)
	return result.Value, err
}
