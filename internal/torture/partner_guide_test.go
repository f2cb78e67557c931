package torture

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
)

// TestPartnerGuide types what the guide says into a shell, as a newcomer does.
func TestPartnerGuide(t *testing.T) {
	t.Parallel()
	c := emptyCounty(t, "sqlite")
	s := c.server(t, "--demo", "--api-rate", "6000") // with the limits that tests else do without
	s.start()
	typed(t, blocksOf(t, "docs/partner-guide.md"), map[string]string{
		"server=http://127.0.0.1:8080\n": "server=" + s.url("") + "\n", "data=data ": "data=" + c.data + " "})
	s.stop()
	c.mustVerify(t)
}

// TestPartnerGuideOverGRPC compiles the guide's client and runs it twice: the second time
// it gets the same answer, and there is one document.
func TestPartnerGuideOverGRPC(t *testing.T) {
	t.Parallel()
	c := emptyCounty(t, "sqlite")
	c.populate(t)
	s := c.server(t)
	s.start()
	folder := t.TempDir()
	for _, b := range section(t, "docs/partner-guide.md", "Over gRPC") {
		if b.kind == "go" {
			if err := os.WriteFile(filepath.Join(folder, "main.go"), []byte(b.text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	client := filepath.Join(folder, "client")
	if output, err := exec.Command("go", "build", "-o", client, filepath.Join(folder, "main.go")).CombinedOutput(); err != nil {
		t.Fatalf("%v:\n%s", err, output)
	}
	var said [2]string
	for i := range said {
		command := exec.Command(client)
		command.Env = append(os.Environ(), "ZHENGCUN_GRPC="+s.grpc, "ZHENGCUN_KEY="+c.key)
		output, err := command.CombinedOutput()
		if err != nil {
			t.Fatalf("%v:\n%s", err, output)
		}
		said[i] = string(output)
	}
	var list fundsv1.ListFundDocumentsResponse
	newPartners(t, s, c.key, 1).get("/v1/fundDocuments", &list)
	if said[0] != said[1] || list.TotalSize != 1 || said[0] != list.FundDocuments[0].Number+" "+list.FundDocuments[0].Lines[0].AllocationId+"\n" {
		t.Errorf("it said %q; there are %v", said, list.FundDocuments)
	}
}

// TestPartnerGuideClients makes the clients of the guide from the running server's
// OpenAPI document, as it says, and runs each twice.
func TestPartnerGuideClients(t *testing.T) {
	t.Parallel()
	c := emptyCounty(t, "sqlite")
	c.populate(t)
	s := c.server(t)
	s.start()
	for _, client := range []struct {
		heading, kind, file string
		// install makes what the lines that fetch packages make.
		install func(t *testing.T, folder, packages string)
	}{
		{"In Go", "go", "main.go", installGo},
		{"In TypeScript", "ts", "push.ts", installTypeScript},
	} {
		t.Run(client.kind, func(t *testing.T) {
			folder, script, packages := t.TempDir(), "set -euo pipefail\n", ""
			for _, b := range subsection(t, "docs/partner-guide.md", "A client made from OpenAPI", client.heading) {
				switch b.kind {
				case client.kind:
					if err := os.WriteFile(filepath.Join(folder, client.file), []byte(b.text), 0o600); err != nil {
						t.Fatal(err)
					}
				case "sh":
					for line := range strings.Lines(b.text) {
						if strings.HasPrefix(line, "go mod ") || strings.HasPrefix(line, "go get ") || strings.HasPrefix(line, "npm ") {
							packages += line
						} else {
							script += line
						}
					}
				}
			}
			client.install(t, folder, packages)
			var said [2]string
			for i := range said {
				command := exec.Command("bash", "-c", script)
				command.Dir = folder
				command.Env = append(os.Environ(), "ZHENGCUN_SERVER="+s.url(""), "ZHENGCUN_KEY="+c.key)
				output, err := command.CombinedOutput()
				if err != nil {
					t.Fatalf("%v:\n%s", err, output)
				}
				lines := strings.Split(strings.TrimSpace(string(output)), "\n")
				said[i] = strings.Join(lines[max(0, len(lines)-2):], "\n")
			}
			var list fundsv1.ListFundDocumentsResponse
			newPartners(t, s, c.key, 1).get("/v1/fundDocuments", &list)
			number, _, _ := strings.Cut(said[0], " ")
			i := slices.IndexFunc(list.FundDocuments, func(d *fundsv1.FundDocument) bool { return d.Number == number })
			if i < 0 || said[0] != said[1] || said[0] != number+" "+list.FundDocuments[i].Lines[0].AllocationId+"\ntrue" {
				t.Errorf("it said %q; there are %v", said, list.FundDocuments)
			}
		})
	}
}

// subsection returns the blocks below a heading of the third kind.
func subsection(t *testing.T, page, heading, sub string) (blocks []block) {
	t.Helper()
	_, rest, ok := strings.Cut(sectionText(t, page, heading), "\n### "+sub+"\n")
	if !ok {
		t.Fatalf("%s, %s has no part %q", page, heading, sub)
	}
	rest, _, _ = strings.Cut(rest, "\n### ")
	return fenced(rest)
}

// installGo lays down the lock files that the guide's versions lead to, so that the
// same modules are used each time.
func installGo(t *testing.T, folder, packages string) {
	t.Helper()
	var lock []byte
	for _, name := range []string{"go.sum", "go.mod"} {
		var err error
		if lock, err = os.ReadFile(filepath.Join("testdata", "goclient", name)); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, name), lock, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, m := range regexp.MustCompile(`(github\.com/\S+?)(?:/cmd/\S+)?@(\S+)`).FindAllStringSubmatch(packages, -1) {
		if !strings.Contains(string(lock), m[1]+" "+m[2]) {
			t.Errorf("the guide has %s %s, the test another", m[1], m[2])
		}
	}
}

// installTypeScript uses the packages the screens are built with.
func installTypeScript(t *testing.T, folder, packages string) {
	t.Helper()
	modules, err := filepath.Abs("../../frontend/node_modules")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(modules); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(err)
		}
		t.Skip("needs the packages of the screens: npm ci --prefix frontend")
	}
	for _, m := range regexp.MustCompile(`(openapi-\S+)@(\S+)`).FindAllStringSubmatch(packages, -1) {
		about, err := os.ReadFile(filepath.Join(modules, m[1], "package.json"))
		if err != nil || !strings.Contains(string(about), `"version": "`+m[2]+".") {
			t.Errorf("the guide has %s %s, the screens another (%v)", m[1], m[2], err)
		}
	}
	if err := os.Symlink(modules, filepath.Join(folder, "node_modules")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "package.json"), []byte(`{"type": "module"}`), 0o600); err != nil {
		t.Fatal(err)
	}
}
