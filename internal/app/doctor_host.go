package app

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"time"

	"zhengcun/internal/platform/blobs"
)

func (d *Doctor) settings() {
	if err := d.Listen.Check(); err != nil {
		d.tell(checkSettings, Broken, text{ZH: "设置有误：" + err.Error(), EN: "The settings contradict each other: " + err.Error()},
			text{ZH: "用 zhengcun config print 查看每项设置来自哪里", EN: "zhengcun config print tells where each of them comes from"})
		return
	}
	d.fine(checkSettings, "设置没有矛盾", "The settings fit each other")
}

// folder looks at the data folder.
func (d *Doctor) folder() {
	d.place(checkFolder, d.County.Data, text{ZH: "数据目录", EN: "data folder"})
}

func (d *Doctor) files() {
	dir, err := blobs.Folder(d.County.FileStore())
	if err != nil {
		d.tell(checkFiles, Broken, text{ZH: "附件目录设置有误：" + err.Error(), EN: "The folder of files is not set right: " + err.Error()},
			text{ZH: "改正 ZHENGCUN_FILES", EN: "Correct ZHENGCUN_FILES"})
		return
	}
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) && d.County.Files == "" {
		d.fine(checkFiles, "附件目录将在首次启动时建立", "The folder of files is made at the first start")
		return
	}
	d.place(checkFiles, dir, text{ZH: "附件目录", EN: "folder of files"})
}

// place looks whether a folder is there, is this user's alone and can be written to.
func (d *Doctor) place(check, dir string, called text) {
	info, err := os.Stat(dir)
	if err == nil && !info.IsDir() {
		err = &fs.PathError{Op: "open", Path: dir, Err: errors.New("not a folder")}
	}
	if err != nil {
		d.tell(check, Broken, text{ZH: called.ZH + "不能使用：" + err.Error(), EN: "The " + called.EN + " cannot be used: " + err.Error()},
			text{ZH: "检查 ZHENGCUN_DATA 与 ZHENGCUN_FILES；新县请运行 zhengcun init", EN: "See ZHENGCUN_DATA and ZHENGCUN_FILES; for a new county run zhengcun init"})
		return
	}
	probe, err := os.CreateTemp(dir, ".doctor-*")
	if err != nil {
		d.tell(check, Broken, text{ZH: called.ZH + "不可写：" + err.Error(), EN: "The " + called.EN + " cannot be written to: " + err.Error()},
			text{ZH: "把目录交给运行服务的用户（chown），并用该用户运行 doctor", EN: "Give it to the user the server runs as (chown), and run doctor as that user"})
		return
	}
	_ = probe.Close()
	_ = os.Remove(probe.Name())
	if info.Mode().Perm()&0o077 != 0 {
		d.tell(check, Warning, text{ZH: fmt.Sprintf("%s的权限是 %v，其他用户也能进入", called.ZH, info.Mode().Perm()), EN: fmt.Sprintf("The %s has mode %v: others may enter it", called.EN, info.Mode().Perm())},
			text{ZH: "chmod 700 " + dir, EN: "chmod 700 " + dir})
		return
	}
	d.fine(check, called.ZH+"可写，仅本用户可进入："+dir, "The "+called.EN+" is this user's alone: "+dir)
}

// What is little room, and what is none.
const (
	littleSpace = 2 << 30
	noSpace     = 200 << 20
)

func (d *Doctor) disk() {
	least, where := ^uint64(0), ""
	dir, err := blobs.Folder(d.County.FileStore())
	if err != nil {
		dir = d.County.Data
	}
	for _, path := range []string{d.County.Data, dir} {
		for { // what does not exist yet will be where its parent is
			if _, err := os.Stat(path); err == nil || path == filepath.Dir(path) {
				break
			}
			path = filepath.Dir(path)
		}
		free, err := d.Free(path)
		if err != nil {
			d.tell(checkDisk, Warning, text{ZH: "读不出剩余空间：" + err.Error(), EN: "How much is free cannot be read: " + err.Error()}, text{ZH: "请人工查看", EN: "Look yourself"})
			return
		}
		if free < least {
			least, where = free, path
		}
	}
	zh, en := fmt.Sprintf("%s 所在磁盘剩余 %d MiB", where, least>>20), fmt.Sprintf("%d MiB are free at %s", least>>20, where)
	room := text{ZH: "清理磁盘或扩容；写满后只能查询不能办理", EN: "Make room: on a full disk nothing can be written, only read"}
	switch {
	case least < noSpace:
		d.tell(checkDisk, Broken, text{ZH: zh, EN: en}, room)
	case least < littleSpace:
		d.tell(checkDisk, Warning, text{ZH: zh, EN: en}, room)
	default:
		d.fine(checkDisk, zh, en)
	}
}

// expiresSoon is how long before its end a certificate is told of.
const expiresSoon = 30 * 24 * time.Hour

