package v8

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"hash"
)

// A seal is what stands before data that V8 has made and takes back without a look:
// what they are of, and a checksum. Without it nothing gets to V8.
type seal struct {
	magic  [8]byte
	format uint32
	tag    uint32   // of V8, and of what it was built for
	key    [32]byte // of all else that the data are of
	secret []byte   // when not empty, the checksum is a signature with it: an HMAC

	otherKey error // is said of data with another key
}

// The head has all of it, and the length of the data before the key. Its own length
// keeps the data aligned.
const (
	sealHead = 8 + 4 + 4 + 8 + 32 + sha256.Size
	sealSum  = sealHead - sha256.Size // where the checksum is
)

// Why data don't get to V8.
var (
	errSealShort   = errors.New("the data end too early")
	errSealUnknown = errors.New("the data were not made by this version of package v8")
	errSealOther   = errors.New("the data are of another V8, of other flags or of another processor")
	errSealDamaged = errors.New("the data are damaged")
	errSealSigned  = errors.New("the data are damaged, or signed with another key")
)

// seal puts the head before data.
func (s *seal) seal(data []byte) []byte {
	sealed := make([]byte, sealHead+len(data))
	s.putHead(sealed, len(data))
	copy(sealed[sealHead:], data)
	copy(sealed[sealSum:], s.sumOf(sealed[:sealSum], data))
	return sealed
}

func (s *seal) putHead(head []byte, length int) {
	copy(head, s.magic[:])
	binary.LittleEndian.PutUint32(head[8:], s.format)
	binary.LittleEndian.PutUint32(head[12:], s.tag)
	binary.LittleEndian.PutUint64(head[16:], uint64(length))
	copy(head[24:], s.key[:])
}

func (s *seal) sumOf(head, data []byte) []byte {
	var h hash.Hash
	if len(s.secret) > 0 {
		h = hmac.New(sha256.New, s.secret)
	} else {
		h = sha256.New()
	}
	h.Write(head)
	h.Write(data)
	return h.Sum(nil)
}

// open is what seal was given.
func (s *seal) open(sealed []byte) ([]byte, error) {
	length, err := s.lengthOf(sealed)
	if err != nil {
		return nil, err
	}
	data := sealed[sealHead:]
	if uint64(len(data)) != length {
		return nil, errSealDamaged
	}
	if !hmac.Equal(s.sumOf(sealed[:sealSum], data), sealed[sealSum:sealHead]) {
		if len(s.secret) > 0 {
			return nil, errSealSigned
		}
		return nil, errSealDamaged
	}
	return data, nil
}

// lengthOf is how long the data behind a head are said to be, which nobody has checked.
func (s *seal) lengthOf(sealed []byte) (uint64, error) {
	if len(sealed) < sealHead {
		return 0, errSealShort
	}
	var want [sealHead]byte
	s.putHead(want[:], 0)
	differs := func(from, to int) bool { return string(sealed[from:to]) != string(want[from:to]) }
	switch {
	case differs(0, 12):
		return 0, errSealUnknown
	case differs(12, 16):
		return 0, errSealOther
	case differs(24, sealSum):
		return 0, s.otherKey
	}
	return binary.LittleEndian.Uint64(sealed[16:]), nil
}
