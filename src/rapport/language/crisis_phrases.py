# ruff: noqa: E501 -- one phrase a line, whatever its length
"""The English phrases of the crisis screen about dying by one's own hand: thoughts, plans, attempts, farewells; the notation is that of `phrases`.

Recall comes first: a phrase that is sometimes harmless and sometimes not stands here. Means are
named as far as recognising them needs, no further.
"""

from typing import Final

SUICIDE: Final = """
take|takes|taking|took|taken MY ?own life|lives !back|into|seriously|one|to_the_next|to_a|over|from_me|in_a_new|in_a_different|in_another|in_my_own|in_my_hands|for_granted|story|savings|partner|jacket
end|ending|ended|ends|finish 3 MY ?own life
tonight|today|tomorrow|soon|finally 1 i|ill|im|id 1 do|doing|done|going|gonna ?to ?do it|this $|tonight
got|have|has|bought the|all|some|enough 1 PILLS and|ready|for|now 1 tonight|ready|today|im|ill|i|a|plan|it
suicide
suicidal|suicidally|suicidality|suicides
unalive|unaliving|unalived|parasuicide
KILL SELF
self delete|deletion|destruct
hurt|harm myself 4 permanently|die
do|doing|did|done SELF in
end|ending|ended|ends|finish|lose|throw|throwing MY ?own life|lives !back|in|into|seriously|to|for|over|one|and|as|so|up|the|with|from
end|ending|ended|ends MY 2 life|lives|existence|suffering|misery|pain|story|days|world|time
end|ending|ended|ends it|this|things|everything all|permanently|tonight|forever|myself|now|soon|today|already
end|ending|ended|finish it all|forever|tonight|today|permanently
end|ending everything
end|ending all ?of this|it|the|my
WANT TO 2 end it|everything $
WANT TO 2 end this ?life|suffering|pain|misery $
going|gonna|about|will|might|ill TO|just 1 end it|everything|myself|all ?all ?tonight|now|soon|today|for $|good|soon|now
WANT 1 TO 2 end it|this|everything ?all now|tonight|today|soon|already|for|before|right|somehow|because|please
WANT TO 1 ending it|everything|things|life !with|between
being|be|happier|feel|im|am|was|were|better|already|id|shouldve|id|rather|prefer|look|want|wanted 1 dead !serious|tired|wrong|set|on|last|broke|inside|to|in|end|by|line|sure|calm
gun|pistol|rifle|shotgun|handgun|knife|blade|rope|pills 8 use|using|used 2 SELF|me|it
have|has|got|owns|own|keep|keeps 2 gun|pistol|rifle|shotgun|handgun|rope|noose|revolver !control|laws|rights
bridge|building|roof|cliff|ledge|balcony|overpass|tracks 5 jump|jumping|jumped !into
go|going|gone|went|goes through with it|this
thoughts 2 of 1 not 2 living|being|existing|waking|here|alive
think|thinks|thought|thinking|thoughts|keep|obsess|obsessed|ruminate|dream|daydream|wonder|wondering|talk|talks|talking about|of|on 2 dying|death|die|suicide|ending|dead !penalty|star
think|thinking|thought|thoughts|considering|considered|planning|plan|talking|talked|fantasize|tempted|urge|intend about|of|to|on 2 ending|end|doing 1 it|everything|things|myself|life $|all|tonight|sometimes|lately|a|every|for|soon|daily
think|thinking|thought|thoughts|considered|considering|want|urge|tempted|planning|plan about|of|to 2 taking|take|swallowing|swallow|overdosing 2 PILLS $|all|and|to|so
how|where|when do|can|should|could|would|to i|you|one|we ?just end ?it|everything|all|my $|it|all|life|everything
how|where|when to 1 end it|everything|all|things|life $|all|for
put|putting an|a end|stop to everything|it|all|this|myself|my ?all|life $|life|all|now
gun|pistol|shotgun|rifle is|was|sits|and 1 loaded|ready|beside|next|pointed
knife|blade|razor|pills|rope|gun is|are|was 1 my|ready|calling|waiting|only|friend|answer|tempting|here|right
hours|minutes|tomorrow|tonight|soon|morning|days 4 over|gone|dead|peace|free !with|at ?work
do|doing it now|tonight|today|soon|finally 6 goodbye|dead|die|prepared|ready|kill|pills|gun|myself|end
this|it is|s 1 goodbye
be|been|im|am|ill gone|dead by|before|after|soon|tonight|tomorrow
goodbye|goodbyes to 3 friends|family|everyone|kids|world|everybody|mom|all|people
problem|burden|bother|trouble 3 anyone|everyone|anybody|them|you|family 2 after|anymore|tonight|much|longer
after tonight|today|tomorrow 5 gone|dead|problem|over|here|free|peace|see
WANT TO 5 die|perish
i|im|id|ill|me|just|should|might|could|would|can|gonna|and|or|let|rather|please|wanna|ready|make|myself|must|better|will|TO 2 die
cancer|illness|disease|virus|god|death|lord|universe|reaper 3 take|kill|takes|claim me
bleeding|bleed|bleeds 3 purpose|deliberately|myself|helps|out|death
i|im|id|ill|he|she|just|and|tonight|going|today 1 will|gonna|going|am|ill|shall|want|wanna|might|just|may|could ?to ?just|to end|ending it|everything|this $|tonight|soon|all|today|now|forever
i|id|ill|im|going|wish|wished|hope 3 was|were|be|am gone $|forever|already|tomorrow|soon
final|last goodbye|goodbyes|farewell|words|message|note|letter $|to|everyone|all|for
no way out $|anymore|for|but
ready|want|wants|wanted|time|going|prepared to 1 leave|go|depart|exit 2 world|earth|life|planet|forever|peace|peacefully
drive|driving|drove|crash|crashing|swerve|steer|go|going|walk|ride|drift 1 off|over|into|at 1 a|the|of 1 bridge|cliff|overpass|tree|traffic|wall|oncoming|ledge|tracks
i|want|to|car|my|might|could|just|myself crash|wreck|total MY|the|a car|truck|bike|van|vehicle|motorcycle 3 purpose|die|into|end|intentionally|myself
gun|pistol|rifle|shotgun|weapon|handgun 7 head|mouth|temple|over|end|myself|himself|herself|die|dead|goodbye|held|tonight|chest|barrel
gun|pistol|rifle|shotgun|handgun to|in|at|against 1 head|mouth|temple|chest|chin|$
loaded|loading|load|bought|buy|got|took|grabbed|found 1 gun|pistol|shotgun|handgun|revolver
have|bought|got|tied|found|buy|made|getting|buying|get the|a|some|my 1 rope|noose|ligature
locked|locks|barricaded|shut himself|herself|themselves|myself in 6 gun|pills|knife|blade|weapon|over|goodbye
letter|letters|note|notes|goodbyes 3 written|ready|wrote|done|finished|signed|sealed|left 4 $|end|tonight|over|goodbye|die
i|ill|im|and 3 will|going|gonna|ready|about|want|wanna|might|could|to|tonight|today|tomorrow 1 end ?it|things|everything $|tonight|soon
end things tonight|forever|permanently|for|soon|$ 1 good|$ !with|between
time to|for 1 me|go|say 2 goodbye|go|forever $|now|for|goodbye
before|after i|im|ive 1 go|gone|leave|die|dead|died|kill|end 2 want|goodbye|please|dont|tell|world|take|know
when|once|after i|im 1 die|dead|died|gone|dies
take|please|look care|after|of 2 my 2 dog|cat|kids|children|pets|family|mom|son|daughter|dogs|cats 3 gone|dead|die|im|when|after
mejor 1 me|morir|muero|morirme
WANT TO 1 be|b|been|end|lay|lie|drop|fall|stay|feel 2 dead|gone|deceased|nonexistent|buried|unborn
love|loves|glad TO 1 die|disappear !of|laughing|for
feel|feeling|feels|felt like 2 dying !inside|of|from
feel|feeling|feels|felt like 2 ending it|everything|things|all
rather be|just dead|gone|die
rather die !than
should just|have|of|already ?just|already die|died|disappear|end|dead
should be dead
should|shouldve|shouldnt have 2 died|dead
ready|prepared|happy|willing TO 2 die|go|leave|meet 2 world|god|jesus|peacefully|maker|now|tonight|$
ready|prepared|willing TO 1 die
look|looking|looks forward to 2 death|dying|dead
let me 1 die
please|someone|somebody|just|wish|wants|want|ask|asked|asking|beg|begged|begging 4 kill|shoot|murder|end me !at|with|this|for
put me out of my misery
crave|craves|craving|yearn|yearning|long|longing|pray|praying|welcome|embrace|beg|begging|ache|waiting|wait for|to|of 2 death|die|dying|reaper
welcome|embrace|crave|seek|seeking|choose|want|wanting|chose|invite death
way|ways|how|methods|method|means|easiest|painless|quickest|painlessly|fastest to 1 die|kill|suicide
thoughts|thought|idea|ideas|ideation|thinking|fantasize|fantasizing|fantasies|daydream|daydreaming|obsessed|obsessing|talks|talking|contemplating|talked|joking|jokes|contemplate|contemplated|considering|dwelling about|of|on|with 1 dying|death|die|dead|ending|death|suicide !penalty
contemplating|contemplate|contemplated|planning|considering 1 death|dying
dead|dying|death 2 all|every 2 time|day|think|thinking|thoughts
thoughts 2 not 2 alive|here|existing|living|waking
picture|picturing|imagine|imagining|plan|planning|planned|think|thinking|imagined|fantasize|fantasizing|fantasies|dream|daydream MY|of|about 1 own|my|his|her 1 death|funeral|dying|suicide
could|might 2 end it $|all|now|tonight
attend|come|cry|crying|show|to|at|plan|planned|planning|planing my|his|her own|$|tomorrow funeral
cry|come|be|show|sad|happy at|to my funeral
attempted|attempt|attempting to 1 end|die|take|kill
attempt|attempts on my|his|her life
survived|after|since|before|failed|botched my|his|her|a|an|previous|first|second|third|last|another ?failed|suicide attempt|attempts
failed|previous|past|prior|another attempt|attempts !to|at
tried|try|trying to 2 end|die|off 1 it|myself|everything|all|$|life|twice|again|last|before|once|in
tried to 1 die
plan|plans|planned|planning|picked|chose|set|know|knows|figured|choose|decided|researching|researched|googled|googling|looked|looking|deciding|searching|searched 4 how|when|where|date|day|way|ways|method|methods|means 4 die|dying|killing|suicide|death
plan|plans|planned|planning|know|knows|figured|decided 2 how|when|where 4 end it|my|everything|things ?life ?all $
know|knows exactly how|when|where i|id|ill|he|she 1 will|would|do|want|going ?to ?do it
date|day|time 2 die|death
have|has|had|got|made|making|formed a|the|my|an 1 plan|plans|date ?and|set|for|to ?the|a|how 2 means|die|end|kill|go|do
have|has|got a plan and 3 means|pills|rope|gun|way|everything
last|final 1 day|days|night|hours|week|moments alive|on|here|with ?this ?you|earth|planet
tonight|today|this is 2 my|the last|final night|day|goodbye
tonight|today|tomorrow is the night|day|end 2 end|die|go|do|it|$
this is 1 my|a|the 1 goodbye|farewell
writing|wrote|write|written|left|leave|leaving|found|recorded|writes|recording|sent|draft|drafted|drafting 3 goodbye|goodbyes|farewell|note|letter|letters|will|video|notes 2 goodbye|goodbyes|family|kids|parents|everyone|behind|children|note|letter|letters|will|video|saying|wife|mom|son
writing|wrote|write|written|left|leave|leaving|found|recorded 1 goodbye|farewell|final|last
say|said|saying|says MY ?final|last goodbyes|goodbye
say|said|saying|says|saying final|last goodbye|goodbyes
goodbye world|forever|everyone|everybody|cruel|all|letter|letters|note|notes|video|message|messages
final|last|farewell goodbye|goodbyes|note|letter|message|letters|messages 1 to|for|written|wrote
gave|give|giving|gives|given away|out 2 my|his|her|all|their 3 things|stuff|belongings|possessions|everything|clothes|pets|valuables
gave|give|giving|gives|given 4 things|stuff|belongings|possessions away
getting|got|put|putting|get MY affairs in order
jump|jumping|jumped|jumps|leap|leaping|throw|throwing|threw|fling|step|stepping|stepped 2 off|from|in|into|out 4 bridge|building|roof|rooftop|window|balcony|cliff|ledge|overpass|tracks|traffic|train|trains|bus|car|cars|truck|highway|subway|oncoming|floor
stand|standing|stood|sitting|sit|sat|on|at|off|go|went|climbed|walk|walked|looking 3 ledge|bridge|rooftop|roof|overpass|balcony|tracks 3 jump|jumping|end|die|over|edge|letting|ready
on|over|at the ledge|bridge|rooftop|overpass and 6 jump|die|end|over
walk|walking|walked|run|running|step|stepping|lie|lay|laying|lying 1 in|into|on|infront 3 traffic|train|tracks|oncoming|highway|freeway|ocean|bus|truck|railroad
drive|driving|drove|driven|crash|crashing|crashed|swerve|swerving|steer|run|running|veer|veering|turn|turning MY|the|this|a|off|into ?my|the|car|truck|wheel ?car|truck|wheel|vehicle ?off|into|over ?a|the|of 1 bridge|cliff|tree|wall|oncoming|pole|river|lake|median|overpass|purpose|edge|semi
WANT|urge|urges|feel|imagine|fantasy 3 driving|drive|crash|crashing|swerve|swerving|steer|drove 5 road|bridge|cliff|tree|wall|traffic|pole|river|truck|car|lane
slit|slitting|slits|slash|slashed|slashing|cut|cutting|cuts|slice|slicing|open|opening MY 1 wrist|wrists|throat|veins|vein|artery|jugular
blow|blowing|blew|shoot MY|the|a|out 1 brains|brain|head 1 out|off|$
bullet|gun|pistol|shotgun|revolver|knife|barrel 4 my|his|her|own head|brain|mouth|skull|temple|throat|chin|heart|wrist|wrists|neck
bullet|gun|pistol 3 use|using|turn|turned 2 SELF
use|using|used|turn|turned|got|bought|buy|loaded|loading|get|getting|holding|hold|held|load 2 gun|pistol|rope|weapon|shotgun 4 SELF
noose|nooses
rope 3 neck|ready|ceiling|beam|tied
tie|tied|tying|put|wrap|wrapped a|the 1 rope|belt|cord|sheet 3 neck
have|has|got|had|counted|lined 2 PILLS 1 ready|lined|counted|out|set|saved|stashed
TAKE 3 LOTS 4 PILLS 5 die|end|wake|sleep|dead|over|forever|myself
time for me to go
done with 1 life|living|world|existing|everything
god|lord|jesus|dios|allah|universe 3 take|end me|him|her|my
let|lets cancer|nature|illness|disease|virus take|kill|run me|its
no future 1 $|for|ahead|left|anymore 1 me|myself|$|anymore|im|i|him|herself|himself !with|together
only|one way 3 stop|end 2 pain|suffering|hurting|misery
want|wanted|wish|need|wants MY life TO|was|would|were|just ?just|be|finally ?be over|end|stop|ended
check|checking|log|logging|opt|opting|bow|bowing|peace|checked 1 out|off 1 of|from 2 life|world|earth|everything|existence
catch|catching the bus 2 $|soon|finally|tonight
in|to|from heaven|god|jesus|afterlife|grave 4 be|with|join|see|go|meet|want|me|now 3 want|soon|now|join|tonight
WANT TO 1 be|go|join|see|meet|reunite|reunited ?up ?with|to|my|in|see ?my|the 2 heaven|afterlife|maker|jesus|ancestors
WANT TO 1 be|join|reunite|reunited ?with|together|and my|our|the 1 late|dead|deceased
WANT TO 1 go|be 1 with|home to|with god|jesus|lord|heaven|allah
join|joining|reunite|reunited|follow|following 4 heaven|grave|afterlife|other|death|dead|late
join|joining my|him|her 2 heaven|there|up|soon|grave|death
lights out 2 forever|permanently|me
might|may|going|gonna|could|ill|want|about|would|almost|nearly|will TO|of|do|just 2 do|doing|did something|smth|somethin ?really ?very stupid|drastic|bad|rash|terrible|permanent|irreversible|reckless $|to|tonight|soon|and|if|like|because
might|may|going|could|ill|want|about|almost|nearly|will|would TO|of|do|just 2 do|doing|did something|anything|smth to SELF|me
danger|risk|threat to 1 SELF
risk of 1 suicide|harming
six feet under
morgue|casket|coffin|underground|grave 3 want|wish|belong|soon|already|for|me
want|wish|belong|belongs|better|like|be|rather 5 morgue|casket|coffin|grave|underground|hearse|urn
dig my own grave
razor|razors|blade|blades|knife 4 wrist|wrists|veins|throat
rip|rest in peace me
hold|holding|held a|the|his|her gun to|at|against myself|himself|herself|his|her|my
hospitalized|inpatient|psych ward|hold 5 suicidal|myself|attempt
dead 1 by|before 2 tomorrow|morning|birthday|weekend|christmas|monday|friday|tonight|end
be dead 2 soon|tomorrow|anyway|already|$|now|by|right|and|or|if
already|feel|feels|practically|basically dead|gone 1 and|why|so|might|may
might as well 2 die|dead|end|gone|kill|not|jump
as well 2 be dead|gone
save|spare|do 4 trouble|favor 4 die|dying|kill|dead|gone|myself
it|this|i 4 last resort|only|final 2 option|solution|choice|escape|answer 3 die|death|dying|kill|end|$
"""
