package spelling_test

import (
	"bufio"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strings"
	"testing"

	"academysearch/search/spelling"
)

// varcon is a list of spelling variants by Kevin Atkinson and Benjamin Titze. It is measured against, not carried.
var varcon = filepath.Join("..", "..", "..", "shared", "vocabulary", "varcon.txt")

type pair struct {
	american, british string
	level             int
}

type cluster struct {
	pairs []pair
	words []string
}

var headLine = regexp.MustCompile(`^# .*\(level (\d+)\)`)

// clusters reads the word families of the list, each with its pairs of a usual American and a usual British spelling.
func clusters(t *testing.T) []cluster {
	t.Helper()
	file, err := os.Open(varcon)
	if err != nil {
		t.Skipf("skipped: the list of spelling variants is not here (%v)", err)
	}
	defer file.Close()
	var all []cluster
	level := 0
	for lines := bufio.NewScanner(file); lines.Scan(); {
		line, _, _ := strings.Cut(lines.Text(), " | ")
		if head := headLine.FindStringSubmatch(line); head != nil {
			level = atoi(head[1])
			all = append(all, cluster{})
			continue
		}
		if line == "" || line[0] == '#' || len(all) == 0 {
			continue
		}
		addLine(&all[len(all)-1], line, level)
	}
	return all
}

// addLine adds the spellings of one line, "A Z: abnormalize / B: abnormalise".
func addLine(c *cluster, line string, level int) {
	var american, british []string
	for _, side := range strings.Split(line, " / ") {
		tags, word, ok := strings.Cut(side, ": ")
		if !ok || strings.ContainsAny(word, "'-. ") || strings.ToLower(word) != word || !ascii(word) {
			continue
		}
		c.words = append(c.words, word)
		for _, tag := range strings.Fields(tags) {
			switch tag {
			case "A":
				american = append(american, word)
			case "B", "Z":
				british = append(british, word)
			}
		}
	}
	for _, a := range american {
		for _, b := range british {
			if a != b {
				c.pairs = append(c.pairs, pair{a, b, level})
			}
		}
	}
}

func ascii(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r > 127 }) < 0
}

func atoi(s string) (n int) {
	for _, r := range s {
		n = n*10 + int(r-'0')
	}
	return n
}

// everyday is the highest level of the list whose words a reader of reports meets; above it stand rare words and inflections that the
// list makes by rule ("agonizinglier").
const everyday = 50

func TestFold_joinsTheSpellingsOfVarcon(t *testing.T) {
	var pairs, joined [2]int // of everyday words, of all words
	var missed []string
	for _, c := range clusters(t) {
		for _, p := range c.pairs {
			same := spelling.Fold(p.american) == spelling.Fold(p.british)
			for i, counts := range [2]bool{p.level <= everyday, true} {
				if counts {
					pairs[i]++
				}
				if counts && same {
					joined[i]++
				}
			}
			if !same && p.level <= everyday {
				missed = append(missed, p.american+"/"+p.british)
			}
		}
	}
	for i, floor := range [2]float64{0.85, 0.83} {
		share := float64(joined[i]) / float64(pairs[i])
		t.Logf("%s: %d of %d pairs joined (%.3f, floor %.2f)", [2]string{"everyday words", "all words"}[i], joined[i], pairs[i], share, floor)
		if share < floor {
			t.Errorf("joined share %.3f is below its floor %.2f", share, floor)
		}
	}
	t.Logf("everyday words not joined: %s", strings.Join(missed, " "))
}

func TestFold_joinsNoStrangersOfVarcon(t *testing.T) {
	const most = 12                       // all of them are spellings of one word that the list keeps in two families
	families := map[string]map[int]bool{} // word → the families it stands in
	byFold := map[string][]string{}
	for i, c := range clusters(t) {
		for _, word := range c.words {
			if families[word] == nil {
				families[word] = map[int]bool{}
				byFold[spelling.Fold(word)] = append(byFold[spelling.Fold(word)], word)
			}
			families[word][i] = true
		}
	}
	var strangers []string
	for _, words := range byFold {
		for _, other := range words[1:] {
			if !related(families[words[0]], families[other]) {
				strangers = append(strangers, words[0]+"="+other)
			}
		}
	}
	sort.Strings(strangers)
	t.Logf("%d words of the list, %d joined with a word of another family (at most %d): %s",
		len(families), len(strangers), most, strings.Join(strangers, " "))
	if len(strangers) > most {
		t.Errorf("%d words joined with a stranger, want at most %d", len(strangers), most)
	}
}

func related(a, b map[int]bool) bool {
	for i := range a {
		if b[i] {
			return true
		}
	}
	return false
}
