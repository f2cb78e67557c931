package privacy

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"strings"
)

// Keyring holds a county's keys. It never changes and is safe for concurrent use.
type Keyring struct {
	data   map[string]dataKey
	newest string
	index  []byte
	tokens [][]byte // newest last
}

type dataKey struct {
	algorithm string
	cipher    Cipher
}

// CreateKeyring makes a key file of mode 0600 at path if there is none, and opens it. Only a county without data may
// be given new keys: what was encrypted under a lost file stays lost, so keep a copy apart from the database's backups.
func CreateKeyring(path string) (*Keyring, error) {
	if err := createKeyFile(path); err != nil {
		return nil, fmt.Errorf("key file: %w", err)
	}
	return OpenKeyring(path)
}

// OpenKeyring reads the key file at path. It refuses a file that the group or others may read. When there is none the
// error is an [io/fs.ErrNotExist].
func OpenKeyring(path string) (*Keyring, error) {
	keys, err := readKeyFile(path)
	if err != nil {
		return nil, fmt.Errorf("key file %s: %w", path, err)
	}
	ring, err := newKeyring(keys)
	if err != nil {
		return nil, fmt.Errorf("key file %s: %w", path, err)
	}
	return ring, nil
}

// RotateDataKey adds a data key to the file. Who opens it from now on encrypts
// with the new key and still reads what the old ones encrypted. A process that
// opened it earlier can't read what is encrypted from now on: restart all of a
// county's processes together. Old values stay as they are until sealed again.
func RotateDataKey(path string) error {
	keys, err := readKeyFile(path)
	if err != nil {
		return fmt.Errorf("key file %s: %w", path, err)
	}
	keys.DataKeys = append(keys.DataKeys, newKey(AES256GCM))
	if err := writeKeyFile(path, keys, func(temporary string) error { return os.Rename(temporary, path) }); err != nil {
		return fmt.Errorf("key file %s: %w", path, err)
	}
	return nil
}

func newKeyring(keys keyFile) (*Keyring, error) {
	ring := &Keyring{data: map[string]dataKey{}}
	for _, key := range keys.DataKeys {
		c, err := newCipher(key.Algorithm, key.Key)
		if err != nil {
			return nil, fmt.Errorf("data key %s: %w", key.ID, err)
		}
		if key.ID == "" || strings.Contains(key.ID, ":") || ring.data[key.ID].cipher != nil {
			return nil, fmt.Errorf("data key %q: the id must be unique and without colon", key.ID)
		}
		ring.data[key.ID] = dataKey{key.Algorithm, c}
		ring.newest = key.ID
	}
	if ring.newest == "" || len(keys.TokenKeys) == 0 {
		return nil, errors.New("a data key and a token key are needed")
	}
	for _, key := range append([]fileKey{keys.IndexKey}, keys.TokenKeys...) {
		if key.Algorithm != hmacSHA256 || len(key.Key) != 32 {
			return nil, fmt.Errorf("key %s: want %s with 32 bytes", key.ID, hmacSHA256)
		}
	}
	ring.index = keys.IndexKey.Key
	for _, key := range keys.TokenKeys {
		ring.tokens = append(ring.tokens, key.Key)
	}
	return ring, nil
}

// Place is the additional data that binds a ciphertext to where it is stored:
// moved to another row, column or table it does not open.
func Place(table, column, rowID string) []byte { return fields(table, column, rowID) }

// fields joins texts with their lengths, so that no two lists look alike.
func fields(texts ...string) []byte {
	var joined []byte
	for _, text := range texts {
		joined = binary.BigEndian.AppendUint32(joined, uint32(len(text)))
		joined = append(joined, text...)
	}
	return joined
}

const ciphertextVersion = "v1"

// Seal encrypts under the newest data key. The result is text:
// version:algorithm:key id:base64. aad comes from [Place] and is not stored.
func (r *Keyring) Seal(plaintext string, aad []byte) string {
	key := r.data[r.newest]
	header := ciphertextVersion + ":" + key.algorithm + ":" + r.newest
	sealed := key.cipher.Seal([]byte(plaintext), append(fields(header), aad...))
	return header + ":" + base64.RawURLEncoding.EncodeToString(sealed)
}

