package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"go.uber.org/zap"

	"zhengcun/internal/app"
	"zhengcun/internal/platform/config"
)

type doctorCommand struct {
	config.County
	config.Listen
	JSON bool `name:"json" help:"For machines. 输出 JSON"`
}

// Help is an example.
func (doctorCommand) Help() string {
	return `Give it the settings and the user of the server. May run beside it and changes nothing. Exit code 0: fine; 1: something is broken; 3: warnings only.

  zhengcun doctor --data /var/lib/zhengcun
  sudo -u zhengcun sh -c 'set -a; . /etc/zhengcun.env; zhengcun doctor'`
}

// warned is the exit code of warnings only.
const warned = 3

// signs are how findings are marked.
var signs = map[app.Severity]string{app.Fine: "正常 ok     ", app.Warning: "注意 WARNING", app.Broken: "故障 BROKEN "}

// Run examines and tells.
func (c *doctorCommand) Run(*zap.Logger) error {
	doctor := app.Doctor{County: c.County, Listen: c.Listen}
	findings := doctor.Examine(context.Background())
	count := map[app.Severity]int{}
	for _, f := range findings {
		count[f.Severity]++
	}
	if c.JSON {
		out := json.NewEncoder(os.Stdout)
		out.SetIndent("", "  ")
		if err := out.Encode(findings); err != nil {
			return err
		}
	} else {
		for _, f := range findings {
			fmt.Printf("%s  %s：%s\n%s%s\n", signs[f.Severity], f.Check, f.What.ZH, indent, f.What.EN)
			if f.Do.ZH != "" {
				fmt.Printf("%s→ %s。\n%s  %s.\n", indent, f.Do.ZH, indent, f.Do.EN)
			}
		}
	}
	switch {
	case count[app.Broken] > 0:
		return &exit{1, fmt.Errorf("%d 项故障 broken，%d 项注意 warnings", count[app.Broken], count[app.Warning])}
	case count[app.Warning] > 0:
		return &exit{warned, fmt.Errorf("%d 项注意 warnings", count[app.Warning])}
	}
	if len(findings) == 0 {
		return errors.New("nothing was looked at")
	}
	return nil
}

const indent = "               "
