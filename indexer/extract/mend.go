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
	open      bool           // the last line that was learnt from goes on in the next
}

// learn counts the words of a line; not the last one where it goes on in the next line, nor the first one of that next line.
func (m *mender) learn(line string) {
	if m.words == nil {
		m.words, m.compounds = map[string]int{}, map[string]int{}
	}
	fields := strings.Fields(line)
	if m.open && len(fields) > 0 {
		fields = fields[1:]
	}
	m.open = brokenEnd(line) != 0
	if n := len(fields); n > 0 && m.open {
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
	if solid, split := m.words[l+r], m.compounds[l+"-"+r]; solid != split {
		return split > solid
	}
	head, _ := utf8.DecodeRuneInString(right)
	last, _ := utf8.DecodeLastRuneInString(left)
	switch {
	case unicode.IsUpper(head) || unicode.IsDigit(head) || unicode.IsDigit(last):
		return !allUpper(left) || !allUpper(right) || utf8.RuneCountInString(left) < 2 // COVID-19, UK-EU, but IMMUNO-LOGY in capitals
	case strings.Contains(l, "-") || strings.Contains(r, "-"):
		l, r = l[strings.LastIndex(l, "-")+1:], firstOf(r)
		return m.stands(l) && (len(r) > 4 || m.stands(r)) // a link of a chain: state-of-the-art, but high-perfor-mance
	case solidWords[l+r]:
		return false
	case unicode.IsUpper(last) || people(left) || hyphenPrefixes[l]:
		return true // X-ray, DNA-based; Spanish-speaking; non-communicable
	case hyphenEndings[r]:
		return len(l) > 3 && !solidHeads[l] || m.stands(l) // evidence-based, but interrelated
	}
	// Two words of the document side by side, long-term, if both are long enough to be no syllables.
	return (len(l) > 3 && m.stands(l) || shortHeads[l]) && len(r) > 3 && m.stands(r) && !solidHeads[l]
}

func firstOf(s string) string {
	first, _, _ := strings.Cut(s, "-")
	return first
}

// stands reports whether a piece is a word of its own.
func (m *mender) stands(piece string) bool { return m.words[piece] > 0 || shortWords[piece] }

// commonWords are never the end of another word behind a gap.
var commonWords = wordSet(`are be been but did do does had has have he her his how if is it its may more most no nor not our she so than that their them then
	there these they this those was we were what when where which who will would you your from into over under after before about between during`)

// shortWords link others in chains.
var shortWords = wordSet("a an and at by for in of off on or out the to up with")

func allUpper(s string) bool { return s == strings.ToUpper(s) && s != strings.ToLower(s) }

// people reports whether a piece names a language or people, as in "English-speaking".
func people(s string) bool {
	head, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(head) && (strings.HasSuffix(s, "ish") || strings.HasSuffix(s, "ese") || strings.HasSuffix(s, "ench") || strings.HasSuffix(s, "can"))
}

// By British usage in medicine, hyphenPrefixes keep their hyphen before any small letter, and hyphenEndings keep theirs behind any
// word; shortHeads are words of three letters that keep theirs before a word. solidHeads begin so many solid words that standing alone proves nothing for them, and solidWords are the common solid ones of
// two words.
var (
	hyphenPrefixes = wordSet("non self well ex quasi half cross ill semi vice")

	shortHeads = wordSet("low end one two six ten new old far eye ear fee tax pay day air sea gas age sex gut net top key")

	hyphenEndings = wordSet(`based driven related specific focused centred induced mediated associated dependent resistant sensitive funded reported
		making sharing known effective friendly scale quality income term wide`)

	solidHeads = wordSet(`under over inter with there here where some every through into upon back down fore hand head work land home house time news road side
		step what when which mean after before further more never other else super infra ultra multi meta para auto electro photo hyper neuro cardio
		immuno psycho radio anti counter trans micro macro tele thermo mono poly self`)

	solidWords = wordSet(`nonetheless nonsense selfish wellbeing welfare crossing crossroads highlight highlights highlighted highlighting highland lifetime
		lifestyle longstanding worldwide nationwide wholesale household threshold stakeholder stakeholders shareholder shareholders timetable framework
		frameworks network networks networking guideline guidelines deadline deadlines baseline pipeline headline outline online offline workforce workplace
		workshop workshops workload widespread healthcare childhood neighbourhood likelihood throughout however therefore whereas moreover nevertheless
		otherwise likewise sometimes meanwhile meantime database databases software hardware website websites handbook textbook notebook landscape leadership
		partnership partnerships membership fellowship fellowships ownership scholarship scholarships friendship breakthrough breakthroughs background
		playground standard standards keyword keywords livestock wildlife daytime lifelong daylight birthday birthplace bookshop bedside bedtime seaside
		childcare payload download downloads snapshot shortcut shortfall shortlist softball football blueprint fingerprint footprint viewpoint viewpoints
		standpoint checkpoint endpoint endpoints midpoint waterborne airborne newborn newborns stillborn postcode postgraduate passport password without
		within cannot today another something anything everything nothing someone anyone everyone nobody somebody everybody itself himself herself themselves`)
)

// tidy repairs the characters of a line: ligatures are spelt out, soft hyphens inside it, controls and private characters vanish,
// white space is folded. A hyphen at its end stays as it is for join.
func tidy(line string) string {
	var b strings.Builder
	b.Grow(len(line))
	trimmed := strings.TrimRightFunc(strings.ToValidUTF8(line, ""), space)
	broken := brokenEnd(trimmed) != 0
	for i, r := range trimmed {
		last := broken && i+utf8.RuneLen(r) == len(trimmed)
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
	s := invisibleButSoft.Replace(norm.NFC.String(b.String()))
	if !strings.Contains(s, "\t") {
		return strings.Join(strings.FieldsFunc(s, space), " ")
	}
	return columns(s)
}

// columns joins the cells of a row of a table, between which there are tabs.
func columns(s string) string {
	var row string
	for cell := range strings.SplitSeq(s, "\t") {
		row = withCell(row, strings.Join(strings.FieldsFunc(cell, space), " "))
	}
	return row
}

// withCell puts a cell behind those of a row. The number or mark of a heading, an item or a note is no cell; the time of an agenda is.
func withCell(row, cell string) string {
	switch {
	case row == "" || cell == "":
		return row + cell
	case ordinal.MatchString(row) && !clocked.MatchString(row):
		return row + " " + cell
	}
	return row + " | " + cell
}

// ordinal is the mark of a heading, an item or a note, which stands apart from its text.
var ordinal = regexp.MustCompile(`^(?:[0-9]{1,2}(?:\.[0-9]{1,2}){0,3}\.?|\(?[0-9a-zivx]{1,4}[.)]|[•●▪■◦‣⁃·*†‡–-]|Q[0-9]*[.:]|A[0-9]*[.:])$`)

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
	if shortWords[right] || commonWords[right] {
		return false
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
