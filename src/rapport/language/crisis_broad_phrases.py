# ruff: noqa: E501 -- one phrase a line, whatever its length
"""Wide phrases of the crisis screen: two or three anchors with room between them, for wordings nobody
has listed; and the idioms that they need. Notation: `phrases`.

Talk of dying is rare in ordinary questions to therapists, so the plain words stand by themselves
here ("die") and what is harmless is named instead: bereavement, illness, figures of speech.
"""

from typing import Final

SUICIDE: Final = """
* all|only|thing 3 think|thinking|dream|want|pray|wish 3 is|about|for|of 2 dying|death|die
MY ?own ?early ?eventual death|suicide|passing|demise
edge|ledge 3 roof|rooftop|building|bridge|cliff|balcony|platform
refuse|stop|refusing|stopped|skip|skipping|quit 2 treatment|chemo|dialysis|insulin|medication 5 go|die|over|dead|end|could
should|deserve|need|needs 1 be gone|dead|deleted|erased|terminated
wont|not|dont 2 be here|around|alive 1 next week|month|year !at|for_your
by MY own hand|hands
i just|only|merely exist|existing $|and|here
burden 1 2|too|on|to|for 1 everyone|everybody|them|you|my|family|others|people|all
taking up space 5 gone|die|dead|better|exist|here
MY|the|that|this|her|his attempt left|made|scarred|nobody|i|my|and|but|because|he|she|since|two|three|years|ago|still|at_suicide
i|he|she|ive|hes|shes|son|daughter|husband 1 drove|went|walked|gone|biked|ran|drives|goes|walks 2 to 1 bridge|tracks|cliff|railway|ledge|overpass
PILLS 2 to|that|and 2 kill|die|end
no|isnt|any light 4 tunnel
PARTNER 2 own his|her|their ?own life
end|ending it al
press|push 2 button 5 gone|die|end|disappear|exist|over|dead|stop
lived|living|life long enough|for_long_enough
world|life|everyone|everybody|they|things would|will|could|can|ll 1 go|move|moves|carry|keep|be ?on|fine|okay|turning ?just ?fine without me
i dont|never matter $|to|anymore|and
NOT 5 alive !when|until|back
NOT 2 WANT 3 live|living|go_on|exist with this|the|pain|myself|guilt|it|what_i|that|these|depression|anxiety|so
CANT|NOT 1 live with myself|the_pain|the_guilt|this_pain|this|what_i|the_shame|the_voices|my_guilt
NOT 3 anything|anyone|nobody|something|much|nothing|one|someone 2 live for
attempted $|twice|again|last|three|once|multiple|several|two|yesterday|this_week|this_year|before
know|knows|planned|figured|thinking|imagine|imagined|researched|decided|certain|picked|plan 3 how|when|where|exactly i|im|id|ill|he|she|hed|shed|hes|shes ?am|would|will|want|could|gonna|going ?to do|doing it|this
after|upon|following my own|death|suicide|passing
kill|shoot|end me please|now|already
everyone|everybody|they|people|family|kids|mom 3 over my death|me_dying
* noone|nobody|anyone|who 5 MY funeral
WANT|going|gonna|will|might|ready|tried|try|trying|about|almost|plan ?TO ?just take|taking MY ?own life !back|into|seriously|to_the_next|to_a|in_a|in_another|one|for_granted
tonight|today|tomorrow|this|weekend|friday|sunday 4 my|the last night|day|christmas|birthday|sunset|evening|hours $|on|here|alive|ever|with|and
TO 1 find me|my_body $|so|like|dead|hanging|first|when|swinging|after
NOT 6 stay|keep|staying|keeping 2 safe|alive !at|from|with|for_the
NOT 4 sure|know|promise|guarantee 4 safe $|tonight|alone|right|anymore|by|this|from
affairs 3 in order
i|ive|he|hes|shes|she 1 set|picked|chose|chosen|circled a|the|my date $|and|already
so|and|then|now i can 1 finally 1 go|rest|leave|sleep|die|be_free|be_at_peace $
rope|cord|belt 6 garage|attic|beam|basement|ceiling|tree|ready|tested|fan|rafters|barn|neck|knot|closet_rod
attempt|attempts was|in|were|when|happened|landed|put_me|last|didnt_work|failed !at
MY|first|second|third|last|another|previous|failed|prior|past|recent attempt|attempts $|was|in|when|were|i|by|with|and
survived|after|attempted ?a|an|my|her|his hanging|overdose|gunshot|jump
close 1 jumping|hanging|overdosing|killing|dying|ending|pulling
pull|pulled|pulling|squeeze the trigger 5 myself|head|me|almost|couldnt|end|want|nearly
PILLS 5 mattress|hiding|hidden|hid|stash|hoard|saved_up|saving_up|counted|lined_up
hid|hiding|hide|hides|stash|stashed|stashing|stockpile|hoard|counting|counted|lined|sorting|save|saving|collected|collecting|pile 3 PILLS 5 under|mattress|drawer|closet|secret|box|nightstand|ready|count|jar|locker|shoe|bed|in_case|enough|for_when|until
tired|sick|exhausted|hate|done|dread 2 waking 1 up|every|each !early|at|to_an_alarm|late
ready to go 4 die|eat|god|heaven|live|anymore|be_with|meet|peace|lord
refuses|refusing|stopped|quit|wont 3 eat|eating|insulin|dialysis|drinking|meds 6 die|wants|end|ready|dead
last|final words|message|letter|goodbye|text|wish|wishes 6 die|before|gone|leave|go
over|better|done|gone|peace|free|finished soon|by_morning|tomorrow 3 goodbye|promise|sorry
jump|jumping off|from|in_front|infront|onto|over|but_someone|but_i|but_my|but_he|but_she
was|were|almost|nearly|about 1 to|going to jump|hang|overdose|shoot $|but|when|before|until|last|off|from|and
ready|want|wants|wish|hope|wanna|wanting 8 heaven
* envy|jealous 6 dead|died
NOT|any|without|lost|little 3 reason|reasons|point|purpose|motivation|will|desire 3 live|living|alive|exist|existing|breathing|being_here|going_on|continuing|keep_going !with|in|together|at|near
i|im|id|ill|ive|me|myself|himself|herself|themselves|he|she|they|people|being|be|son|daughter|her|him|look|already|already|or|rather|than|better|basically|person|see|seeing|them|us|so|everyone|body|up|half|drop|found|boyfriend|husband|wife|nephew|niece|grandson|child|kid 4 dead !broke|tired|serious|as|last|to_me|in_the_water|wrong|set_on|inside|silence|sure|on_my_feet|on_our_feet|lol|lmao
alive
NOT|regret|regrets|resent|why|wish|curse|wishing 4 born !in|with|here|into|yet|at|on|deaf|blind|rich|early|premature
reason|reasons|point|purpose|motivation|will|desire 3 live|living|alive|exist|existing|breathing|being_here|going_on|continuing|be_here|keep_going !with|in|together|at|near|here_in
waste of oxygen|space|air|breath|skin|life|flesh
MY|this|the life|pain|existence|misery|suffering 1 to 1 end|stop|be_over|finish
sleep|asleep|bed|sleeping|lie|lay|nap 6 not|never|dont|forever|without 3 get_up|wake|waking|getting_up|open|come_back
before|until|and|then|so|ill|just|finally|gonna|when|if|because 2 i|id|ill|im 1 end|ending it $|all|myself|anyway|now
thinking|thought|think|urge|urges|feel|want|wanted|wanna|consider|considering|considered|tempted|contemplating|going|about|thoughts|imagine|dream|almost|nearly|voices|ready|impulse|like 2 jump|jumping|leaping|leap $|off|in_front|infront|from|and|to_my|over|onto|now|tonight|out_of_a|out_the|out_my
train|trains|tracks|bridge|knife|knives|pills|cliff|rope|gun|balcony|window|traffic|ocean|river|medicine|cars|trucks 7 how|so|too|that|be 2 easy|quick|simple|fast|peaceful|tempting
how|so 1 easy|simple|quick|peaceful 6 jump|step|swerve|die|dead|pills|swallow|bridge|train|drown|crash|end|disappear|let_go|fall|pull_the_trigger|walk_into
chose|picked|chosen 2 bridge|rope|roof|rooftop|cliff|tracks|noose
do it|this 3 after|before|on|once|when|until|till|over 4 birthday|christmas|holidays|graduation|asleep|gone|dies|passes|funeral|anniversary|goodbye|note
know|knows|planned|figured|thought|thinking|imagine|imagined|researched|decided|idea|certain|sure|picked 3 how|when|where|exactly 1 i|id|ill|he|she|hed|shed ?would|will|want_to|am_going_to|could|gonna do it $|and|tonight|with|without|too|now
i|ive|he|she|shes|hes|have|has|had|already|previously|just|daughter|son attempted $|twice|before|again|last|three|once|multiple|several|a_few|many|in|when|two|four|and|when|since|at|as
i|ive|he|she|shes|hes|have|has|had|multiple|several|two|three|previous|past|many|prior|my|her|his attempts !at|to
only|still|barely 2 alive|here|living|breathing|around 1 because|for|due|so 3 cat|dog|kids|children|mom|mother|son|daughter|family|him|her|them|parents|sister|brother|wife|husband|pets|grandma
running|garage|exhaust|fumes 5 garage|car_running|running|exhaust|monoxide|hose
carbon monoxide
envy|envious|jealous 6 dead|die|died|dying|gone|cancer|terminal|coma|ill
look|looking|looked|stare|staring|stared 2 at|down|over 4 tracks|knives|pills|rope|ledge|bridge 6 think|thinking|thought|wonder|wondering|want|how|jump|end|easy|about
coma forever|and_never|so|instead|would
want|wish|put|hope 4 coma
die
dying $|and|sounds|seems|is|would|looks|feels|because|tonight|soon|myself|all|every|a|again|so|or|than|by|right|in|everyday|constantly|daily|more|anymore|would|might|instead|but|when|if|rather|than|at|tomorrow|today|scares|over|better|was|will|anyway|lately|alone
WISH 7 die|dead|dying|disappear|vanish|nonexistent|unalive|suicide|death !of
WISH 6 wasnt|werent|isnt|not|never|didnt|hadnt|stop|stopped|dont|without|quit 3 here|alive|around|exist|existing|existed|living|live|born|breathing|wake|waking|woke|heart !in|with|at|near|alone|together|late|early|hungry|tired|to|for|like|by
WANT 4 myself|me|i|life 2 dead
want|wants|wanted|wish|wanting|need|like|prefer|rather|choose|ready|choosing|picked|chose|decided|deciding|hoping|going TO|not|just|never 3 not|never|stop|quit|cease 3 be|exist|existing|wake|waking|living|live|alive|breathing|breathe|existence|being !late|early|alone|like|up_to|up_with|in|up_at|up_early|a|so|anxious|angry|single|nervous|afraid|depressed|sad|worried|stressed|around|up_so|tired|with
think|thinking|thinks|thought|thoughts|wonder|wondering|imagine|imagining|imagined|dream|dreaming|dreamed|fantasize|fantasizing|fantasies|idea|talks|talk|talking|talked|picture|picturing|considering|obsessed|thots|visions|images 4 not|never|no_longer 2 here|alive|exist|existing|around|living|born|waking|wake|breathing|existence|being $|here|alive|up|ever|again|anymore|and|or|a|all|every|lately|sometimes|constantly|around|in|at|on|for|because
think|thinking|thinks|thought|thoughts|wonder|wondering|imagine|imagining|imagined|dream|dreaming|daydream|daydreaming|fantasize|fantasizing|fantasies|idea|ideas|talks|talk|talking|talked|picture|picturing|consider|considering|considered|contemplate|contemplating|contemplated|obsessed|obsessing|thots|visions|images|urge|urges|tempted|plan|plans|planning|dwell|dwelling|joking|jokes|posting|posted|posts|writes|writing|wrote|searching|searched|googling|googled|research|researching|researched|reading|asking|asked|drawing|draws|draw|texted|texting|tweeted|hinting 6 die|dying|death|suicide|suicidal|dead|killing|unalive|overdosing|overdose|noose|disappearing|funeral|grave|coffin|wrists|goodbyes
funeral|coffin|grave|casket|obituary|tombstone|eulogy 3 mine
MY|about|own|imagine|plan|planned|write|wrote|writing|picture|planning own|my obituary|eulogy|funeral|tombstone|grave|gravestone|coffin
close|shut|closing my|our eyes 4 not|never|forever|dont 3 open|wake
never|not 2 open MY eyes again
belong|belongs|fit|meant|made|cut|suited|built|supposed|designed ?in|for|to|out|on 3 world|earth|planet|alive|existence
NOT 3 meant|made|cut|suited|built|supposed|designed|belong|want|deserve|fit_out_to|for|in|on 2 live|living|life|exist|existing|alive|be_here|this_world|earth $|anymore|world|earth|alive
not 1 meant|supposed to be here|alive|on|in $|anymore|alive|earth|this
shouldnt|shouldve|should 2 be|exist|been 2 here|alive|exist|existing|born|living|earth $|anymore|at|on|in|right|and|because
shouldnt exist
NOT 3 future $|anymore|for|ahead|left|with_me
future 3 me|myself 2 not|isnt|doesnt|blank|nothing
life|world|existence|lifes 3 nothing|noone 2 offer|give|left|for|me
relief|blessing|easier|peace|nice|welcome|grateful|gladly|happily|comforting|comfort|peaceful|beautiful 5 cancer|terminal|die|dead|dying|accident|tumor|killed|died|deadly|incurable|coma|crash|hit
cancer|tumor|accident|crash|illness|coma|diagnosis|disease|virus|covid|heart|attack|stroke|lightning|plane 4 blessing|relief|gift|welcome|solve|mercy|favor|favour
cancer|tumor|accident|illness|disease|covid 5 thank|relieved|hoping|hope|wish|hoped|wished|glad
car|truck|bus|train|plane|lightning|semi|lorry|asteroid|meteor 4 me 7 care|mind|upset|relieved|fine|okay|happy|glad|better|sad|relief|thankful|grateful|flinch
step|stepping|stepped|walk|walking|run|running|jump|jumping|lie|lay|throw|throwing|stand|standing|dart|wander 5 front|path|way 3 traffic|bus|car|train|truck|cars|lorry|trains|tram|tracks|semi|oncoming
cross|crossing|crossed 3 road|street|traffic 4 not|without|didnt|dont 4 look|looking|care|caring
look|looking 4 road|street|cross|crossing 5 hit|care|die|hoping
finally 2 do it !because|so|for
doing|do it tonight|tomorrow 2 $
tonight|today|weekend|tomorrow 6 im|ill|gonna|i 2 doing|do it $
asleep|alone|leaves|gone 4 im|ill|i|gonna|going_to 1 doing|do it|this $
know|knows|picked|chose|found|decided|chosen|figured 2 exactly|which|what 2 bridge|tree|building|roof|gun|rope|pills|train|method|tracks|drug|knife|beam|branch|cliff|parking
picked|chose|found|chosen|pick|selected|set|decided 3 bridge|tree|building|rooftop|rope|method|tracks|beam|cliff|day|date|spot 6 die|jump|do|dead|end|it|kill|go|gone
plan|method|means and|the|with 1 date|time|place|method|note|means|everything|pills|rope|gun $|and|ready|set|picked|for
painless|painlessly|quickest|surest 3 way|ways|method|methods|death|die|go|suicide|out|exit|kill
how many|much PILLS|of|tylenol|it|sleeping 6 kill|die|lethal|overdose|fatal|take_to_die|od
lethal|fatal|deadly dose|amount|overdose|injection|combination|combo|mix|level
contemplate|contemplating|contemplated|considering|consider|considered|imagine|imagining|tempted|fantasies|fantasize|fantasizing|idea|verge|edge|brink|thoughts|close|thinking|serious|seriously|urge|urges|dreaming|dream ?TO|of|about 2 ending|end it|everything|myself $|all|tonight|sometimes|lately|every|for|soon|daily|again|and|or|because|now
how much longer 4 on|alive|going|this|hold|take|last|live|survive|stand|bear|breathe|exist|fight|living
much longer 3 alive|living|live|hold|hang
hold|hang|holding|hanging on much|any longer|more
CANT|NOT 3 hold|hang|holding|hanging on $|anymore|any|much|longer
CANT 2 fight|fighting anymore|any|this|$
done|finished|through|tired|exhausted|sick 1 fighting|trying|surviving|hurting|struggling $|anymore|i|and|for
ready|want|wants|going|about|wanted|wanna|tempted to 1 give up|in $|on_life|for|completely|everything|life|on_everything|and_die
gave|given|giving|give up on 1 myself|life|living|everything|hope|hoping|existing|being
given|gave up hope|all|completely|fighting|trying_to_live
giving|given|gave up completely|entirely|for_good
no|any|lost|without|lose|losing|out ?all ?of hope $|left|anymore|at|for_me|that|in_life|whatsoever|of|and
hopeless and|i|so|that|enough|there|dont|im 6 live|die|end|out|on|point|alive|dead|goodbye|way
nothing 2 live|living|hope|stay|fight|wake 1 for
nothing 3 look|looking forward 4 die|live|end|point|dead|alive|here
noone|nobody|anyone|who|wouldnt|would|doubt|anybody|everybody|everyone|they|people|someone 5 notice|care|miss|cry|mourn|sad|grieve|celebrate|relieved|happy|happier|remember|attend|sadden|affect|affected|forget|upset|matter|mind|cares|notices|misses 6 gone|dead|died|die|dying|killed|disappeared|disappear|vanished|vanish|dropped|funeral|wasnt|werent|stopped|never|without_me !he|she|because_he
if|when|once 1 i|im|id|ive|me 2 gone|dead|died|die|killed|disappeared|disappear|vanished|dropped|wasnt|werent 7 notice|care|miss|cry|mourn|sad|grieve|celebrate|relieved|happy|happier|remember|better|easier|forget|upset|matter|mind|cares|fine|okay|ok|relief|free|peace|worry|bother|problem|problems
if|when|once 1 i|im|id|ive|me 2 gone|dead|died|disappeared|vanished|killed|dissapeared $|already|forever|tomorrow|tonight
if i|he|she 1 stopped|stop|quit|ceased existing|breathing|living|being
better|happier|easier|relieved|best|lighter|richer|freer|calmer|thrive|breathe|cheaper|peaceful|simpler|relax|celebrate|benefit 1 ?off|on 4 if|when|once|without|after|that|was 3 i|im|me|ive|myself|id 2 gone|dead|died|die|wasnt|werent|not|disappeared|vanished|left_this|killed $|dead|anymore|in|there|and|or|so|for|to|on|from|born|been|existing|tomorrow|tonight|gone|they|disappeared
burden|weight|drain|liability|anchor|nuisance|disappointment|waste|mistake|failure|leech|parasite|problem 6 dead|gone|die|dying|disappear|vanish|born|without_me|better_off|end_it|alive
burden 2 on|to|for 3 everyone|everybody|family|kids|parents|them|husband|wife|people|others|anyone|mom|all|children|daughter|son|friends|world|society|my|him|her $|and|anymore|around|i|so|because|they|loved_ones
be|am|im|being|feel|feeling|such|just|only|like|nothing|a|the|huge|massive|constant|total|financial 1 burden $|2|too|and|to|on|for|who|now|anymore
free|rid|relieve|spare|save|release|unburden 2 them|everyone|family|kids|everybody|you|husband|wife|parents|mom|people|world|myself 3 me|myself|burden|suffering|pain|trouble
free|rid of me $|for|once|soon|finally|forever
without me 1 around|in|here|there|alive|dragging|burdening|to_worry
doing 2 everyone|world|family|them|people 1 favor|favour
do|doing|did|does 2 everyone|world|family|them|people 1 favor|favour
tired|sick|done|exhausted|fed|weary|bored|hate|hating|hates|over|through|finished|enough|drained|sad|scared|miserable|ashamed|sorry|angry|disgusted 2 of|with|being|to|that|about|still|for 2 alive|existing|breathing|existence|living|life $|anymore|and|every|each|in_this|like_this|like|another|i|so|as_a|all|itself|day|because
exhausting|painful|unbearable|impossible|hell|torture|chore|agony|hard|pointless|meaningless|miserable|hurts|hurt|nightmare 1 to|just|being|it_is|for|me 2 alive|existing|exist|live|living $|anymore|every|each|everyday|with_myself|like_this
being alive|here|conscious|awake|born 2 hurts|hurt|painful|exhausting|unbearable|torture|hell|pointless|hard|too|sucks|mistake|agony|punishment|burden|chore|difficult
living|existing|breathing|existence|waking 1 is|feels|hurts|seems|has|became|becomes 3 hurts|painful|exhausting|unbearable|torture|hell|pointless|hard|sucks|agony|punishment|burden|chore|too|unbearable|heavy|pain|nightmare|difficult|struggle|worth|worthless|meaningless
why|reason|reasons|point|purpose 4 still|even|keep|stay|keeping|staying|here|be|am|im 2 here|alive|living|going|exist|existing|breathing $|anymore|for|if|when|at|on|alive
see|know|understand|get|idea|understanding why 1 i|im|id|he|she 3 here|alive|living|exist|existing|going|bother|born|keep|try|continue $|anymore|on|trying|living|going|at|for|alive|breathing|waking
only 6 keeping|keeps|stopping|stops|holding|preventing|kept|stopped|stays 3 me|him|her|here|alive|going|from_doing
what|only|thing|one|reason 3 keeping|stopping|keeps|stops 1 me|him|her 2 alive|here|going|from_it|from_doing|is
stay|staying|stayed|living|live|alive|hanging|holding|here 1 ?on only|just|solely|purely 2 for|because 2 my|the|mom|kids|cat|dog|them|him|her|others|family
keep|stay|keeping|staying|stays 3 alive
without|until|before|lest killing SELF
everything|pain|hurt|noise|it|thoughts|suffering|life|world|this TO|would|could|will|just|all|finally|to_just|all_to stop $|forever|permanently|for_good|now|so_bad|already|hurting|completely|please
make|making 2 it|pain|everything|hurt|noise|thoughts|suffering|life|all 1 stop|end|go_away forever|permanently|for_good|completely
make|making 2 everything|pain|all|noise|suffering 1 stop|end $
peace|rest|sleep|quiet|rested|nothingness|darkness|silence 2 forever|eternal|eternally|permanent|permanently|finally_at_peace|death|grave
want|wants|wanted|need|wanna|wish|wishing|ready TO|i|could|just 3 rest|sleep|gone 2 peace|forever|permanently|eternally|eternity|good !with|of_mind|in_our|at_home
at|be|in|rest peace finally|at_last|when_im|once_im
i|ill|im|id 3 gone $|by_then|by_morning|by_the|soon|forever|for_good|tomorrow|tonight|anyway|from_this|before|one_day|permanently
wont|not|never|dont 3 have to 2 see|deal|worry|put_up|hear|bother|suffer|care 3 me 3 anymore|again|longer|after|ever|soon
last|final|one 2 time|chance|message|post|text|letter|call|note|christmas|birthday|summer|year|day|night|goodbye|words|meal|week 8 die|dead|kill|suicide|goodbye|goodbyes|gone|live|alive|earth|end
never 3 see|hear|bother|talk|wake 3 me|you|again|them 3 again|anymore|goodbye|$ 6 goodbye|sorry|die|dead|love_you
texted|sent|messaged|posted|posting|wrote|texts|sends|sending|texting|messages|emailed|mailed|snapped|dmed 5 goodbye|goodbyes|farewell|sorry_for_everything
sorry|forgive 3 for|me 2 what 2 going|about|gonna|have|will|must 2 do|done
forgive me 2 for|when 3 leaving|gone|this|dying|doing
by the time you 2 read|see|find|get|hear
if you 2 reading|read|find|see|finding 2 this|me 6 dead|gone|over|late|die|already|sorry|goodbye
find|finds|found|finding|discover|discovers 2 my|me|the 1 body|dead|hanging|corpse
my|a|lifeless|his|her|dead body 6 found|find|finds|hanging|bridge|river
give|giving|gave|gives|donate|donated|donating|sold|selling|sell 5 things|stuff|belongings|possessions|clothes|guitar|dog|cat|pets|everything|jewelry|games|collection|console|car|savings|books|records|phone|account|room|laptop 6 gone|die|dead|need|needs|where|going|here|goodbye|anymore|longer
give|giving|gave|gives|given away|out 4 belongings|possessions|everything|stuff|things|valuables|pets|favorite|games|clothes|guitar
wont|dont|not 3 need|needing|be|use 3 it|them|these|here|anything|stuff|where 3 where im|i
will|affairs|insurance|funeral|finances|passwords|password|accounts 6 when|once|after|if|before|so 2 i|im|ive 2 gone|die|dead|died|go|kill|do
life insurance 6 suicide|pay|pays|out|worth|dead|family|kids|cover 3 if|suicide|die|dead|worth_more
worth more dead
more ?use|useful|valuable dead than
i|im|me|he|she|id|worth|be|better 2 dead than
dead|gone|underground|buried 2 better|preferable|than|instead|rather|easier_alive|than_this|this
half|part|side|piece|something 1 of|in|inside 1 me|him|her 4 die|dead|gone|end|death|dying|disappear|kill|out_of_life|over
cant|cannot|dont|wont|not|no|never 2 go on $|anymore|like|living|another|any|much|this|with_life|with_living|without|pretending|and|day|i|longer|in_this|alone|here|feeling|because
to|should|must|might|will|can|could 1 die
im|am|was|feel|feeling|are|were|is|been|getting|become 1 ready|prepared|okay|ok|fine|willing|happy|at_peace 1 TO|with|for 1 die|dying|death|go_now|leave|end|meet|depart|not_existing
okay|ok|peace|fine|comfortable|accepted with|being|accepting|the 2 dying|dead|death|not_existing|not_being|idea_of_dying
scared|afraid|terrified|worried|fear|frightened|concerned|petrified|nervous 4 might|could|will|ill|gonna|may|going_to 2 do|hurt|harm|kill 2 SELF|something|it|stupid
scared|afraid|terrified|worried|frightened|concerned|fear of|for|about ?being|hurting|harming|killing|losing|whats|left ?alone|with ?with SELF !being
trust|alone|left 3 SELF 2 tonight|alone|right|around|anymore|safe|near|with !time
not|dont|isnt|doesnt|never|unsafe|arent 2 safe 3 alone|myself|himself|herself|themselves|tonight|anymore
hang|hanged|hung|hanging|drown|drowning|drowned|shoot|shot|starve|electrocute|suffocate|burn|gas|poison|neck|off|offing|delete|deleting|erase|erasing|stab|bleed|choke|remove|removing|destroy|terminate|jump|kill|killing|kills|killed|unalive|unaliving|asphyxiate|strangle|execute 1 SELF !out|in_the_foot|laughing|at_work|with_work
wish|hope|pray|please|someone|somebody|want|let|begged|asked 4 kill|shoot|stab|murder 1 me !if|for
noose|revolver|shotgun|ligature|cyanide|helium|bleach|antifreeze|fentanyl 4 ready|closet|bought|ordered|have|myself|die|tonight|drink
bought|ordered|got|buying|getting|found|have|ordering|stole|borrowed|took|holding|looking|stare|staring|loaded|load|hid|hidden|access|keep|kept|own|grabbed 5 gun|rope|noose|razor|blades|pistol|shotgun|rifle|razors|helium|revolver|bleach|charcoal 6 myself|me|end|die|kill|tonight|it|think|ready|head|goodbye|drawer|bed|closet|suicide|temple|mouth|hurt|dead|life|bedside|under
gun|pistol|shotgun|rifle|revolver 6 drawer|nightstand|closet|lap|hand|bedside|safe|tonight|thinking|tempted|load|loaded|head|mouth|temple|ready|pills|die|myself|staring|attic|garage 5 $|it|and|think|keep|myself|ready|i|me
bridge|roof|rooftop|balcony|ledge|tracks|railway|cliff|overpass|train|platform|subway 8 jump|jumping|die|end|dead|step|suicide|fall|falling|let_go|over|climb|stood|kill|drop|thought|urge|looking_down|edge
bridge|roof|rooftop|balcony|window|cliff|ledge|overpass|building|floor|tower|garage 6 jump|jumping|jumped|throw|leap|fall
jump|jumping|jumped|leap|leaping|throw|throwing|threw|climb|climbed|step|stepping|fall|falling|dive 4 bridge|roof|rooftop|balcony|ledge|cliff|overpass|train|tracks|window|building|traffic|tower|platform|ravine|garage|pier|dam|floor !into_a|jumping_castle
drive|driving|crash|crashing|swerve|steer|drove|wreck|wrecking|veer|total 6 off|into|tree|bridge|wall|oncoming|pole|river|cliff|barrier|traffic|truck|guardrail|divider|median|lake|ditch 4 tree|bridge|wall|oncoming|pole|river|cliff|barrier|traffic|truck|guardrail|divider|median|semi|lake
unbuckle|unbuckled|seatbelt 8 crash|hope|hoping|die|wall|tree|hit|accident
overdose|overdosing|od on 2 PILLS|my|his|her|heroin|fentanyl|drugs|everything|tylenol|sleeping|something
freeze|starve|starving|drink|drinking|smoke|drug|drugging|work|eat|eating 2 myself|himself|herself 2 death|grave
to death on ?purpose
TAKE 5 PILLS 6 die|dead|sleep|woke|wake|er|hospital|stomach|forever|end|goodbye|never|pumped|ambulance|escape|stop|pain|overdose|suicide|kill|not_wake
pumped MY stomach
stomach pumped
tried|attempted|attempt|attempting|attempts|attempted 5 die|suicide|kill|hang|hanging|overdose|overdosing|drown|drowning|jump|shoot|wrists|pills|ending|suffocate|unalive
tried|attempted|attempt|attempting|failed to|at|it 2 die|end|dying|suicide|kill|take_my_own|take_his_own|take_her_own
hospitalized|hospitalised|hospital|er|inpatient|sectioned|ward|icu|committed|baker|5150|psych 8 attempt|attempts|attempted|suicide|suicidal|overdose|overdosed|overdosing|kill|die|myself|wrists|pills|hanging|hung|hurt_myself|cutting
attempt|attempts|attempted|overdose|overdosed|pills|wrists|hanging 7 hospitalized|hospitalised|hospital|er|inpatient|sectioned|ward|icu|survived|woke|failed|rescued|saved|found
saved|found|stopped|rescued|cut|pulled|talked|interrupted 2 me|him|her 5 bridge|rope|hanging|ledge|roof|noose|pills|overdose|tracks|before_i|in_time|unconscious
nearly|almost|close_to went|going|go|did|do|jumped|jumping|ended|ending|killed|killing|succeeded|took|taking|hung|hanging through|it|myself|my|off|in $|last|yesterday|tonight|life|once|twice|all|again|in|this|own|when|before
survived MY 2 attempt|attempts|overdose|suicide|hanging
relapse|relapsed|relapsing|slipped|back|again|return|returned|returning 5 suicidal|suicide|cutting|cut|self_harm|self_harming|hurting_myself|harming|thoughts_of_death
dark|scary|bad|intrusive|those|these|terrible|horrible|disturbing|morbid|unsafe 1 thoughts|thots 8 die|death|suicide|suicidal|killing|hurting|harming|ending|alive|myself|living|end|ending_it
no|not|without|zero|nothing|never|lost|little|any 4 will|desire|motivation|strength|energy|wish|want|interest|urge|willpower|drive|reason|reasons_to|in|for_keep|being|staying|life|even|go 1 live|living|life|alive|exist|existing|survive|breathing|on $|anymore|left|any|at|like|for|now|and|long|longer
will to live
dont|not|never 1 care|mind|matter 3 if|whether|about|what 3 i|im|me|live|happens|my 3 live|die|alive|dead|dies|wake|happens_to_me|life|killed|hit|survive|anymore
see|seeing|visit|join|joining|be|with|meet 6 heaven|afterlife|other_side|next_life|next_world 4 soon|tonight|tomorrow|now|want|ready|$
soon|tonight|ready|want|wanna|going|wish|need 6 be|join|see|reunite|reunited|follow|meet|with 6 heaven|afterlife|grave|other_side|dead_mom|dead_dad|he_died|she_died|who_died|passed_away
join|follow|joining|following 1 him|her|them|mom|dad 4 death|heaven|grave|die
ctb|kms|sui|unalive|unaliving
want|wanted|wanna|wants|wish|need|going|gonna|ready|hope|wanting|rather|like|let|ready TO|i|could|just|would|so|me|and 1 dye !my|his|her|it|the|their|hair|this|some|a|them|our|eggs|shirts|fabric|and
if|noone|nobody|everyone 5 i dyed $|tomorrow|tonight|or|today
"""

