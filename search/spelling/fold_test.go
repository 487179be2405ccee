package spelling_test

import (
	"strings"
	"testing"

	"academysearch/search/spelling"
)

func TestFold_joinsBritishAndAmerican(t *testing.T) {
	for _, pair := range []string{
		"oedema edema", "lymphoedema lymphedema", "haemoglobin hemoglobin", "haemorrhage hemorrhage", "haematology hematology", "haem heme",
		"anaemia anemia", "leukaemia leukemia", "leucaemia leukemia", "septicaemia septicemia", "hypercholesterolaemia hypercholesterolemia",
		"ischaemic ischemic", "paediatric pediatric", "orthopaedics orthopedics", "gynaecology gynecology", "aetiology etiology",
		"anaesthetised anesthetized", "paraesthesia paresthesia", "caesarean cesarean", "faecal fecal", "caecum cecum", "coeliac celiac",
		"oesophagus esophagus", "gastrooesophageal gastroesophageal", "oestrogen estrogen", "phytooestrogen phytoestrogen",
		"foetal fetal", "diarrhoea diarrhea", "dyspnoea dyspnea", "manoeuvre maneuver", "manoeuvring maneuvering",
		"pharmacopoeia pharmacopeia", "spirochaete spirochete", "leucocyte leukocyte", "leucotriene leukotriene",
		"sulphur sulfur", "sulphonamide sulfonamide", "bisulphite bisulfite", "aluminium aluminum", "neurone neuron",
		"tumour tumor", "behavioural behavioral", "labour labor", "vapourise vaporize", "neighbourhood neighborhood", "odourless odorless",
		"randomised randomized", "organisation organization", "organisational organizational", "immunisations immunizations",
		"analyse analyze", "analysed analyzed", "analyses analyzes", "paralysing paralyzing", "catalyser catalyzer", "recognisable recognizable",
		"centre center", "centred centered", "kilometres kilometers", "millilitre milliliter", "fibre fiber", "titres titers", "goitre goiter",
		"labelled labeled", "modelling modeling", "counsellors counselors", "fuelled fueled", "marvellous marvelous", "signalling signaling",
		"catalogue catalog", "analogues analogs", "dialogue dialog", "programme program", "programmes programs", "kilogramme kilogram",
		"ageing aging", "practise practice", "licence license", "defence defense", "judgement judgment", "enrolment enrollment",
		"fulfil fulfill", "skilful skillful", "grey gray", "mould mold", "sceptical skeptical", "artefact artifact", "disc disk",
	} {
		british, american, _ := strings.Cut(pair, " ")
		if b, a := spelling.Fold(british), spelling.Fold(american); b != a {
			t.Errorf("Fold(%q) = %q, Fold(%q) = %q, want the same", british, b, american, a)
		}
	}
}

func TestFold_leavesOtherWordsAlone(t *testing.T) {
	for _, word := range strings.Fields(`a of is four hour tour your pour sour flour course source contour detour devour journey journal
		size sizes sized sizing prize seize maize capsize citizen horizon wizard bizarre magazine quiz prise rise wise exercise promise
		disease noise advise precise expertise enterprise analysis diagnosis crises basis
		shoe does goes poem poet heroes toe coexist coefficient phoenix aerobic anaerobic aerosol israel michael larvae algae vertebrae
		reggae aedes maestro leucine isoleucine leucovorin phosphate phone graph nephew morphine
		here there were score before require acre figure measure nature centred-on hundred shared
		excellent cell cells tall spell spelling selling called equally totally initially metallic crystalline village
		vogue rogue league colleague dialect telegram diagram programmer programming programmed science silence absence
		therapist specialist mental capital special mouse house louse douse amour paramour glucose producer reduce naïve müller`) {
		if got := spelling.Fold(word); got != word {
			t.Errorf("Fold(%q) = %q, want it left alone", word, got)
		}
	}
}

func TestFold_keepsDifferentWordsApart(t *testing.T) {
	for _, pair := range []string{
		"organ organisation", "four for", "hour hor", "size sise", "tyre tire", "cheque check", "storey story", "septic sceptic",
		"leucine leukocyte", "poem pem", "metre meteor", "prise prize", "ageing agency", "fiber febrile", "colon colour", "rigor rig",
		"hemlock haem", "fetid feted", "centre century", "practise practical", "program pro", "equally equal",
	} {
		a, b, _ := strings.Cut(pair, " ")
		if spelling.Fold(a) == spelling.Fold(b) {
			t.Errorf("Fold(%q) = Fold(%q) = %q, want them apart", a, b, spelling.Fold(a))
		}
	}
}

func TestFold_allocatesNothingForAWordLeftAlone(t *testing.T) {
	for _, word := range []string{"the", "patient", "phosphate", "course", "aerobic", "disease", "cells", "figures"} {
		if n := testing.AllocsPerRun(100, func() { spelling.Fold(word) }); n != 0 {
			t.Errorf("Fold(%q) allocates %v times, want 0", word, n)
		}
	}
}

func FuzzFold(f *testing.F) {
	for _, seed := range []string{"haemoglobin", "gastrooesophageal", "organization", "centred", "sulphsulph", "oeoestrestr", "logue", "ize", "gramme", "naïve", "\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, word string) {
		once := spelling.Fold(word)
		if twice := spelling.Fold(once); twice != once {
			t.Errorf("Fold(Fold(%q)) = %q, want %q", word, twice, once)
		}
		if len(once) > len(word)+2 {
			t.Errorf("Fold(%q) = %q grew by more than two bytes", word, once)
		}
	})
}

func BenchmarkFold(b *testing.B) {
	words := strings.Fields("the patients with acute myocardial infarction were randomised to receive oestrogen or placebo for four weeks and " +
		"haemoglobin was measured at the centre of the study population during treatment with sulphonamides")
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		spelling.Fold(words[i%len(words)])
	}
}
