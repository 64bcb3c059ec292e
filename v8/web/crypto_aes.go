package web

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/subtle"
	"encoding/binary"
	"errors"
	"math/big"
)

var errCipher = errors.New("the data can't be decrypted")

func aesCBC(encrypt bool, key, iv, data []byte) ([]byte, error) {
	block, err := aes.NewCipher(key)
	if err != nil || len(iv) != aes.BlockSize {
		return nil, errKey
	}
	if encrypt {
		padding := aes.BlockSize - len(data)%aes.BlockSize
		padded := append(append([]byte(nil), data...), bytes.Repeat([]byte{byte(padding)}, padding)...)
		cipher.NewCBCEncrypter(block, iv).CryptBlocks(padded, padded)
		return padded, nil
	}
	if len(data) == 0 || len(data)%aes.BlockSize != 0 {
		return nil, errCipher
	}
	plain := make([]byte, len(data))
	cipher.NewCBCDecrypter(block, iv).CryptBlocks(plain, data)
	padding := int(plain[len(plain)-1])
	if padding == 0 || padding > aes.BlockSize {
		return nil, errCipher
	}
	text := plain[:len(plain)-padding]
	if subtle.ConstantTimeCompare(plain[len(text):], bytes.Repeat([]byte{byte(padding)}, padding)) == 0 {
		return nil, errCipher
	}
	return text, nil
}

// aesCTR counts in the last length bits of the counter alone, which is why it is not
// cipher.NewCTR but for as far as that counts the same.
func aesCTR(key, counter []byte, length int, data []byte) ([]byte, error) {
	block, err := aes.NewCipher(key)
	if err != nil || len(counter) != aes.BlockSize || length < 1 || length > 8*aes.BlockSize {
		return nil, errKey
	}
	blocks := new(big.Int).SetInt64(int64((len(data) + aes.BlockSize - 1) / aes.BlockSize))
	all := new(big.Int).Lsh(big.NewInt(1), uint(length))
	if blocks.Cmp(all) > 0 {
		return nil, errTooMuch // the counter would come round
	}
	result := make([]byte, len(data))
	value := new(big.Int).SetBytes(counter)
	low := new(big.Int).Mod(value, all)
	before := new(big.Int).Sub(all, low) // blocks until the counter's bits are zero again
	if blocks.Cmp(before) <= 0 {
		cipher.NewCTR(block, counter).XORKeyStream(result, data)
		return result, nil
	}
	split := int(before.Int64()) * aes.BlockSize
	cipher.NewCTR(block, counter).XORKeyStream(result[:split], data[:split])
	again := new(big.Int).Sub(value, low).FillBytes(make([]byte, aes.BlockSize))
	cipher.NewCTR(block, again).XORKeyStream(result[split:], data[split:])
	return result, nil
}

// aesGCM has tags of tagLength bytes, also those that crypto/cipher makes no more.
func aesGCM(encrypt bool, key, iv, additional []byte, tagLength int, data []byte) ([]byte, error) {
	block, err := aes.NewCipher(key)
	if err != nil || len(iv) == 0 {
		return nil, errKey
	}
	const whole = 16
	if tagLength < 4 || tagLength > whole {
		return nil, errKey
	}
	gcm, err := cipher.NewGCMWithNonceSize(block, len(iv))
	if err != nil {
		return nil, err
	}
	if encrypt {
		sealed := gcm.Seal(nil, iv, data, additional)
		return sealed[:len(data)+tagLength], nil
	}
	if len(data) < tagLength {
		return nil, errCipher
	}
	if tagLength == whole {
		return gcm.Open([]byte{}, iv, data, additional)
	}
	// A shorter tag is a part of the whole one, which is made of the text: GCM is CTR.
	text := make([]byte, len(data)-tagLength)
	cipher.NewCTR(block, gcmCounter(block, iv)).XORKeyStream(text, data[:len(text)])
	sealed := gcm.Seal(nil, iv, text, additional)
	if subtle.ConstantTimeCompare(sealed[len(text):len(text)+tagLength], data[len(text):]) == 0 {
		return nil, errCipher
	}
	return text, nil
}

// gcmCounter is GCM's counter of the first block of text.
//
// NIST: [SP 800-38D], 7.1.
//
// [SP 800-38D]: https://doi.org/10.6028/NIST.SP.800-38D
func gcmCounter(block cipher.Block, iv []byte) []byte {
	counter := make([]byte, aes.BlockSize)
	if len(iv) == 12 {
		copy(counter, iv)
		counter[15] = 1
	} else {
		h := make([]byte, aes.BlockSize)
		block.Encrypt(h, h)
		padded := append([]byte(nil), iv...)
		padded = append(padded, make([]byte, (aes.BlockSize-len(iv)%aes.BlockSize)%aes.BlockSize+8)...)
		padded = binary.BigEndian.AppendUint64(padded, uint64(len(iv))*8)
		for ; len(padded) > 0; padded = padded[aes.BlockSize:] {
			subtle.XORBytes(counter, counter, padded[:aes.BlockSize])
			counter = multiplyGCM(counter, h)
		}
	}
	binary.BigEndian.PutUint32(counter[12:], binary.BigEndian.Uint32(counter[12:])+1)
	return counter
}

// multiplyGCM multiplies in GCM's field.
func multiplyGCM(x, y []byte) []byte {
	z, v := make([]byte, 16), append([]byte(nil), y...)
	for n := range 128 {
		if x[n/8]>>(7-n%8)&1 == 1 {
			subtle.XORBytes(z, z, v)
		}
		carry := v[15] & 1
		for k := 15; k > 0; k-- {
			v[k] = v[k]>>1 | v[k-1]<<7
		}
		v[0] >>= 1
		if carry == 1 {
			v[0] ^= 0xe1
		}
	}
	return z
}

// aesWrap is RFC 3394's wrapping of keys.
func aesWrap(wrap bool, key, data []byte) ([]byte, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, errKey
	}
	const half = aes.BlockSize / 2
	var a [half]byte
	r := data
	if wrap {
		copy(a[:], bytes.Repeat([]byte{0xa6}, half))
	} else if len(data) >= half {
		copy(a[:], data)
		r = data[half:]
	}
	if len(r) < 2*half || len(r)%half != 0 {
		return nil, errCipher
	}
	r = append([]byte(nil), r...)
	n := len(r) / half
	var b [aes.BlockSize]byte
	step := func(t int) {
		for k := range half {
			a[k] ^= byte(uint64(t) >> (8 * (half - 1 - k)))
		}
	}
	for j := range 6 {
		for i := range n {
			if wrap {
				at := r[i*half : (i+1)*half]
				copy(b[:half], a[:])
				copy(b[half:], at)
				block.Encrypt(b[:], b[:])
				copy(a[:], b[:half])
				step(n*j + i + 1)
				copy(at, b[half:])
				continue
			}
			back := n - 1 - i
			at := r[back*half : (back+1)*half]
			step(n*(5-j) + back + 1)
			copy(b[:half], a[:])
			copy(b[half:], at)
			block.Decrypt(b[:], b[:])
			copy(a[:], b[:half])
			copy(at, b[half:])
		}
	}
	if wrap {
		return append(a[:], r...), nil
	}
	if subtle.ConstantTimeCompare(a[:], bytes.Repeat([]byte{0xa6}, half)) == 0 {
		return nil, errCipher
	}
	return r, nil
}
