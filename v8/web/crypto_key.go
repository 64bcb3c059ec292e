package web

import (
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"math/big"
)

// A cryptoKey is an asymmetric key that was imported.
type cryptoKey struct {
	Data      []byte `js:"data"` // PKCS #8 or SPKI
	IsPrivate bool   `js:"isPrivate"`
	Bits      int    `js:"bits"`     // of RSA's modulus
	Exponent  []byte `js:"exponent"` // RSA's public one
}

const kindRSA, kindEd25519, kindX25519 = "RSA", "Ed25519", "X25519"

// importDER reads PKCS #8 or SPKI. kind is what key it must be: "RSA", a curve, "Ed25519"
// or "X25519". Nil is a key that is none of these.
func importDER(isPrivate bool, kind string, data []byte) *cryptoKey {
	if len(data) > mostDER {
		return nil
	}
	key, err := parseDER(isPrivate, data)
	if err != nil {
		return nil
	}
	return newCryptoKey(kind, key)
}

// mostDER is more than any key has that may be imported.
const mostDER = 16 << 10

func parseDER(isPrivate bool, data []byte) (any, error) {
	if isPrivate {
		return x509.ParsePKCS8PrivateKey(data)
	}
	return x509.ParsePKIXPublicKey(data)
}

// keyOf is a key of DER if it is of that kind.
func keyOf[T any](isPrivate bool, data []byte) (key T, err error) {
	parsed, err := parseDER(isPrivate, data)
	if err != nil {
		return key, err
	}
	key, ok := parsed.(T)
	if !ok {
		return key, errKey
	}
	return key, nil
}

// newCryptoKey is nil for a key of another kind.
func newCryptoKey(kind string, key any) *cryptoKey {
	made := &cryptoKey{}
	switch key := key.(type) {
	case *rsa.PrivateKey:
		made.IsPrivate = true
		return made.rsa(kind, key, &key.PublicKey)
	case *rsa.PublicKey:
		return made.rsa(kind, key, key)
	case *ecdsa.PrivateKey:
		made.IsPrivate = true
		return made.of(kind, key.Params().Name, key)
	case *ecdsa.PublicKey:
		return made.of(kind, key.Params().Name, key)
	case ed25519.PrivateKey:
		made.IsPrivate = true
		return made.of(kind, kindEd25519, key)
	case ed25519.PublicKey:
		return made.of(kind, kindEd25519, key)
	case *ecdh.PrivateKey:
		made.IsPrivate = true
		return made.of(kind, kindX25519, key)
	case *ecdh.PublicKey:
		return made.of(kind, kindX25519, key)
	}
	return nil
}

func (made *cryptoKey) rsa(kind string, key any, public *rsa.PublicKey) *cryptoKey {
	made.Bits = public.N.BitLen()
	made.Exponent = big.NewInt(int64(public.E)).Bytes()
	if made.Bits < leastModulus || made.Bits > mostModulus {
		return nil
	}
	return made.of(kind, kindRSA, key)
}

func (made *cryptoKey) of(kind, is string, key any) *cryptoKey {
	var err error
	if made.IsPrivate {
		made.Data, err = x509.MarshalPKCS8PrivateKey(key)
	} else {
		made.Data, err = x509.MarshalPKIXPublicKey(key)
	}
	if err != nil || kind != is {
		return nil
	}
	return made
}

// publicOf gives the SPKI of a private key.
func publicOf(pkcs8 []byte) ([]byte, error) {
	key, err := x509.ParsePKCS8PrivateKey(pkcs8)
	if err != nil {
		return nil, err
	}
	var public any
	switch key := key.(type) {
	case *rsa.PrivateKey:
		public = &key.PublicKey
	case *ecdsa.PrivateKey:
		public = &key.PublicKey
	case ed25519.PrivateKey:
		public = key.Public()
	case *ecdh.PrivateKey:
		public = key.PublicKey()
	}
	return x509.MarshalPKIXPublicKey(public)
}

// importRaw reads the point of a public key.
func importRaw(kind string, data []byte) *cryptoKey {
	switch kind {
	case kindEd25519:
		if len(data) != ed25519.PublicKeySize {
			return nil
		}
		return newCryptoKey(kind, ed25519.PublicKey(data))
	case kindX25519:
		key, err := ecdh.X25519().NewPublicKey(data)
		if err != nil {
			return nil
		}
		return newCryptoKey(kind, key)
	}
	return importPoint(kind, data)
}

// importPoint reads a point of a curve, compressed or not.
func importPoint(kind string, data []byte) *cryptoKey {
	curve, err := curveOf(kind)
	if err != nil {
		return nil
	}
	size := (curve.Params().BitSize + 7) / 8
	if len(data) == 1+size && (data[0] == 2 || data[0] == 3) {
		if data = decompress(curve, data); data == nil {
			return nil
		}
	}
	key, err := ecdsa.ParseUncompressedPublicKey(curve, data)
	if err != nil {
		return nil
	}
	return newCryptoKey(kind, key)
}

// exportRaw gives the point of a public key.
func exportRaw(spki []byte) ([]byte, error) {
	key, err := x509.ParsePKIXPublicKey(spki)
	if err != nil {
		return nil, err
	}
	switch key := key.(type) {
	case *ecdsa.PublicKey:
		return key.Bytes()
	case ed25519.PublicKey:
		return key, nil
	case *ecdh.PublicKey:
		return key.Bytes(), nil
	}
	return nil, errKey
}

