package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sort"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"go.yaml.in/yaml/v3"
)

// envPrefix stands before the name of a flag in the environment: --public-url is ACADEMYSEARCH_PUBLIC_URL.
const envPrefix = "ACADEMYSEARCH_"

// The flags are the one table of settings: each may also stand in the environment or in the file that --config names. What is
// given on the command line wins over the environment, the environment over the file, the file over the defaults.
func (a *App) applySettings(cmd *cobra.Command, _ []string) error {
	environ := a.environment()
	if value, ok := environ["config"]; ok && !cmd.Flags().Changed("config") {
		if err := cmd.Flags().Set("config", value); err != nil {
			return usage(err)
		}
	}
	file, err := readSettings(cmd)
	if err != nil {
		return usage(err)
	}
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if f.Changed || err != nil {
			return
		}
		if value, ok := environ[f.Name]; ok {
			err = setFlag(cmd, f, "the environment", []string{value})
		} else if values, ok := file[f.Name]; ok {
			err = setFlag(cmd, f, "the config file", values)
		}
	})
	if err != nil {
		return usage(err)
	}
	return a.defaultData()
}

func setFlag(cmd *cobra.Command, f *pflag.Flag, source string, values []string) error {
	for _, value := range values {
		if err := cmd.Flags().Set(f.Name, value); err != nil {
			return fmt.Errorf("%s: %s: %w", source, f.Name, err)
		}
	}
	return nil
}

// environment gives the settings of the environment by the name of their flag.
func (a *App) environment() map[string]string {
	settings := map[string]string{}
	for _, pair := range a.Environ {
		key, value, _ := strings.Cut(pair, "=")
		if name, ok := strings.CutPrefix(key, envPrefix); ok {
			settings[strings.ReplaceAll(strings.ToLower(name), "_", "-")] = value
		}
	}
	return settings
}

// readSettings reads the file that --config names; each value is one or several texts that its flag takes.
func readSettings(cmd *cobra.Command) (map[string][]string, error) {
	name, err := cmd.Flags().GetString("config")
	if err != nil || name == "" {
		return nil, err
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var file map[string]any
	if err := yaml.Unmarshal(data, &file); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	known := flagNames(cmd.Root())
	settings := map[string][]string{}
	for key, value := range file {
		if !known[key] {
			return nil, fmt.Errorf("%s: unknown key %q%s", name, key, didYouMean(key, known))
		}
		if settings[key], err = texts(value); err != nil {
			return nil, fmt.Errorf("%s: %s: %w", name, key, err)
		}
	}
	return settings, nil
}

// flagNames gives the names of the flags of all commands.
func flagNames(root *cobra.Command) map[string]bool {
	names := map[string]bool{}
	collect := func(f *pflag.Flag) { names[f.Name] = true }
	root.PersistentFlags().VisitAll(collect)
	for _, c := range root.Commands() {
		c.Flags().VisitAll(collect)
	}
	return names
}

// texts turns a value of the file into what a flag takes.
func texts(value any) ([]string, error) {
	switch v := value.(type) {
	case nil:
		return nil, nil
	case map[string]any:
		return nil, errors.New("wants a value or a list, not a section")
	case []any:
		var list []string
		for _, element := range v {
			list = append(list, fmt.Sprint(element))
		}
		return list, nil
	}
	return []string{fmt.Sprint(value)}, nil
}

// didYouMean names the known key that is nearest to a mistyped one, if one is near.
func didYouMean(key string, known map[string]bool) string {
	best, least := "", len(key)/2+1
	for _, name := range sortedKeys(known) {
		if d := distance(key, name); d < least {
			best, least = name, d
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf("; did you mean %q?", best)
}

func sortedKeys(set map[string]bool) []string {
	keys := make([]string, 0, len(set))
	for key := range set {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	return keys
}

// distance is the Levenshtein distance of two short ASCII names.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

// defaultData chooses the platform's data folder where none is given.
func (a *App) defaultData() error {
	if a.data != "" {
		return nil
	}
	environ := map[string]string{}
	for _, pair := range a.Environ {
		key, value, _ := strings.Cut(pair, "=")
		environ[key] = value
	}
	switch home := environ["HOME"]; {
	case filepath.IsAbs(environ["XDG_DATA_HOME"]):
		a.data = filepath.Join(environ["XDG_DATA_HOME"], "academysearch")
	case home == "":
		return usage(errors.New("there is no home folder to keep the index in: say where with --data"))
	case runtime.GOOS == "darwin":
		a.data = filepath.Join(home, "Library", "Application Support", "academysearch")
	default:
		a.data = filepath.Join(home, ".local", "share", "academysearch")
	}
	return nil
}
