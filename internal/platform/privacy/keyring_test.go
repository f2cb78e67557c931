package privacy

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"
)

func openRing(t testing.TB, path string) *Keyring {
	t.Helper()
	ring, err := CreateKeyring(path)
	if err != nil {
		t.Fatal(err)
	}
	return ring
}

func keyPath(t testing.TB) string { return filepath.Join(t.TempDir(), "keys.json") }

var place = Place("persons", "resident_id", "p-1")

func TestSealOpen(t *testing.T) {
	ring := openRing(t, keyPath(t))
	rapid.Check(t, func(t *rapid.T) {
		plaintext, aad := rapid.String().Draw(t, "plaintext"), rapid.SliceOf(rapid.Byte()).Draw(t, "aad")
		sealed := ring.Seal(plaintext, aad)
		if opened, err := ring.Open(sealed, aad); err != nil || opened != plaintext {
			t.Fatalf("%q, %v", opened, err)
		}
		if sealed == ring.Seal(plaintext, aad) {
			t.Fatal("the same twice")
		}
	})
}

func TestCiphertextBelongsToItsPlace(t *testing.T) {
	ring := openRing(t, keyPath(t))
	sealed := ring.Seal("513401198001010012", place)
	for _, other := range [][]byte{
		Place("persons", "resident_id", "p-2"), Place("persons", "phone", "p-1"), Place("members", "resident_id", "p-1"),
		Place("persons", "resident_idp", "-1"), nil,
	} {
		if _, err := ring.Open(sealed, other); !errors.Is(err, ErrSealed) {
			t.Errorf("opened at %q: %v", other, err)
		}
	}
}

func TestAlteredCiphertextIsRefused(t *testing.T) {
	ring := openRing(t, keyPath(t))
	sealed := ring.Seal("513401198001010012", place)
	if strings.Contains(sealed, "5134") {
		t.Error("clear text in the ciphertext")
	}
	for i := range len(sealed) {
		for _, b := range []byte{'A', 'x', ':'} {
			altered := sealed[:i] + string(b) + sealed[i+1:]
			if altered == sealed {
				continue
			}
			if _, err := ring.Open(altered, place); !errors.Is(err, ErrSealed) {
				t.Errorf("opened %q: %v", altered, err)
			}
		}
		if _, err := ring.Open(sealed[:i], place); !errors.Is(err, ErrSealed) {
			t.Errorf("opened the first %d bytes", i)
		}
	}
}

func TestRotation(t *testing.T) {
	path := keyPath(t)
	before := openRing(t, path)
	old := before.Seal("old", place)
	if err := RotateDataKey(path); err != nil {
		t.Fatal(err)
	}
	after := openRing(t, path)
	if opened, err := after.Open(old, place); err != nil || opened != "old" {
		t.Errorf("%q, %v", opened, err)
	}
	fresh := after.Seal("new", place)
	if after.Current(old) || !after.Current(fresh) || !before.Current(old) {
		t.Error("which key is the newest?")
	}
	if _, err := before.Open(fresh, place); !errors.Is(err, ErrSealed) {
		t.Errorf("opened without the key: %v", err)
	}
	if before.BlindIndex("id", "1") != after.BlindIndex("id", "1") {
		t.Error("the blind index changed")
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
}

// A lost file must not be replaced silently by one that seems to work.
func TestLostKey(t *testing.T) {
	sealed := openRing(t, keyPath(t)).Seal("x", place)
	if _, err := openRing(t, keyPath(t)).Open(sealed, place); !errors.Is(err, ErrSealed) || !strings.Contains(err.Error(), "not in the key file") {
		t.Errorf("%v", err)
	}
}

func TestKeyFileIsItsOwnersAlone(t *testing.T) {
	path := keyPath(t)
	openRing(t, path)
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("%v, %v", info.Mode(), err)
	}
	for _, mode := range []os.FileMode{0o640, 0o604, 0o660, 0o601, 0o666} {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		if _, err := OpenKeyring(path); err == nil || !strings.Contains(err.Error(), "chmod 600") {
			t.Errorf("%o: %v", mode, err)
		}
	}
	if left, err := os.ReadDir(filepath.Dir(path)); err != nil || len(left) != 1 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	if _, err := OpenKeyring(filepath.Dir(path)); err == nil {
		t.Error("opened a folder")
	}
}