SELF_HARM: Final = """
pictures|photos|photo|picture|saw|seen|noticed|found|showed|showing|fresh|deep|new|sent|hiding|spotted|discovered 4 cuts|scars|burn_marks|gashes|slashes !budget|pay|on_the_car|in_the_budget
boyfriend|girlfriend|daughter|son|friend|sister|brother|roommate|wife|partner|kid|teen|teenager|student|child|cousin|niece|nephew cuts|cutting|burns $|when|because|to|again|at_night|and|every
cigarettes|cigarette|lighter|lighters|iron|stove|candle|matches|match 5 skin|arm|arms|leg|legs|thigh|thighs|wrist|myself|herself|himself !accident|cooking
stab|stabs|stabbing|stabbed|prick|pricking|pricks|poke|poking|jab|jabbing|gouge|gouging|scald|scalding|scrape|scraping|bite|biting|bites|pinch|pinching|slap|slapping|punch|punching|hit|hitting|rub|rubbing MY ?own|left|right leg|legs|arm|arms|thigh|thighs|skin|wrist|wrists|face 5 with|when|until|because|hard|whenever|every|after|to_feel
want|wants|wanted|wanting|need|needs|urge|urges|feel|tempted|itching|craving|crave|thinking|like|starting|started|itch|addicted|miss|back|fighting|resisting|resist|stop|stopping|keep|keeps|kept TO|of|about|the|it|like|from 1 cut|cutting $|so|again|really|right|bad|badly|tonight|now|deep|deeper|because|and|when|is|myself|or|whenever|every|too|but|everyday|lately|since|just
want|wants|wanted|need|urge|urges|tempted|like|feel|craving|thinking|deserve 1 TO|of|about|the 2 hurt|harm|injure|punish|cut|burn|scratch|bleed|stab|hit|bruise|slap|punch|starve 2 SELF|skin|wrist|wrists|arm|arms|thigh|thighs|leg|legs|$ !feelings
cut|cuts|cutting|burn|burns|burning|burned|scratch|scratches|scratching|scratched|slice|slicing|carve|carving|carved|marks|scars|scar|wounds|bandages|bruises|slashes|gashes|lines 6 wrist|wrists|thigh|thighs|forearm|forearms|skin|ankle|ankles|hip|hips|stomach !cooking|cookie|surgery|shaving
wrist|wrists|thigh|thighs|forearm|forearms|arms|arm|skin|legs|ankles|hips 6 cut|cuts|cutting|scars|scar|scarred|burns|slashes|sliced|slashed|razor|blade|blades|bleed|bleeding|bandages|carved|marks !cooking|surgery|accident
hide|hiding|hides|hid|cover|covering|covers|covered|wear|wears|wearing 6 cuts|scars|cutting|sleeves|burns|marks 4 arms|wrists|cuts|scars|thighs|summer|anyone|see|from|skin|nobody|legs|parents|mom|under|$
razor|razors|blades|blade|sharpener|lighter|scissors|glass|needle|needles|knife|knives|safety_pin|compass 6 myself|skin|wrist|wrists|arms|arm|thigh|thighs|leg|legs|cut|bleed|relief|again|drawer|under|bedroom|room|her|his|hide|hidden|hiding
found|hides|hidden|hiding|hide|keep|keeps|hid|bloody|blood|broke|broken|breaks|apart|stash|stole 4 razor|razors|blades|blade|sharpener|tissues|knives|bandages
blood|bloody 3 tissues|towels|towel|sleeve|sleeves|sheets|bathroom 5 daughter|son|her|his|razor|cut|cuts|arm|wrist|wrists
clean|months|days|weeks|year|years|streak|free|sober 5 cutting|self_harm|self_harming|hurting_myself|selfharm|burning_myself|blades|cut_myself
physical 1 pain 5 emotional|feel|numb|inside|helps|distract|easier|better|relief|release|mental
pain 3 only|makes|helps|lets|way|distracts|stops 4 feel|numb|real|alive|cope|better|control
see|seeing|sight|watch|watching|feel|want|feels|need|smell 3 blood 4 relief|calm|calms|relax|better|helps|feel|comfort|arm|wrist|skin|release|bleed
hurt|hurts|hurting|harm|harming|harms|harmed|injure|injuring|injures|injured|punish|punishing|punishes|punished|mutilate|mutilates|cut|cuts|cutting|burn|burns|burned|burning|scratch|scratches|scratching|bite|bites|biting|hit|hits|hitting|punch|punches|punching|slap|slapping|bruise|bruising|starve|starving|slice|slicing 1 SELF !out|up_on|about|over|in_the_foot|off|some
head 3 wall|against 4 until|hurt|bang|banging|bleed|stop|purpose
bang|banging|bangs|banged|smash|smashing|slam|hit|hits|hitting|bash|bashing|punch|punching|punches|punched MY 1 head|face|wall|walls 6 until|bleed|pain|hurt|hurts|feel|punish|bruises|bruise|stop|knuckles|calm|upset|wall|purpose|numb|overwhelmed|angry|again
knuckles|hands|fists 3 bleed|bled|bleeding|bloody|raw|broken 4 wall|walls|feel|punch|punching|$
pick|picking|picks|peel|peeling|pull|pulling|rip|ripping|tear|tearing|dig|digging|claw|clawing|scrape|scraping|rub|rubbing|scrub|scrubbing MY 4 skin|arms|scabs|flesh|legs|face|wounds|nails 5 bleed|bleeds|bled|blood|raw|hurts|scars
starve|starving|starved|purge|purging|burn|burning|bruise 3 punish|punishment|deserve|punishing
self 1 harm|harming|harmed|harms|injury|injure|injures|injuring|mutilation|mutilate|destructive|hurt|hurting|harmer
"""

