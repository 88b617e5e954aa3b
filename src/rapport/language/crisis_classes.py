# ruff: noqa: E501 -- lists of words, whatever their length
"""The word classes and spellings that the crisis phrases are written with.

Words are plain (small letters, no apostrophes, no accents). Where a misspelt word is itself another
word (dye, dyeing) it is left out.
"""

from typing import Final

CLASSES: Final = {
    "TO": "to|too|2|of|on",
    "NOT": "not|dont|doesnt|didnt|never|no|wont|wouldnt|isnt|aint|arent|wasnt|werent|cant|cannot|couldnt"
    "|hardly|hadnt|havent|hasnt|nobody|noone|nothing|unable|stopped|shouldnt|neither|nor",
    "CANT": "cant|cannot|couldnt|unable",
    "BE": "be|am|im|is|are|was|were|been|being|hes|shes|theyre|b|get|feel",
    "MY": "my|his|her|their|your|own|ones|our|me|mi",
    "ME": "me|myself|him|himself|her|herself|them|themselves|us|i|she|he",
    "SELF": "myself|himself|herself|themself|themselves|yourself|ourselves|oneself|itself|hisself|theirself",
    "WHO": "i|im|he|she|they|hes|shes|theyre|we|you|kid|son|daughter|friend|husband|wife|brother|sister|mom"
    "|dad|mother|father|partner|boyfriend|girlfriend",
    "ALL": "everyone|everybody|people|they|family|kids|children|world|parents|all|wife|husband|mom|dad|friends"
    "|son|daughter|life|things|anyone|mother|father|partner|girlfriend|boyfriend|others|someone|team"
    "|he|she|theyd|theyll|itd|yall|brother|sister|everyones|hed|shed|we|guys|loved",
    "WANT": "want|wants|wanted|wanting|wish|wishes|wished|wishing|need|needs|needed|hope|hopes|hoping|hoped"
    "|ready|plan|plans|planning|planned|intend|intends|intending|intention|intent|decided|considering|consider"
    "|considered|considers|thinking|thought|thoughts|think|urge|urges|tempted|prefer|desire|longing|craving"
    "|prepared|try|tries|tried|trying|deserve|deserves|ideation|fantasize|fantasizing|fantasies|daydream"
    "|daydreaming|dreaming|begging|praying|pray|prayed|impulse|impulses|attempting|attempted|rather|reason"
    "|determined|willing|supposed|meant",
    "WISH": "want|wants|wanted|wish|wishes|wished|wishing|hope|hopes|hoping|hoped|pray|prays|praying|prayed"
    "|beg|begging|dream|rather|ask|asked|asking|need|waiting|begged|prefer|wouldnt|god|please",
    "DIE": "die|dies|dying|died|perish|dieing",
    "KILL": "kill|kills|killed|killing|unalive|unaliving|unalived|murder|murdering|murdered|shoot|shooting"
    "|hang|hanging|hanged|hung|drown|drowning|end|ending|ended|off|offing|offed|poison|poisoning|stab"
    "|stabbing|stabbed|delete|deleting|exterminate|suffocate|strangle|strangling|execute|electrocute"
    "|destroy|erase|top|neck|terminate|starve|gas|immolate",
    "GONE": "gone|dead|deceased|buried|disappeared|vanished|passed",
    "DEAD": "gone|dead|died|die|dying|disappeared|vanished|killed|deceased",
    "LIVE": "live|lives|living|lived|alive|exist|exists|existing|existed|survive|breathe|breathing",
    "GOON": "go|going|carry|carrying|keep|continue|continuing",
    "MORE": "anymore|more|longer|much|any|no|now|nomore",
    "PILLS": "pills|pill|meds|medication|medications|medicine|tablets|tablet|painkillers|tylenol|antidepressants"
    "|aspirin|xanax|insulin|capsules|prescription|opioids|ibuprofen|advil|benzos|melatonin",
    "TAKE": "take|takes|taking|took|taken|swallow|swallowed|swallowing|swallows|down|downed|downing|ate|eat"
    "|popped|popping|had|swallowd",
    "LOTS": "all|bottle|bottles|handful|handfuls|every|whole|many|bunch|full|entire|lot|lots|much|box|pack"
    "|stash|rest|ton|tons|double|extra|dozens|hundred|hundreds",
    "ENDWORD": "end|ending|ended|ends|over|finish|finished|finishing|stop|stopped|stopping",
    "PARTNER": "husband|boyfriend|bf|partner|ex|wife|girlfriend|gf|spouse|fiance|fiancee|dad|father|stepdad"
    "|stepfather|mom|mother|uncle|brother|son|man|guy|he|she|they|him|hes|shes|hubby|stepmom|parents|roommate"
    "|boss|caregiver|someone|pimp|trafficker|date|who|sister|baby|stepbrother|them|father",
    "HITS": "hits|hit|hitting|beats|beat|beating|punches|punched|punching|slaps|slapped|slapping|chokes"
    "|choked|choking|strangles|strangled|strangling|kicks|kicked|kicking|shoves|shoved|rapes|raped|raping"
    "|molests|molested|assaults|assaulted|burned|burns|stabbed|attacks|attacked|batters|battered|smacks"
    "|smacked|hurts|forces|forced|threatens|threatened|threatening|abuses|abusing|stalks|stalking|stalked",
    "OTHERS": "him|her|them|people|someone|somebody|everyone|everybody|others|anyone|another|person|man|woman"
    "|wife|husband|boyfriend|girlfriend|partner|ex|boss|coworker|coworkers|roommate|neighbor|neighbors"
    "|neighbour|mother|mom|father|dad|parents|brother|sister|son|daughter|kid|kids|child|children|baby"
    "|family|stepdad|stepfather|stepmom|teacher|classmates|classmate|students|infant|toddler|newborn"
    "|bully|bullies|friend|friends|guy|bf|gf|spouse|you|boys|girls|customers|grandmother|grandma|uncle"
    "|husbands|whoever",
    "VOICES": "voice|voices|demon|demons|god|satan|devil|angel|angels|spirits|spirit|command"
    "|hallucinations|entity|jesus|archangel|ghost|prophet|presence",
}  # fmt: skip

