package extract

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"academysearch/indexer/extract/pdfworker"
)

// mender repairs what setting a text in type has done to its words: hyphens at line ends, ligatures, gaps inside words. Whether a
// hyphen belongs to a word, or two pieces are one word, is decided by how the document writes the word elsewhere, before any rule.
type mender struct {
	words     map[string]int // letters in lower case → times
	compounds map[string]int // words with inner hyphens in lower case → times
}

// learn counts the words of a line; the last one is left out where it goes on in the next line.
func (m *mender) learn(line string) {
	if m.words == nil {
		m.words, m.compounds = map[string]int{}, map[string]int{}
	}
	fields := strings.Fields(line)
	if n := len(fields); n > 0 && brokenEnd(fields[n-1]) != 0 {
		fields = fields[:n-1]
	}
	for _, f := range fields {
		f = strings.ToLower(strings.TrimFunc(f, func(r rune) bool { return !wordy(r) }))
		switch {
		case f == "":
		case strings.ContainsAny(f, "-‐‑"):
			m.compounds[plainHyphens(f)]++
		default:
			m.words[f]++
		}
	}
}

// The hyphens of a text: as typed, the typographic one, the one that never breaks, the soft one, and pdfium's two marks.
const hyphens = "-‐‑\u00ad\ufffe\u0002"

// brokenEnd gives the hyphen at the end of a line that may go on in the next, or 0. A dash with a space before it is none.
func brokenEnd(line string) rune {
	last, size := utf8.DecodeLastRuneInString(line)
	if !strings.ContainsRune(hyphens, last) {
		return 0
	}
	before, _ := utf8.DecodeLastRuneInString(line[:len(line)-size])
	if !wordy(before) {
		return 0
	}
	return last
}

func plainHyphens(s string) string {
	return strings.NewReplacer("‐", "-", "‑", "-", "\u00ad", "", string(pdfworker.HyphenMark), "-", "\u0002", "-").Replace(s)
}

// join puts two lines of a paragraph together.
func (m *mender) join(line, next string) string {
	hyphen := brokenEnd(line)
	if hyphen == 0 {
		return line + " " + next
	}
	line = strings.TrimSuffix(line, string(hyphen))
	head, _ := utf8.DecodeRuneInString(next)
	if hyphen == '\u00ad' {
		return line + next
	}
	if !wordy(head) {
		return line + "- " + next
	}
	if m.compound(lastPiece(line), firstPiece(next)) {
		return line + "-" + next
	}
	return line + next
}

// lastPiece is the part of a word that ends s: the letters behind its last space, bracket or the like, inner hyphens included.
func lastPiece(s string) string {
	return s[strings.LastIndexFunc(s, func(r rune) bool { return !wordy(r) && r != '-' && r != '‐' && r != '’' && r != '\'' })+1:]
}

// firstPiece is the part of a word that begins s.
func firstPiece(s string) string {
	if end := strings.IndexFunc(s, func(r rune) bool { return !wordy(r) && r != '-' && r != '‐' && r != '’' && r != '\'' }); end >= 0 {
		return s[:end]
	}
	return s
}

// compound decides whether the hyphen between two pieces stays. What the document writes elsewhere counts first.
func (m *mender) compound(left, right string) bool {
	l, r := plainHyphens(strings.ToLower(left)), plainHyphens(strings.ToLower(right))
	solid, split := m.words[l+r], m.compounds[l+"-"+r]
	if solid != split {
		return split > solid
	}
	head, _ := utf8.DecodeRuneInString(right)
	last, _ := utf8.DecodeLastRuneInString(left)
	switch {
	case unicode.IsUpper(head) || unicode.IsDigit(head) || unicode.IsDigit(last):
		return !allUpper(left) || !allUpper(right) || utf8.RuneCountInString(left) < 2 // COVID-19, UK-EU, but IMMUNO-LOGY in capitals
	case strings.Contains(l, "-") || strings.Contains(r, "-"):
		return true // part of a chain: state-of-the-art
	case unicode.IsUpper(last) || properName(left):
		return true // X-ray, DNA-based, Spanish-speaking
	case hyphenPrefixes[l] || hyphenEndings[r]:
		return !solidWords[l+r]
	case m.words[l] > 0 && m.words[r] > 0 && len(l) > 3 && len(r) > 3 && !solidHeads[l] && !solidTails[r]:
		return true // two words of the document side by side: long-term
	}
	return false
}

func allUpper(s string) bool { return s == strings.ToUpper(s) && s != strings.ToLower(s) }