OVERDOSE: Final = """
PILLS 3 purpose|intentionally|deliberately
on|was purpose 4 pills|meds
swallowed|swallows|swallowing|popped|downed|ingested 3 PILLS !for|daily|with_water|as
snorted|injected|ingested|swallowed|overtook 2 too|way 1 much|many
TAKE 3 more than|of 6 PILLS|prescribed|should|supposed|dose|limit|safe
TAKE|drank|drunk|drink|drinking|chugged 2 cleaning|fluid|chemicals|chemical|paint|solvent|insecticide|rodenticide|weedkiller|drano|lysol|acid|perfume|peroxide
TAKE|eaten 2 8|9|10|11|12|13|14|15|16|17|18|19|20|21|22|23|24|25|26|27|28|29|30|35|40|42|45|50|60|70|80|90|100|120|150|200 5 PILLS|acetaminophen|paracetamol|benadryl|ambien|mg|zoloft|prozac|klonopin|valium|ativan|percocet|seroquel|trazodone|adderall|of !for|daily|a_day|every
TAKE|drank|drunk|ingested|injected|snorted|chugged|drinking|drink|popping|overtook|od|mixed|mixing|emptied 6 LOTS|too|ten|fifteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|hundred|20|25|30|40|50|60|70|80|90|100|15|12|14|16|18|24|10 5 PILLS|paracetamol|ambien|zoloft|prozac|lexapro|klonopin|valium|ativan|oxy|oxys|oxycodone|percocet|benadryl|xanies|seroquel|trazodone|lithium|metformin|panadol|acetaminophen|antidepressant|antihistamines|beta_blockers|sleeping|klonopins|adderall|gabapentin|hydroxyzine|bleach|vicodin|codeine|morphine|heroin|fentanyl|naproxen|aleve|sertraline|citalopram|iron|vitamins !a_day|for_my|every_day|as_prescribed|for_the
PILLS|paracetamol|ambien|zoloft|prozac|lexapro|klonopin|valium|ativan|oxy|oxycodone|percocet|benadryl|seroquel|trazodone|lithium|panadol|acetaminophen|fentanyl|heroin|vodka|alcohol|drink|drinks 6 unconscious|unresponsive|wont_wake|not_waking|not_breathing|passed_out|blue|die|overdose|overdosed|overdosing|lethal|poison|poisoned|stomach_pumped|cant_wake|ambulance|too_many|all_at_once
drank|drunk|drink|drinking|swallow|swallowed|swallowing|chugged|ate|eat|downed|ingested 4 bleach|antifreeze|poison|detergent|cleaner|pesticide|drain|batteries|rat|lighter_fluid|gasoline|ammonia|rubbing|hand_sanitizer|windex
wont|cant|cannot|not|isnt|unable|doesnt|unresponsive|unconscious|barely|hard 2 wake|waking|breathing|breathe|respond|responding|responsive|rouse 8 pills|heroin|fentanyl|took|taken|drugs|overdose|opioids|meds|xanax|shot_up|used|pill|alcohol|vodka
pills|heroin|fentanyl|took|taken|drugs|overdose|overdosed|opioids|meds|xanax|used|vodka 8 wont|cant|cannot|not|isnt|unresponsive|unconscious|barely|stopped 2 wake|waking|breathing|breathe|respond|responding|responsive
TAKE 5 pills|tablets|painkillers|meds 6 feel|feeling|dizzy|sick|sorry|regret|hospital|ambulance|scared|help|what_do|should_i|die|dying|changed_my_mind|throwing|vomit|drowsy|poison|911
"""

