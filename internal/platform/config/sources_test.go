package config

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

func TestSources(t *testing.T) {
	path := filepath.Join(t.TempDir(), "zhengcun.yaml")
	if err := os.WriteFile(path, []byte("http-addr: 127.0.0.1:3\ngrpc_addr: 127.0.0.1:3\nschema: county\ntrusted-proxies: [10.0.0.0/8, 192.0.2.1]\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, value := range map[string]string{
		"ZHENGCUN_HTTP_ADDR": "127.0.0.1:2", "ZHENGCUN_HTPP_ADDR": "typing error", "ZHENGCUN_DATABASE_URL": "postgres://app:geheim@h/x",
		"ZHENGCUN_MIGRATE_DATABASE_URL": "host=h password='auch geheim'", "ZHENGCUN_GRPC_ADDR": "127.0.0.1:2",
	} {
		t.Setenv(name, value)
	}
	var c command
	parser, err := kong.New(&c, kong.Configuration(File))
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := parser.Parse([]string{"--config", path, "--http-addr", "127.0.0.1:1"})
	if err != nil {
		t.Fatal(err)
	}
	settings, unknown, err := Sources(parsed, path)
	if err != nil || !slices.Contains(unknown, "ZHENGCUN_HTPP_ADDR") || slices.Contains(unknown, "ZHENGCUN_HTTP_ADDR") {
		t.Errorf("%v, %v", unknown, err)
	}
	got := map[string]Setting{}
	for _, s := range settings {
		got[s.Name] = s
		if strings.Contains(s.Value, "geheim") {
			t.Errorf("%s shows a password", s.Name)
		}
	}
	for name, want := range map[string]string{
		"http-addr":       "127.0.0.1:1 | --http-addr | ZHENGCUN_HTTP_ADDR " + path,
		"grpc-addr":       "127.0.0.1:2 | ZHENGCUN_GRPC_ADDR | " + path,
		"schema":          "county | " + path + " | ",
		"trusted-proxies": "10.0.0.0/8,192.0.2.1 | " + path + " | ",
		"log-level":       "info | default | ",
		"demo":            "false | default | ",
	} {
		s := got[name]
		if text := s.Value + " | " + s.Source + " | " + strings.Join(s.Ignored, " "); text != want {
			t.Errorf("%s: %s, want %s", name, text, want)
		}
	}
	if _, _, err := Sources(parsed, path+".none"); err == nil {
		t.Error("read a file that is not there")
	}
}