// properName reports whether a piece is an adjective or name that is always joined with a hyphen: English-speaking, Bayes-based.
func properName(s string) bool {
	head, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(head) && (strings.HasSuffix(s, "ish") || strings.HasSuffix(s, "ese") || strings.HasSuffix(s, "ench"))
}

// hyphenPrefixes are first parts that keep their hyphen before a small letter, by British usage in medicine; hyphenEndings are
// second parts of that kind. solidHeads and solidTails are words that are often parts of solid words, and so prove nothing.
var hyphenPrefixes = wordSet(`self non well long short high low half cross all ex quasi multi-centre open end evidence decision policy peer face day follow
	large small full part first second third two three four five six ten early late mid post-doctoral co-morbid ill real world lay life risk cost case user
	patient community hospital population clinic age sex gender disease drug gene cell stem whole time state double single vice semi`)

var hyphenEndings = wordSet(`based related specific term scale wide led driven focused centred centered like income quality effective efficient associated dependent
	induced mediated sharing making solving friendly oriented orientated derived resistant sensitive free blind blinded centre depth funded reported
	being care known established range year years month months day week old style speaking looking going up off in to-face the-art and-white`)

var solidWords = wordSet(`nonetheless nonetheless nonsense nonprofit wellbeing welfare longer longest longing longitudinal shorter shortage shortly higher
	highest highly highlight highlighted highlights lower lowest allow allowed allows although already always almost alloy allergy allergic allele alleles
	allocate allocated allocation example examples exact exactly exercise exercises exist existing exists expect expected explain extend extent external
	express extract extra extreme expose exposed exposure expand expert experts experience expression expensive examine examined excellent except exchange
	exclude excluded execute exhibit realize realise reality really realm lifetime lifestyle crossing across casein worldwide nationwide income outcome
	background playground opening opened openly ending ended endless endocrine endpoint endpoints factor factors facet facets faces daytime daily followed
	following follows follower partly party parties particle particular partner partners firstly secondly secondary thirdly fours fourth sixth tenth tender
	tendency midst middle timely times statement statements state states stated several severe severely agent agents ages aged ageing agency agenda sexual
	generate general generic genetic genes drugs costs risky cases caseload users uses used usual useful usefully doubled singles lately latent later
	selfish semiconductor semantic semester seminar vicelike weekday overlooking ongoing outgoing undergoing beginning setup startup makeup follow-up backup
	lifelike likewise alike unlike likely dislike bold fold told behold household threshold manifold lifestyle ladyship lay layer layers laying layout
	smaller largely larger largest fully fullest freedom freely cells cellular stemmed stemming wholesale wholly allude hospitality patients lowland earlier
	endemic endow endure enduring billion postage poster posters`)

var solidHeads = wordSet(`under over inter with there here where some any every other through out into upon back down fore hand head work data base book land water
	fire health life home house time news news class road side step what when which mean there after before further more never thou cannot them your business
	rand form trans micro macro super infra ultra multi meta para auto electro photo hyper hypo neuro cardio immuno bio psycho radio anti counter pre pro pan
	sub dis mis non tele thermo mono poly`)

var solidTails = wordSet(`stand standing stood take taken taking come coming all ever body thing where time times one fore more less ness out self selves
	line lines book books work works working worker workers ship ships hood land man men woman women side sides ward wards view views flow look looks put
	date dates mark marks grade point points place places stream ground form forms formed forming formation action actions national able ment tion son sons
	port ports press pressed pressure position positions pose posed sent sense serve served sure tend tends tent text vent vents very vision list lists
	lying ting ring rings ming ping king sing lation ration rations ration rations mental mentally mented mating mated mate mates rate rates rated rating cover
	covered covery covers ability ation ology pare pared part parts parted tain tained tains ties type types scope scopes graph graphs gram grams`)

// tidy repairs the characters of a line: ligatures are spelt out, soft hyphens inside it, controls and private characters vanish,
// white space is folded. A hyphen at its end stays as it is for join.
func tidy(line string) string {
	var b strings.Builder
	b.Grow(len(line))
	trimmed := strings.TrimRightFunc(line, space)
	for i, r := range trimmed {
		last := i+utf8.RuneLen(r) == len(trimmed)
		switch {
		case r >= 0xfb00 && r <= 0xfb06:
			b.WriteString(ligatures[r-0xfb00])
		case r == '\u00ad' || r == '\u0002' || r == pdfworker.HyphenMark:
			if last {
				b.WriteRune(r)
			} else if r != '\u00ad' {
				b.WriteByte('-')
			}
		case r == utf8.RuneError, unicode.Is(unicode.Co, r), r < ' ' && !space(r), r >= 0x7f && r < 0xa0 && r != 0x85:
		default:
			b.WriteRune(r)
		}
	}
	s := norm.NFC.String(b.String())
	return strings.Join(strings.FieldsFunc(invisibleButSoft.Replace(s), space), " ")
}

