package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"go.uber.org/zap"

	"zhengcun/internal/app"
	"zhengcun/internal/people"
	"zhengcun/internal/platform/config"
	"zhengcun/internal/platform/db"
)

type initCommand struct {
	config.County
	RegionCode string `required:"" help:"The county's code of 6 or 12 digits. 县级区划代码" placeholder:"CODE"`
	CountyName string `help:"Its name; that of the list of divisions when empty. 县名" placeholder:"NAME"`
	City       string `help:"The city it belongs to, whose offices issue papers to it; none for a county directly under its province. 所属地级市" placeholder:"NAME"`
	Divisions  string `help:"CSV file of its townships and villages (code,name,level,parent_code); only Yuexi's are built in. 区划表" placeholder:"FILE" type:"existingfile"`
	DryRun     bool   `help:"Check what was given and change nothing. 只检查不写入"`
}

// Help is an example.
func (initCommand) Help() string {
	return `Prints the first passwords of the three administrators once, to standard output; each must be changed at the first log-in. Refuses a county that has users.
The answers may stand in the file of --config, with the flags' names as keys.

  zhengcun init --data /var/lib/zhengcun --region-code 331125 --county-name 云和县 --city 丽水市 --divisions yunhe.csv
  zhengcun init --data /var/lib/zhengcun --region-code 340828`
}

// Run sets up the county.
func (i *initCommand) Run(log *zap.Logger) error {
	county := people.NewCounty{Code: i.RegionCode, Name: i.CountyName, City: i.City}
	if i.Divisions != "" {
		var err error
		if county.Divisions, err = os.ReadFile(i.Divisions); err != nil {
			return err
		}
	}
	// What was given is looked at before anything is made.
	will, err := county.Check()
	if err != nil {
		return err
	}
	if i.DryRun {
		fmt.Printf("可以初始化 fit to be set up: %s %s，%d 个乡镇 townships，%d 个村 villages\n", will.Code, will.Name, will.Townships, will.Villages)
		return nil
	}
	ctx := context.Background()
	release, err := db.Lock(i.Database())
	if err != nil {
		return err
	}
	defer func() { _ = release() }()
	a, err := app.New(ctx, app.Options{Database: i.Database(), KeyFile: i.KeyFile(), Files: i.FileStore(), AllowOwnerRole: i.AllowOwnerRole, Log: log})
	if err != nil {
		return err
	}
	defer func() { _ = a.Close() }()
	founded, err := a.People.Found(ctx, "init", county)
	if err != nil {
		return err
	}
	i.report(os.Stdout, founded)
	return nil
}

// report tells the passwords and what to do next.
func (i *initCommand) report(w io.Writer, f people.Founded) {
	line := func(format string, args ...any) { _, _ = fmt.Fprintf(w, format+"\n", args...) }
	line("已建立 %s（%s）：%d 个乡镇、%d 个村。", f.Name, f.Code, f.Townships, f.Villages)
	line("Set up %s (%s): %d townships, %d villages.", f.Name, f.Code, f.Townships, f.Villages)
	line("\n以下初始密码只显示这一次，请分别交给三位管理员，首次登录时必须修改。")
	line("These passwords are shown once. Give each to its administrator, who must change it at the first log-in.")
	for _, account := range f.Accounts {
		line("  %-10s %s  %s", account.Username, account.Password, account.DisplayName)
	}
	line("\n下一步 What to do next")
	line("  1. 备份密钥文件，与数据备份分开保存 Keep a copy of the key file apart from the backups: %s", i.KeyFile())
	line("  2. 检查 Check: zhengcun doctor")
	line("  3. 启动 Start: zhengcun serve")
	line("  4. 系统管理员（admin）登录，建立单位和账号；安全管理员（security）分配岗位、重置密码。")
	line("     admin logs in and creates organizations and users; security gives them roles and passwords.")
	line("  5. 密码遗失 A password is lost: zhengcun admin reset-password NAME")
}

type setupCodeCommand struct{ config.County }

// Help is an example.
func (setupCodeCommand) Help() string {
	return `A server without a county prints the code when it starts; with it the county is set up in the browser, at /setup.

  zhengcun setup-code --data /var/lib/zhengcun`
}

// Run prints the code.
func (s *setupCodeCommand) Run(*zap.Logger) error {
	code, err := os.ReadFile(s.SetupCodeFile())
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("没有代码：服务没有运行，或已经建县。There is no code: no server runs on %s, or its county is set up", s.Data)
	}
	if err != nil {
		return err
	}
	_, err = os.Stdout.Write(code)
	return err
}