HARM_TO_OTHERS: Final = """
want|wants|wanted|wanting|going|gonna|plan|planning|urge|urges|impulse|impulses|thoughts|thinking|might|afraid|scared|terrified|could|about|tempted|feel|worried 5 hurt|hurting|harm|harming|attack|attacking|injure|hit|hitting|punch|punching|slap|beat|shake 1 baby|kid|kids|child|children|son|daughter|newborn|husband|wife|girlfriend|boyfriend|partner|ex|mom|dad|mother|father|sister|brother|parents|boss|neighbor|classmates|coworkers|teacher|roommate|students !feelings|emotionally|by|with_my_words|financially|if_i_leave|if_we|when_i_leave|with_the_divorce|more
urge|urges|impulse|impulses 3 choke|strangle|stab|punch|attack|hurt|harm|kill|slap|hit|bite 3 OTHERS|SELF
urge|urges|want|wants|thoughts|impulse|impulses|afraid|scared|imagine|picture|might 4 push|pushing|shove|shoving|throw|throwing|run|running 2 OTHERS 4 tracks|train|traffic|stairs|window|balcony|bridge|roof|cliff|over|platform|street
knife|gun|weapon|rifle|bat|machete 10 pay|regret|sorry|revenge|bleed|suffer
revenge|payback 6 kill|hurt|gun|knife|weapon|blood|die|dead
want|wants|wanted|wanting|going|gonna|plan|planning|plans|urge|urges|thoughts|thinking|fantasize|fantasizing|fantasies|dream|dreaming|tempted|impulse|impulses|imagine|imagining|picture|picturing|afraid|scared|might|could|terrified|worried|ready|visions|images|desire|feel|voices|able|capable|close|threatened|threatening|threatens|keep|think|vowed|swore|said|says 5 kill|killing|murder|murdering|stab|stabbing|shoot|shooting|strangle|strangling|choke|choking|smother|smothering|suffocate|suffocating|drown|drowning|behead|slaughter|hurting|poison|poisoning|stabbed|shot|killed|massacre 2 OTHERS ?her|him|my|whole|entire|little|elses|else|at|in_my_class
hurt|hurting|harm|harming|attack|attacking|injure|injuring|shake|shaking|drop|throw 2 baby|newborn|infant|toddler|classmates|students|coworkers !feelings|emotionally|by|out
lose|losing|lost control 4 hurt|kill|harm|choke|stab|hit|shake|hurting|killing|hitting|shaking 3 OTHERS
snap 2 and|on 3 hurt|kill|harm|shoot|stab|hit 2 OTHERS
bomb|gun|guns|rifle|weapon|knife|machete|shotgun|pistol 7 school|work|office|church|mosque|mall|classroom|classmates|coworkers|boss|teacher|teachers|bullies|ex|husband|wife|neighbor|him|her|them|everyone !control|safety|laws|through|metal_detector
school|office|church|mall|work|workplace|classmates|teachers 6 shoot|shooting|bomb|blow|gun|massacre|burn_down|burn_it|shoot_up|shot_up
list|plan|plans|planned of|to|for 3 kill|people_to|shoot|die|attack
hit|kill list
hurt|kill|harm|murder|stab|shoot 1 OTHERS|others 5 myself|himself|herself|suicide|me
myself|himself|herself 4 and|or|then|before|after 4 OTHERS|others|everyone 4 too|with_me|down|first|die|kill|dead
take|taking|bring 5 down with me
want|wants|wish|deserve|deserves|need|needs 3 OTHERS 2 dead|die|suffer|bleed|dying
make|making OTHERS pay|suffer|bleed|regret 4 what|for|with|gun|knife|die|blood|kill
blood on my hands
"""

