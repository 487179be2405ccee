package spelling

// diphthongAE lists the Greek and Latin stems that British English writes with ae. It is a list and not a rule, because most other
// words with these letters keep them in both countries: aerobic, Israel, larvae, Aedes.
var diphthongAE = []rule{
	{before: "h", after: "aem", with: "em"},              // haemoglobin, haemorrhage
	{after: "aemi", with: "emi"},                         // anaemia, leukaemic, septicaemia
	{after: "aesth", with: "esth"},                       // anaesthetic, paraesthesia
	{after: "aetiol", with: "etiol"},                     // aetiology
	{before: "p", after: "aed", with: "ed"},              // paediatric, orthopaedic, encyclopaedia
	{before: "yn", after: "aeco", with: "eco"},           // gynaecology
	{before: "f", after: "aec", with: "ec"},              // faecal
	{before: "c", after: "aec", with: "ec"},              // caecum
	{before: "c", after: "aes", with: "es", start: true}, // caesarean, caesium
	{before: "c", after: "aeru", with: "eru"},            // caeruloplasmin
	{before: "n", after: "aev", with: "ev", start: true}, // naevus
	{before: "l", after: "aevo", with: "evo"},            // laevodopa
	{before: "rch", after: "aeo", with: "eo"},            // archaeology
	{before: "pal", after: "aeo", with: "eo"},            // palaeolithic
	{before: "medi", after: "aev", with: "ev"},           // mediaeval
	{before: "him", after: "aer", with: "er"},            // chimaera
	{before: "roch", after: "aet", with: "et"},           // spirochaete
	{before: "prim", after: "aev", with: "ev"},           // primaeval
	{before: "mel", after: "aen", with: "en"},            // melaena
	{before: "leuk", after: "aemo", with: "emo"},         // leukaemogenic
	{before: "ph", after: "aeo", with: "eo"},             // phaeochromocytoma
	{before: "ph", after: "aeres", with: "eres"},         // plasmaphaeresis
	{before: "fr", after: "aenu", with: "enu"},           // fraenulum
	{before: "pr", after: "aecor", with: "ecor"},         // praecordial
}

// diphthongOE lists the stems that British English writes with oe. Shoe, does, poem, coexist, heroes and phoenix keep it.
var diphthongOE = []rule{
	{after: "oedem", with: "edem"},              // oedema, lymphoedema
	{after: "oesoph", with: "esoph"},            // oesophagus; gastrooesophageal and gastroesophageal meet in a form of neither
	{after: "oestr", with: "estr"},              // oestrogen, oestradiol
	{after: "oestru", with: "estru"},            // oestrus
	{before: "rrh", after: "oe", with: "e"},     // diarrhoea, gonorrhoeae
	{before: "pn", after: "oe", with: "e"},      // apnoea, dyspnoeic
	{before: "f", after: "oet", with: "et"},     // foetus, foetal
	{before: "c", after: "oelia", with: "elia"}, // coeliac
	{before: "c", after: "oelio", with: "elio"}, // coelioscopy
	{before: "c", after: "oelom", with: "elom"}, // coelom
	{before: "oc", after: "oele", with: "ele"},  // hydrocoele
	{before: "am", after: "oeb", with: "eb"},    // amoeba
	{before: "hom", after: "oeo", with: "eo"},   // homoeopathy
	{before: "man", after: "oeuv", with: "euv"}, // manoeuvre
	{before: "p", after: "oeia", with: "eia"},   // pharmacopoeia
}

// endingOUR lists what may stand before -our for it to be -or in American English, whatever follows. Four, hour, tour, course,
// source and contour are not among them.
var endingOUR = []rule{
	{before: "behavi", after: "our", with: "or"},
	{before: "tum", after: "our", with: "or"},
	{before: "col", after: "our", with: "or"},
	{before: "lab", after: "our", with: "or"},
	{before: "fav", after: "our", with: "or"},
	{before: "flav", after: "our", with: "or"},
	{before: "hon", after: "our", with: "or"},
	{before: "hum", after: "our", with: "or"},
	{before: "rum", after: "our", with: "or"},
	{before: "vap", after: "our", with: "or"},
	{before: "neighb", after: "our", with: "or"},
	{before: "harb", after: "our", with: "or"},
	{before: "od", after: "our", with: "or", start: true},
	{before: "malod", after: "our", with: "or"},
	{before: "deod", after: "our", with: "or"},
	{before: "vig", after: "our", with: "or"},
	{before: "rig", after: "our", with: "or"},
	{before: "endeav", after: "our", with: "or"},
	{before: "savi", after: "our", with: "or"},
	{before: "sav", after: "our", with: "or"},
	{before: "arm", after: "our", with: "or"},
	{before: "ard", after: "our", with: "or", start: true},
	{before: "arb", after: "our", with: "or", start: true},
	{before: "cand", after: "our", with: "or"},
	{before: "clam", after: "our", with: "or"},
	{before: "glam", after: "our", with: "or"},
	{before: "enam", after: "our", with: "or"},
	{before: "demean", after: "our", with: "or"},
	{before: "ferv", after: "our", with: "or"},
	{before: "parl", after: "our", with: "or"},
	{before: "ranc", after: "our", with: "or"},
	{before: "splend", after: "our", with: "or"},
	{before: "succ", after: "our", with: "or"},
	{before: "val", after: "our", with: "or"},
	{before: "squal", after: "our", with: "or"},
}

