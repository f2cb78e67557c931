package demo

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"zhengcun/ent/organization"
	"zhengcun/internal/people"
	"zhengcun/internal/people/password"
	"zhengcun/internal/people/roles"
)

// AccountsFile is the name of the file in the data directory that says how to log
// in. Only its owner may read it.
const AccountsFile = "demo-accounts.json"

// secrets are the passwords and keys of one loading.
type secrets struct {
	passwords map[string]string // by username
	hashes    map[string]string // by username
	keys      map[string]string // by department
}

// newSecrets makes passwords, their hashes and keys. Hashing is slow on purpose
// and happens outside of any transaction.
func newSecrets(ctx context.Context, room *people.Room) (*secrets, error) {
	s := &secrets{passwords: map[string]string{}, hashes: map[string]string{}, keys: map[string]string{}}
	type hashed struct {
		username, hash string
		err            error
	}
	results := make(chan hashed)
	for _, a := range accounts {
		secret := password.Generate()
		s.passwords[a.username] = secret
		go func() { // the room itself bounds how many it computes at a time
			hash, err := room.HashPassword(ctx, a.username, secret)
			results <- hashed{a.username, hash, err}
		}()
	}
	var failed error
	for range accounts {
		if r := <-results; r.err != nil {
			failed = r.err
		} else {
			s.hashes[r.username] = r.hash
		}
	}
	for _, code := range departments() {
		s.keys[code] = people.NewKey()
	}
	return s, failed
}

// accountsContent is the file.
type accountsContent struct {
	Note       string          `json:"note"`
	Accounts   []accountLogin  `json:"accounts"`
	APIClients []apiClientFile `json:"api_clients"`
}

type accountLogin struct {
	Username     string  `json:"username"`
	Password     string  `json:"password"`
	Role         string  `json:"role"`
	Name         string  `json:"name"`
	Organization string  `json:"organization"`
	Region       *string `json:"region"`     // of a township or village account
	Department   *string `json:"department"` // of a department's account
}

type apiClientFile struct {
	Department string `json:"department"`
	Name       string `json:"name"`
	Key        string `json:"key"`
}

// write writes the file, whole or not at all.
func (s *secrets) write(dir string, seed uint64) (path string, err error) {
	content := accountsContent{Note: "演示数据：人员、电话、账号和金额均为虚构 / Demo: people, telephones, accounts and amounts are made up"}
	r := peopleRandom(seed)
	for _, a := range accounts {
		b := bodies[slices.IndexFunc(bodies, func(b body) bool { return b.code == a.body })]
		login := accountLogin{Username: a.username, Password: s.passwords[a.username], Role: strings.ToLower(a.role),
			Name: personName(r), Organization: b.name}
		switch {
		case b.kind == organization.KindTownship || b.kind == organization.KindVillage:
			login.Region = &b.region
		case a.role == roles.Department:
			login.Department = &b.code
		}
		content.Accounts = append(content.Accounts, login)
	}
	for _, code := range departments() {
		content.APIClients = append(content.APIClients, apiClientFile{code, clientName(code), s.keys[code]})
	}
	text, err := json.MarshalIndent(content, "", "  ")
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", err
	}
	file, err := os.CreateTemp(dir, AccountsFile+".*") // made with mode 0600
	if err != nil {
		return "", err
	}
	path = filepath.Join(dir, AccountsFile)
	_, err = file.Write(append(text, '\n'))
	if e := file.Sync(); err == nil {
		err = e
	}
	if e := file.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = os.Rename(file.Name(), path)
	}
	if err != nil {
		_ = os.Remove(file.Name())
	}
	return path, err
}