# What stands for one or more words that the phrases know.
SPELLINGS: Final = {
    "wanna": "want to", "wana": "want to", "wnna": "want to", "wannna": "want to", "gonna": "going to",
    "gunna": "going to", "gona": "going to", "gon": "going", "finna": "going to", "boutta": "about to",
    "tryna": "trying to", "wnat": "want", "wnt": "want", "waant": "want", "wan": "want", "watn": "want",
    "dnt": "dont", "doan": "dont", "dun": "dont", "dotn": "dont",
    "donot": "dont", "dontwanna": "dont want to", "cnt": "cant", "cnat": "cant", "caint": "cant",
    "canot": "cannot", "kil": "kill", "kll": "kill", "kyll": "kill", "kiil": "kill", "klil": "kill",
    "klll": "kill", "kiling": "killing", "killin": "killing", "klling": "killing",
    "killng": "killing", "kilin": "killing", "kille": "kill", "kild": "killed", "kiled": "killed",
    "dei": "die", "dyin": "dying", "dieing": "dying", "dyeing": "dying", "diing": "dying",
    "livin": "living", "livng": "living", "liveing": "living", "liv": "live", "lieve": "live",
    "alove": "alive", "alve": "alive", "aliv": "alive", "ded": "dead", "deadd": "dead", "daed": "dead",
    "sui": "suicide", "suside": "suicide", "suacide": "suicide", "suecide": "suicide",
    "suicde": "suicide", "suisidal": "suicidal", "susidal": "suicidal", "suicidle": "suicidal",
    "suacidal": "suicidal", "sewerslide": "suicide", "sewercide": "suicide",
    "suwerslide": "suicide", "sooicide": "suicide", "sucide": "suicide", "susicide": "suicide",
    "kms": "kill myself", "kys": "kill yourself", "kmself": "kill myself", "ctb": "suicide",
    "unlive": "unalive", "unaliv": "unalive", "unalving": "unaliving", "meself": "myself", "mself": "myself",
    "myslf": "myself", "mysef": "myself", "meslf": "myself", "mahself": "myself", "urself": "yourself",
    "overdoes": "overdose", "overdosis": "overdose", "od": "overdose", "oding": "overdosing",
    "oded": "overdosed", "ody": "overdose", "selfharm": "self harm",
    "selfharming": "self harming", "selfharmed": "self harmed", "selfinjury": "self injury",
    "nomore": "no more", "nobdy": "nobody", "anymor": "anymore", "anymroe": "anymore",
    "thikning": "thinking", "thinkin": "thinking", "thnking": "thinking", "tought": "thought",
    "tryed": "tried", "tride": "tried", "offself": "off myself", "wsh": "wish", "wich": "wish",
    "whish": "wish", "b": "be", "nemore": "anymore", "nemor": "anymore", "jus": "just", "wuz": "was", "wuld": "would",
    "wud": "would", "cud": "could", "tonite": "tonight", "tnite": "tonight", "di": "die",
    "iam": "i am", "cuicide": "suicide", "suiciding": "suicide", "suicid": "suicide", "commited": "committed",
    "mum": "mom", "mam": "mom", "harmin": "harming", "neva": "never",
    "nvr": "never", "luv": "love", "ppl": "people", "evry1": "everyone", "every1": "everyone",
    "sum1": "someone", "any1": "anyone", "no1": "noone", "b4": "before", "dis": "this",
    "dat": "that", "wit": "with", "wid": "with", "rn": "now", "idk": "i dont know",
    "cya": "goodbye", "alot": "lot", "lyk": "like", "dyng": "dying", "deth": "death",
    "waek": "wake", "anymoar": "anymore", "livving": "living", "existin": "existing", "u": "you", "ur": "your", "bcuz": "because", "bc": "because", "cuz": "because",
    "slef": "self", "lyfe": "life", "lif": "life", "liffe": "life", "lfe": "life", "lyf": "life", "slf": "self", "mslef": "myself", "abt": "about", "bout": "about",
    "dth": "death", "sucidal": "suicidal", "scd": "suicide", "hurtn": "hurting", "frever": "forever", "4ever": "forever",
    "foreva": "forever", "gudbye": "goodbye", "gudby": "goodbye", "goodby": "goodbye", "wrld": "world", "ther": "there", "reasn": "reason", "endit": "end it", "goin": "going",
    "feelin": "feeling", "cuttin": "cutting", "hurtin": "hurting", "hert": "hurt", "hrt": "hurt",
    "pilz": "pills", "pils": "pills", "resons": "reason", "reson": "reason", "poin": "point",
    "dissapear": "disappear", "disapear": "disappear", "dissappear": "disappear",
    "dissapeared": "disappeared", "worht": "worth", "wroth": "worth", "bettr": "better", "beter": "better",
    "withuot": "without", "whitout": "without", "widout": "without", "w/out": "without", "wo": "without",
    "everyoned": "everyone", "everbody": "everybody", "everone": "everyone", "evryone": "everyone",
    "burdan": "burden", "burdon": "burden", "hangin": "hanging", "jumpin": "jumping", "brige": "bridge",
    "takin": "taking", "mee": "me", "tierd": "tired", "tird": "tired", "gt": "get", "hlep": "help",
    "burdin": "burden", "beet": "beat", "voises": "voices", "voyces": "voices", "voicez": "voices", "burdun": "burden", "agen": "again", "agian": "again", "agin": "again", "bin": "been",
    "werth": "worth", "wurth": "worth", "evry": "every", "evrything": "everything",
    "everythin": "everything", "nuthin": "nothing", "nuthing": "nothing", "nothin": "nothing", "sumthing": "something",
    "2nite": "tonight", "2night": "tonight", "2day": "today", "2moro": "tomorrow", "2morrow": "tomorrow", "tmrw": "tomorrow",
    "tmr": "tomorrow", "tomorow": "tomorrow", "tommorow": "tomorrow", "tommorrow": "tomorrow", "tonit": "tonight",
    "nite": "night", "thots": "thoughts", "thot": "thought", "thoughs": "thoughts", "toughts": "thoughts",
    "gna": "going to", "gnna": "going to", "imma": "im going to", "ima": "im going to", "wna": "want to", "wanting2": "wanting to",
    "dunno": "dont know", "dunwanna": "dont want to", "dowanna": "dont want to", "donwanna": "dont want to",
    "hav": "have", "hv": "have", "wen": "when", "wat": "what", "wut": "what", "y": "why", "r": "are",
    "shud": "should", "shuld": "should", "shld": "should", "wudnt": "wouldnt", "cudnt": "couldnt", "shudnt": "shouldnt",
    "dosnt": "doesnt", "dosent": "doesnt", "doesent": "doesnt", "woudl": "would", "coudl": "could",
    "coz": "because", "cos": "because", "becuz": "because", "becuase": "because", "becos": "because", "bcos": "because",
    "frend": "friend", "freind": "friend", "dauter": "daughter", "doughter": "daughter", "daugther": "daughter",
    "husbend": "husband", "boyfreind": "boyfriend", "girlfreind": "girlfriend", "famly": "family", "fam": "family",
    "swollowed": "swallowed", "swalowed": "swallowed", "swallowd": "swallowed", "swalow": "swallow", "medz": "meds",
    "rist": "wrist", "rists": "wrists", "wrsts": "wrists", "blead": "bleed", "bleedin": "bleeding",
    "nife": "knife", "knif": "knife", "shute": "shoot", "jumpp": "jump", "brigde": "bridge", "bilding": "building",
    "alon": "alone", "heven": "heaven", "hevan": "heaven", "funural": "funeral", "buryed": "buried",
    "breathin": "breathing", "brething": "breathing", "pleez": "please", "plz": "please", "pls": "please",
    "helpp": "help", "feal": "feel", "feelign": "feeling", "wish2": "wish to", "wanted2": "wanted to", "want2": "want to",
    "need2": "need to", "going2": "going to", "sumone": "someone", "somone": "someone", "sombody": "somebody", "evrybody": "everybody",
    "every1s": "everyones", "enuf": "enough", "enuff": "enough", "cutted": "cut", "cuting": "cutting", "cuttng": "cutting",
    "hittin": "hitting", "hiting": "hitting", "beatin": "beating", "raip": "rape", "raiped": "raped", "abusiv": "abusive",
    "threatning": "threatening", "threating": "threatening", "thretening": "threatening", "threated": "threatened",
    "scard": "scared", "skared": "scared", "afrade": "afraid", "afriad": "afraid", "wishin": "wishing", "rember": "remember",
    "suicideal": "suicidal", "alife": "alive", "alieve": "alive",
    "xist": "exist", "egsist": "exist", "exsist": "exist", "exsisting": "existing", "exhist": "exist", "exisiting": "existing",
    "sucicde": "suicide", "siucide": "suicide", "punchd": "punched", "chokd": "choked", "slapd": "slapped", "hapier": "happier", "hapyer": "happier",
    "teh": "the", "wld": "would", "w": "with", "thnk": "think", "thikn": "think", "fase": "face",
    "anymoer": "anymore", "tok": "took", "forevr": "forever", "goig": "going", "jmup": "jump", "frm": "from", "bridg": "bridge", "tp": "to", "jusr": "just",
    # Spanish
    "morirr": "morir", "moririr": "morir", "kitarm": "quitarme", "quitarm": "quitarme", "suicidarm": "suicidarme",
    "suisidar": "suicidar", "suisida": "suicida", "zuicidio": "suicidio", "suicidyo": "suicidio",
    "despertarr": "despertar", "dispertar": "despertar", "pastiyas": "pastillas", "pastias": "pastillas", "bos": "voz", "boses": "voces",
    "voses": "voces", "ijo": "hijo", "ija": "hija", "isiera": "hiciera", "kieren": "quieren", "kiere": "quiere", "kisiera": "quisiera",
    "desaparacer": "desaparecer", "desapareser": "desaparecer", "nesesito": "necesito",
    "estava": "estaba", "estubiera": "estuviera", "ubiera": "hubiera", "nasido": "nacido", "avlar": "hablar", "mejr": "mejor", "xq": "porque", "pq": "porque", "tmb": "tambien",
    "toy": "estoy", "tomee": "tome", "golpia": "golpea", "pegua": "pega",
    "q": "que", "k": "que", "kiero": "quiero", "qiero": "quiero", "kerer": "querer", "vibir": "vivir",
    "bivir": "vivir", "bibir": "vivir", "vibr": "vivir", "vivr": "vivir", "morrir": "morir", "morirm": "morirme", "suisidio": "suicidio",
    "suisidarme": "suicidarme", "suicidame": "suicidarme", "matarm": "matarme", "bida": "vida",
    "kitarme": "quitarme", "kitar": "quitar", "aser": "hacer", "aserme": "hacerme",
    "asiendome": "haciendome", "nadien": "nadie",
}  # fmt: skip

