package expand

// base is what a page that holds one of the other names of a concept is worth, by source, beside 1 for a page that holds the reader's own
// words, where both are as frequent. Measured on six judged collections (nDCG@10): 0.2 to 0.4 for MeSH are the same within 0.002.
var base = [...]float64{MeSH: 0.3, Abbreviation: 0.6, Synonym: 0.2, Staff: 0.6}

// doubt is how far the single words of a name cease to count where nobody writes it so, see WordWeight.
const doubt = 0.6

// Weight is what the group counts beside the reader's own words. typed is the number of pages that hold the name as typed, others the
// largest number that hold one of its Members. It rises from that of the source to 1 as the reader's name is rarer than the others:
// who asks for "coagulation factor IV" where every page says "calcium" means those pages. That alone takes swapped names from 0.84 to
// 0.90 of what the usual names find.
func (g Group) Weight(typed, others int) float64 {
	w := base[g.Source]
	return w + (1-w)*(1-rarity(typed, others))
}

// WordWeight is what each single word counts of a name as typed, which without a group would be 1: the words of "coagulation factor IV"
// mislead where nobody writes that. A name of one word counts in full, being the reader's own.
func (g Group) WordWeight(typed, others int) float64 {
	if g.To-g.From == 1 {
		return 1
	}
	return 1 - doubt*(1-rarity(typed, others))
}

// MemberWordWeight is what each single word counts of the most frequent of Members, besides the member as a whole, as the words that the
// reader would have typed. With WordWeight it takes swapped names from 0.90 to 0.94.
func (g Group) MemberWordWeight(typed, others int) float64 {
	return doubt * (1 - rarity(typed, others))
}

// rarity compares how many pages hold the typed name and the others, from 0 (nobody writes it so) to 1 (it is the usual one).
func rarity(typed, others int) float64 {
	return min(1, float64(typed+1)/float64(others+1))
}
