package main

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"os"
	"time"

	"go.uber.org/zap"

	"zhengcun/api/openapi"
)

type openapiCommand struct {
	V30 bool `name:"v3.0" help:"As OpenAPI 3.0.3, for tools that do not read 3.1."`
}

// Help is an example.
func (openapiCommand) Help() string { return "zhengcun openapi > zhengcun.json" }

// Run prints the document.
func (o *openapiCommand) Run(*zap.Logger) error {
	document := openapi.V31
	if o.V30 {
		document = openapi.V30
	}
	_, err := os.Stdout.Write(document)
	return err
}

type healthcheckCommand struct {
	HTTPAddr string        `name:"http-addr" default:"127.0.0.1:8080" env:"ZHENGCUN_HTTP_ADDR" help:"Address the server has." placeholder:"HOST:PORT"`
	TLSCert  string        `name:"tls-cert" env:"ZHENGCUN_TLS_CERT" help:"Set when the server speaks TLS." placeholder:"FILE"`
	Timeout  time.Duration `default:"3s" help:"How long to wait."`
}

// Help is an example.
func (healthcheckCommand) Help() string {
	return "For containers and service managers: exit code 0 when the server is ready, 1 when not.\n\n  zhengcun healthcheck --http-addr 127.0.0.1:8080"
}

// Run asks the server on this machine.
func (h *healthcheckCommand) Run(*zap.Logger) error {
	host, port, err := net.SplitHostPort(h.HTTPAddr)
	if err != nil {
		return &exit{2, err}
	}
	if a := net.ParseIP(host); host == "" || a != nil && a.IsUnspecified() {
		host = "127.0.0.1"
	}
	scheme := "http"
	if h.TLSCert != "" {
		scheme = "https"
	}
	ctx, cancel := context.WithTimeout(context.Background(), h.Timeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, scheme+"://"+net.JoinHostPort(host, port)+"/readyz", http.NoBody)
	if err != nil {
		return err
	}
	// The certificate is for the name people use, not for this machine's own address.
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}} //nolint:gosec // it only reads the status
	resp, err := client.Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("not ready: %s", resp.Status)
	}
	return nil
}
