package privacy

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// keyFile is the key file's JSON. Keys are 32 random bytes in base64. The newest
// data key is the last one.
type keyFile struct {
	Version   int       `json:"version"`
	DataKeys  []fileKey `json:"data_keys"`
	IndexKey  fileKey   `json:"index_key"`
	TokenKeys []fileKey `json:"token_keys"`
}

type fileKey struct {
	ID        string `json:"id"`
	Algorithm string `json:"algorithm"`
	Key       []byte `json:"key"`
}

const (
	keyFileVersion = 1
	hmacSHA256     = "hmac-sha256"
)

// newKey has a random id, so that a key made anew after a loss is never taken
// for the lost one.
func newKey(algorithm string) fileKey {
	id, key := make([]byte, 4), make([]byte, 32)
	_, _ = rand.Read(id) // never fails
	_, _ = rand.Read(key)
	return fileKey{ID: hex.EncodeToString(id), Algorithm: algorithm, Key: key}
}

// readKeyFile refuses a file that others than its owner may read.
func readKeyFile(path string) (keyFile, error) {
	file, err := os.Open(path)
	if err != nil {
		return keyFile{}, err
	}
	defer func() { _ = file.Close() }()
	info, err := file.Stat()
	if err != nil {
		return keyFile{}, err
	}
	if mode := info.Mode(); !mode.IsRegular() || mode.Perm()&0o077 != 0 {
		return keyFile{}, fmt.Errorf("mode is %s: it must be a file that only its owner may read (chmod 600)", mode)
	}
	decoder := json.NewDecoder(file)
	decoder.DisallowUnknownFields()
	var keys keyFile
	if err := decoder.Decode(&keys); err != nil {
		// The decoder's own words could quote a key.
		return keyFile{}, errors.New("not a key file")
	}
	if keys.Version != keyFileVersion {
		return keyFile{}, fmt.Errorf("version %d, want %d", keys.Version, keyFileVersion)
	}
	return keys, nil
}

// createKeyFile makes a key file unless there is one. Of two processes that
// start at once one makes it and both read the same.
func createKeyFile(path string) error {
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	keys := keyFile{
		Version:   keyFileVersion,
		DataKeys:  []fileKey{newKey(AES256GCM)},
		IndexKey:  newKey(hmacSHA256),
		TokenKeys: []fileKey{newKey(hmacSHA256)},
	}
	return writeKeyFile(path, keys, func(temporary string) error {
		if err := os.Link(temporary, path); !errors.Is(err, fs.ErrExist) {
			return err
		}
		return nil
	})
}

// writeKeyFile writes a whole, synced file of mode 0600 beside path and has put
// give it its name, so that no half a key file is ever seen.
func writeKeyFile(path string, keys keyFile, put func(temporary string) error) error {
	text, err := json.MarshalIndent(keys, "", "  ")
	if err != nil {
		return err
	}
	folder := filepath.Dir(path)
	file, err := os.CreateTemp(folder, ".keys-*") // mode 0600
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(file.Name()) }()
	_, err = bytes.NewReader(append(text, '\n')).WriteTo(file)
	if err := errors.Join(err, file.Sync(), file.Close()); err != nil {
		return err
	}
	if err := put(file.Name()); err != nil {
		return err
	}
	dir, err := os.Open(folder)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}
