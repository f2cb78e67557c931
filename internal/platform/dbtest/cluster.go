package dbtest

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// clusterScript makes a cluster, runs it until its standard input ends, and
// removes it. The test process holds the other end of that pipe and never
// closes it, so the operating system does, however the process goes: finished,
// panicked or killed.
const clusterScript = `
bin=$1 dir=$2 port=$3
trap '' INT HUP TERM
"$bin/initdb" -D "$dir/data" -U postgres -A trust -E UTF8 --locale=C --no-sync >"$dir/log" 2>&1 </dev/null || exit 1
"$bin/postgres" -D "$dir/data" -p "$port" -c listen_addresses=127.0.0.1 -c unix_socket_directories="$dir" \
  -c max_connections=300 -c deadlock_timeout=100ms -c fsync=on >>"$dir/log" 2>&1 </dev/null &
server=$!
cat >/dev/null
kill -QUIT "$server"
wait "$server"
rm -rf "$dir"
`

// keepAlive holds the write ends of the scripts' pipes: a collected os.File
// closes itself.
var keepAlive []*os.File

// startCluster starts a cluster that lives as long as this process and returns
// its superuser URL.
func startCluster() (string, error) {
	bin, err := binaries()
	if err != nil {
		return "", err
	}
	// Another process may take the port between our finding it free and the
	// server's listening on it.
	for attempt := 0; ; attempt++ {
		address, err := startClusterOn(bin)
		if err == nil || attempt == 4 {
			return address, err
		}
	}
}

func startClusterOn(bin string) (string, error) {
	// Sockets have short paths, so the folder is directly under the temporary one.
	dir, err := os.MkdirTemp("", "zcpg")
	if err != nil {
		return "", err
	}
	owner, err := clusterOwner()
	if err != nil {
		return "", err
	}
	if owner != nil {
		if err := os.Chown(dir, int(owner.Uid), int(owner.Gid)); err != nil {
			return "", err
		}
	}
	port, err := freePort()
	if err != nil {
		return "", err
	}
	read, write, err := os.Pipe()
	if err != nil {
		return "", err
	}
	script := exec.Command("/bin/sh", "-c", clusterScript, "sh", bin, dir, strconv.Itoa(port))
	script.Stdin = read
	script.Dir = dir
	// A session of its own, so that Ctrl-C reaches the tests and not the server.
	script.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Credential: owner}
	script.Env = []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C", "TZ=UTC"}
	if err := script.Start(); err != nil {
		return "", err
	}
	_ = read.Close()
	ended := make(chan error, 1)
	go func() { ended <- script.Wait() }()

	address := fmt.Sprintf("postgres://postgres@127.0.0.1:%d/postgres?sslmode=disable", port)
	if err := waitReady(address, filepath.Join(dir, "data"), ended); err != nil {
		log, _ := os.ReadFile(filepath.Join(dir, "log"))
		_ = write.Close()
		_ = os.RemoveAll(dir)
		return "", fmt.Errorf("start a cluster with %s: %w\n%s", bin, err, bytes.TrimSpace(log))
	}
	keepAlive = append(keepAlive, write)
	return address, nil
}

// waitReady returns when the server of this data folder, and not another one on
// the same port, answers.
func waitReady(address, data string, ended <-chan error) error {
	db, err := sql.Open("pgx", address)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	for {
		var directory string
		err := db.QueryRowContext(ctx, "SHOW data_directory").Scan(&directory)
		if err == nil && directory == data {
			return nil
		}
		if err == nil {
			return errors.New("another server took the port")
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("no answer within a minute: %w", err)
		case <-ended:
			return errors.New("the server ended")
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// binaries returns the folder of the newest installed PostgreSQL server.
func binaries() (string, error) {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	sort.Slice(found, func(i, j int) bool { return majorVersion(found[i]) > majorVersion(found[j]) })
	if path, err := exec.LookPath("initdb"); err == nil {
		found = append(found, path)
	}
	for _, initdb := range found {
		bin := filepath.Dir(initdb)
		if _, err := os.Stat(filepath.Join(bin, "postgres")); err == nil {
			return bin, nil
		}
	}
	return "", errors.New("no initdb and postgres under /usr/lib/postgresql/*/bin or in PATH; " +
		"install the server (Debian: apt-get install postgresql) or set " + ServerEnv + " to a superuser's URL")
}

func majorVersion(initdb string) int {
	version, _ := strconv.Atoi(strings.Split(initdb, "/")[4])
	return version
}

// clusterOwner is nil unless we are root, whom initdb refuses; then it is the
// user the package made, or else nobody.
func clusterOwner() (*syscall.Credential, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err1 := strconv.ParseUint(u.Uid, 10, 32)
		gid, err2 := strconv.ParseUint(u.Gid, 10, 32)
		if err := errors.Join(err1, err2); err != nil {
			return nil, err
		}
		return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
	}
	return nil, errors.New("initdb refuses root and there is no user postgres or nobody to run it as")
}

func freePort() (int, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer func() { _ = listener.Close() }()
	return listener.Addr().(*net.TCPAddr).Port, nil
}
