package expand_test

import (
	"strings"
	"testing"

	"academysearch/search/expand"
)

// shown writes the groups of a query in one line each: words → source: members.
func shown(table *expand.Table, query string) []string {
	words := strings.Fields(query)
	var lines []string
	for _, g := range table.Expand(words) {
		e := g.Expansion(words)
		if len(e.Added) == 0 {
			continue
		}
		lines = append(lines, e.Term+" → "+e.Source+": "+strings.Join(e.Added, ", "))
	}
	return lines
}

func open(t *testing.T) *expand.Table {
	t.Helper()
	table, err := expand.Open()
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// extended is the built-in table with the lines of a file of the staff.
func extended(t *testing.T, lines string) *expand.Table {
	t.Helper()
	table, err := open(t).Extend("names.txt", strings.NewReader(lines))
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func TestExpand_findsTheNamesOfAFileOfTheStaff(t *testing.T) {
	const file = `
# invented names
grumble fever = querulitis = QF
"NIXE" > National Institute of Xylophone Engineering
anti-microbial glow = germ shine
`
	for _, test := range []struct{ name, query, want string }{
		{"equal names", "treating grumble fever", "grumble fever → staff: querulitis, QF"},
		{"the plural", "grumble fevers", "grumble fevers → staff: querulitis, QF"},
		{"the other way", "querulitis", "querulitis → staff: grumble fever, QF"},
		{"a short abbreviation in capitals", "QF", "QF → staff: grumble fever, querulitis"},
		{"and its plural", "QFs", "QFs → staff: grumble fever, querulitis"},
		{"but not in small letters", "qf", ""},
		{"nor in a query typed in capitals", "QF IN SCHIZZENFARTH", ""},
		{"a quoted name as written", "NIXE", "NIXE → staff: National Institute of Xylophone Engineering"},
		{"but not otherwise", "Nixe", ""},
		{"one way only", "National Institute of Xylophone Engineering", ""},
		{"a compound with its hyphen", "anti-microbial glow", "anti-microbial glow → staff: germ shine"},
		{"without", "antimicrobial glow", "antimicrobial glow → staff: germ shine"},
		{"and apart", "anti microbial glow", "anti microbial glow → staff: germ shine"},
		{"words between", "grumble or fever of the moon", "fever → mesh: pyrexia"},
		{"nothing", "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := strings.Join(shown(extended(t, file), test.query), "; "); got != test.want {
				t.Errorf("Expand(%q) = %q, want %q", test.query, got, test.want)
			}
		})
	}
}

func TestExpand_takesTheLongestName(t *testing.T) {
	table := extended(t, "grumble = moan\ngrumble fever = querulitis\nfever clinic = hot house")
	if got, want := strings.Join(shown(table, "a grumble fever clinic"), "; "), "grumble fever → staff: querulitis"; got != want {
		t.Errorf("Expand = %q, want %q", got, want)
	}
}

func TestExtend_namesTheLinesThatItCannotRead(t *testing.T) {
	_, err := open(t).Extend("names.txt", strings.NewReader("a b = c\nalone\n\nx > y > z\n"))
	for _, want := range []string{"names.txt:2: ", "names.txt:4: "} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Extend = %v, want %q in it", err, want)
		}
	}
}