// ErrSealed is wrapped by every error of [Keyring.Open]: the text is no
// ciphertext, was altered, belongs elsewhere, or its key is not in the ring.
var ErrSealed = errors.New("privacy: can't open the ciphertext")

// Open decrypts what [Keyring.Seal] returned for the same aad, under any key of
// the ring. Its errors never quote the text.
func (r *Keyring) Open(ciphertext string, aad []byte) (string, error) {
	parts := strings.Split(ciphertext, ":")
	if len(parts) != 4 || parts[0] != ciphertextVersion {
		return "", fmt.Errorf("%w: not in a known form", ErrSealed)
	}
	key, ok := r.data[parts[2]]
	if !ok || key.algorithm != parts[1] {
		return "", fmt.Errorf("%w: its key is not in the key file", ErrSealed)
	}
	sealed, err := base64.RawURLEncoding.Strict().DecodeString(parts[3])
	if err != nil {
		return "", fmt.Errorf("%w: not in a known form", ErrSealed)
	}
	header := strings.Join(parts[:3], ":")
	plaintext, err := key.cipher.Open(sealed, append(fields(header), aad...))
	if err != nil {
		return "", fmt.Errorf("%w: altered, or of another place", ErrSealed)
	}
	return string(plaintext), nil
}

// Current reports whether the ciphertext is under the newest data key, so that a
// rotation finds what is left to seal again.
func (r *Keyring) Current(ciphertext string) bool {
	parts := strings.SplitN(ciphertext, ":", 4)
	return len(parts) == 4 && parts[0] == ciphertextVersion && parts[2] == r.newest
}

// BlindIndex is a keyed hash of a value, to find encrypted values by equality
// and to keep them unique. The value must be in its one normal form (an id with
// X in upper case and narrow digits). The same value gives different results for
// different purposes. All of them depend on the index key, which can't be
// rotated without computing every index anew.
func (r *Keyring) BlindIndex(purpose, value string) string {
	mac := hmac.New(sha256.New, r.index)
	_, _ = mac.Write(fields("blind index", purpose, value)) // never fails
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// Sign returns a MAC of 32 bytes over data under a key derived for the purpose.
func (r *Keyring) Sign(purpose string, data []byte) []byte {
	return sign(r.tokens[len(r.tokens)-1], purpose, data)
}

// VerifyMAC reports, in constant time, whether mac is what [Keyring.Sign]
// returned for the same purpose and data, under any token key of the ring.
func (r *Keyring) VerifyMAC(purpose string, data, mac []byte) bool {
	ok := false
	for _, key := range r.tokens {
		ok = hmac.Equal(mac, sign(key, purpose, data)) || ok
	}
	return ok
}

const checkPurpose = "key check"

// CheckValue tells nothing of the keys, and is kept with the data to know them again: see [Keyring.Matches].
func (r *Keyring) CheckValue() string {
	return base64.RawURLEncoding.EncodeToString(r.Sign(checkPurpose, []byte(r.BlindIndex(checkPurpose, ""))))
}

// Matches reports whether check is the CheckValue of these keys, before or after a rotation.
func (r *Keyring) Matches(check string) bool {
	mac, err := base64.RawURLEncoding.DecodeString(check)
	return err == nil && r.VerifyMAC(checkPurpose, []byte(r.BlindIndex(checkPurpose, "")), mac)
}

func sign(key []byte, purpose string, data []byte) []byte {
	derived, err := hkdf.Expand(sha256.New, key, "zhengcun token "+purpose, 32)
	if err != nil {
		panic(err) // only for lengths beyond 255 hashes
	}
	mac := hmac.New(sha256.New, derived)
	_, _ = mac.Write(data) // never fails
	return mac.Sum(nil)
}
