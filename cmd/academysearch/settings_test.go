package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// program runs the command line in this process.
func program(t *testing.T, environ []string, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	app := &App{Stdin: strings.NewReader(""), Stdout: &out, Stderr: &errs, Environ: append([]string{"HOME=" + t.TempDir()}, environ...), Worker: worker(t)}
	code = app.Run(context.Background(), args)
	return code, out.String(), errs.String()
}

func settingsFile(t *testing.T, text string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "settings.yaml")
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestSettings_comeFromFileEnvironmentAndFlags(t *testing.T) {
	file := settingsFile(t, "json: true\n")
	for _, test := range []struct {
		name    string
		environ []string
		args    []string
		json    bool
	}{
		{"default", nil, nil, false},
		{"file", nil, []string{"--config", file}, true},
		{"file named by the environment", []string{"ACADEMYSEARCH_CONFIG=" + file}, nil, true},
		{"environment over file", []string{"ACADEMYSEARCH_JSON=false"}, []string{"--config", file}, false},
		{"flag over environment", []string{"ACADEMYSEARCH_JSON=false"}, []string{"--json"}, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			code, out, errs := program(t, test.environ, append([]string{"version"}, test.args...)...)
			if code != 0 || strings.HasPrefix(out, "{") != test.json {
				t.Errorf("version %v with %v: exit %d, printed %q, %q; want JSON: %v", test.args, test.environ, code, out, errs, test.json)
			}
		})
	}
}

func TestSettings_faultsOfUsageNameWhatIsWrong(t *testing.T) {
	for _, test := range []struct {
		name string
		args []string
		want string
	}{
		{"unknown key", []string{"version", "--config", settingsFile(t, "jsn: true\n")}, `unknown key "jsn"; did you mean "json"?`},
		{"value of the wrong kind", []string{"version", "--config", settingsFile(t, "json: perhaps\n")}, "the config file: json"},
		{"section", []string{"version", "--config", settingsFile(t, "json: {a: b}\n")}, "not a section"},
		{"not YAML", []string{"version", "--config", settingsFile(t, "json: [\n")}, "settings.yaml"},
		{"no such file", []string{"version", "--config", "nowhere.yaml"}, "nowhere.yaml"},
		{"unknown flag", []string{"version", "--jason"}, "unknown flag: --jason"},
		{"unknown command", []string{"vresion"}, `unknown command "vresion"; did you mean version?`},
		{"argument too many", []string{"version", "now"}, "academysearch version --help"},
	} {
		t.Run(test.name, func(t *testing.T) {
			code, _, errs := program(t, nil, test.args...)
			if code != exitUsage || !strings.Contains(errs, test.want) {
				t.Errorf("%v: exit %d, said %q; want exit 2 and %q", test.args, code, errs, test.want)
			}
		})
	}
}
