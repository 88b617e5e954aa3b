# ruff: noqa: E501 -- one phrase a line, whatever its length
"""Phrases of the crisis screen by who speaks: understatement of the old, soldiers, farmers, new parents,
the devout, the young, and people who write in a second language. Notation: `phrases`.
"""

from typing import Final

SUICIDE: Final = """
death|dying will|would be ?a ?welcome mercy|relief|release|blessing
rehearse|rehearsing|rehearsed|practicing|practiced 5 goodbye|goodbyes|farewell
* end|ending things with MY life
* already dead inside
forever|always 1 13|14|15|16|17|18|19|young $
wrote|written|typed|finished 1 my note
NOT|without 3 look|looking both ways|before_crossing
NOT|rather|no 2 see|reach|want 2 another birthday|christmas|spring|winter|year|summer|tomorrow
outlived|outlasted my purpose|use|usefulness|time|welcome
slip|slipped|slipping|slips away in|during|quietly|peacefully|tonight
settled|sorted|arranged|ready|prepared for my going|passing|leaving|departure|death
hoping|hope|wishing 2 thatll_be|that_will_be|thats|that_is that|it|all $
NOT 4 go|carry|keep on 1 this long
bring|bringing about|on a|my peaceful|gentle|own end|death
walk|walking|wade|wading|swim|swimming|go into|out the sea|ocean|lake|river|water
bullet|round|shell with my name
finish what 8 started
urge|fight|fighting|itching|resist|resisting 3 pull|squeeze the trigger
envy|jealous|lucky 4 make_it_back|made_it_back|come_home|didnt_make_it|come_back|the_dead
world|nobody|noone|they 2 need|needs|miss 4 me|soldier|mouth|person 4 air|space|up|feed
wish 3 taken|took|killed|hit me
manage|cope|do|be better|fine|along 2 with_me|if_im|when_im 2 six|dead|gone|under
ready 3 lord|god|jesus 3 call|take|calling 1 me
want|need no more of this|the life|world
my last service|prayer|mass|sermon|supper|harvest|season|shift|ride 6 glory|earth|heaven|side|goodbye
in my mind to kill|hurt|end me|myself
NOT 5 in|of|on this world $
NOT 2 be hear anymore
life|body 6 finish|finished|stop $|all|also
read|hear|see 2 about him|her|me|us in|on the paper|news|papers|tv 1 tomorrow|soon
* history 5 about dying|death|suicide|die|overdose|hanging
ghost|corpse|shell|zombie 2 waiting|wait|ready 8 catch|die|end|follow
picked|chose|chosen|have|know|got|set the place|day|spot|hour|bridge 8 nerve|courage|goodbye|tonight
only exit|way_out|escape|answer 4 train|tracks|bridge|rope|gun|pills|line|river
NOT 3 want a tomorrow|future|next_year
done it 2 yet|only|still 1 because|cause 2 coward|scared|afraid|weak
only because im|i_am 1 coward|cowardly
insurance money|payout|policy 3 fix|solve|save|help|cover
* deserve|deserves|need|needs|want 2 life_insurance|insurance|payout|money more than 1 deserve|need|want me
tried|try|wanted|nearly|almost 1 eat ?a|the|my bullet|gun|pistol|barrel
walked|went|drove onto|out|into 2 ice|water|sea|surf|snow|traffic 4 hoping|wishing|wanting|meaning
think|thought|thinking about drinking|swallowing|taking it|that|some
locked|locks|shut himself|herself in 2 garage|bathroom|bedroom|shed|car|basement|barn
used to|get_used_to|getting_used_to life without him|her|me
tried|try|tries|trying|threatened to take|gas|off|do_away_with himself|herself ?out
promised|swore|told 5 do it|anything 8 keep|promise|cant
yeet|throw|launch|chuck|fling|hurl SELF off|out|into|under|from|in_front
had a good|fair|long run|innings|life 5 ready|finished|done|enough|go|over
ready|content|happy to be finished|done|through with it|this ?all
join|joining|follow|following 1 my|our late|dead
join|joining|follow|following them|him|her $|soon|up|there|in|over
lost 5 over_there|in_combat|in_the_war|in_iraq|in_afghanistan 6 join|joining|follow|them
eat|eating|swallow|taste|bite my gun|a_bullet|my_pistol|the_barrel|lead
saving|saved|save|keep|kept|leave 1 bullet|shell|round|cartridge 2 for me|myself
gun|shotgun|rifle|pistol|sidearm|revolver|handgun 2 in|on|across my lap|hand|hands
staring|stare|stared|looking|look|looked|eyeing 2 at|the 3 gun|shotgun|rifle|rope|beam|noose|pills|knives|tracks
check|checking|checked|bow|bowed|bowing out for_good|permanently|of_life|of_this_life|of_this_world|early
time 1 i bowed_out|checked_out|went_for_good|left_this_world|took_my_leave
no|any use|good to anybody|anyone|everyone|nobody|my_family|them 6 time|go|gone|dead|die|out
wont|shant|not 2 be 1 troubling|bothering|burdening 2 anyone|anybody|you|them|everyone
once|when|after im|i_am out of the|their|everyones way
good|dear ?lord|god|lord took|takes|would_take|to_take me
god|lord|allah|jesus 3 let|to_let me 1 come|go home|to_you
disappointed|sorry|angry|sad 2 find|see|realize|that 2 still|woke|wake here|up|alive
sooner|rather be in|under the|my ground|grave|dirt|earth
kept|keep|saved|put 2 back|aside|by 5 PILLS 5 time|when|day|end
stopped|quit|stopping taking 3 tablets|pills|insulin|medication|medicine 8 prolong|live|use|point|end|over|die
let|letting|hoping|hoped|wishing 3 cold|ice|sea|water|river|tide 3 take|have|give_way|swallow me|$|it
if i had an|some accident $|they|she|he|my|and
family|wife|kids|husband|children 3 worry|deserve|deserves|better|get|need 3 insurance|debts|payout|money 4 accident|than|me|gone
in case im|i_am not here|around|back|alive come|by|next|in|this|when
wonder|wondering|thought|think who would|will find me|my_body
NOT|no point|sense|use to me|my_life|myself
saw|see|go|went|hell|worse|nothing 6 may as_well go
at peace with leaving|dying|going my|this|soon|now|tonight|$ ?body|life|world|$
confession|confessed|prayed|forgiveness|forgive 4 about to|going_to|leaving|done 2 do|my ?to myself|body|world|self
lights out permanently|for_good|forever|for_me
mission|war|watch|fight|tour 1 over 2 me 5 ready|out|done|go
twenty|22 3 day 4 next|one_of_them
let this|tonight|it be the last one|night|time|day|sleep
stay|be asleep for|forever good|ever|and
end|ending|land|wind up in a|the coffin|grave|body_bag|hearse|morgue|casket 4 own|my|by|doing
peaceful|nice|easy|quiet|lovely 4 my heart just|simply ?just stopped|stop|gave|quit
doing|do 4 favor by being|if_i|to_be gone|dead|werent
walk|walking|step|stepping|run|running ?out into|onto|in the|a road|street|highway|freeway|motorway 4 $|with|stroller|baby|and|to|car|pram
went|walked|drove|go out|down 1 to the shed|barn|garage|woods|field|dock|bridge 2 do|end it|myself
stuff|chemical|chemicals|poison|pesticide 8 drinking|drink|drank it|some
better|best|good to|be|for ?be ?me death|dead|died $|and|than|now
make|do|doing|commit suicide|my_suicide
tractor|truck|tree|roof|horse|bull 1 rolled|fell|falls|landed|ran on|over me
how much|long 2 i can|will 1 stay|be|remain alive|here|living
everyone|everybody|they|family would|will be 1 happier|better|fine|freer|glad with me gone|away|dead|out
compre|consegui|tengo|ya_tengo la|una soga|cuerda|pistola|pastilla
petatear|petatearme|petatiar|chupar_faros
igual|mismo si|que 1 amanezco|amanezca|despierto|despierte|vivo|muero
cansa|cansao|canse|cansado|cansada de vivir|la_vida|existir
"""