func (d *Doctor) certificate() {
	if d.Listen.TLSCert == "" {
		d.plain()
		return
	}
	pair, err := tls.LoadX509KeyPair(d.Listen.TLSCert, d.Listen.TLSKey)
	var leaf *x509.Certificate
	if err == nil {
		leaf, err = x509.ParseCertificate(pair.Certificate[0])
	}
	renew := text{ZH: "更换证书后重新启动服务", EN: "Renew it and start the server again"}
	now := d.Clock.Now()
	switch {
	case err != nil:
		d.tell(checkTLS, Broken, text{ZH: "证书不能使用：" + err.Error(), EN: "The certificate cannot be used: " + err.Error()},
			text{ZH: "检查 ZHENGCUN_TLS_CERT 与 ZHENGCUN_TLS_KEY 是否为同一对、能否读取", EN: "See whether ZHENGCUN_TLS_CERT and ZHENGCUN_TLS_KEY are a pair and can be read"})
	case now.Before(leaf.NotBefore) || now.After(leaf.NotAfter):
		d.tell(checkTLS, Broken, text{ZH: "证书的有效期是 " + leaf.NotBefore.Format(time.DateOnly) + " 至 " + leaf.NotAfter.Format(time.DateOnly),
			EN: "The certificate is valid from " + leaf.NotBefore.Format(time.DateOnly) + " to " + leaf.NotAfter.Format(time.DateOnly)}, renew)
	case now.Add(expiresSoon).After(leaf.NotAfter):
		d.tell(checkTLS, Warning, text{ZH: "证书将于 " + leaf.NotAfter.Format(time.DateOnly) + " 到期", EN: "The certificate ends on " + leaf.NotAfter.Format(time.DateOnly)}, renew)
	default:
		d.fine(checkTLS, "证书有效至 "+leaf.NotAfter.Format(time.DateOnly), "The certificate is valid until "+leaf.NotAfter.Format(time.DateOnly))
	}
}

// plain looks who can be reached without TLS.
func (d *Doctor) plain() {
	for _, address := range []string{d.Listen.HTTPAddr, d.Listen.GRPCAddr} {
		host, _, _ := net.SplitHostPort(address)
		if at, err := netip.ParseAddr(host); host == "localhost" || err == nil && at.IsLoopback() {
			continue
		}
		if len(d.Listen.TrustedProxies) == 0 {
			d.tell(checkTLS, Warning, text{ZH: address + " 对其他机器开放，但没有加密", EN: address + " is open to other machines without encryption"},
				text{ZH: "设置证书（ZHENGCUN_TLS_CERT、ZHENGCUN_TLS_KEY），或前置 TLS 代理并填写 ZHENGCUN_TRUSTED_PROXIES", EN: "Give a certificate (ZHENGCUN_TLS_CERT, ZHENGCUN_TLS_KEY), or put a proxy with TLS before it and name it in ZHENGCUN_TRUSTED_PROXIES"})
			return
		}
	}
	d.fine(checkTLS, "只有本机或可信代理能不加密访问", "Only this machine and trusted proxies come without encryption")
}

// addresses looks whether the addresses are free, or the server's already.
func (d *Doctor) addresses(ctx context.Context) {
	if d.Listen.Check() != nil {
		return // said already
	}
	if d.serving(ctx) {
		d.fine(checkAddresses, "服务正在 "+d.Listen.HTTPAddr+" 运行", "A server runs at "+d.Listen.HTTPAddr)
		return
	}
	for name, address := range map[string]string{"ZHENGCUN_HTTP_ADDR": d.Listen.HTTPAddr, "ZHENGCUN_GRPC_ADDR": d.Listen.GRPCAddr} {
		l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", address)
		if err != nil {
			d.tell(checkAddresses, Broken, text{ZH: address + " 不能使用：" + err.Error(), EN: address + " cannot be used: " + err.Error()},
				text{ZH: "停止占用它的程序，或更改 " + name, EN: "Stop what uses it, or change " + name})
			return
		}
		_ = l.Close()
	}
	d.fine(checkAddresses, "地址空闲，服务没有运行", "The addresses are free, no server runs")
}

// serving tells whether a server of ours answers.
func (d *Doctor) serving(ctx context.Context) bool {
	host, port, err := net.SplitHostPort(d.Listen.HTTPAddr)
	if err != nil {
		return false
	}
	if a, err := netip.ParseAddr(host); host == "" || err == nil && a.IsUnspecified() {
		host = "127.0.0.1"
	}
	scheme := "http"
	if d.Listen.TLSCert != "" {
		scheme = "https"
	}
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, scheme+"://"+net.JoinHostPort(host, port)+"/readyz", http.NoBody)
	if err != nil {
		return false
	}
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true,
		TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}} //nolint:gosec // it only reads the status, at this machine's own address
	resp, err := client.Do(req)
	if err != nil {
		return false
	}
	_ = resp.Body.Close()
	return resp.StatusCode == http.StatusOK || resp.StatusCode == http.StatusServiceUnavailable
}
