// Command zhengcun serves a county, and does what its operators need beside it.
package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/alecthomas/kong"
	"go.uber.org/zap"
	"go.uber.org/zap/zapgrpc"
	"google.golang.org/grpc/grpclog"

	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/platform/config"
	"zhengcun/internal/platform/telemetry"
)

// version is set when a release is built: -ldflags "-X main.version=v1.2.3".
var version = "development"

type cli struct {
	Config kong.ConfigFlag `env:"ZHENGCUN_CONFIG" help:"YAML or JSON file with one key per flag; flags and environment win over it. 配置文件" placeholder:"FILE"`
	config.Log

	Serve       serveCommand       `cmd:"" help:"Serve screens, REST and gRPC. 启动服务"`
	Migrate     migrateCommand     `cmd:"" help:"Bring the database to the newest form, and do nothing else. 升级数据库"`
	Init        initCommand        `cmd:"" help:"Set up a county: divisions, reference data and its three administrators. 建县初始化"`
	SetupCode   setupCodeCommand   `cmd:"" help:"Print the one-time code of a running server without a county. 输出建县代码"`
	Doctor      doctorCommand      `cmd:"" help:"Look at everything a county needs, and say what to do. 体检"`
	Demo        demoCommand        `cmd:"" help:"Fill an empty county with made-up people and money. 生成演示数据"`
	Settings    configCommand      `cmd:"" name:"config" help:"What is configured. 配置"`
	Admin       adminCommand       `cmd:"" help:"Accounts, for who has the server. 账号"`
	Audit       auditCommand       `cmd:"" help:"Audit log and ledger. 审计日志与账本"`
	Openapi     openapiCommand     `cmd:"" name:"openapi" help:"Print the OpenAPI document. 输出接口文档"`
	Healthcheck healthcheckCommand `cmd:"" help:"Ask a running server whether it is ready. 健康检查"`
	Version     versionCommand     `cmd:"" help:"Print the version. 版本"`
}

func main() {
	os.Exit(run(os.Args[1:]))
}

// exit is an error that carries its own exit code.
type exit struct {
	code int
	err  error
}

func (e *exit) Error() string { return e.err.Error() }
func (e *exit) Unwrap() error { return e.err }

func run(args []string) int {
	var c cli
	parser, err := kong.New(&c,
		kong.Name("zhengcun"),
		kong.Description("整村 Zhengcun: a county's village poverty-reduction projects and their money. Every flag is also an environment variable."),
		kong.Configuration(config.File),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.UsageOnError(),
	)
	if err != nil {
		panic(err) // the flags themselves are wrong
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	context, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintf(os.Stderr, "zhengcun: %v\n运行 zhengcun --help 查看用法\n", err)
		return 2
	}
	log, err := telemetry.Log(os.Stderr, c.LogLevel, c.LogFormat)
	if err != nil {
		fmt.Fprintln(os.Stderr, "zhengcun:", err)
		return 2
	}
	defer func() { _ = log.Sync() }()
	quiet := log
	if log.Core().Enabled(zap.WarnLevel) {
		quiet = log.WithOptions(zap.IncreaseLevel(zap.WarnLevel))
	}
	grpclog.SetLoggerV2(zapgrpc.NewLogger(quiet))
	if err := context.Run(log, &c); err != nil {
		fmt.Fprintln(os.Stderr, "zhengcun:", explain(err))
		var coded *exit
		if errors.As(err, &coded) {
			return coded.code
		}
		return 1
	}
	return 0
}

// explain tells an error of a rule as a person at a terminal needs it: in both
// languages, with what to do.
func explain(err error) string {
	told, ok := fault.From(err)
	if !ok {
		return err.Error()
	}
	var lines []string
	tell := func(zh, en string, fix fault.Bilingual) {
		lines = append(lines, fmt.Sprintf("%s。%s。", zh, fix.ZH), fmt.Sprintf("%s. %s.", en, fix.EN))
	}
	for _, v := range told.Violations() {
		tell(v.Field+"："+v.ZH(), v.Field+": "+v.EN(), v.Fix())
	}
	if len(lines) == 0 {
		tell(told.ZH(), told.EN(), told.Fix())
	}
	return strings.Join(lines, "\n")
}

type versionCommand struct{}

// Help is an example.
func (versionCommand) Help() string { return "zhengcun version" }

// Run prints the version.
func (versionCommand) Run() error {
	_, err := fmt.Println(version)
	return err
}
