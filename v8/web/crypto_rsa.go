package web

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"errors"
	"math/big"
	"time"
)

// mostGenerated and mostModulus are how many bits a modulus has at most, of keys that
// are generated and of those that are imported: longer ones take seconds.
const (
	leastModulus  = 1024
	mostGenerated = 4096
	mostModulus   = 8192
)

// errNoSalt is for RSA-PSS without a salt: crypto/rsa means something else by 0.
var errNoSalt = errors.New("RSA-PSS needs a salt of a byte at least")

// rsaGenerate makes keys with the one exponent that crypto/rsa makes them with.
func rsaGenerate(m *meter, bits int, exponent []byte) (string, error) {
	if e := new(big.Int).SetBytes(exponent); !e.IsInt64() || e.Int64() != 65537 || bits < leastModulus || bits > mostGenerated {
		return "", errTooMuch
	}
	if err := m.expect(usualGeneration(bits)); err != nil {
		return "", err
	}
	key, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		return "", err
	}
	return secret(x509.MarshalPKCS8PrivateKey(key))
}

// usualGeneration is how long it takes to make a key, which nothing ends: by the fourth
// power of its length, 4 ms for the shortest. Luck makes it a third of that or thrice.
func usualGeneration(bits int) time.Duration {
	times := time.Duration(bits) * time.Duration(bits) / (leastModulus * leastModulus)
	return times * times * 4 * time.Millisecond
}

// rsaSign signs by RSA-PSS with a salt of that length, or by PKCS #1 v1.5 when it is
// negative.
func rsaSign(hash string, pkcs8 []byte, saltLength int, data []byte) ([]byte, error) {
	h, err := hashOf(hash)
	if err != nil {
		return nil, err
	}
	key, err := keyOf[*rsa.PrivateKey](true, pkcs8)
	if err != nil {
		return nil, err
	}
	if saltLength < 0 {
		return rsa.SignPKCS1v15(rand.Reader, key, h, sum(h, data))
	}
	switch {
	case saltLength == 0:
		return nil, errNoSalt
	case saltLength > key.Size(): // crypto/rsa makes it before it looks
		return nil, errTooMuch
	}
	return rsa.SignPSS(rand.Reader, key, h, sum(h, data), &rsa.PSSOptions{SaltLength: saltLength})
}

func rsaVerify(hash string, spki []byte, saltLength int, signature, data []byte) (bool, error) {
	h, err := hashOf(hash)
	if err != nil {
		return false, err
	}
	key, err := keyOf[*rsa.PublicKey](false, spki)
	if err != nil {
		return false, err
	}
	switch {
	case saltLength < 0:
		err = rsa.VerifyPKCS1v15(key, h, sum(h, data), signature)
	case saltLength == 0:
		return false, errNoSalt
	default:
		err = rsa.VerifyPSS(key, h, sum(h, data), signature, &rsa.PSSOptions{SaltLength: saltLength})
	}
	return err == nil, nil
}

func rsaEncrypt(hash string, spki, label, data []byte) ([]byte, error) {
	h, err := hashOf(hash)
	if err != nil {
		return nil, err
	}
	key, err := keyOf[*rsa.PublicKey](false, spki)
	if err != nil {
		return nil, err
	}
	return rsa.EncryptOAEP(h.New(), rand.Reader, key, data, label)
}

func rsaDecrypt(hash string, pkcs8, label, data []byte) ([]byte, error) {
	h, err := hashOf(hash)
	if err != nil {
		return nil, err
	}
	key, err := keyOf[*rsa.PrivateKey](true, pkcs8)
	if err != nil {
		return nil, err
	}
	text, err := rsa.DecryptOAEP(h.New(), nil, key, data, label)
	return append([]byte{}, text...), err
}