ABUSE_DANGER: Final = """
PARTNER|hes|shes 7 gun|knife|machete|weapon|rifle|axe !control|safety|collection|shop|show|range|rights|laws|for_hunting|for_cooking|skills|set|block
he|she|hell|shell|they|theyll|ex|husband|dad|stepdad|uncle|boyfriend|girlfriend|wife|someone|mom 1 ?said ?says ?he ?she ?they ?hell will|gonna|going|would|might|could|hurt|ll 2 hurt|harm|kill|beat 1 us|my_family|my_kids|my_mom|my_sister|my_dog|the_kids|my_children|my_son|my_daughter|my_brother|my_parents
if i 2 tell|leave|left|told|say|call|report|go 4 will|gonna|going|hell|shell|theyll|would 2 hurt|kill|harm|beat|find|shoot|come_after|take_the_kids
threw|throws|throwing|swung|swings|smashed|hurled 5 at|over|into|across|against 1 me|us|my_head|my_face|my_mom|her
stepdad|stepfather|uncle|dad|father|mom|mother|brother|cousin|grandpa|grandfather|teacher|coach|caregiver|nurse|aide|stepmom|stepmother|babysitter|foster 1 hurts|hurting me|us !feelings|emotionally|by|that|with_his_words|with_her_words|so_much|deeply
ran|run|running away 8 hurts|hits|hit|beat|beats|abuse|abused|abusing|touches|rape|violent|drunk
violent|aggressive with|to|toward|towards me|us|the_kids|our|my|her|him|the_children|mom
he|she|husband|boyfriend|girlfriend|wife|partner|dad|mom|ex|stepdad is|gets|being|can|becomes 1 violent !video|games|when_i_was
PARTNER|stalker|stepmother|grandfather|grandpa|cousin|coach|teacher|pastor|priest|neighbor|landlord|hes|shes 5 hits|beats|punches|chokes|strangles|slaps|kicks|rapes|molests|assaults|smacks|whips|burns|hitting|beating|punching|choking|strangling|slapping|kicking|raping|molesting|smacking|whipping|hit|punched|choked|strangled|slapped|kicked|raped|molested|assaulted|beaten|smacked|whipped|burned|shoved|dragged|headbutted|spat|stabbed|backhanded|pinned|shoves|drags !on|it_on 1 me|us|my_mom|her|him|my_kids|my_son|my_daughter|my_sister|my_brother !out|up_with|away|to_do|to_be|out_of_the|out_of_his|aside|off|on_instagram|hard_that|into_therapy|at_chess|about|feelings|when_i|heart|when_he_says|toward|towards|for_a_divorce|buttons|like_a
PARTNER|hes|shes|stalker|landlord|gang|someone|somebody|men 4 threatening|threatens|threatened|threaten 1 me|us|to|her|him|kids|my !leave|divorce|quit|break|sue|take|move|fire|kick|stop|end|cut|call|tell|get|report|expose|disown|ground|evict|write|cancel
PARTNER|hes|shes|someone|ex|hell|shell|theyll|neighbor|stranger 4 kill|murder|shoot|stab|strangle|bury|burn 1 me|us|my|kids|her|mom|children|dog !feelings|for_being|if_i_forget|for|over|about|when_he_sees|when_she|when_they_see|when_he_finds|heart
kill|murder|shoot|stab|strangle|hurt|bury|harm|burn|beat|find me|us|kids|mom|her if|when|because|before|once 1 i|we 3 leave|left|tell|told|go|ever|report|call|try|talk|break|run|scream
scared|afraid|terrified|fear|frightened|petrified|dread|nervous|hiding|hide|scare|scares|unsafe|fearful 4 home|house|husband|boyfriend|dad|stepdad|father|ex|wife|stepfather|life|girlfriend|partner|him|abuser|uncle|pimp|stepbrother|them 5 tonight|hurt|kill|violent|hits|hit|drunk|drinks|beat|beats|hurts|drinking|angry|mad|temper|gun|knife|rage|rages|do|comes|come|going|find|back|home|back
afraid|scared|terrified|frightened|dread|fear|petrified|unsafe TO|of|about|and|at 1 go|going|be|come|coming|return|returning|stay|staying|sleep|walk|leave|leaving 1 home|house|here|there|him|her !alone_at|early
not|dont|isnt|doesnt|never|arent|wasnt|unsafe ?feel|be|feeling 1 safe ?living|being|here 2 at|in|with|around|from|near|living|going|under 2 home|house|husband|boyfriend|him|ex|dad|stepdad|father|mom|mother|partner|roof|her|apartment|marriage|uncle|relationship|stepfather|here|school|foster|parents
bruise|bruises|bruised|black ?eye|broken|swollen|fractured|bleeding|marks|concussion|stitches|welts|split_lip|busted 7 husband|boyfriend|partner|ex|wife|dad|girlfriend|father|stepdad|he|mom|uncle|hit|beat|choked|pushed|threw|punched|belt|him !playing|cooking|soccer|football
belt|fist|fists|extension|cord|stick|bat|wooden|hanger|whip 5 hits|beats|hit|beat|beating|whips|whipped|me|us|kids
hits|beats|hit|beat|beating|beatings|whips|whipped|whip|spanks 4 belt|fist|fists|cord|stick|bat|hanger|shoe|broom
pushed|pushes|threw|throws|shoved|shoves|slammed|slams|dragged|drags|pinned|pins|grabbed|grabs|kicked|held|holds|pushing|throwing 3 stairs|wall|floor|ground|hair|throat|neck|counter|window|door|bed|fridge|table|down
locked|locks|locking|trapped|traps|chained|tied|held|holding|keeps|keep|confined|imprisoned 1 me|us|her|up 3 room|basement|closet|house|inside|apartment|bathroom|bedroom|home|car|garage|attic|leave|prisoner|hostage|captive
me|us prisoner|hostage|captive
takes|took|taken|taking|hides|hid|controls|confiscated|keeps|smashed|broke|smashes|has MY 2 phone|passport|keys|id|papers|documents 6 leave|call|help|escape|police|away|out|anyone|leaving|wont_let|locks|trap|trapped
forces|forced|forcing|makes|making|made|coerces|coerced|pressured|pressures|drugged|drugs|tricked 1 me|us|her|my|him|himself|herself 5 sex|sexual|sexually|sleep_with|naked|touch|bed|undress|clothes|rape|strip|videos|nudes|on|prostitution|things_i
touches|touched|touching|touch|gropes|groped|groping|fondles|fondled|kissed|exposed|inappropriate|inappropriately|molests|molested|rapes|raped|abuses|abused 4 me|her|him|us|my|daughter|son|sister 5 night|sleep|asleep|private|parts|secret|bed|uncle|stepdad|stepfather|grandfather|grandpa|cousin|coach|teacher|brother|inappropriately|breasts|tell_anyone|stepbrother|last_night|pastor|priest
uncle|stepdad|stepfather|grandfather|grandpa|cousin|coach|teacher|brother|stepbrother|babysitter|pastor|priest|neighbor|boss|dad|father 5 touches|touching|gropes|groping|fondles|molests|molesting|raping|rapes|comes_into|sneaks|undresses
raped|rape|assaulted|molested|drugged|abused|roofied|trafficked|kidnapped|attacked|stabbed|mugged 5 last|yesterday|tonight|today|ago|again|recently|this_week|weekend|party|friday|saturday|sunday|just|night|morning|hours|days|college_party|date
got|being|just|getting|keep|keeps|am|im raped|assaulted|molested|drugged|roofied|trafficked|strangled|beaten|stalked|kidnapped !as_a|when_i_was|by_my_own_thoughts
pulled|pulls|pointed|points|held|put|holds|waved|waves|aimed|fired|cleaned|cleans|loaded|loads|sleeps|carries|brandished|got|grabbed|grabs 3 gun|knife|machete|weapon|pistol|rifle|shotgun|bat|axe|hammer 4 me|us|head|throat|face|her|him|bed|kids|mom|argument|fight|argue|warning|threat|during|whenever|when|front|pillow
stalking|stalks|stalked|stalker|follows|following|followed|tracking|tracks|tracker|gps|waits|waiting|watching|watches|shows|showed 4 me|my|us|car 6 ex|gun|threat|threatens|threatening|afraid|scared|police|restraining|everywhere|kill|apartment|windows !on_instagram|on_facebook
ex|stranger|man|he|guy|someone 4 stalking|stalks|follows|following|tracks|tracking 2 me|my_car|phone|us !on|back
restraining|protective|protection order 6 violated|broke|violates|came|afraid|ignores
walking|walk|tiptoe on eggshells 8 hit|hits|violent|explode|beat|hurt|throws|gun|kill
violent|violence|abusive 6 me|us|kids|home|husband|boyfriend|wife|girlfriend|partner|drunk|drinks|drinking|leave|escape|again|scared|afraid 5 scared|afraid|kill|now|again|drunk|safe|escape|drinks
gets|becomes|getting|turns|being 1 violent|physical|aggressive 4 us|kids|drunk|drinks|drinking|angry|mad|again|with_me|toward_me|towards_me|when
escape|escaping|flee|fleeing|leave|leaving|get|run|running|away 4 abuser|abusive|trafficker|pimp|violent|violence|dangerous|cult|captor
"""