// sulphur is sulfur to the International Union of Pure and Applied Chemistry, sulphonamides and sulphate with it.
var sulphur = []rule{{before: "sul", after: "ph", with: "f"}}

// leuco lists the stems of white things that are leuko- in American English. Leucine and leucovorin keep their c.
var leuco = []rule{
	{before: "le", after: "ucocyt", with: "ukocyt"},
	{before: "le", after: "ucop", with: "ukop"}, // leucopenia, leucoplakia, leucopheresis
	{before: "le", after: "ucod", with: "ukod"}, // leucodystrophy
	{before: "le", after: "ucot", with: "ukot"}, // leucotriene, leucotomy
	{before: "le", after: "ucor", with: "ukor"}, // leucorrhoea
	{before: "le", after: "ucoe", with: "ukoe"}, // leucoencephalopathy
	{before: "le", after: "ucoc", with: "ukoc"},
	{before: "le", after: "ucaem", with: "ukem"},
	{before: "le", after: "ucem", with: "ukem"},
}

// doubled lists the verbs in a single l that British English doubles before -ed, -ing, -er, -or, -ous and -ist.
var doubled = map[string]bool{
	"barrel": true, "bevel": true, "cancel": true, "channel": true, "chisel": true, "counsel": true, "dial": true, "duel": true,
	"enamel": true, "equal": true, "fuel": true, "refuel": true, "funnel": true, "grovel": true, "initial": true, "jewel": true,
	"label": true, "relabel": true, "mislabel": true, "unlabel": true, "level": true, "libel": true, "marshal": true, "marvel": true,
	"model": true, "remodel": true, "panel": true, "parcel": true, "pedal": true, "pencil": true, "quarrel": true, "rival": true,
	"unrival": true, "unequal": true, "shovel": true, "shrivel": true, "signal": true, "snivel": true, "spiral": true, "stencil": true,
	"swivel": true, "total": true, "towel": true, "travel": true, "tunnel": true, "unravel": true, "yodel": true, "dishevel": true,
	"imperil": true, "medal": true, "metal": true, "revel": true, "gravel": true, "pummel": true, "trowel": true, "weasel": true,
	"victual": true, "tassel": true, "tinsel": true, "cudgel": true, "drivel": true, "carol": true,
	"credential": true, "council": true, "cruel": true, "gruel": true, "devil": true, "bedevil": true, "petal": true, "subtotal": true,
	"trial": true, "squirrel": true, "snorkel": true, "flannel": true, "kennel": true, "backpedal": true,
	"disembowel": true, "apparel": true, "peril": true, "pommel": true, "ravel": true, "dowel": true, "cavil": true, "redial": true, "trammel": true, "empanel": true, "impanel": true,
}

// centres lists the words in -re that American English writes with -er; those in -metre and -litre need no line.
var centres = map[string]bool{
	"centre": true, "epicentre": true, "hypocentre": true, "concentre": true, "theatre": true, "amphitheatre": true, "fibre": true,
	"microfibre": true, "nanofibre": true, "calibre": true, "titre": true, "goitre": true, "lustre": true, "sombre": true,
	"spectre": true, "meagre": true, "sabre": true, "mitre": true, "nitre": true, "saltpetre": true, "ochre": true,
	"sepulchre": true, "manoeuvre": true, "maneuvre": true, "reconnoitre": true, "accoutre": true, "louvre": true, "philtre": true,
	"metre": true, "litre": true, "dioptre": true, "multicentre": true, "lacklustre": true, "sceptre": true,
}

// sizes lists the words in -ize that are no verbs of the Greek kind, and are written so in both countries.
var sizes = map[string]bool{
	"size": true, "resize": true, "downsize": true, "upsize": true, "rightsize": true, "oversize": true, "undersize": true,
	"outsize": true, "supersize": true, "midsize": true, "prize": true, "seize": true, "capsize": true, "assize": true,
	"misprize": true,
}