# Two words that are one.
JOINED: Final = {
    ("my", "self"): "myself", ("him", "self"): "himself", ("her", "self"): "herself",
    ("your", "self"): "yourself", ("ur", "self"): "yourself", ("them", "selves"): "themselves",
    ("any", "more"): "anymore", ("any", "longer"): "anymore", ("no", "one"): "noone",
    ("over", "dose"): "overdose", ("over", "dosed"): "overdosed", ("over", "dosing"): "overdosing",
    ("sui", "cide"): "suicide", ("sewer", "slide"): "suicide", ("suicide", "al"): "suicidal", ("sui", "cidal"): "suicidal", ("suicid", "al"): "suicidal",
    ("un", "alive"): "unalive", ("my", "slef"): "myself", ("me", "self"): "myself", ("mi", "self"): "myself", ("ma", "self"): "myself",
    ("don", "t"): "dont", ("can", "t"): "cant", ("won", "t"): "wont", ("didn", "t"): "didnt",
    ("isn", "t"): "isnt", ("wouldn", "t"): "wouldnt", ("doesn", "t"): "doesnt", ("couldn", "t"): "couldnt",
    ("do", "nt"): "dont", ("ca", "nt"): "cant", ("can", "not"): "cannot",
}  # fmt: skip

# Long enough, and far enough from every other word, to be known with one letter wrong.
FUZZY: Final = (
    "suicide", "suicidal", "suicidio", "suicidarme", "suicidarse", "myself", "himself", "herself",
    "yourself", "themselves", "overdose", "overdosed", "overdosing", "disappear", "desaparecer",
    "anymore", "everyone", "everybody", "unalive", "strangle", "strangled", "existing",
    "threatened", "threatens", "without", "killing", "goodbye", "quitarme", "matarme", "lastimarme",
    "burden", "swallowed", "existence", "pointless", "hopeless", "worthless", "funeral", "disappeared",
    "disappearing", "forever", "attempted", "wrists", "hospital", "husband", "boyfriend", "girlfriend", "daughter",
)  # fmt: skip
# One letter away from a word above and yet another word.
NOT_FUZZY: Final = frozenset(
    {"husbands", "boyfriends", "girlfriends", "daughters", "laughter", "slaughter", "hospitals", "burdens",
     "swallower", "swallows", "funerals", "wrist", "twists", "existences", "attempter", "attempts", "lightless",
     "burdened", "forevers", "boyfriendly", "disappeard", "disappears", "swallow", "attempt", "wists", "whist", "wrest", "writs",
     "overdone", "everyones", "everybodys", "filling", "willing", "billing", "milling", "chilling",
     "pilling", "tilling", "skilling", "spilling", "drilling", "grilling", "thrilling", "shilling",
     "kissing", "exiting", "threatener", "goodbyes", "strange", "stranger", "strangler", "withdraw",
     "overdoses", "killings", "matarse", "quitarse", "lastimarse", "suicides", "suicidios", "bathmat",
     "itself", "within", "hearself", "matarte", "quitarte", "alive", "quitar", "mataron", "oneself",
     "threaten", "strangles", "existir", "exciting", "persisting", "quitame", "mataré", "kidding"}
)  # fmt: skip

# Known with one letter struck on the key beside the right one.
STRUCK: Final = frozenset(
    {"want", "kill", "killing", "alive", "living", "anymore", "dying", "dead", "death", "wake", "myself",
     "longer", "cant", "dont", "hurt", "pills", "better", "without", "suicide", "suicidal", "jump", "voices",
     "tonight", "goodbye", "nobody", "everyone", "cutting", "hurting", "stay"}
)  # fmt: skip
# One key away from a word above and yet another word.
NOT_MISSTRUCK: Final = frozenset(
    {"alice", "voiced", "dong", "wang", "linger", "kilo", "jill", "mill", "kiln", "olive", "wane", "wart", "hurl",
     "deaf", "deed", "dint", "font", "vent", "star", "stat", "stah", "slay", "thus", "sake", "wade", "wale"}
)  # fmt: skip
