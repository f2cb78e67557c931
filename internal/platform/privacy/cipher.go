package privacy

import (
	"crypto/aes"
	"crypto/cipher"
	"fmt"
)

// AES256GCM is the only algorithm so far. SM4-GCM would be the next line in
// newCipher.
const AES256GCM = "aes256gcm"

// Cipher encrypts with one key of one algorithm. Both methods authenticate aad
// without storing it.
type Cipher interface {
	Seal(plaintext, aad []byte) []byte
	Open(sealed, aad []byte) ([]byte, error)
}

func newCipher(algorithm string, key []byte) (Cipher, error) {
	switch algorithm {
	case AES256GCM:
		if len(key) != 32 {
			return nil, fmt.Errorf("%s wants a key of 32 bytes, not %d", algorithm, len(key))
		}
		block, err := aes.NewCipher(key)
		if err != nil {
			return nil, err
		}
		// Random nonces are safe for 2^32 values under one key, far beyond a county.
		aead, err := cipher.NewGCMWithRandomNonce(block)
		if err != nil {
			return nil, err
		}
		return gcm{aead}, nil
	default:
		return nil, fmt.Errorf("unknown algorithm %q", algorithm)
	}
}

// gcm puts its nonce before the ciphertext.
type gcm struct{ aead cipher.AEAD }

func (g gcm) Seal(plaintext, aad []byte) []byte { return g.aead.Seal(nil, nil, plaintext, aad) }

func (g gcm) Open(sealed, aad []byte) ([]byte, error) { return g.aead.Open(nil, nil, sealed, aad) }