PSYCHOTIC: Final = """
voices 2 keep|keeps|shouting|shout|shouts|scream|screaming|yelling|yell|tell|talking|talk|laugh|laughing|arguing|argue|in_my_head|wont|are_back|came_back|never_stop|dont_stop|get_louder|call|say|said|whisper|whispering
VOICES|whispers|voice|someone|something|thing|man|woman|shadow|creature|it 8 tell|tells|telling|told|command|commands|commanding|commanded|order|orders|ordering|ordered|say|says|saying|said|want|wants|scream|screams|screaming|whisper|whispers|whispering|demand|demands|demanding|instruct|instructs|insist|insists|urging|urges|urge|forcing|force|push|pushing|make|making 4 me|him|her|i|us|he|she|them|myself 4 kill|hurt|harm|die|jump|cut|burn|stab|attack|sacrifice|shoot|murder|punish|drown|choke|strangle|dead|end_it|end_my|suicide|hang|slit|crash !boss|coach|teacher|therapist|doctor
hear|hears|hearing|heard|hearin 3 voice|voices|demons|whispers|whispering !upstairs|outside|next|mail|mails|notes|actor|message|memo
voice|voices in|inside|from 1 head|mind|tv|walls|radio|brain|vent|vents 5 tell|tells|telling|say|says|saying|wont_stop|command|order|kill|hurt|die|constantly|loud|louder|yell|yelling|keep|orders|scream
voices|voice 3 head|wont|are|keep|getting|got 3 stop|loud|louder|back|worse|coming|returned|screaming|shut_up|again
god|satan|devil|jesus|allah|lord|demon|demons|angels|angel|spirits|aliens|government|tv|radio|computer|phone|internet|chip|implant|ghost|ghosts|lucifer|news|cia|fbi 6 tells|telling|told|commands|commanded|commanding|orders|ordered|ordering|wants|instructed|instructing|demands|messages|signals|says|saying|chose|chosen|sends|sending|whispers|asked 4 me|us|him|her 5 kill|hurt|harm|die|jump|sacrifice|stab|burn|attack|punish|cleanse|drown|murder|cut|end|destroy|shoot|eliminate|purify
obey|obeying|resist|ignore|disobey|fight 4 voice|voices|demons|commands|orders ?in ?my ?head 4 kill|hurt|harm|die|say|tell|jump|stab|them|want|head|anymore|$
controlled|controlling|possessed|possessing 5 demon|demons|devil|satan|spirit|voices|aliens|chip|implant|kill|hurt
"""

