//go:build unix

package app

import "syscall"

// freeSpace is how many bytes this user may still write where path is.
func freeSpace(path string) (uint64, error) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(path, &s); err != nil {
		return 0, err
	}
	return s.Bavail * uint64(s.Bsize), nil //nolint:gosec // it is not negative
}