// invisibleButSoft are the characters of invisible, without the soft hyphen, which at the end of a line means something.
var invisibleButSoft = strings.NewReplacer("\u200b", "", "\u200c", "", "\u200d", "", "\u2060", "", "\ufeff", "", "\u200e", "", "\u200f", "")

var ligatures = [...]string{"ff", "fi", "fl", "ffi", "ffl", "st", "st"}

// gaps closes gaps inside the words of a paragraph: behind ligatures ("benefi t", "con fi dence"), behind the hyphen of a name
// ("COVID- 19"), between letters set apart ("S U M M A R Y").
func (m *mender) gaps(s string) string {
	if strings.Contains(s, "- ") {
		s = nameGap.ReplaceAllString(s, "$1-$2")
	}
	if strings.Contains(s, "f") && ligatureGap.MatchString(s) {
		s = m.ligatures(s)
	}
	if apart.MatchString(s) {
		s = apart.ReplaceAllStringFunc(s, func(run string) string { return strings.ReplaceAll(run, " ", "") })
	}
	return s
}

var (
	// nameGap is a gap between the capitals of a name and its number: COVID- 19, SARS-CoV- 2, GPT- 4.
	nameGap     = regexp.MustCompile(`\b([A-Z][A-Za-z]*[A-Z]|[A-Z][a-z]+[A-Z][A-Za-z]*)- ([0-9])`)
	ligatureGap = regexp.MustCompile(`f[fil] [a-z]`)
	// apart is a run of five or more single letters.
	apart = regexp.MustCompile(`\b\p{L}(?: \p{L}){4,}\b`)
)

// ligatures joins the pieces of words that were parted at a ligature.
func (m *mender) ligatures(s string) string {
	words := strings.Split(s, " ")
	out := words[:0]
	for i := 0; i < len(words); i++ {
		w := words[i]
		for i+1 < len(words) && m.parted(w, words[i+1]) {
			i++
			w += words[i]
		}
		if n := len(out); n > 0 && loneLigature(w) && m.tailOf(out[n-1], w) {
			out[n-1] += w
			continue
		}
		out = append(out, w)
	}
	return strings.Join(out, " ")
}

// parted reports whether a piece that ends with a ligature and the next one are one word.
func (m *mender) parted(piece, next string) bool {
	head, _ := utf8.DecodeRuneInString(next)
	if !unicode.IsLower(head) || !endsInLigature(piece) {
		return false
	}
	left, right := strings.ToLower(lastPiece(piece)), strings.ToLower(firstPiece(next))
	if m.words[left+right] > 0 {
		return true
	}
	if ligatureWords[left] {
		return fragments[right]
	}
	return !ligatureWords[left]
}

func endsInLigature(s string) bool {
	return strings.HasSuffix(s, "fi") || strings.HasSuffix(s, "fl") || strings.HasSuffix(s, "ff")
}

// loneLigature reports whether a joined piece begins with a ligature that may have been parted from the word before: "fidence".
func loneLigature(w string) bool {
	return strings.HasPrefix(w, "fi") || strings.HasPrefix(w, "fl") || strings.HasPrefix(w, "ff")
}

// tailOf reports whether w is the rest of a word that begins with before: the document writes it so elsewhere, or w cannot stand
// alone as it does not occur alone, and before is no word that does.
func (m *mender) tailOf(before, w string) bool {
	left, right := strings.ToLower(lastPiece(before)), strings.ToLower(firstPiece(w))
	return left != "" && m.words[left+right] > 0 && m.words[right] < m.words[left+right]
}

// ligatureWords end in a ligature and stand alone; fragments are ends of words that never do.
var ligatureWords = wordSet(`off staff cliff stuff tariff sniff stiff cuff bluff buff puff gruff scoff wifi sci-fi hi-fi rebuff chaff handoff layoff payoff takeoff sheriff
	plaintiff mastiff bailiff dandruff cutoff cut-off tradeoff trade-off spinoff spin-off kickoff kick-off diff one-off drop-off run-off sign-off turnoff standoff
	stand-off ff eff jeff cardiff geoff wolff hoff duff`)

var fragments = wordSet(`er ers ered ering erings ed ing ective ectively ect ects ected ecting ort orts iliate iliated iliation erent erence erences erential
	icult iculty iculties use used usion usions ice ices icer icers icial icially icient iciently iciency spring`)
