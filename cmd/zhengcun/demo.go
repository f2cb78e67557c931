package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"go.uber.org/zap"

	"zhengcun/internal/app"
	"zhengcun/internal/demo"
	"zhengcun/internal/platform/config"
	"zhengcun/internal/platform/db"
)

// usual is the size of the demo that serve --demo makes.
var usual = demo.Options{Projects: demo.MinProjects, Households: 6000, Seed: 1}

// populate returns what fills a county with the demo.
func populate(o demo.Options, dataDir string) func(context.Context, *app.App) error {
	o.DataDir = dataDir
	return func(ctx context.Context, a *app.App) error {
		o.Progress = func(loaded, of int) { a.Log.Info("demo", zap.Int("part", loaded), zap.Int("of", of)) }
		return demo.Load(ctx, demo.County{DB: a.DB, People: a.People, Server: a.Server()}, o)
	}
}

// demoNotice tells one account of each role and where the others are.
func demoNotice(dataDir string) string {
	path := filepath.Join(dataDir, demo.AccountsFile)
	var b strings.Builder
	b.WriteString("\n  演示数据，人员与金额均为虚构。Made-up people and money.\n")
	content, err := os.ReadFile(path)
	var file struct {
		Accounts []struct{ Username, Password, Role string }
	}
	if err == nil && json.Unmarshal(content, &file) == nil {
		shown := map[string]bool{}
		for _, a := range file.Accounts {
			if !shown[a.Role] {
				shown[a.Role] = true
				fmt.Fprintf(&b, "    %-18s %-20s %s\n", a.Role, a.Username, a.Password)
			}
		}
	}
	fmt.Fprintf(&b, "  全部账号和接口密钥 all accounts and API keys: %s\n", path)
	return b.String()
}

type demoCommand struct {
	config.County
	Projects   int    `default:"60" help:"How many projects; fewer than 60 become 60. 项目数"`
	Households int    `default:"6000" help:"How many households the projects serve together. 受益户数"`
	Seed       uint64 `default:"1" help:"Another seed makes another county of the same kind. 随机种子"`
}

// Help is an example.
func (demoCommand) Help() string {
	return `Goes on where it was interrupted; refuses a county with data of its own. Then: zhengcun serve --demo

  zhengcun demo --projects 3000 --households 120000 --data ./big`
}

// Run fills the county.
func (d *demoCommand) Run(log *zap.Logger) error {
	ctx := context.Background()
	release, err := db.Lock(d.Database())
	if err != nil {
		return err
	}
	defer func() { _ = release() }()
	a, err := app.New(ctx, app.Options{Database: d.Database(), KeyFile: d.KeyFile(), Files: d.FileStore(), AllowOwnerRole: d.AllowOwnerRole, Log: log, Demo: true,
		Populate: populate(demo.Options{Projects: d.Projects, Households: d.Households, Seed: d.Seed}, d.Data)})
	if err != nil {
		return err
	}
	_, _ = fmt.Fprint(os.Stderr, demoNotice(d.Data))
	return a.Close()
}