IDIOMS: Final = """
suicide for my|our|the|his|her|their career|careers|business|company|brand|party
strangle|kill|murder|throttle whoever ate|took|used|left|stole|finished|parked|wrote|designed
rather die than ask|eat|call|sing|wear|watch|admit|listen|cook|dance|drink|shop
plant|plants|orchid|orchids|flowers|fish|batteries|battery 2 die|died|dies|dying
ambulance|paramedic|medic|firefighter 5 overdoses|overdose
game|movie|film|level|play|show you|he|she|they|we|i 3 jump|jumps|die|dies|kill|kills|shoot|shoots
they|nurse|doctor|lab|phlebotomist ?they drew|draw|took|take blood
live|living in this|that city|town|house|apartment|neighborhood|state|suburb|village|building|dorm
want|wish|need this|the semester|class|meeting|week|month|winter|summer|season|war|trip|pandemic TO end|stop|be_over
never moved|come|transferred here
nobody|noone at work|the_office would 1 miss|notice
jump|jumping|hop|hopping|drop off|on|onto ?of ?this|the|a|that|my call|phone|meeting|zoom
blew|blow|blowing|worked|ran|study my brains out studying|working|for|on|over
stick|put a fork in me
dude|bro|girl|lol|lmao|omg|haha|bruh|yall|crack_me_up im|i|am ?am|literally dead|died|dying|deceased
overdose|suicide|suicides|overdoses|trauma|psych ward|unit|hotline|awareness|research|prevention|paper|documentary|novel
my|our|his|her|their dead|deceased mother|mothers|father|fathers|mom|moms|dad|dads|sister|sisters|brother|brothers|husband|husbands|wife|wifes|son|sons|grandmother|grandfather|grandma|grandpa|dog|cat|friend|friends
heart attack and die|died|dying
surgery|operation|fracture 2 wrist|wrists|arm|arms|leg 4 scar|scars|scarred
would notice|care|mind if i left|skipped|missed|quit|wore the|a|my|work|early
slammed|slams the|a|his|her door
told|warned my|our boss|landlord|manager|team 2 gone by
toddler|baby|cat|dog|kitten|puppy|year_old hits|kicks|bites|scratches|slaps|punches me
goodbye|farewell|leaving card|party|gift|cake|dinner|drinks|lunch|speech
wont need it|them in|at the|our|this
kill|killing|kills an|some|a|half ?few|couple ?of ?an hour|hours|minutes|time|afternoon
escape|escaped|got|get|left ?from|out ?of several|past|previous|former abusive relationship|relationships
somebody|someone|anyone could hurt
is|are|keeps|keep|was|were dying !inside|to_be|for_it
dead as|broke|tired|serious|last|lift|lifts
is|are|went|goes dead $|now|again|and|since|after|in|on|to|by|when|because|at|but
hospice|nurse|doctor|paramedic|hospital|coroner|vet 6 death|die|dying
burned|burns|roasted me|him|her|us with that|a|her|his|this
dead horse|man_walking
mom|mum|dad|parents would|will|is_going_to|are_going_to|gonna|are_gonna|is_gonna kill me
hit the nail|road|gym|hay|books|jackpot
never|cant|hit beat a dead
is|are|was|were slowly|actively|currently dying
disappear|vanish|die|melt|hide at|during|in 3 parties|party|meetings|class|school|public|crowds|work|presentation|wedding
boss|manager|coach|teacher|landlord|professor 4 kill me !if_i_tell|and
im dead lol|lmao|haha|omg|bro
he|she|they|hes|shes|it ?is|was|are|has|had ?been|going|about|now ?to dying|died
he|she|they|hes|shes|theyre is|are|has_been|$ dead
kicked me|him|her|us out
grandparents|nana|granny|nan|grandpas|grandmas|relative|relatives|coworker|neighbor|mentor|cat|one|ones|mum|stepmom|stepdad|mother|father|mom|dad|brother|sister|pet|uncle|aunt|cousin|friend|grandson|son|daughter|husband|wife|grandfather|grandmother|grandma|grandpa|dog|parents|boyfriend|girlfriend|fiance|partner|baby|teacher|boss|who ?is|was|are|were|has|had|just|might|may|could|will|also|both|suddenly|recently|slowly|unexpectedly ?been|is|just|about|recently|now|probably|slowly|be|not|already|actively|currently ?to dying|died|dead|die !by|tonight|tomorrow
he|she|they|it 1 might|would|could|still 2 alive
like the dead
dead to|in me|us|him|the_water
feet|legs|arms 2 dead
after|before my !death|suicide|own|funeral 3 death|dying|died|funeral
after|before his|her|the|their|our|a|moms|dads 3 death|dying|died|funeral
bleed|bleeding money|cash|blue
die for !real|good|once|everyone|everybody|sure|a|so|me|us
die|dying|died for a good|slice|piece|burger|coffee|nap|bite|hug|cup
might|would|could|must 1 still alive
dead giveaway|weight|zone|ahead|ringer|end|ends|last|center|air
he|she|they|it|who|mom|dad|father|mother|husband|wife|son|brother|sister|grandma|grandpa|grandmother|grandfather|parents was|were|are|is 1 alive
alive when|while|to_see_this
while|when 3 was|were|is|still alive
get|got|made|make|makes out alive
dead or alive
kill me if im|i_dont|i_forget|we|i_fail|i_get|i_miss|i_spend|i_buy|i_lose|i_break_the|he_finds_out|she_finds_out
one|person|people|character|relatives|grandparents|ancestors|celebrity|president|king 2 dead
long dead|gone
dead skin|plants|plant|flowers|leaves|battery|phone|language|languages|body|bodies|bedroom|relationship|marriage|job|inside|eyes|animal|bird|mouse|rat|deer|fish|bug|bugs|people_in|relatives|poets|friend|rabbit|hamster|tree|trees|spot|lawn
die|dying|died|dies to|for 1 meet|see|try|know|hear|go|get|read|find|be|watch|eat|taste|visit|tell|show|play|hold|pee|make|have|start|learn|ask|talk|buy|leave|wear|open|share|join|return
die|dies|dying|died|dead|killed of|from|in|on|with|at 4 heart|cancer|covid|stroke|hunger|thirst|heat|disease|flu|pneumonia|dementia|alzheimers|laughter|embarrassment|boredom|shame|surgery|childbirth|embarassment|hospice|hospital|age|plane|airplane|screen|movie|vain|cuteness|curiosity|anticipation|als
never say die
till|until|til 1 day|death|we|i|you 2 die|part
hope to die
what|where 2 happens|go|goes|happen|heaven 1 when|after|once 1 we|you|people|someone|they|one|animals|pets 1 die|dies|died|dead
live|laugh|love and let die
let 1 let die
hero|heroine|villain|character|characters|protagonist|player|players|bees|batteries|celebrities|trees|bugs|germs|cells|star|stars|patients|patient|animals|soldiers|kittens|puppies|trends|habits|habit|dreams|hopes|chickens|garden|grass|crops|tomatoes|houseplant|houseplants|succulents|succulent|app|server|pc|wifi|signal|romance|conversation|rumor|rumors|joke|goldfish|fern|roses|turtle|rabbit|cactus|orchid|feet|legs 4 die|dies|dying|died|dead
watch|watching|watched|saw|seeing|nursed 3 die|dying|died|death
dying|dead|elderly|sick|ill mother|father|mom|dad|husband|wife|parent|parents|grandmother|grandfather|grandma|grandpa|aunt|uncle|brother|sister|cat|dog|pet|friend|man|woman|breed|trade|art|patients|patient|language|wish|words|plant|plants|battery|phone|people|relative|mum|son|daughter|language|industry
afraid|scared|fear|terrified|worried|worry|worrying|frightened|panic|anxious|phobia|nervous|fears|anxiety ?to|of|about|that|im|i|ill|my|she|he|hell|shell|they|someone|of_my ?i|im|ill|am|my|might|will|would|mother|father|mom|dad|husband|wife|kids|parents|son|daughter|baby|cat|dog|be|being ?going|will|might|could|may|about|be ?to die|dying|dead|death|dies !by
fear|scared|terrified|afraid|anxiety|anxious|worry|phobia 1 of|about 1 die|dying|death
going|gonna|go to die ?of alone|someday|eventually|one|young|old|single|broke|laughing|if_i_dont|virgin
die alone|virgin|single|happy|down|out|hard|laughing|trying|hards|away|cast|cut|mad|rich
thought|think|felt|feel|like 2 i|id|was ?was|were ?going ?to die|dying when|during|of|on|from|in|at|while_the
we|everyone|everybody|all|people|humans 2 die|dies|dying $|someday|eventually|one|anyway
rather|id|would rather die than 3 public|speech|karaoke|camping|gym|eat|watch|dance|sing|go_back_to_school|wear
make|makes|made|making 2 want to die 1 laughing|cringe|inside
cringe|laugh|laughed|laughing|embarrassed|embarrassment|hilarious|hilariously 4 die|died|dying|dead
die|died|dying|dead 3 laughing|laughed|laughter|embarrassment|hilarious
jumping|jump|jumped to|at|for|around|over|up|rope|in_line|ship|through|start|the_gun|on_the_trampoline|between
jump|jumped|jumping into|in|off 2 pool|lake|water|swimming|dock|diving|couch|boat|project|work|relationship|conversation|deep|ocean|sea|bed|sofa|trampoline
bridge|bridges 2 gap|burn|burned|burning|loan|course
burn|burned|burning|burnt 1 bridge|bridges|out|calories|dinner|toast|food|cake|cookies|lunch
golden|brooklyn gate ?bridge 3 walk|view|photo|visit
push|pushed|pushes|pushing me|him|her|us to|away|too|out|into|hard|harder|forward|toward|towards|for
hit|hits|hitting|struck|hurts|killed me|us|him|her that|like_a|emotionally|deeply|really
it|that|this|which|reality|grief|words|silence|comment|what 2 hurts|hit|hits|kills|killed|hurt me|us|him|her
take|takes|took|takes|taking|taken 3 pills|meds|medication|medications|medicine|antidepressants|insulin|aspirin|ibuprofen|advil|melatonin|tylenol 2 for|as|every|daily|prescribed|with|regularly|on_time|at_night|before_bed
hear|hearing|heard|hears MY|the|a 1 voice|voices $|on|again|in|over|from|through|when|outside
voice|voices of|on|actor|acting|mail|message|lessons|teacher|memo
my|own|inner|little voice ?in ?my ?head
end|ending|ended ?of|the|my|our|this 1 friendship|relationship|marriage|engagement|contract|lease|shift|semester|call|meeting|conversation|conversations|therapy|session|affair|subscription|partnership
end|ended|ending it|things|everything with|between
want|ready|need to end it with|between
kill|murder|strangle|shoot|smack|punch him|her|them|you 6 jk|kidding|joking|lol|lmao|haha
kill|murder|shoot|strangle|throttle MY ?little ?older|big brother|sister|roommate|husband|wife|dog|cat|kids|mom|dad|boss|friend|coworker|him|her for 2 eating|leaving|forgetting|not|using|spoiling|taking|waking|spending|losing|breaking|stealing|borrowing|making|texting
could|would|id|might|gonna kill|murder a|an|some|for|this_pizza
kill|killing|killed|kills it|time|vibe|mood|buzz|battery|lights|engine|process|switch|app|joke|weeds|germs|bacteria|mosquito|mosquitoes|bugs|spider|spiders|ants|roaches|confidence|appetite|creativity|productivity|motivation|relationship|romance|trust|joy|dream|dreams|back|feet|knees|head|legs|chance|chances|bill|project|idea|deal
kill two|three birds
suspense|traffic|heat|commute|feet|back|head|shoes|heels|knees|boots|stress|job|homework|waiting|hangover|headache|deadline|deadlines|schedule|wait|diet|anxiety|migraine|allergies|boredom|workload|class|silence|legs|distance|rent|shoulders|neck|curiosity|kids|work|plot|uncertainty ?is|are|was|were|has|have|keeps|will ?been|just|slowly|always|absolutely|literally|really|gonna|going ?to killing|kills|killed|kill
dress|dressed|dressing to kill
shoot|shot|shooting me|us|her|him|you|them|just_me an|a|the|over 1 email|text|message|line|note|dm|photos|look|call
shoot|shooting|shot hoops|photos|video|videos|film|movie|scene|wedding|portraits|basketball|pool|arrows|targets|clays|for_the
shoot|shooting|shot|shoots for|at_the
first|give|gave|take|took|long|big|flu|hot|covid|booster|vaccine shot|shots|shoot
drop dead ?gorgeous
dead tired|serious|end|line|ends|battery|phone|silence|sea|giveaway|weight|set|simple|ringer|wrong|on|center|last|inside|heat|sprint|quiet|beat|pan|even|calm|bored|lift|lifts|skin|zone|drunk|asleep|letter|bugs|grass|leaves|fish|space|easy|eyes|stop
phone|battery|car|laptop|line|party|town|engine|wifi|plant|plants|place|room|chat|market|trend|app|bar|marriage|relationship|romance|conversation|bedroom|sex|grass|legs|arms|feet|leg|foot 2 dead $|again|and|when|so
dead mother|father|mom|dad|husband|wife|son|daughter|brother|sister|grandmother|grandfather|grandma|grandpa|friend|dog|cat|uncle|aunt|baby|parents|parent
over|on my dead body
play|played|playing|left|presumed|drop|dropped|walking|grateful|evil|dawn|red|half|back dead
walking dead
living|night|day|dawn of|the|dead 1 dead
brought|bring|back|raise|risen|rise from the dead
bored|scared|worked|sick|tired|starved|frozen|tickled|frightened|freezing|talked|stressed|embarrassed|worried|loved|love|loves|work|scare|bore|annoyed|terrified|hugged|pampered to death
death of|in_the|by_chocolate|by_powerpoint|metal|row|penalty|valley|star|certificate|certificates|anxiety|benefits|note|grip|toll|rate|doula
mothers|fathers|moms|dads|husbands|wifes|sons|daughters|brothers|sisters|grandmothers|grandfathers|grandmas|grandpas|friends|dogs|cats|uncles|aunts|babys|parents|parent|partners|his|her|their|ones|one|sudden|recent|mums|cousins|fiances|spouses|bosss|coworkers|neighbors|pets 1 death|deaths|passing|funeral|grave|illness
since|grieving|grief|mourning|mourn|anniversary|accept|cope|coping|dealing ?with|of|from|about 3 death|deaths|funeral|dying|died
attended|attending|attend|went|go|going|at|to|the|a|fathers|mothers|grandmas|missed|plan|planning|arrange|arranging 2 funeral for|of|was|is|home|yesterday|tomorrow|last|arrangements|director|in|on|next
dying wish
feel|felt|feels|feeling|made_me|makes|make|made 1 ?so|more|most|really|truly alive
glad|happy|grateful|lucky|thankful|blessed|good|great|joy|excited to be|being 1 alive
keep|keeping|kept|stay|stays|come|comes|came|coming|bring|brings|still 4 spark|romance|plants|plant|tradition|marriage|love|passion|dream|hope|memory|friendship|relationship|fish|business|sourdough|garden|culture|language|flame 2 alive
romance|spark|tradition|hope|love|dream|plants|memory|plant|was|were|is|parents|mother|father|mom|dad|grandma|grandpa|dog|still ?still alive $|and|when|in|today|at|for
alive and well|kicking
be|been|being here at|in|for|with 1 my|this|parents|the|our|a|christmas|work|school|job|company
wake|waking|woke|wakes up ?in ?the ?at middle|night|3|4|2|5|6|am|next_to|hungry|early|late|earlier|at|for|to_my|feeling|with|on_time|before|tired|anxious|sweating|panicking|so
lost|lose|losing|no|without ?all hope in ?my|of_getting|of_finding|for_our|of_ever_dating
bleach 3 hair|clothes|towels|white|shirt|bathroom|toilet
cut|cutting|cuts back|out|off|down|ties|hair|grass|lawn|class|corners|costs|carbs|sugar|calories|coffee|soda|contact|expenses|spending|it|paper|onions|vegetables|the_grass|the_lawn|my_hair|her_hair|the_cord|the_ribbon|some_slack|to_the_chase
cut|cutting|burned|burn|burnt|cut ?my ?the 2 finger|thumb|hand 4 cooking|chopping|slicing|kitchen|glass|onions|knife|oven|stove|pan|by_accident|accidentally
goodbye|goodbyes to 4 house|home|apartment|job|coworkers|city|students|car|school|childhood|old|grandma|dog|cat|summer|friends_at|team|colleagues|town|airport
burden of|to_prove|proof|on_me|sharing
burden|burdens me|myself_with
book|movie|film|novel|character|series|documentary|podcast|dnd|campaign|episode|anime|screenplay|story 4 kill|killed|kills|killing|die|dies|died|dying|dead|death|murder|murdered|murders|shoot|shot|stab|stabbed|drown|drowned|alive|poison|poisoned
kill|killed|kills|killing|die|dies|died|dying|dead|death|murder|murdered|murders 3 movie|film|novel|episode|videogame|documentary|podcast|screenplay|minecraft|fortnite|zelda
"""
