package analysis

import (
	"strings"

	"academysearch/search/spelling"

	porter "github.com/blevesearch/go-porterstemmer"
)

// Key is what all forms of a word share: the Porter stem of its folded spelling (organizations → organis). Terms with digits, with
// other than ASCII letters, and very short ones are their own keys.
func Key(term string) string {
	for i := range len(term) {
		if class[term[i]] != lower {
			return term
		}
	}
	if len(term) < 3 {
		return term
	}
	return string(porter.StemWithoutLowerCasing([]rune(spelling.Fold(term))))
}

// maxAbbreviation is the length of the longest abbreviation; more capitals are a word that somebody shouts.
const maxAbbreviation = 6

// IsAbbreviation reports whether a word as written is two to six ASCII capitals. An engine indexes such words as they are, beside their
// terms, so that what is asked for by the name of AIDS is not found in "hearing aids".
func IsAbbreviation(word string) bool {
	for i := range len(word) {
		if class[word[i]] != upper {
			return false
		}
	}
	return len(word) >= 2 && len(word) <= maxAbbreviation
}

// IsStop reports whether a term is a word of the stop list: it is indexed, for phrases, but searched only where it is quoted or
// where a query has no other words.
func IsStop(term string) bool {
	_, ok := stops[term]
	return ok
}

var stops = func() map[string]struct{} {
	m := map[string]struct{}{}
	for _, w := range strings.Fields(stopList) {
		m[w] = struct{}{}
	}
	return m
}()

// stopList is English function words, with the question words and phrases of people who type whole sentences into a search box.
const stopList = `
a about above across after afterwards again against all almost alone along already also although always am among amongst an and
another any anybody anyhow anyone anything anyway anywhere are aren arent around as at away
b back be became because become becomes becoming been before beforehand behind being below beside besides between beyond both but by
came can cannot cant certain certainly clearly come comes could couldn couldnt currently
d did didn didnt do does doesn doesnt doing don done dont down during
each eg either else elsewhere enough entirely especially et etc even ever every everybody everyone everything everywhere ex exactly
except
f far few followed following follows for former formerly from further furthermore
get gets getting give given gives go goes going gone got gotten
h had hadn hadnt happens hardly has hasn hasnt have haven havent having he hence her here hereafter hereby herein hereupon hers
herself hi him himself his hither how howbeit however
i ie if in inasmuch inc indeed inner insofar instead into inward is isn isnt it its itself ive
j just k keep keeps kept know known knows
l lately later latter latterly least less lest let lets like liked likely ll look looking looks ltd
m mainly many may maybe me mean meanwhile merely might more moreover most mostly much must my myself
n namely near nearly neither never nevertheless next no nobody non none noone nor normally not nothing now nowhere
o obviously of off often oh ok okay on once one ones only onto or other others otherwise ought our ours ourselves out outside over
overall own
p particular particularly per perhaps placed please plus possible presumably probably provides put
q que quite r rather re really reasonably regarding regardless regards relatively respectively
s said same saw say saying says see seeing seem seemed seeming seems seen self selves sensible sent seriously several shall she
should shouldn shouldnt since so some somebody somehow someone something sometime sometimes somewhat somewhere soon sorry specified
specify specifying still sub such sup sure
t take taken tell tends th than thank thanks thats the their theirs them themselves then thence there thereafter thereby therefore
therein theres thereupon these they think this thorough thoroughly those though through throughout thru thus to together too took
toward towards tried tries truly try trying twice
u un under unfortunately unless unlikely until unto up upon us use used uses using usually
v various ve very via viz vs w want wants was wasn wasnt way we welcome well went were weren werent what whatever whats when whence
whenever where whereafter whereas whereby wherein whereupon wherever whether which while whilst whither who whoever whole whom whose
why will willing wish with within without won wonder would wouldn wouldnt x y yes yet you your youre yours yourself yourselves z`