// importJWK makes a key of the members of a JSON Web Key that are numbers. Nil is one
// that is none.
func importJWK(kind string, members map[string]string) *cryptoKey {
	j := jwk{members: members}
	var key any
	switch kind {
	case kindRSA:
		key = j.rsa()
	case kindEd25519, kindX25519:
		key = j.okp(kind)
	default:
		key = j.ec(kind)
	}
	if j.wrong || key == nil {
		return nil
	}
	return newCryptoKey(kind, key)
}

// A jwk reads a JSON Web Key.
type jwk struct {
	members map[string]string
	wrong   bool
}

func (j *jwk) has(name string) bool {
	_, ok := j.members[name]
	return ok
}

func (j *jwk) bytes(name string) []byte {
	data, err := base64.RawURLEncoding.Strict().DecodeString(j.members[name])
	if err != nil || len(data) == 0 {
		j.wrong = true
	}
	return data
}

func (j *jwk) number(name string) *big.Int { return new(big.Int).SetBytes(j.bytes(name)) }

func (j *jwk) rsa() any {
	n, e := j.number("n"), j.number("e")
	if j.wrong || !e.IsInt64() || e.Int64() > 1<<31-1 || e.Int64() < 2 || n.BitLen() > mostModulus {
		return nil
	}
	public := rsa.PublicKey{N: n, E: int(e.Int64())}
	if !j.has("d") {
		return &public
	}
	key := &rsa.PrivateKey{PublicKey: public, D: j.number("d"), Primes: []*big.Int{j.number("p"), j.number("q")}}
	for _, name := range []string{"dp", "dq", "qi"} {
		j.bytes(name)
	}
	if j.wrong || key.D.BitLen() > mostModulus || key.Primes[0].BitLen() > mostModulus || key.Primes[1].BitLen() > mostModulus || key.Validate() != nil {
		return nil
	}
	key.Precompute()
	return key
}

func (j *jwk) okp(kind string) any {
	x := j.bytes("x")
	if j.wrong || len(x) != 32 {
		return nil
	}
	if !j.has("d") {
		if kind == kindEd25519 {
			return ed25519.PublicKey(x)
		}
		key, err := ecdh.X25519().NewPublicKey(x)
		if err != nil {
			return nil
		}
		return key
	}
	d := j.bytes("d")
	if j.wrong || len(d) != 32 {
		return nil
	}
	if kind == kindEd25519 {
		key := ed25519.NewKeyFromSeed(d)
		if string(key[32:]) != string(x) {
			return nil
		}
		return key
	}
	key, err := ecdh.X25519().NewPrivateKey(d)
	if err != nil || string(key.PublicKey().Bytes()) != string(x) {
		return nil
	}
	return key
}

func (j *jwk) ec(kind string) any {
	curve, err := curveOf(kind)
	x, y := j.bytes("x"), j.bytes("y")
	if err != nil || j.wrong {
		return nil
	}
	size := (curve.Params().BitSize + 7) / 8
	if len(x) != size || len(y) != size {
		return nil
	}
	point := append(append([]byte{4}, x...), y...)
	public, err := ecdsa.ParseUncompressedPublicKey(curve, point)
	if err != nil {
		return nil
	}
	if !j.has("d") {
		return public
	}
	d := j.bytes("d")
	if j.wrong || len(d) != size {
		return nil
	}
	key, err := ecdsa.ParseRawPrivateKey(curve, d)
	if err != nil || !key.PublicKey.Equal(public) {
		return nil
	}
	return key
}

// exportJWK gives the members of a JSON Web Key that are numbers.
func exportJWK(isPrivate bool, data []byte) (map[string]string, error) {
	key, err := parseDER(isPrivate, data)
	if err != nil {
		return nil, err
	}
	members := map[string]string{}
	set := func(name string, data []byte) { members[name] = base64.RawURLEncoding.EncodeToString(data) }
	switch key := key.(type) {
	case *rsa.PrivateKey:
		setRSA(set, &key.PublicKey)
		key.Precompute()
		set("d", key.D.Bytes())
		set("p", key.Primes[0].Bytes())
		set("q", key.Primes[1].Bytes())
		set("dp", key.Precomputed.Dp.Bytes())
		set("dq", key.Precomputed.Dq.Bytes())
		set("qi", key.Precomputed.Qinv.Bytes())
	case *rsa.PublicKey:
		setRSA(set, key)
	case *ecdsa.PrivateKey:
		d, err := key.Bytes()
		if err != nil {
			return nil, err
		}
		set("d", d)
		return members, setPoint(set, &key.PublicKey)
	case *ecdsa.PublicKey:
		return members, setPoint(set, key)
	case ed25519.PrivateKey:
		set("d", key.Seed())
		set("x", key[32:])
	case ed25519.PublicKey:
		set("x", key)
	case *ecdh.PrivateKey:
		set("d", key.Bytes())
		set("x", key.PublicKey().Bytes())
	case *ecdh.PublicKey:
		set("x", key.Bytes())
	}
	return members, nil
}

func setRSA(set func(string, []byte), key *rsa.PublicKey) {
	set("n", key.N.Bytes())
	set("e", big.NewInt(int64(key.E)).Bytes())
}

func setPoint(set func(string, []byte), key *ecdsa.PublicKey) error {
	point, err := key.Bytes()
	if err != nil {
		return err
	}
	size := (len(point) - 1) / 2
	set("x", point[1:1+size])
	set("y", point[1+size:])
	return nil
}