SELF_HARM: Final = """
sleeves|hoodie|hoodies|sweater|sweaters|bandages 4 so|hide|cover|summer|july|heat|august 8 arms|cuts|scars|wrists|see
feel|feels real|something|alive|better|calm 2 razor|blade|bleeding|cutting|knife
real|alive|calm 2 the razor|blade|knife
leave|leaving|alone 3 wife|husband|son|daughter|him|her|mom|dad 6 might|could|would do to himself|herself
anda|estan|esta cortandose|cortando|quemandose 2 brazos|bracitos|piernas|piel|munecas
rajo|rajarme|rajaba|cortarme|rebano los|las|el|la muslos|brazos|piernas|munecas|piel|panza
"""

OVERDOSE: Final = """
injected|shot|took 2 more insulin|heroin|fentanyl|morphine
shot up|too too|much|heroin|fentanyl
lips|face|skin|fingers 2 blue|purple|gray|grey
ate|took|swallowed|had them all $|and|now|already|help
nothing|none left in|of 2 any|the|my bottle|bottles|packet|box 4 ate|took|swallowed
fistful|handful|mouthful|palmful of 3 PILLS|adhd
how many of these|those|them 1 can|do|should i|we take|swallow|have
too late 4 ive had|taken
tok|tuk|tuck 2 2|too|many|all|to 3 PILLS
did|took|used|done|shot too much 5 feel|slipping|breathe|fading|legs|numb|dizzy|going
barely|not|stopped breathing 6 syringe|syringes|needle|needles|bottle|pills|powder|foil
tome|bebi|trague|tomado cloro|veneno|insecticida|acido|raticida|thinner
"""