func TestBrokenKeyFiles(t *testing.T) {
	const secret = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
	key := func(id, algorithm, key string) string {
		return `{"id":"` + id + `","algorithm":"` + algorithm + `","key":"` + key + `"}`
	}
	data, mac := key("d", AES256GCM, secret), key("m", hmacSHA256, secret)
	file := func(data, index, tokens string) string {
		return `{"version":1,"data_keys":[` + data + `],"index_key":` + index + `,"token_keys":[` + tokens + `]}`
	}
	for name, text := range map[string]string{
		"empty": "", "no JSON": secret, "unknown field": `{"version":1,"secret":"` + secret + `"}`, "version": `{"version":2}`,
		"no data key": file("", mac, mac), "no token key": file(data, mac, ""), "short": file(key("d", AES256GCM, "AAAA"), mac, mac),
		"algorithm": file(key("d", "rot13", secret), mac, mac), "index algorithm": file(data, data, mac), "twice": file(data+","+data, mac, mac),
		"colon": file(key("a:b", AES256GCM, secret), mac, mac), "no id": file(key("", AES256GCM, secret), mac, mac),
	} {
		path := keyPath(t)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := OpenKeyring(path); err == nil || strings.Contains(err.Error(), secret) {
			t.Errorf("%s: %v", name, err)
		}
	}
	path := keyPath(t)
	if err := os.WriteFile(path, []byte(file(data, mac, mac)), 0o600); err != nil {
		t.Fatal(err)
	}
	openRing(t, path)
}

func TestTwoProcessesMakeOneKeyFile(t *testing.T) {
	path := keyPath(t)
	rings := make([]*Keyring, 16)
	var wg sync.WaitGroup
	for i := range rings {
		wg.Go(func() {
			ring, err := CreateKeyring(path)
			if err != nil {
				t.Error(err)
				return
			}
			rings[i] = ring
		})
	}
	wg.Wait()
	if t.Failed() {
		return
	}
	sealed := rings[0].Seal("x", place)
	for _, ring := range rings {
		if _, err := ring.Open(sealed, place); err != nil {
			t.Error(err)
		}
	}
}

func TestBlindIndex(t *testing.T) {
	ring := openRing(t, keyPath(t))
	index := ring.BlindIndex("resident_id", "51340119800101001X")
	if len(index) != 43 || index != ring.BlindIndex("resident_id", "51340119800101001X") {
		t.Errorf("%q", index)
	}
	for _, other := range []string{
		ring.BlindIndex("phone", "51340119800101001X"), ring.BlindIndex("resident_id", "513401198001010012"),
		ring.BlindIndex("resident_id5", "1340119800101001X"), openRing(t, keyPath(t)).BlindIndex("resident_id", "51340119800101001X"),
	} {
		if other == index {
			t.Error("two values, purposes or keys with the same index")
		}
	}
}

func TestMAC(t *testing.T) {
	ring := openRing(t, keyPath(t))
	mac := ring.Sign("page", []byte("data"))
	if !ring.VerifyMAC("page", []byte("data"), mac) {
		t.Error("own MAC refused")
	}
	if ring.VerifyMAC("page", []byte("date"), mac) || ring.VerifyMAC("export", []byte("data"), mac) || ring.VerifyMAC("page", []byte("data"), mac[:16]) ||
		ring.VerifyMAC("page", []byte("data"), nil) || openRing(t, keyPath(t)).VerifyMAC("page", []byte("data"), mac) {
		t.Error("foreign MAC accepted")
	}
}

func BenchmarkSealOpen(b *testing.B) {
	ring := openRing(b, keyPath(b))
	for b.Loop() {
		if _, err := ring.Open(ring.Seal("513401198001010012", place), place); err != nil {
			b.Fatal(err)
		}
	}
}

func TestKeysAreKnownAgain(t *testing.T) {
	path := keyPath(t)
	if _, err := OpenKeyring(path); !errors.Is(err, fs.ErrNotExist) {
		t.Fatalf("opened a file that is not there: %v", err)
	}
	check := openRing(t, path).CheckValue()
	if err := RotateDataKey(path); err != nil {
		t.Fatal(err)
	}
	ring, err := OpenKeyring(path)
	if err != nil || !ring.Matches(check) {
		t.Errorf("not known after a rotation: %v", err)
	}
	other := openRing(t, keyPath(t))
	if other.Matches(check) || ring.Matches("") || ring.Matches("no value") {
		t.Error("other keys match")
	}
	mixed := *ring
	mixed.index = other.index
	if mixed.Matches(check) {
		t.Error("another index key matches")
	}
}
