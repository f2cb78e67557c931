package torture

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
)

// TestPartnerGuide types what the guide says into a shell, as a newcomer does.
func TestPartnerGuide(t *testing.T) {
	t.Parallel()
	c := emptyCounty(t, "sqlite")
	s := c.server(t, "--demo")
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
