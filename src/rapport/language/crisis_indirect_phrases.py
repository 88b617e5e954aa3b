# ruff: noqa: E501 -- one phrase a line, whatever its length
"""The English phrases of the crisis screen about not wanting to live, be, or go on; the notation is that of `phrases`.

Recall comes first: a phrase that is sometimes harmless and sometimes not stands here. Most
carry a "not" of their own, and cannot be denied by it.
"""

from typing import Final

SUICIDE: Final = """
* not|dont|cant|cannot|never ?really|even|so|honestly sure|know|certain|think|say|believe 1 if|that|whether|i 1 i|id 1 want|wanna|can|could|should to|keep|stay|go|be|live ?keep|stay|go|be|even living|alive|live|on|here|going|exist|existing $|anymore|any|much|like|and|longer|tonight|with|because|or|if
make|making myself die|disappear|dead
death 2 all|only|what|everything 2 want|need|crave|think|deserve
* not|dont|doesnt|isnt|never|nor ?really|even sure|think|believe|convinced|know|see|feel 3 life|living|it|existence|staying 2 worth
* NOT 1 trust|trusting SELF|me
* NOT 3 make|see|reach|live 1 it|through|past|to|until ?to|past 3 birthday|christmas|year|morning|tomorrow|summer|winter|graduation|weekend|spring|30|18|21|25
stop|stopped being $
nothing|noone|nobody 2 keeping|keeps|holding|holds|ties|tying|tethering me 1 here|alive|going|living|earth|anymore
hope|hoping|wish|wishing|pray|praying|hoped|kinda|almost 6 terminal|fatal|malignant|cancer|incurable|deadly
im|am|be|and|then|ill 1 ending it|everything|all|things $|tonight|soon|now|today
NOT 2 want|wanted 1 to 1 be here at|on|any all|earth|longer
no|isnt|any|what|whats|see|seeing|is point|use|reason ?in|to|of ?me living|trying|being|life|live|going|waking|existing|continuing|anymore|existence|breathing ?alive|here|up|on $|anymore|alive|here|when|if|now
theres|there|is|see|sees 2 no point|reason|use|purpose ?left|in|to|for|of ?anything|me|it|anything|live|life|go $|anymore|on|left|here|me
dont|cant|cannot|not|never|didnt|doesnt see|find|seeing 1 a|any|another|other way out !there|to
im|i|am|going|gonna|will|about|might|ill|want|could TO|just 1 jump $|off|from|now|tonight|infront|in|soon
make|making|made it|this|everything|all stop|end|go permanently|forever|all|please|away ?forever
tired|exhausted|sick|weak|broken|worn 2 to|of|from keep|be|being|being|go|keep|continue|living|live going|here|alive|on|living|fighting|$
hope|hopes|hoping|wish|wishes|wishing|pray|praying|wished 3 tomorrow|morning|day|heart|lungs|breathing|body|breath|everything 3 never|stop|stops|stopped|quit|gives|fails|doesnt|dont|wouldnt|would|didnt|just 2 come|comes|came|beating|working|out|stop|arrive|breathing|$
if 1 i|im 2 got|get|was|were|is 1 hit|killed|shot|murdered|cancer|struck|sick 5 relieved|ok|okay|fine|happy|glad|better|care|mind|relief
relieved|ok|okay|fine|happy|glad|relief 5 if 2 got|get|was|were 1 hit|killed|shot|murdered|struck|cancer
pointless|useless|senseless|exhausting|unbearable|impossible|torture to|for|me 1 keep|continue|go|stay|live|exist|be ?on living|going|alive|existing|on|breathing|like
* cant|cannot|couldnt 1 promise|guarantee|swear|say 1 i 1 wont|wouldnt|dont|im|am|not
* care|cares|caring|cared 4 whether|if 3 live|die|lived|died|dead|alive
* not|no|longer|arent|aint|isnt|never|without ?even|really|longer|at|any ?all afraid|scared|fear|frightened of|to ?be 1 die|dying|death|dead
NOT 2 want|wants|wanted|like|need|doing|do 1 life
NOT 2 want|wants|wanted 1 to 2 do|have|live ?this|my life
i|to|and|just|could|away|slowly fade|fading away|out
hate|hates|wish|sad|angry|upset|disappointed|mad|disgusted|hated that|when|how|i|because 2 woke|wake|waking|alive|survived|living !up ?to
hate|hates that|when|it|how|i 2 woke|waking ?up
dying|death|die|dead dont|doesnt|didnt|isnt|not|no|never 2 scare|scares|frighten|bother|afraid|scary|frightening|worry
CANT|dont|never|no|longer|unable 4 keep|keeping 1 SELF 1 safe
not 1 safe with|around|by|for 1 SELF|me
longer|not 2 able|possible 2 to 1 go|live|carry|keep|exist|cope|function
longer want|wants|wanted TO 2 live|be|exist|wake|go|try|alive
never|NOT 2 wanted|want|wants to die this|so|more|that|as
* NOT 1 have|got|made a|any|the plan yet
CANT 2 keep|continue|go|carry going|on|living|doing $|anymore|like|this|much|any
nothing 1 matters|matter ?to ?me anymore|$|any
nothing|noone|nobody left 1 for me|here
nothing 2 left|remains 1 for|here|to me|here|live
want|wants|wanted|need|like|deserve to 1 feel|be|suffer|have 1 pain|hurt|punished|suffering !relief|free
feel|feels|felt|feeling|thinking|thought|think|keep|about|just|like 2 disappearing|vanishing
everyone|everybody|they|family|world|life|people|kids|all|mom|dad|parents|husband|wife|children|friends|itd|would 4 better|happier|easier|fine 3 without me|myself|him|her
wish|wished|wishing i|he|she|they 1 wasnt|werent|isnt|didnt|hadnt|never|not|weren ?been|be 1 here|alive|around|born|woken|woke|exist|real|breathing
pain|it|this|everything|hurt|suffering|life 2 too much TO|for bear|take|handle|live|me|anymore|stand
suffering|pain|misery|nightmare|hell 1 has|needs|need|must|should|will|to 2 end|over|stop
see|sees|no|not|dont|only|other|another|is|theres|isnt|without 2 way|ways out 1 of|but 1 this|life|here|it|my|darkness|pain|hell|death|suicide
all|it|this 1 be|will|is|ill 1 over 1 soon|tonight|tomorrow|forever
existence|life 2 burden|pointless|meaningless|curse|torture|hell|unbearable|mistake|worthless
im|i|was|am|my 2 mistake 3 born|alive|exist|existence|birth
im|i|am|just|such|be|being|feel|like|only|nothing|a 1 burden 1 to|on|for 1 everyone|everybody|others|all|family|world|them|anyone|kids|parents|wife|husband|my|people|society
noone|nobody|who|anyone would|will|even|really|wouldnt|d 1 care|miss|notice|cry if|when|that|me i|im|$|me
dont|do|not|never 2 think|believe|feel|see|know 3 life|living|it|existence 2 is|was|worth 1 worth 1 living|it|live|anymore
want|wants|wanted|need|just|please|i out $|now|forever|tonight|already
hurts|pain|hurt|tired|done|exhausted and 2 want|need|wish out|it|to 2 $|end|over|stop|done|sleep|rest
tired|exhausted|sick|done of|with|from|fighting|trying 1 fighting|trying|struggling|surviving|pretending|hurting|everything|suffering|holding 1 all|on|anymore|$|and|so
not|wont|never 2 be|coming|come|see|waking|here|around 2 back|here|again|around|morning|alive|tomorrow|wake 1 tonight|tomorrow|$ !at|from ?work
want|wants|wanted|need|prefer|choose|chose|seek|crave|rather dying|death
wish|wishing|wished 4 dead|died|die|dying !of
wish|wished|wishing i could 2 die|end|stop|disappear|vanish|sleep_forever|go_to_sleep_and|sleep_and|go_away !working|smoking|drinking|worrying|crying|overthinking|early
deserve|deserves|deserved 2 die|dead|death
want|wants|wanted to be killed|murdered|shot|dead
death|dying is|would|seems|sounds|looks|feels|might|wish|be 3 better|easier|only|peaceful|relief|appealing|nice|good|answer|solution|escape|comforting|option|welcome|best|way|freedom|beautiful
death|dying is|would|seems|sounds|looks|feels 2 like 3 better|easier|only|peaceful|relief|answer|solution|escape|option|way|freedom
death|deaths wish
painless|painlessly|easy|quick|fast 2 way|death|die|method 1 out|go|to|$
all|only|always 2 think|thinking 2 is|about|of 2 dying|death|die
asleep|sleep|sleeping|dead|rest forever|permanently|eternally
* sleep|slept|sleeping|asleep|bed|night 4 never|not|forever|dont|wont|didnt|wouldnt 3 wake|woke|waking|woken up !until|till|on|in|early|late|at|for|with|well
* sleep|slept|sleeping|asleep|bed|night 4 never|not|forever|dont|wont|didnt|wouldnt 3 wake|woke|waking|woken !up|until|till|on|in|early|late|at|for|with|well
sleep|sleeping|asleep 1 forever
never|not|dont|wont|wouldnt|without|forever 3 wake|waking|woken 1 up|again|ever|tomorrow|anymore|$
never|not|dont|wouldnt 2 wake up to 2 another|tomorrow|this|morning|day|world|life
* never|not|dont 2 wake|waking up in 2 morning|$
* wish|wishing|wished|hope|hopes|hoping|pray|praying|prays|prayed|hoped|prefer 4 never|not|dont|wont|wouldnt|didnt|wasnt|werent|hadnt|dosnt|doesnt|isnt|weren 2 wake|woke|woken|waking|exist|existed|born|alive|survive|survived|make|be|been here|up|born|alive|through|it|$|anymore|at|from|the|tomorrow|so|in|around
wish|wishing|wished|hope|hoping|pray|praying|prayed 4 never|not|dont|wont|wouldnt|didnt|wasnt|werent|hadnt 2 exist|existed|born|alive|survive|survived|wake|woke|woken
wish|wishing|wished|hope|hoping|pray|praying 1 something|someone|somebody 3 happen|happens|happened to me|him|her 6 die|dead|here|wake|live|end
wish|hope something|it 3 kill|kills|end|ends 1 me|all
what|maybe|think|wonder|imagine if 1 i 2 wasnt|werent|didnt|never|not|stopped 1 here|alive|exist|existed|born|existing|living
not living|existing|being|waking ?alive|up|here 3 would|sounds|is|seems 2 nice|better|good|easier|peaceful|relief
never|not|hadnt|shouldnt|wasnt|shouldve ?never|not|have ?been|have ?been born !in|with|here|into|to|a|yet|at|until|on|rich|this|that|ready|male|female
never|not ?should|have|had ?have|had ?been existed|exist
NOT 2 WANT|wanna|feel|know|sure|think|care TO|like|that|if|about|how|i 3 live|living|alive|exist|existing|survive !with|at|near|alone|together|apart|up|off|next|under|by|around|somewhere|a|far|close|there|through|on|in|w|paycheck|separate|separately|across|downstairs|upstairs|outside|inside|out|without|for|where|his|her|their|our|so|like|independently|among|my|as|between|abroad|the|to|forever
NOT 2 WANT|feel|know|sure|think|care TO|like|that|if|about|how|i 3 live|living|be|exist in 2 world|pain|body|misery|agony|planet|earth|hell|fear|anymore
NOT 2 WANT|feel|know|sure|think|care TO|like|that|if|about|how|i 3 live|living|exist on|like 2 $|earth|planet|this|anymore|longer|now
NOT 2 WANT|feel|know|sure|think|care TO|like|that|if|about|how|i 3 live|living|exist my life !with|in|for|according|by|without|like|as|around|alone
NOT 2 WANT|feel|care TO|like|about|for 1 live|living|alive|exist|existing without 1 him|her|them|you|it|my
NOT 2 WANT|feel|sure|know|see TO|like|if|i|how|it|myself 3 alive|exist|existing|going|breathing|breathe !to|out|on|with|back|there
NOT 2 WANT|feel|see TO|like|myself 3 continue|go|carry|keep|keep|be 1 on|living|existing|going|fighting|here|alive|breathing|life !dates|a|vacation|trips|the|with|when|for|date|in|that|there|on|as
NOT 2 WANT|feel TO|like 1 be|being ?here|around|alive|on|in ?here|this ?earth|world|planet $|anymore|any|no|today|tomorrow|now|alive|if|because|and|or|longer
NOT want|wants|wanted 1 this|my|another life|future|tomorrow $|anymore
NOT want 1 to see|face|reach|make 2 tomorrow|morning|another|birthday|future|christmas|next|30|18|20|21
NOT want to wake
NOT 2 plan|planning|planned|intend|expect|expecting|see on|to|myself|being|living 3 alive|living|around|here|live|be 3 $|much|next|by|long|past|tomorrow|to|after|for|longer|anymore
wont|not|will|shouldnt|couldnt|wouldnt 2 be|here|around|alive 1 here|around|alive tomorrow|much|anymore|soon|to|when|$|after|in|by|for|long|this
NOT be|been ?here|around|alive alive|tomorrow|anymore
NOT 2 make|making it|through|to|past 2 night|tonight|tomorrow|morning|weekend|birthday|christmas|day|week|alive
everyone|ALL 6 better|happier|easier|fine|relieved|best|improve|improved off|without|place|if|when|with|$|life 3 ?if without|dead|gone|died|didnt|wasnt|werent|not|disappeared|never 1 me|i|myself|here|around|exist|alive|existed|born|him|herself|himself|$
better off 2 dead|gone|underground|buried|deceased|nonexistent|without 1 me|$|im|here|myself|if|than|and|because|now|anyway
better off dead|dying
better 2 off|place|world 2 if 1 i|im|he|she|they ?was|were|just|simply DEAD|not|wasnt|werent|never|didnt|weren|no
better|happier|easier|relieved|fine|best 3 if|when|once i|im|he|she|they ?was|were|am|just|finally DEAD|not|wasnt|werent|never|didnt|no ?longer|here|around|exist|existed|alive|born
without me 3 world|life|everyone|everybody|they|happier|better
world|family|kids|life|lives 5 better|easier|happier|simpler without ?me me
burden 3 everyone|everybody|family|kids|parents|world|all|wife|husband|anymore|others|children|mom|loved 4 $|gone|dead|anymore|better|without|and|die|i|if
reason|reasons|point|purpose|will|desire|sense|use|motivation|strength|courage|energy|meaning TO|of|in|for|why ?me|even|keep|keeping|go|stay|staying|my|i|to|keep 2 live|living|alive|exist|existing|life|continue|going|on|breathing|survive|survival
NOT 5 reason|reasons|point|purpose|will|desire|sense|use|motivation|strength|courage|energy|meaning|joy TO|of|in|for|why ?me|even|keep|keeping|go|stay|staying|my|i|should|to 2 live|living|alive|exist|existing|life|continue|going|on|breathing|survive|stay|anything|here !with|in|together|at|near|dates|medication|vacation|to|there
lost|losing|lose|lack|gone|without|what|whats|wheres|any|little|see 4 reason|reasons|point|purpose|will|desire|sense|use|meaning TO|of|in|for ?me|even|keep|keeping|go|staying|stay|my 1 live|living|alive|exist|existing|life|continue|going|on|breathing|anything !with|in|together|at|near|dates|medication|vacation|to|there|a
whats|what|is|wheres ?even|is ?the|there|any point 1 of|in|to 1 living|life|being|going|it|existing|anything|trying|live|waking|continuing|me ?all $|alive|on|anymore|here|if|when|exist|existing|living|now|up
point 1 of|in|to 1 living|existing|live|life|going $|anymore|on|if|when|like
reason|reasons not|dont|havent 1 to|kill|killed|die|end
only reason|thing 6 alive|live|here|living|kill|killed|end|keeping|going|die|done|havent 1 alive|is|it|me|$|myself|are
nothing|little|not ?much|anything|something ?left TO|worth 1 live|living|look|stay|keep|alive|exist|survive 1 for|forward|$ !to
nothing|nobody|noone left for me
why 1 am|m|im|are 1 i|we|you 2 still|even|here|alive|born|living|breathing ?alive|here|living|breathing $|alive|for|anymore|if|when|at
why am i 2 alive|living|born|existing
why|dont 2 should|bother|even|keep|go|am|do|know 3 live|living|exist|existing|alive|on|going|breathing !with|in|together|out|back|to|there|dates|through|for|a|wrong|the|at|my
why was i 2 born
why 2 didnt|couldnt|cant|wont|dont 3 die|dead|killed|kill !me
life|living|it|lifes|lives|existence|its|isnt|nothing 5 not|isnt|aint|never|no|longer|hardly|hardly|barely|nothing|doesnt 3 worth 3 living|it|live|life|fighting|anymore|staying|trying|$ !to|at
not|isnt|aint|hardly|longer worth 1 living|live|life|alive
is|if|makes|make|was|its life|living|it 2 worth 1 living|live|life
CANT 3 GOON 1 on|living|going|existing|breathing|alive|like|fighting|with|doing|this $|anymore|any|another|without|much|no|like|this|living|life|because|and|day|now|myself|pretending
CANT 3 live|exist|survive|living|be ?in ?this|like|my ?body|world|way|this|life $|anymore|life|world|pain|longer|another|much
CANT 3 live like this|that|it
want|wants|wanted|wish|need|ready|getting 1 out of 2 life|world|existence|body|earth
make|made|making it look 3 accident
CANT 3 live|exist another|anymore|any|one
CANT 2 face|do|handle|take|bear|get|see|survive|make 2 another|tomorrow|one|future|living|life day|morning|night|more|for|anymore|$|future|week|minute|hour
CANT 3 take|do|handle|bear|stand|deal|endure|tolerate|cope 3 life|living|existing|existence|alive|pain anymore|any|longer|$
CANT 2 take|do this|it|life|living ?pain anymore|much|any|nomore ?longer|more $
CANT 2 take|bear|stand|handle|do living|life|existing|being anymore|any|alive|much
CANT 2 take|bear|stand|handle the|this pain anymore|any|$|much|hurt
tired|sick|done|exhausted|fed|weary|bored|hate|hating|hates|over|through|finished|enough|tierd|drained 2 with|of|from|being|to|up|by|life|living ?trying|just|my|this|being|of|to ?to life|living|alive|existing|breathing|live|existence|waking|exist !with|in|at|paycheck|alone|together|near|here|there|apart|under|off|up|for|situation|a|style|like|on|without|coaching|insurance|out
tired|sick|done|hate|hating|over|exhausted 2 waking up !at|early|to|in|with|late|next|for|and|tired
hate|hates|hating 1 being|that|im|am alive|living|exist|breathing
give|giving|gave|given up on 1 life|living|everything|existence|myself
give|giving|gave|given up TO|on|and 2 die|live|life|end|living
wish|wishing|wished|want|wants|wanted|wanna|try|need|going|could|would|ready|like|rather|just|better TO|i|if|he|she|they|would|could|just|like 3 disappear|vanish|evaporate|vanishing|disappearing|evaporate !for|from|into ?a
wish|wishing|wished|want|wants|wanted|wanna|could|would|just|if|like TO|i|he|she|they|would|could|just 3 disappear|vanish|fade|go from|into|away 1 earth|world|life|nothing|existence|nothingness|face|forever|everything|everyone|planet
disappear|vanish|disappeared|vanished|fade|disappearing 3 forever|permanently|good|completely|earth|notice|noticed|care|existence
if 1 i|he|she|we 2 disappear|disappeared|vanished|vanish
nobody|noone|anyone|anybody|who|wouldnt|would|somebody|whos|everyone|everybody|they|mom|parents|people|you|only 4 miss|missing|notice|care|cares|cry|mind|sad|happy|noticed|remember|upset|better|mourn|relieved 3 if|when|once|that|me|im|how|whether|i 3 GONE|died|die|dead|dying|dead|killed|disappear|disappeared|vanished|live|lived|lives|wasnt|funeral|alive
nobody|noone|wouldnt|would|who 3 miss me
if 1 i 1 died|die|dies
ok|okay|fine|glad|happy|relieved|better|good|peaceful 4 if i 2 never|didnt|dont|not|wasnt 1 wake|woke|here|alive
if i|im 2 dead|killed
if i|he|she|they 2 wasnt|werent|isnt|not|didnt|weren 1 alive|here|around|exist|existed|born
if i|he|she killed
care|cares|matter|matters|mind|bother|bothers|dif|difference|caring 2 if|whether|that 1 i|im|he|she|they 2 live|lived|die|died|dead|dying|lives|alive|wake|woke
live or die|dying|death
life or death anymore
not|wouldnt|dont|wont|doesnt 1 mind|care|bother|object 2 if|dying|being|to|about|whether|not 4 die|died|dead|dying|hit|killed|kill|wake|woke|alive|shot|cancer|over|dying|end|exist|existing
not|wouldnt|dont|wont|doesnt 1 mind|care|bother|object 2 dying|dead|death
WISH 5 hit|hits|run|runs|ran|crash|crashes|kill|kills|take|takes|took|shoot|shoots|strike|end|strikes|struck|ends|killed|shot 1 over ?by ?a|me|car|bus|truck|train|lightning|in|on|plane me|$|car|bus|truck|train|tonight|in|away|from|because|so|crash|lightning|someone|out|now|already|soon
WISH 6 get|got|have|had|gets|catch|caught|give|gave|gives|was|be|were 3 hit|cancer|killed|shot|terminal|tumor|aneurysm|murdered|crash|illness|heart|accident|covid|struck
WISH 5 crash|crashes|crashed|accident|heart 4 die|died|dead|kill|killed|me|stop|stops|attack
want|wants|wish|wishes|wished|hope|hopes|hoping|hoped|pray|praying|prayed|beg|begging 1 i|id|me 3 die|died|dead|death
WISH 3 god|lord|universe|someone|somebody|something|death|it|jesus|car|truck|bus|lightning|illness|they 2 take|takes|took|kill|kills|end|ends|shoot|shoots|hit|hits|strike|struck|killed|run|runs me|him|her|this|my|it
stop|stopped|quit|stopping taking|eating|take|eat 4 insulin|die|starve|death|dialysis|heart|meds|medication|slowly to|so|and|until|die|$ 3 die|dead|end|over
see|sees|seeing|saw|no|theres|only|other|another|any|easy|need|want|looking|easiest|find|is 2 way out !of|there|to|here|west|east|on|for|in
dont|cant|cannot|doesnt|not|didnt see|have|imagine|picture|seeing a|any|my|having 2 future $|for|anymore|ahead|beyond !with
pain|suffering|hurting|misery|torment|agony|nightmare|torture TO|would|will|all|just ?just|finally|be|go|all|to ?be|all|go stop|end|stopped|ended|over|away !in|from|of|with
make|makes|making 2 pain|suffering|hurting|misery|torment|agony stop|end
end|escape|ending 2 pain|suffering|misery|torment|agony 1 $|forever|permanently|now|all
stop|stopping 1 pain|suffering|misery|torment|agony ?once ?and forever|permanently|for|now|tonight
want|wants|wanted|wish|need|ready|hoping|hope|waiting|begging|pray|praying 1 it|this|everything|all|life|everythings|things ?all ?to|would|will|could|for ?just|finally|be ?be ?all end|stop|over|ended|stopped|finished $|now|already|all|tonight|forever|permanently|please|soon
escape|leave|leaving|exit|depart|exiting|quit|quitting|abandon|left|checkout|departing|escaping 2 life|world|earth|planet|existence|alive|universe|mortal
world|life without me
see you 2 on|in 1 other|hell|heaven|next side|life|$|soon
cease|stop|stopped|stopping|quit|ceasing|rest TO|being|just|from 1 exist|existing|living|breathing|alive|be|live
cease|stop|quit existing|living|breathing|exist|live|breathe
never|not 2 exist|existed|existing|wake|waking
nonexistence|oblivion
life 2 is|isnt|feels|has 1 over|pointless|worthless|meaningless|ended|ending|unbearable !when|if|with|without
lifes 1 over|pointless|worthless|unbearable|meaningless
safe 2 from|with|around|by|alone 1 SELF
NOT 2 keep|keeping|trust|guarantee|promise 3 SELF 1 safe|alone|alive|tonight|right|around|not|$ !at|to|with
NOT 2 keep|keeping|stay|staying|remain 2 safe|alive !at|from
NOT 1 feel|am|im|feeling 1 safe ?alone|right|tonight|anymore|now ?now $|alone|because|with
afraid|scared|worried|fear|terrified|frightened|concerned 3 what|that|might|may|of|ill|could|if 3 might|may|could|do|will|ill|capable|gonna ?do|something|anything ?to ?do|harm|hurt SELF|stupid|drastic|bad|rash|irreversible|myself
afraid|scared|worried|fear|terrified|frightened of|about|what|i|im|that|he|she|they 2 i|ill|hell|shell|he|she|they|might|myself ?might|may|will|could do|myself|alone $|to|if|something|tonight|myself|alone|when|anymore
dont|never|not|nor 2 deserve|deserves|deserving|worthy 2 live|alive|life|exist|breathe|living|be|existing $|alive|here|anymore|life|on|live
waste of 2 air|space|oxygen|life 3 die|dead|end|me|better|gone
permanent solution|sleep|nap|rest|exit|end
forever nap|sleep|rest
eternal|endless sleep|rest|peace|slumber
stay|staying|keep|keeping|remain|remaining|kept|stayed alive 4 for|because|only|hard|harder|reason|anymore|much|exhausting|longer|point|difficult|tired|dont
NOT 3 stay|staying|be|remain|keep|being alive|breathing|living|existing 1 anymore|much|$|longer|for|tonight|right|if|any|like|because
hard|harder|difficult|impossible|struggle|struggling|trying|forcing|exhausting|fighting|force|barely|tired to|of|it 2 stay|be|keep|find|staying|keeping|remain 1 alive|living|breathing|live|reasons|reason|existing
"""