HARM_TO_OTHERS: Final = """
followed|following|waited|waiting 6 with a|my knife|gun|hammer|bat|machete
im|i_am|ill|will 1 going|gonna|to ?to shoot|stab|kill 1 first|next
snap|snapping|break|wring|breaking 1 neck|necks
push|pushing|shove|throw 2 OTHERS off|over|under|into|down|out
ill|i_will|might|could|gonna hit|beat|shake|slap|smack 1 OTHERS|until 3 until|stops|quiet
bullet|knife|blade in|for|through him|her|them|his|their
urge|urges to run|drive|push|force people|someone|cars|him|her off|over
* will|might|could|may really|seriously|actually injure|hurt|harm|strangle my|our
shed|hed|to|will drown|kill|poison|smother|shoot them|us|both|the kids|both
hold|holding|near|touch|pick a|the|any knife|knives|scissors 5 baby|kids|child|son|daughter|him|her
blacked out 4 beat|hit|choked|killed
almost|nearly|could_have beat|choked|strangled|stabbed|killed 3 man|woman|him|her|someone|guy|death
think|thinking|thought|thoughts|urge|urges 9 hurt|hurting|kill|killing|torture|torturing 1 animals|cats|dogs|puppies|kittens
angry|mad|furious 11 get|grab|fetch|for my gun|pistol|rifle|shotgun|knife
scared|afraid|terrified|worried 2 what i|id ?would|might|could|will|do 3 do to 1 him|her|them|baby|my|the|kids|people
hold|holding|held|push|pushing 1 him|her|baby|child under|underwater $|water|the|in|until|and
pillow 3 over 2 OTHERS|face|newborns|babys
should|could|would|we|both 2 go to heaven together
shook|shake|shaken 1 him|her|baby $|hard|so|too|until|because|when
smash|smashing|bash|bashing|cave|crack|cracking 3 skull|head|face|teeth in|$|open
get|getting rid of 5 for_good|permanently|forever|once_and_for_all
come|coming|go|going back 3 with 2 rifle|gun|shotgun|machete|knife|ak|bat|weapon
went|go|going|ran 3 to get|grab|fetch my gun|pistol|rifle|shotgun|knife
run|running|ran over|down 1 my|him|her|them|ex|people 5 car|truck|van|$|purpose|on
pay|paying with their|his|her lives|life|blood
list of|with 3 ones|people|names|everyone 7 sorry|pay|done|dead|regret|die
"""

ABUSE_DANGER: Final = """
smashed|smashes|broke|cracked 2 glass|bottle|plate|phone|chair on|over|in|against my
comes|came|sneaks|climbs|gets|crawls 1 my room|bed 6 night|bed|touches|asleep|undresses
gets|climbs|crawls in|into my bed
its|the|his|with fists
afraid|scared 5 wont|not get_up|wake_up|survive|walk_away|make_it_out
elder|pastor|priest|deacon|preacher|teacher|coach|doctor|trainer 2 touches|touched|fondles|gropes me
chair|dresser|knife|bat 3 door|doorknob|handle|pillow 4 because|father|dad|stepdad|husband|brother|him
sleep|sleeping with a|the chair|dresser|knife 6 because|father|dad|him|husband
coach|teacher|uncle|priest|pastor|boss|tutor|stepdad|grandpa makes|made|forces|has me do 1 things
on top of me 3 asleep|drunk|said|no|passed
hit|hits|punched|punches|slapped|kicked me in the face|stomach|head|mouth|ribs|jaw
cae|caen|da|dan|agarra a correazos|golpes|cintarazos|patadas|batazos|palazos|punetazos
"""

PSYCHOTIC: Final = """
must|should|have_to|told_to pluck|gouge|cut|tear|rip out|off my eye|eyes|tongue|hand|hands|skin|ear
must|has_to|have_to|needs_to|should die|be_killed|burn|bleed|be_sacrificed for|because 4 sins|evil|sinned|god|them
* god|lord|angel|spirit spoke|speaks|came|appeared 10 die|kill|sacrifice|burn|blood
dog|cat|radio|tv|song|lyrics|mirror|phone|wall|walls|reflection|plants 3 talks|speaks|tells|says|instruct|instructs|whispers|sing 8 kill|rid|hurt|die|jump|roof|rooftop|fly|cut|gouge|burn
look in the mirror 3 tells|says|orders|wants
VOICES 3 commanded|commands|ordered|orders|told|tells|saying|says|keep_saying 8 offer|cleansed|cleanse|sacrifice|fire|blood|purify|slay
being|am commanded|ordered|instructed|told|forced to stop|start|leave|kill|jump|burn|hurt|cut 6 body|eating|until|world|myself|them|$
chip|implant|device|transmitter 2 my|his|her head|brain|tooth|body 4 says|tells|said|orders|commands|wants
man|woman|person|someone|somebody|boy|girl in my head 2 yelling|yells|screaming|telling|tells|saying|says|shouting|speaks|who
baby|son|daughter|child|boy|girl|wife|husband 2 evil|possessed|demon|devil|cursed 5 rid|die|killed|stopped|destroyed|go|must
"""
