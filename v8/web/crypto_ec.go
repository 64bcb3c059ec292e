package web

import (
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/hex"
	"math/big"
	"slices"
)

func curveOf(name string) (elliptic.Curve, error) {
	switch name {
	case "P-256":
		return elliptic.P256(), nil
	case "P-384":
		return elliptic.P384(), nil
	case "P-521":
		return elliptic.P521(), nil
	}
	return nil, errKey
}

// ecGenerate makes a private key: of a curve, "Ed25519" or "X25519".
func ecGenerate(name string) ([]byte, error) {
	var key any
	var err error
	switch name {
	case "Ed25519":
		_, key, err = ed25519.GenerateKey(rand.Reader)
	case "X25519":
		key, err = ecdh.X25519().GenerateKey(rand.Reader)
	default:
		var curve elliptic.Curve
		if curve, err = curveOf(name); err == nil {
			key, err = ecdsa.GenerateKey(curve, rand.Reader)
		}
	}
	if err != nil {
		return nil, err
	}
	return x509.MarshalPKCS8PrivateKey(key)
}

// ecdsaSign gives r and s, each as long as the curve's order.
func ecdsaSign(hash string, pkcs8, data []byte) ([]byte, error) {
	h, err := hashOf(hash)
	if err != nil {
		return nil, err
	}
	key, err := keyOf[*ecdsa.PrivateKey](true, pkcs8)
	if err != nil {
		return nil, err
	}
	r, s, err := ecdsa.Sign(rand.Reader, key, sum(h, data))
	if err != nil {
		return nil, err
	}
	size := (key.Params().N.BitLen() + 7) / 8
	signature := make([]byte, 2*size)
	r.FillBytes(signature[:size])
	s.FillBytes(signature[size:])
	return signature, nil
}

func ecdsaVerify(hash string, spki, signature, data []byte) (bool, error) {
	h, err := hashOf(hash)
	if err != nil {
		return false, err
	}
	key, err := keyOf[*ecdsa.PublicKey](false, spki)
	if err != nil {
		return false, err
	}
	size := (key.Params().N.BitLen() + 7) / 8
	if len(signature) != 2*size {
		return false, nil
	}
	r, s := new(big.Int).SetBytes(signature[:size]), new(big.Int).SetBytes(signature[size:])
	return ecdsa.Verify(key, sum(h, data), r, s), nil
}

// ecdhDerive gives the secret that two keys share.
func ecdhDerive(pkcs8, spki []byte) ([]byte, error) {
	private, err := x509.ParsePKCS8PrivateKey(pkcs8)
	if err != nil {
		return nil, err
	}
	public, err := x509.ParsePKIXPublicKey(spki)
	if err != nil {
		return nil, err
	}
	own, err := asECDH(private)
	if err != nil {
		return nil, err
	}
	var other *ecdh.PublicKey
	switch key := public.(type) {
	case *ecdh.PublicKey:
		other = key
	case *ecdsa.PublicKey:
		if other, err = key.ECDH(); err != nil {
			return nil, err
		}
	default:
		return nil, errKey
	}
	return own.ECDH(other)
}

func asECDH(key any) (*ecdh.PrivateKey, error) {
	switch key := key.(type) {
	case *ecdh.PrivateKey:
		return key, nil
	case *ecdsa.PrivateKey:
		return key.ECDH()
	}
	return nil, errKey
}

func ed25519Sign(pkcs8, data []byte) ([]byte, error) {
	key, err := keyOf[ed25519.PrivateKey](true, pkcs8)
	if err != nil {
		return nil, err
	}
	return ed25519.Sign(key, data), nil
}

func ed25519Verify(spki, signature, data []byte) (bool, error) {
	key, err := keyOf[ed25519.PublicKey](false, spki)
	if err != nil {
		return false, err
	}
	if len(signature) != ed25519.SignatureSize || isSmallOrder(key) || isSmallOrder(signature[:32]) {
		return false, nil
	}
	return ed25519.Verify(key, data, signature), nil
}

// smallOrder are the y coordinates of Ed25519's points of small order, also those that
// are not reduced: signatures by such keys hold for many messages.
var smallOrder = []string{
	"0000000000000000000000000000000000000000000000000000000000000000",
	"0100000000000000000000000000000000000000000000000000000000000000",
	"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
	"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
	"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
	"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
	"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
}

func isSmallOrder(point []byte) bool {
	y := append([]byte(nil), point...)
	y[31] &= 0x7f // without the sign of x
	return slices.Contains(smallOrder, hex.EncodeToString(y))
}

// decompress gives the point with both coordinates, or nil.
func decompress(curve elliptic.Curve, point []byte) []byte {
	x, y := elliptic.UnmarshalCompressed(curve, point)
	if x == nil {
		return nil
	}
	size := (curve.Params().BitSize + 7) / 8
	whole := make([]byte, 1+2*size)
	whole[0] = 4
	x.FillBytes(whole[1 : 1+size])
	y.FillBytes(whole[1+size:])
	return whole
}
