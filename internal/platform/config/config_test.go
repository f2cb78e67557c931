package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

type command struct {
	Config kong.ConfigFlag
	County
	Log
	Listen
}

func parse(t *testing.T, file string, args ...string) (*command, error) {
	t.Helper()
	var c command
	parser, err := kong.New(&c, kong.Configuration(File))
	if err != nil {
		t.Fatal(err)
	}
	if file != "" {
		path := filepath.Join(t.TempDir(), "zhengcun.yaml")
		if err := os.WriteFile(path, []byte(file), 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, "--config", path)
	}
	_, err = parser.Parse(args)
	return &c, err
}

func TestFlagsWinOverEnvironmentOverFile(t *testing.T) {
	t.Setenv("ZHENGCUN_GRPC_ADDR", "127.0.0.1:2")
	t.Setenv("ZHENGCUN_HTTP_ADDR", "127.0.0.1:2")
	c, err := parse(t, "http-addr: 127.0.0.1:3\ngrpc_addr: 127.0.0.1:3\nschema: county\ntrusted-proxies: [10.0.0.0/8, 192.0.2.1]\nmetrics-public: true\n", "--http-addr", "127.0.0.1:1")
	if err != nil {
		t.Fatal(err)
	}
	if c.HTTPAddr != "127.0.0.1:1" || c.GRPCAddr != "127.0.0.1:2" || c.Schema != "county" || !c.MetricsPublic || c.Data != "./data" {
		t.Errorf("%+v", c)
	}
	proxies, err := c.Proxies()
	if err != nil || len(proxies) != 2 || proxies[1].String() != "192.0.2.1/32" {
		t.Errorf("%v, %v", proxies, err)
	}
	if c.KeyFile() != "data/keys.json" || c.Database().Schema != "county" {
		t.Errorf("%s, %+v", c.KeyFile(), c.Database())
	}
}

func TestJSONFileAndUnknownSetting(t *testing.T) {
	if c, err := parse(t, `{"log-level": "warn"}`); err != nil || c.LogLevel != "warn" {
		t.Errorf("%+v, %v", c, err)
	}
	if _, err := parse(t, "log-level-of: warn\n"); err == nil || !strings.Contains(err.Error(), "log-level-of") {
		t.Errorf("a typing error passed: %v", err)
	}
	if _, err := parse(t, "", "--log-level", "loud"); err == nil {
		t.Error("a level that does not exist passed")
	}
}

func TestCheck(t *testing.T) {
	fine := Listen{HTTPAddr: "127.0.0.1:8080", GRPCAddr: "[::1]:9090"}
	for name, c := range map[string]struct {
		change func(*Listen)
		want   string
	}{
		"fine":                   {func(*Listen) {}, ""},
		"open":                   {func(l *Listen) { l.HTTPAddr = ":8080" }, ""},
		"demo":                   {func(l *Listen) { l.Demo, l.HTTPAddr = true, "localhost:80" }, ""},
		"demo on all addresses":  {func(l *Listen) { l.Demo, l.HTTPAddr = true, ":8080" }, "this machine only"},
		"demo gRPC for everyone": {func(l *Listen) { l.Demo, l.GRPCAddr = true, "192.0.2.7:9090" }, "this machine only"},
		"key without cert":       {func(l *Listen) { l.TLSKey = "k" }, "belong together"},
		"no port":                {func(l *Listen) { l.HTTPAddr = "localhost" }, "http-addr"},
		"proxy":                  {func(l *Listen) { l.TrustedProxies = []string{"10.0.0.0/99"} }, "trusted-proxies"},
	} {
		l := fine
		c.change(&l)
		if err := l.Check(); (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}
