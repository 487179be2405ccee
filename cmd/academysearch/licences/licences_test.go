package licences_test

import (
	"os/exec"
	"strings"
	"testing"

	"academysearch/cmd/academysearch/licences"
)

func TestText_namesEveryModuleOfTheBinary(t *testing.T) {
	listed, err := exec.CommandContext(t.Context(), "go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}}{{end}}{{end}}", "academysearch/cmd/academysearch").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, module := range strings.Split(strings.TrimSpace(string(listed)), "\n") {
		if module != "" && !strings.Contains(licences.Text, module+"\n") {
			t.Errorf("licences.txt lacks %s: run go generate ./cmd/academysearch/licences", module)
		}
	}
}
