// Package config says what can be configured, and reads it once at the start.
// Flags win over environment variables, those over the configuration file.
package config

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"path/filepath"
	"strings"

	"zhengcun/internal/platform/db"
)

// County says where a county's data is. Every command that opens it has these.
type County struct {
	Data               string `default:"./data" env:"ZHENGCUN_DATA" help:"Folder of keys.json and, without PostgreSQL, of the SQLite file. 数据目录" placeholder:"DIR"`
	Files              string `env:"ZHENGCUN_FILES" help:"Folder of the files kept with records, or its file:// URL; files in the data folder when empty. 附件目录" placeholder:"URL"`
	DatabaseURL        string `env:"ZHENGCUN_DATABASE_URL" help:"PostgreSQL as the application's role; SQLite when empty. Use the environment: flags are seen in process lists. 应用角色的数据库地址" placeholder:"URL"`
	MigrateDatabaseURL string `env:"ZHENGCUN_MIGRATE_DATABASE_URL" help:"PostgreSQL as the owner, who migrates. 属主角色的数据库地址" placeholder:"URL"`
	Schema             string `env:"ZHENGCUN_SCHEMA" help:"PostgreSQL schema of the county. 本县的 schema" placeholder:"NAME"`
	AllowOwnerRole     bool   `env:"ZHENGCUN_ALLOW_OWNER_ROLE" help:"Work as a PostgreSQL role that could change ledger and audit log: the owner or a superuser. To try things out only. 允许属主或超级用户角色，仅供试用"`
}

// Database is where the data is, as package db wants it.
func (c County) Database() db.Config {
	return db.Config{File: filepath.Join(c.Data, "zhengcun.db"), URL: c.DatabaseURL, MigrateURL: c.MigrateDatabaseURL, Schema: c.Schema}
}

// KeyFile is the file of the county's keys.
func (c County) KeyFile() string { return filepath.Join(c.Data, "keys.json") }

// SetupCodeFile has the one-time code of a program without a county, while it serves.
func (c County) SetupCodeFile() string { return filepath.Join(c.Data, "setup-code") }

// FileStore is where the contents of files are.
func (c County) FileStore() string {
	if c.Files != "" {
		return c.Files
	}
	return filepath.Join(c.Data, "files")
}

// Log says how the program tells what it does.
type Log struct {
	LogLevel  string `default:"info" enum:"debug,info,warn,error" env:"ZHENGCUN_LOG_LEVEL" help:"Least serious lines written: debug, info, warn or error. 日志级别"`
	LogFormat string `default:"json" enum:"json,console" env:"ZHENGCUN_LOG_FORMAT" help:"json for machines, console for people. 日志格式"`
}

// Listen says where and how the program serves.
type Listen struct {
	HTTPAddr       string   `name:"http-addr" default:"127.0.0.1:8080" env:"ZHENGCUN_HTTP_ADDR" help:"Address of screens and REST. 界面与 REST 地址" placeholder:"HOST:PORT"`
	GRPCAddr       string   `name:"grpc-addr" default:"127.0.0.1:9090" env:"ZHENGCUN_GRPC_ADDR" help:"Address of gRPC. gRPC 地址" placeholder:"HOST:PORT"`
	TLSCert        string   `name:"tls-cert" env:"ZHENGCUN_TLS_CERT" help:"Certificate file; both addresses then speak TLS. 证书文件" placeholder:"FILE"`
	TLSKey         string   `name:"tls-key" env:"ZHENGCUN_TLS_KEY" help:"Private key file of the certificate. 私钥文件" placeholder:"FILE"`
	TrustedProxies []string `env:"ZHENGCUN_TRUSTED_PROXIES" help:"Networks whose X-Forwarded-For and X-Forwarded-Proto count. 可信代理网段" placeholder:"CIDR"`
	MetricsPublic  bool     `env:"ZHENGCUN_METRICS_PUBLIC" help:"Show /metrics to all callers, not only to those on this machine. 对外开放指标"`
	APIRate        int      `name:"api-rate" default:"6000" env:"ZHENGCUN_API_RATE" help:"Calls each API client may make a minute, on average; 0 for any number. 每个接口客户平均每分钟可调用次数" placeholder:"N"`
	APIBurst       int      `name:"api-burst" default:"1000" env:"ZHENGCUN_API_BURST" help:"Calls each API client may make at once, after a rest. 每个接口客户可一次连续调用的次数" placeholder:"N"`
	Demo           bool     `env:"ZHENGCUN_DEMO" help:"A demo county with made-up people and money; on this machine only. 演示数据，仅限本机"`
}

// Check refuses what cannot work or would be dangerous.
func (l Listen) Check() error {
	if (l.TLSCert == "") != (l.TLSKey == "") {
		return errors.New("tls-cert and tls-key belong together")
	}
	for name, address := range map[string]string{"http-addr": l.HTTPAddr, "grpc-addr": l.GRPCAddr} {
		host, _, err := net.SplitHostPort(address)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if l.Demo && !loopback(host) {
			return fmt.Errorf("%s %s: a demo county is for this machine only; use 127.0.0.1", name, address)
		}
	}
	if l.APIRate < 0 || l.APIBurst < 0 {
		return errors.New("api-rate and api-burst must not be negative")
	}
	_, err := l.Proxies()
	return err
}

func loopback(host string) bool {
	if host == "localhost" {
		return true
	}
	a, err := netip.ParseAddr(host)
	return err == nil && a.IsLoopback()
}

// Proxies are the trusted networks. A single address stands for itself.
func (l Listen) Proxies() ([]netip.Prefix, error) {
	var all []netip.Prefix
	for _, text := range l.TrustedProxies {
		text = strings.TrimSpace(text)
		if !strings.Contains(text, "/") {
			if a, err := netip.ParseAddr(text); err == nil {
				all = append(all, netip.PrefixFrom(a.Unmap(), a.Unmap().BitLen()))
				continue
			}
		}
		p, err := netip.ParsePrefix(text)
		if err != nil {
			return nil, fmt.Errorf("trusted-proxies: %q is no network: %w", text, err)
		}
		all = append(all, p.Masked())
	}
	return all, nil
}
