package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/alecthomas/kong"
	"go.uber.org/zap"

	"zhengcun/internal/platform/config"
)

type configCommand struct {
	Print printCommand `cmd:"" help:"Print every setting with where its value comes from; secrets are masked. 输出当前配置及来源"`
}

type printCommand struct {
	config.County
	config.Listen
	JSON bool `name:"json" help:"For machines. 输出 JSON"`
}

// Help is an example.
func (printCommand) Help() string {
	return `Give it the flags, the environment and the file of the server. What it prints is a configuration file, but for masked passwords. Exit code 3 when something that was set counts for nothing.

  zhengcun config print --config /etc/zhengcun.yaml
  sudo -u zhengcun sh -c 'set -a; . /etc/zhengcun.env; zhengcun config print'`
}

// Run prints.
func (c *printCommand) Run(_ *zap.Logger, parsed *kong.Context, root *cli) error {
	settings, unknown, err := config.Sources(parsed, string(root.Config))
	if err != nil {
		return err
	}
	for i, s := range settings {
		if s.Name == "files" && s.Value == "" {
			settings[i].Value = c.FileStore()
		}
	}
	if c.JSON {
		out := json.NewEncoder(os.Stdout)
		out.SetIndent("", "  ")
		if err := out.Encode(map[string]any{"settings": settings, "unknown": unknown}); err != nil {
			return err
		}
	} else {
		c.list(os.Stdout, settings)
	}
	return c.warnings(os.Stderr, settings, unknown)
}

func (c *printCommand) list(w io.Writer, settings []config.Setting) {
	for _, s := range settings {
		value := s.Value
		if value != "true" && value != "false" {
			value = `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(value) + `"`
		}
		comment := ""
		if s.Name == "config" {
			comment = "# " // a file does not name itself
		}
		_, _ = fmt.Fprintf(w, "%s%s: %s  # %s\n", comment, s.Name, value, s.Source)
	}
}

// warnings tells what was set and counts for nothing.
func (c *printCommand) warnings(w io.Writer, settings []config.Setting, unknown []string) error {
	n := len(unknown)
	for _, name := range unknown {
		_, _ = fmt.Fprintf(w, "注意：没有 %s 这项设置，已忽略。WARNING: there is no setting %s, it is ignored.\n", name, name)
	}
	for _, s := range settings {
		for _, place := range s.Ignored {
			n++
			_, _ = fmt.Fprintf(w, "注意：%s 中的 %s 不起作用，以 %s 为准。WARNING: %s in %s counts for nothing, the value is that of %s.\n", place, s.Name, s.Source, s.Name, place, s.Source)
		}
	}
	if n > 0 {
		return &exit{warned, fmt.Errorf("%d 项设置不起作用 settings count for nothing", n)}
	}
	return nil
}
