package web

import (
	"cmp"
	"encoding/base64"
	"errors"
	"fmt"

	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/internal/bridge"
)

// operations are the Go functions that the TypeScript in src may call, and all that it
// can reach of Go. One is made in a context when it is first called. Scripts don't get
// them in hand; all the same each takes any arguments.
//
// An operation is a [v8.FunctionCallback], a func as [v8.Scope.NewFunctionOf] takes it,
// or an [async] one.
var operations = map[string]func(*host) any{
	"aesCBC":          func(h *host) any { return h.computing(aesCBC) },
	"aesCTR":          func(h *host) any { return h.computing(aesCTR) },
	"aesGCM":          func(h *host) any { return h.computing(aesGCM) },
	"aesWrap":         func(h *host) any { return h.computing(aesWrap) },
	"base64Decode":    func(*host) any { return v8.FunctionCallback(base64Decode) },
	"base64Encode":    func(*host) any { return v8.FunctionCallback(base64Encode) },
	"base64URLDecode": func(*host) any { return base64URLDecode },
	"base64URLEncode": func(*host) any { return base64.RawURLEncoding.EncodeToString },
	"baseURL":         func(h *host) any { return func() string { return h.options.BaseURL } },
	"decodeLegacy":    func(*host) any { return v8.FunctionCallback(decodeLegacy) },
	"decodeUTF8":      func(*host) any { return v8.FunctionCallback(decodeUTF8) },
	"deserialize":     func(*host) any { return v8.FunctionCallback(deserialize) },
	"digest":          func(h *host) any { return h.computing(digest) },
	"domainToASCII":   func(*host) any { return v8.FunctionCallback(domainToASCII) },
	"ecdhDerive": func(h *host) any {
		return h.computing(func(key, other []byte) (string, error) { return secret(ecdhDerive(key, other)) })
	},
	"ecdsaSign":   func(h *host) any { return h.computing(ecdsaSign) },
	"ecdsaVerify": func(h *host) any { return h.computing(ecdsaVerify) },
	"ecGenerate": func(h *host) any {
		return h.computing(func(kind string) (string, error) { return secret(ecGenerate(kind)) })
	},
	"ed25519Sign":       func(h *host) any { return h.computing(ed25519Sign) },
	"ed25519Verify":     func(h *host) any { return h.computing(ed25519Verify) },
	"encodeUTF8":        func(*host) any { return v8.FunctionCallback(encodeUTF8) },
	"encodingName":      func(*host) any { return v8.FunctionCallback(encodingName) },
	"exportJWK":         func(*host) any { return exportJWK },
	"exportRaw":         func(*host) any { return exportRaw },
	"hkdf":              func(h *host) any { return h.computing(hkdf) },
	"hmacSign":          func(h *host) any { return h.computing(hmacSign) },
	"hmacVerify":        func(h *host) any { return h.computing(hmacVerify) },
	"importDER":         func(*host) any { return importDER },
	"importJWK":         func(*host) any { return importJWK },
	"importRaw":         func(*host) any { return importRaw },
	"markInterfaces":    func(*host) any { return v8.FunctionCallback(markInterfaces) },
	"codecClose":        func(h *host) any { return async{h.codecClose} },
	"codecEnd":          func(h *host) any { return h.endCodec },
	"codecOpen":         func(h *host) any { return h.openCodec },
	"codecRead":         func(h *host) any { return async{h.codecRead} },
	"codecWrite":        func(h *host) any { return async{h.codecWrite} },
	"dataURL":           func(*host) any { return parseDataURL },
	"fetchClose":        func(h *host) any { return h.closeBody },
	"fetchEnd":          func(h *host) any { return func(id uint64) { h.exchanges.end(id, nil) } },
	"fetchOpen":         func(h *host) any { return h.openExchange },
	"fetchRead":         func(h *host) any { return async{h.readBody} },
	"fetchSend":         func(h *host) any { return async{h.sendRequest} },
	"fetchWrite":        func(h *host) any { return async{h.writeBody} },
	"integrityMatches":  func(*host) any { return v8.FunctionCallback(integrityMatches) },
	"multipartBoundary": func(*host) any { return multipartBoundary },
	"multipartParse":    func(*host) any { return v8.FunctionCallback(multipartParse) },
	"now":               func(h *host) any { return v8.FunctionCallback(h.now) },
	"pbkdf2":            func(h *host) any { return h.computing(pbkdf2) },
	"publicOf":          func(*host) any { return publicOf },
	"randomBytes":       func(*host) any { return v8.FunctionCallback(randomBytes) },
	"rsaDecrypt":        func(h *host) any { return h.computing(rsaDecrypt) },
	"rsaEncrypt":        func(h *host) any { return h.computing(rsaEncrypt) },
	"rsaGenerate":       func(h *host) any { return h.computing(rsaGenerate) },
	"rsaSign":           func(h *host) any { return h.computing(rsaSign) },
	"rsaVerify":         func(h *host) any { return h.computing(rsaVerify) },
	"serialize":         func(*host) any { return v8.FunctionCallback(serialize) },
	"serveEnd":          func(h *host) any { return async{h.servings.end} },
	"serveRead":         func(h *host) any { return async{h.servings.read} },
	"serveRespond":      func(h *host) any { return h.servings.respond },
	"serveWrite":        func(h *host) any { return async{h.servings.write} },
	"setErrorText":      func(*host) any { return v8.FunctionCallback(setErrorText) },
	"timeOrigin":        func(h *host) any { return v8.FunctionCallback(h.timeOrigin) },
	"userAgent":         func(h *host) any { return func() string { return cmp.Or(h.options.UserAgent, "isolates") } },
}

// An async operation is a func as [loop.Loop.NewAsyncFunction] takes it.
type async struct{ fn any }

// resolveOperation gives the script of this package an operation by its name.
var resolveOperation = v8.FunctionCallback(func(info v8.FunctionCallbackInfo) (v8.Value, error) {
	s := info.Scope()
	h, _ := s.Context().EmbedderData(installedKey{}).(*host)
	if h == nil {
		return v8.Value{}, errNotBegun
	}
	return h.operation(s, info.Argument(0).String())
})

func init() { bridge.References["isolates/v8/web.operation"] = resolveOperation }

var errNotBegun = errors.New("web: the context is made of a snapshot that has it, and it is not installed: call web.Install")

func (h *host) operation(s *v8.Scope, name string) (v8.Value, error) {
	of, ok := operations[name]
	if !ok {
		return v8.Value{}, v8.TypeError.Errorf("web: no operation %q", name)
	}
	var f v8.Function
	var err error
	switch fn := of(h).(type) {
	case v8.FunctionCallback:
		f, err = s.NewFunction(fn, v8.FunctionOptions{})
	case async:
		f, err = h.loop.NewAsyncFunction(s, fn.fn, v8.FunctionOptions{})
	default:
		f, err = s.NewFunctionOf(fn, v8.FunctionOptions{})
	}
	if err != nil {
		return v8.Value{}, fmt.Errorf("web: operation %s: %w", name, err)
	}
	return f.Value, nil
}
