# ruff: noqa: E501 -- one phrase a line, whatever its length
"""The English phrases of the crisis screen about self-harm, overdose, danger from and to others, and
voices that command; and the idioms that sound like crisis and are none. Notation: `phrases`.
"""

from typing import Final

SELF_HARM: Final = """
* cant|cannot|couldnt|dont 4 without 1 self|cutting|hurting|harming|burning harm|harming|myself|herself|himself|injury
until|till 1 it|they|i|he|she|skin 1 bleed|bleeds|bled|bleeding
dig|digging|digs|dug MY nails 2 into|in
scar|scarring|carve|carving|scars SELF
i|she|he|they|would|to|and|ill|just|again cut|cuts $|because|again|deep|deeper|when|too|sometimes|daily|whenever|almost
cutting is|helps|was|makes|calms|feels|to|again|since|when|$|because|every|and|so|keeps|has 2 the|only|me|cope|feel|again|$|calm|better|release|relief|way|since|depression|habit
burn|burned|burnt|burning|burns|scratch|scratched|bruise|bruised|hurt|cut|injured|broke|punched|hit|bit 3 on purpose|intentionally|deliberately
burn|burned|burnt|burning|cut|scratched|slashed|sliced|punctured MY|the ?own 1 arm|arms|wrist|wrists|thigh|thighs|leg|legs|skin|hand 3 purpose|deliberately|intentionally|feel|cope|cigarette|lighter|when|again|because
arms|arm|thighs|thigh|legs|wrists|wrist|body|stomach 2 covered|full|lined 2 cuts|scars|burns|marks|scratches|wounds
cuts|scars|burns i|she|he 1 made|make|hide|hides|gave
bang|bangs|banging|hit|hits|hitting|slam|slams MY ?own head 5 purpose|himself|herself|myself|wall|hits
self harm|harms|harming|harmed|injury|injure|injuring|injures|mutilate|mutilation|mutilating|inflicted|hurt
selfharm|selfinjury
cut|cuts|cutting|harm|harms|harming|harmed|injure|injures|injuring|injured|mutilate|mutilating|scar|scarring SELF !off|out|short|some|a|loose|from|in
hurt|hurts|hurting SELF
burn|burns|burning|burned|burnt|scratch|scratching|scratched|punch|punching|punches|punched|bite|biting|bites|bruise|bruising|scratches|carve|carving|carved|starve|starving|punish|punishing|hit|hits|hitting|slap|slapping|stab|stabbing|beat SELF !out|up|on|about|over|for|off
start|started|starting|starts|been|keep|keeps|stop|stopped|quit|relapsed|back|into|caught|addicted|urge|urges|want|wants|wanted|resist|resisting|help|hide|hiding|is|are|was|to|about|hes|shes|and|with|history|of|miss|into|like|turned 2 cutting !back|down|out|off|carbs|my|it|class|grass|costs|sugar|ties|corners|the|her|him|them|contact|people|through|across|in|edge|calories|onions|vegetables|paper|wood|hair|hours|spending|weight|me|and
cut|cutting|cuts|scars|scar|gashes|slashes|slices|slashed|slicing|slice|carve|carved|carving|burns|marks 2 on|my|his|her|their|up|all|down 3 arm|arms|wrist|wrists|thigh|thighs|leg|legs|skin|forearm|forearms|stomach|hips
cutting helps|again|helped|calms|relieves|since|every|when|makes|feels
used|use to cut $|but|and|when|because|in|as|my !the|hair|grass|class
bite|biting|punch|punching|scratch|scratching|hit|hitting|burn|burning|slap|slapping my|his|her ?own arms|arm|thighs|thigh|legs|face|skin|wrists|hands|wrist|leg|head|stomach !off|on|against|cooking
relapsed 2 cutting|blade|razor|harming|self
clean|free 4 cutting|harm|harming|blade|razor
razor|razors|blade|blades|scissors|lighter|knife 4 arm|arms|skin|wrist|wrists|thigh|thighs|leg|legs|stomach
use|uses|used|using|took|take|find|found|hides|hide|hiding|bought|hid 4 razor|razors|blades|blade|lighter|knife 3 SELF|room|feel|bed|skin|arm|arms|leg|hurt|cut|sharpener|pillow|drawer
make|makes|making|made|see|seeing|watch|want|wanting|like|need|until|till 1 SELF|i|she|he|to 1 bleed|bleeding
bleed|blood|pain to|lets|makes|helps ?me ?to feel|cope|me
draw|drawing|drew blood
bang|banging|bangs|hit|hits|hitting|smash|smashing|slam|slamming 1 my|his|her head 3 until|myself|when|on|into|wall|bleed|purpose|punish !in ?frustration
cut|cutting|cuts 2 to 2 cope|feel|relief|release|numb|deal|punish
cut|burn|hurt|harm|scratched|burned|hit on purpose|deliberately
purposely|deliberately|intentionally 2 cut|cuts|cutting|hurt|hurts|hurting|burn|burned|harm|injure|injured|starve
cuts|cut|hurt|hurting|hurts|burns|burning|scratches her|his|their|my|hers 1 arms|arm|wrist|wrists|legs|leg|thighs|skin|body
urge|urges 2 to|of 1 cut|cutting|burn|hurt|harm|bleed !back|down|out|off|my ?hair|carbs
pick|picking|pull|pulling MY 1 skin|hair 3 bleed|bleeds|blood
"""

OVERDOSE: Final = """
TAKE 2 way|far|so ?far|so too|2 many|much 3 PILLS|them|my
too many|much PILLS
i|just|have|ive|he|she|already|to TAKE 3 too many|much $
overdose|overdosed|overdosing|overdoses
i|he|she|they|brother|son|daughter|friend|almost|nearly|sister|mom|dad|just odd on|last|again|yesterday|twice|today
TAKE 3 too many|much 2 PILLS
TAKE 2 LOTS 4 PILLS !for|as|every
TAKE ALL|all 2 PILLS
TAKE 2 10|12|15|16|18|20|24|25|30|32|35|36|40|45|48|50|60|70|80|90|100|150|200|ten|fifteen|twenty|thirty|forty|fifty|sixty|hundred 4 PILLS
TAKE 2 too many|much of 3 PILLS|them|those|mine
LOTS 1 of 2 PILLS 5 die|end|took|swallow|swallowed|take|over|all|sleep|wake|gone|tonight
saving|hoarding|stockpiling|saved|hoard|collecting|stashing|stockpiled|hoarded|stash 3 PILLS
staring|looking|stare|sitting|sat at|with 3 bottle|handful|PILLS
PILLS 4 at once|once
PILLS 3 in|on 2 hand|ready|front|table 4 die|end|tonight|goodbye|over|write|over|want
drank|drunk|drink|drinking|swallowed 2 bleach|antifreeze|poison|detergent|cleaner
took|taken 3 whole|entire|full bottle|pack|box|packet
* not|wont|isnt|cant 2 breathing|wake|responsive|waking 6 took|pills|heroin|fentanyl|shot|used|drugs|opioids
took|used|shot|taken|injected 6 not|wont|isnt|cant 2 breathing|wake|waking|responsive
turning|turned|lips blue 5 took|used|heroin|pills|fentanyl|drugs
"""

HARM_TO_OTHERS: Final = """
might|could|may|will|going|gonna|afraid|scared|ill 2 hurt|harm|injure|attack|hurting someone|somebody|people|others|another !feelings|by
kill|murder|shoot|stab|strangle|killing|murdering the ?very man|guy|person|woman|people|bastard|boy|girl|one|ones|who
pay 4 gun|knife|weapon|blood|bomb
imagine|imagining|imagined|picture|picturing|pictured|visualize|visualizing|visualise|think|thinking|thought|thoughts|dream|dreams|dreaming|daydream|obsess|obsessing|fantasise|fantasising|plan|planning|end|ending|enjoy|want|wanting|love|feel 3 killing|murdering|stabbing|shooting|strangling|choking|suffocating|poisoning|torturing|slaughtering|smothering|drowning 2 OTHERS|all
end|wind|ending up 1 killing|murdering|hurting|stabbing|shooting OTHERS ?elses|her|his !feelings
killing|stabbing|strangling|smothering|murdering my|someone|somebody|people|everyone|him|her|them|others 1 OTHERS|$ 2 comes|urge|want|thought|mind|feel|scares|head
urge|urges|want|wants|need|like|going|desire to|of 2 kill|stab|strangle|murder|hurt|harm|attack|smother|choke|shoot|punch ?and|or ?or 1 OTHERS !for|feelings|by|off
my|his|her hands 2 neck|throat 4 kill|choke|strangle|squeeze
want|wants|wanted|wanting|plan|planning|plans|planned|urge|urges|thoughts|thinking|thought|fantasize|fantasizing|fantasies|dream|tempted|intend|voices|impulse|impulses|decided|need|visions|images|ready|like|desire|obsessed|threatens|threatened|threatening|feel|plotting|daydream|daydreaming|imagining|imagine TO|about|of|like|that 3 kill|killing|murder|murdering|stab|stabbing|shoot|shooting|strangle|strangling|choke|choking|smother|smothering|poison|poisoning|drown|drowning|behead|slaughter|bomb 2 OTHERS ?her|him !for|off
going|gonna|will|ill TO|just|fucking|ill|definitely|go|actually|have 3 kill|murder|stab|shoot|strangle|smother|poison|slaughter|behead 1 OTHERS !for|if|when|an|a|some|who|over|because|at
going|will|ill TO|just|go|actually 2 kill|murder|stab|shoot OTHERS if|when|because 1 he|she|they|i 2 leaves|leave|cheats|left|again|touches|touch|comes|see
want|wants|wanted|planning|plan|going|urge|urges|thoughts|thinking|impulse|fantasize|fantasies|fantasizing|threatens|threatened|threatening TO|about|of 2 hurt|hurting|harm|harming|attack|attacking|injure|beat|beating|torture|torturing OTHERS|others !feelings|by|feel|emotionally|back
thoughts|urges|urge|images|visions|fear|afraid|scared|terrified|worried|might|could|going|impulses|impulse|wanting|almost TO|of|that|about|i|ill|im|may 4 hurt|hurting|harm|harming|kill|killing|shake|shaking|smother|smothering|drown|drowning|stab|stabbing|drop|throw|snap|suffocate|strangle|strangling|choke|throwing|shook 2 baby|kid|kids|child|children|newborn|infant|son|daughter|toddler|someone|somebody|people|others|family|everyone|anyone|classmates|students
want|wants|wanted|planning|plan|going|thinking|thoughts|talks|talking|threatened|threatens|gonna|threatening TO|about|of 3 shoot|shooting|blow|bomb|burn|bring 3 school|work|office|place|up|church|mall|everyone|building|house
shoot|shooting|shot up 3 school|work|office|church|place|everyone|mall|classroom|people
bring|bringing|brought|bring|buy|get|got a gun|knife|weapon to|and|for 4 school|work|office|him|her|them|church|shoot|kill|everyone
could|might|may|about|almost|nearly TO|just|actually 2 kill|murder|stab|shoot|strangle someone|somebody|people|everyone|everybody|them !for|if|an
want|wants|wish|wishes|wanted everyone|everybody|them|people|him|her|classmates 3 dead|die !of
they|everyone|all|everybody 2 will|going|gonna|shall ?all ?to pay|suffer 4 kill|gun|blood|dead|school|shoot|bomb
going|coming after 2 OTHERS 3 gun|knife|weapon|kill
gun|knife|weapon 3 going|coming after
homicidal|homicide|murderous
kill|killed|killing|murder|hurt|harm OTHERS|others and|then|or 3 myself|himself|herself|suicide|me
kill|murder them|everyone|everybody|people all
take|bring|taking them|him|her|everyone|people|others|someone ?all ?down with me
make|making OTHERS pay|suffer|bleed|disappear 4 gun|knife|blood|kill|dead|lives|permanently
wish|want|wanted OTHERS 2 dead 4 do|make|kill|myself|plan
plan|plans|planning|planned to|for 2 hurt|kill|murder|attack|poison|get|burn 2 OTHERS
poison|poisoning OTHERS|their|his|her ?food|drink|coffee
hire|hiring|hired someone|somebody to kill|hurt
lose control and 2 hurt|kill|harm|choke|stab|hit|shake 2 OTHERS
hear|afraid|scared ill|i 2 snap and 2 hurt|kill|harm
might|could|may|going|gonna|almost|ill TO|just 2 snap|lose 3 hurt|kill|harm|shoot|stab 2 OTHERS
shook|shaken|shake|shaking|hit|smothered|choked|threw 2 baby|newborn|infant
"""

ABUSE_DANGER: Final = """
throws|throwing|threw|swings|swung|lunges|charges|charged|came 2 knife|knives|things|objects|bottles|furniture|plates|bottle|chair|dishes|fist|punches at me|us|her
im|am|are|is|keep|getting|being being|getting ?physically hurt|abused|hit|beaten|raped|touched|threatened $|by|at|every|again|physically|daily|sexually
PARTNER beat|beats ?the ?shit|hell|crap ?out ?of me|us up|last|yesterday|bad|badly|again|so|when|every|because|$ !at|in|to
PARTNER|dad|mom|mother|teacher|coach|pastor|relative|grandpa|grandfather|cousin 6 hits|beats|punches|chokes|strangles|slaps|kicks|rapes|molests|assaults|batters|smacks|whips|burns me|us|kids|her|him|children|mom !up|at|out|off|in
PARTNER|dad|mom|mother|teacher|coach|pastor|someone|somebody|cousin 3 hit|slapped|punched|choked|strangled|raped|molested|assaulted|beaten|smacked|whipped|burned|kicked|stabbed|bit|shoved|attacked me|us|kids|mom !up|hard|out|off|back|first|like
hits|beats|punches|slaps|chokes|kicks|whips me|us|kids|her|him with 1 belt|fists|stick|cord|bat|fist|hand|shoe|things|objects|pan|iron|anything
dad|mom|uncle|stepdad|father|mother|brother|someone|somebody|stepfather|teacher|coach|caregiver is|keeps|was|hes 2 hurting|hurt|hurts me|us|her|him|kids
PARTNER|uncle|he|she 3 hurting|hurts|hurt me|us|her|kids|children 2 physically|last|tonight|yesterday|night|today !feelings
someone|somebody is|keeps|at|has|in 3 hurting|hurts|hits|hitting|beating|abusing|raping|touching|threatening me|us|her|him
hold|holds|held|pins|pinned|pin|tied|ties me|her|us down
forces|forced|forcing himself|herself|themselves|his on|upon|in me|her|us|my
keeps|has|owns|got|carries|brings|pulled|waves|points|bought|with a|his|her|the 1 gun|knife|weapon|guns 5 threat|threatens|threatening|threatened|bed|scared|afraid|kill|me|says|table|house|us
threatened|threatens|threatening|threaten me|us|her ?and with|at 2 gun|knife|weapon|machete|bat|hammer
threatened|threatens|threatening ?me|us with 2 gun|knife|weapon|death|kill|violence
threatens|threatened|threatening 2 life|lives|kill|shoot|dead
scared|afraid|terrified|fear|frightened|dread of|what|that|about|how|going 2 he|hell|shell|she|husband|boyfriend|dad|father|ex|partner|they 3 do|might|will|is|would|capable|could 3 me|us|kids|home|next|kill|hurt|do
broke|broken|fractured|breaks MY 1 arm|nose|ribs|rib|jaw|wrist|hand|finger|teeth|tooth|collarbone|leg 3 last|again|when|because|once|yesterday|ago|this|and|$ !playing|skiing|falling
he|she|husband|boyfriend|dad|ex|partner|wife|girlfriend broke|fractured|dislocated my|her 1 arm|nose|ribs|rib|jaw|wrist|finger|leg|hand
need|want|help|trying|try|planning|how|have|am|afraid|scared to 2 escape|flee|get|leave|run 1 away|from|out|my|him|her 2 violent|violence|abuser|abusive|beats|hits|dangerous|trafficker|alive|safely
in danger $|at|from|because|and|right|here|now|with
trafficked|trafficker|trafficking 3 me|us|help|escape|by|being
PARTNER 2 kicked|kicks|kicking|shoved|shoves|bit|bites me|us !out|off|while|in
PARTNER|stalker|neighbor ?always|still|just|keeps|is|has|also|sometimes|often|now|even|actually|almost|nearly|has|been|physically|tried|gets|drunk|and|who|got|will|to|violently|regularly|constantly|repeatedly ?been|to|and ?always|still|just|keeps|regularly|sometimes|physically|drunk hits|beats|punches|slaps|chokes|choked|choking|strangles|strangled|kicks|rapes|raped|smacks|batters|beating|hitting|punched|strangling|punching|slapping|beat|burns me|us|her|him|mom|kids|them !up ?with|about|at|again ?cards|to ?the ?punch|in|on ?a|the ?game|when ?we ?play|games|off|with ?guilt
hits|beats|beating|punches|chokes|choked|strangles|strangled|slaps|punched|slapped me|us 3 when|again|if|because|last|yesterday|tonight|drunk|drinks|almost|until|night|often|daily|day|regularly
put|puts|putting|placed|wrapped|has|had|got his|her|their 1 hands|hand|fingers 2 throat|neck
hands|hand around|on 1 my|her throat|neck
choke|chokes|choked|strangle|strangled|strangles|choking|strangling me|her !up
threatened|threatens|threatening|says|said|swears|swore|told|promised|tells|vows 5 kill|hurt|shoot|stab|murder|harm|strangle|beat|drown|find|burn|rape 1 me|us|her|kids|children|family|mom|mother|dog|baby|everyone
says|said|told|threatens|threatened 4 ill|shell|hell|he|im|id 4 dead|kill|regret|pay|killed|graveyard 3 leave|me|ever|if|$
going|gonna|will|gona TO|end 2 kill|murder me|us|her ?if ?i soon|someday|tonight|eventually|one|leave|left|tell|today|next
PARTNER 2 going|gonna|will|wants|might|could|tried|trying|threatened|would|try|tries TO|actually|have 2 kill|murder|strangle|shoot|stab me|us|her !if|when|for
PARTNER 2 going|will|might|could|would|ill TO|actually|have 2 kill|murder|hurt me|us if|when i 2 leave|left|tell|try|go|told|talk|dont|say|call|report
afraid|scared|fear|fearing|terrified|frightened|worried|convinced|think 5 kill|killing|murder|hurt|shoot|strangle|hurting|beat|rape|hit|attack|stab|beats|find 1 me|us|kids|children|my|her
afraid|scared|terrified|frightened|fear|fearing|unsafe|threatened|danger 3 go|going|be|come|coming|stay|leave|of|at|in|from|with|life|being 2 home|life|house|lives|husband|boyfriend|ex|stepdad|stepfather|safety
afraid|scared|terrified|frightened|fear|fearing|feared of|for ?my|his|her|our ?own husband|boyfriend|ex|stepdad|stepfather|dad|father|wife|life|safety|lives|mother|pimp|trafficker !judging|finding|will|being|not|getting|dying|reaction|leaving|and ?his ?reaction
* not|dont|never|isnt|doesnt|arent 2 safe at|in|with|around|from 2 home|house|husband|boyfriend|him|ex|dad|father|stepdad|marriage|stepfather|here|partner|relationship|mom|mother|wife|person|her|uncle|own
unsafe at|in|with|around 2 home|house|him|husband|boyfriend|ex|here|dad|father|partner|marriage|relationship|her
pulled|pulls|pointed|points|held|put|holds|waved|has|have|pulling|pointing|aimed|got|keeps 1 gun|knife|weapon on|at|to|against|in|and|threatens 2 me|us|head|throat|my|her|neck|threatens|face|kids
gun|knife to|against|at 1 my|me|us|her|our 1 throat|head|neck|face|$
came|comes|coming|come|lunged|ran|went|chased|chasing after|at me|us with
throws|threw|throwing|slams|slammed|shoves|shoved|pushes|pushed|drags|dragged|pins|pinned|grabbed|grabs 1 me|her|us 2 wall|stairs|down|floor|hair|ground|across|throat|bed|neck|against
* wont|doesnt|never|refuses|refused|wouldnt|forbids|stops|prevents|not|didnt TO|even|ever|even|me ?even|ever let|allow|me me|us|her|from|leave ?to leave|leaving|escape ?the|my|his|our|me house|home|room|apartment|him|alive|$|without|marriage
* wont|wouldnt|refuses|doesnt ?to let me|us leave|go|out $|anywhere|alone|without|alive|of|the|him|unless
* wont|doesnt|never|wouldnt 1 let|lets|allow me|us|her 1 out 2 house|room|apartment
locks|locked|locking|keeps|kept me|us|her 3 in|inside|room|house|prisoner|closet|basement|hostage|home
hostage|prisoner in 1 home|house|room
held me|us|her|him hostage|captive|against|prisoner|down
forces|forced|forcing|makes|making|made|coerces|coerced|force me|us|her 1 to|into|have 2 sex|sexual|sleep|perform|anal|oral|touch
rapes|raping|rape|raped|molesting|molests me|us|her 3 last|yesterday|tonight|today|again|every|this|still|night|when|week|often|nightly|by|at|weekend
was|been|got|being|gotten raped|assaulted|molested|drugged|trafficked 6 last|yesterday|tonight|today|ago|again|this|night|weekend
being|am|im|getting|is|are|gets|shes|hes|still|keep|keeps ?being|getting ?physically|sexually abused|beaten|raped|molested|trafficked|battered|stalked|hit|strangled|assaulted
physically|sexually 3 abusing|abuses|abusive|assaulting|assaults|violent !when|mother|childhood|father|past|as
sexually|physically abuses|abusing|assaults|assaulted 1 me|us|her|him|kids|daughter|son 4 last|now|still|yesterday|night|today|week|again
molesting|abusing|raping|beating|hitting 1 me|us|my|her|him|kid|kids|child|daughter|son|children|sister|brother|mom|inappropriately
touches|touched|touching me|her|my|him 4 night|sleep|room|inappropriately|private|privates|secret|bed|uncle|stepdad|stepfather|grandfather
stalking|stalks|stalked|stalker 3 me|us|outside|follows|following|again|knows|home
follows|follow|tracks|waits|shows me|up|outside 4 gun|threatens|threatening|afraid|scared|house|gps|kill|apartment|everywhere !on|instagram
bruise|bruises|bruised|fractured|cracked|bloody 3 my|me|from|all|eye|eyes|rib|ribs|jaw|arm|nose|face|body|arms 5 husband|boyfriend|beat|beating|hit|hits|him|partner|ex|wife|dad|father|grabs|hide|hiding|cover
broke|broken|breaks|fractured|cracked my|her 1 rib|ribs|jaw|arm|nose|wrist|finger|teeth|tooth !in|playing
black eye|eyes 5 husband|boyfriend|him|he|partner|again|cover|hide
beat|beats|beaten|beating 1 me|her|us|him|up|kids|mom 3 up|badly|unconscious|senseless|again|last|black|bloody|every|when|because|so|tonight|in
escape|escaping|flee|fleeing|hiding|hide|run|away|get|leave|leaving|got ?from|away 2 abuser|abusive|abuse|trafficker|pimp|batterer|violent
my abuser 3 is|has|found|will|wont|keeps|knows|lives|here|threatens|back
domestic violence 4 now|tonight|help|victim|situation|escape|leave|currently|still|daily
violated|breaking|broke|violates|violating|ignores the|his|her|a 1 restraining|protective|protection order
killed|kills|hurt|hurts|tortures|threatens MY|the|our|to 2 dog|cat|pet|pets 5 me|leave|next|threat|warning
"""

PSYCHOTIC: Final = """
ordering|commanding|instructing|commands|orders me|him|her to 1 jump|kill|hurt|harm|die|cut|stab|burn|attack|do|end|shoot|run|drown
hear|hears|hearing|heard 2 someone|something|people|person|man|woman|god|demon|it|him|them|things 5 telling|tells|ordering|commanding|tell|orders|commands|saying|screaming|whispering 1 me|him|her|to 3 kill|hurt|harm|die|jump|cut|burn|stab|do|end|attack|evil
hear|hears|hearing|heard 1 voices|whispers|commands
VOICES ?in|keep|keeps|are|is|from|that|i|wants|want|who|told ?my|the|hear|me|me ?head|me|to 2 tell|tells|telling|told|command|commands|commanding|commanded|order|orders|ordering|want|wants|say|says|saying|saying|ordered|keep|screaming|scream|screams|push|pushing|yelling|whispering|making|force|forcing 1 me|him|her|us|i|he|she|them|that|to 4 kill|hurt|harm|die|jump|cut|burn|stab|end|suicide|attack|sacrifice|shoot|murder|do|punish|crash|bad|drown|choke|strangle|dead|deserve|violent
voice|voices|hallucinations|demons|demon|spirits ?in|i|that|are|keep|inside|from|is|keeps|started|wont ?my|hear|keep|head|the ?head|are|keep ?keep|are|is 1 tell|tells|telling|told|command|commands|commanding|order|orders|ordering|ordered
hear|hears|hearing|heard|hearin 2 voice|voices 8 tell|tells|telling|command|commands|kill|hurt|harm|do|die|order|ordering|stop|scream|screaming|say|saying|hate|worthless|loud|talking|people|nobody|noone|watching|when|in
hear|hears|hearing|hearin 1 voices
voice|voices 3 kill|hurt|harm|die|jump|cut|stab|death
god|satan|devil|jesus|demons|angels|tv|radio|aliens 3 chose|chosen|wants|told|tells|telling|commanded|ordered|orders|commands 1 me|us|him|her 3 kill|sacrifice|hurt|die|jump|burn|cleanse|punish|harm|stab
something|someone|thing|somebody in|inside 2 me|head|mind|brain 2 tells|telling|says|wants|orders|commands|saying|keeps 2 kill|hurt|harm|die|me|jump|cut 2 kill|hurt|harm|die|jump|cut|stab|$
tv|television|radio|phone|neighbors|fbi|cia|aliens|computer 4 tells|telling|messages|orders|signals|commands|commanding 4 kill|hurt|harm|die|jump|attack
command|commanding|commands hallucination|hallucinations|voices|voice
mission from god 4 kill|sacrifice|hurt
told|tells|telling|commanded|commanding by 1 voices|god|demons|satan|devil
demon|demons|devil|satan 3 inside|in|possessing|possessed|control|controlling|took|taking 2 me|him|her|son|daughter|body 6 kill|hurt|die|out|cut|burn
"""

# Words inside these do not count; none reaches over a break.
IDIOMS: Final = """
take|taking|took|takes|taken MY ?own life|lives back|into|seriously|one_day|one_step|to_the_next|to_a|in_a_new|in_a_different|in_another|in_my_own|in_my_hands|for_granted|in_new
wake|waking|woke|wakes|woken ?me|him|her|up ?up on time
wake|waking|woke|wakes|woken ?me|him|her|up ?up early|late|until|till|before|at|for|next|to|in|with|the|him|her|them|my|feeling|refreshed|tired|rested|hungover|when|easily|during|because|so|as|from|several|hungry|grumpy
scared|afraid|fear|terrified|worried|worry|worrying|frightened|panic|anxious|convinced|phobia|nervous|fears|anxiety ?to|of|about|that|im|i|ill|my|she|he|hell|shell|they|someone|of_my ?i|im|ill|am|my|might|will|would|mother|father|mom|dad|husband|wife|kids|parents|son|daughter|baby|cat|dog|be|being ?going|will|might|could|may|about|be ?to die|dying|dead|death|dies !by
think|thinking|thought|thinks|feel|feels|felt|like|convinced|sure|believe im|i|ill|he|she|shes|hes|was|am|is ?am|was|is going|gonna|about|will|might ?to die|dying ?of|from
die|dying|dies|died|dead of|from 3 heart|cancer|stroke|attack|disease|virus|covid|laughter|laughing|old|natural|pneumonia|tumor|illness|age|hunger|thirst|overheating|boredom|embarrassment
to die for
do|ride|try|win or die
i|id|would|ill|could|might die without|if
no|job|work|school|class here at this job|school|company
be|being here at this|the|my job|school|company|place|office|work
im|i|going to die if|when 1 i|he|she|they 1 dont|doesnt|see|sees|get|has|have|eat
would|will|id|gladly|happily|to die for my|you|him|her|them|this|that|a|our|their
so 3 i could die
never|never want|wanted to die $|and
die hard|trying|another|slowly|down|out|off|inside|young|cast|hardest
death of me
death penalty|row|star|certificate|metal|valley|grip|stare|taxes
work|works|working|worked|scare|scares|scared|bore|bored|love|loves|loved|tickled|worried|sick|frightened|starved|freezing|froze|talked|embarrassed|stressed|tired|thrilled|partied|beaten|beat me|him|her|myself|them|you|it|himself|herself|us|half|nearly|almost to death
work|works|working|worked|scare|scares|scared|bore|bored|tickled|worried|frightened|stressed|talked to death
loves|love|loved 3 to death
people|everyone|everybody|we all|must|will|eventually|have|has ?to die
plants|phone|battery|laptop|fish|flowers|plant|car|engine|dog|cat|pet|hamster|bird|grandmother|grandfather|grandma|grandpa|aunt|uncle|parents|mother|father|mom|dad|husband|wife 1 died|die|dies|dying|is|passed|was|going|might|may|will|keeps|keep|about ?to die|dying|died
could kill my|him|her|you|them for|sometimes|when|if|right
burned|burnt|burned|bruised|broke|cut|broken|hit|hurt MY 1 arm|hand|finger|leg|wrist|foot|toe|knee|elbow|thumb 4 cooking|stove|oven|pan|skiing|football|soccer|falling|fell|chopping|onions|glass|iron|accident|accidentally|playing|knife|can|gym|bike|hiking|running
take|took|taking|takes|taken her|his|their|my|our life savings|story|jacket|partner
life savings|coach|insurance|partner|story|lesson|lessons|hack|hacks|balance
live|living in fear of|that 1 failure|rejection|failing|losing|judgment|being|making|what|missing|change|conflict
emotionally|mentally|verbally|psychologically|financially ?and|abusing ?emotionally|mentally|verbally abusing|abused
suicide squad|prevention|awareness|bomber|bombers|bombing|doors|hotline|lifeline|helpline|statistics|rate|rates|risk|assessment|training|research|mission|drills
suicide by 1 chocolate|cake
career|political|social|financial|professional|commercial|economic|reputational|electoral suicide
essay|paper|movie|film|book|novel|song|lecture|article|documentary|thesis|podcast|poem|presentation|seminar|research|speech|homework|report|play|chapter|module|training|workshop|show|series|project|dissertation|conversation|episode 2 about|on|of 1 suicide|overdose|homicide|euthanasia|murder|dying|death
hamlets suicide|suicidal
assisted suicide
die|died|dying|dead of|from|with 1 laughter|laughing|embarrassment|boredom|cuteness|cringe|happiness|joy|excitement|curiosity|shame|embarassment|heat|jealousy
die|died|dying laughing
die on 1 hill
kill|killed|killing myself|himself|herself|yourself laughing
killing|kill|killed myself|himself|herself|themselves|yourself at|over|studying|working|training|in|trying|getting|doing|with|on|for 1 work|gym|school|office|homework|essay|exam|exams|get|make|finish|keep|please|project|this|the|these|overtime|job|grades|deadline|deadlines|a|class|it|tests|finals|marathon|impress|pay
shoot|shot|shooting myself|himself|herself|yourself|themselves|ourselves in 1 foot|feet
shoot|shot MY own ?foot|feet
drown|drowning|drowned myself|himself|herself in 2 work|chocolate|coffee|ice|tea|homework|music|books|wine|cheese|projects|emails|sorrows|gravy
stab|stabbed|stabbing|hurt|hurting|cut|burned|burnt|hit|scratched|punched|bit|burning|poked|injured|shot|hits|cuts|cutting|hurts|injure myself|himself|herself|itself|yourself|themselves 6 accident|accidentally|gym|cooking|shaving|running|lifting|playing|knee|ankle|toe|football|soccer|basketball|yoga|workout|exercising|stove|oven|oil|kitchen|coffee|skiing|hiking|fell|falling|slipped|gardening|chopping|tree|pan|iron|moving|thumb|slicing|papercut|iron|door|tea|dancing|financially|back|by|hurrying|while|glass|trampoline|bike|grease|onions|bread|slack|cake|slice|piece
accidentally|accident|clumsy 3 cut|burned|burnt|hit|hurt|stabbed|shot|scratched|bit|poked|hurting myself|himself|herself|itself
cut|cutting|cuts myself|yourself|himself|herself some|a|off|loose|short
starve|starving myself|yourself until ?dinner|lunch
end|ending|finish|finished MY|the day|days|week|morning|work|session|shift|year
end|ended|ending it|this|things|everything|all with|between !my
end|ended|ending it|this|things|everything|all there|well|amicably|badly|here
get|getting|got MY life|lives back|in|into|to|for|over|one|and|as|together
end|ending everything between|with|on 1 good
kill|killing|killed time|it|two|off|weeds|bugs|flies|germs|bacteria|mood|vibe|zombies|monsters|plants|mosquitoes|spiders|roaches
kill|killed|killing for a
overdose|overdosed|overdosing|overdoses on 2 chocolate|cuteness|sugar|coffee|caffeine|netflix|tv|cheese|pizza|vitamin|candy|news|christmas|glitter|memes|tiktok|kpop|carbs|cookies|nostalgia|turkey|cake|sweets|social|work|pumpkin|information|homework
sleep|sleeping forever 2 weekend|sunday|saturday|vacation|exams|finals
sick|tired of living with|in|at|like
way out of 2 lease|contract|here|town|there|parking|traffic|building|debt|city
way out west|there|to|here
escape|escaping|escaped from ?the|my work|office|city|room|routine|screen
disappear|vanish|vanished|disappears|disappeared for 3 weekend|week|day|days|hours|hour|while|bit|vacation|holiday|month|beach
disappear|vanish on|to|into 3 vacation|holiday|beach|crowd|island|book|woods|mountains|cabin|bali|closet|room|bedroom|air
drive|driving|drives|drove me|him|her|us 1 up|crazy|insane|nuts
hit|hits|hitting me|us with 1 extra|work|questions|bills|homework|news|guilt|surprise|more
jump|jumping|jumped|jumps into|in the|a|this 1 conversation|pool|lake|river|ocean|project|relationship|shower|puddle|bed|hot
jump|jumped|jumping 3 bungee|parachute|skydiving|trampoline
bungee|parachute|skydiving|ski|skateboard|scuba|cliff|base 3 jump|jumping|off
jump on 1 bandwagon
train|bus to work
gun|guns 1 control|laws|range|rights
voice|voices ?of|in ?my|the ?head|reason ?telling|tells|says ?me|that ?to ?eat|study|buy|sing|drink|exercise|clean|relax|try 1 cookie|cake|harder|chocolate|dessert|snack
hear|hearing voices|voice 2 upstairs|neighbors|next|downstairs|hallway|singing|outside|talking ?in ?the ?hallway|next
wake|waking|woke up 2 early|late|tired|hungry|grumpy|refreshed
beat|beats|beating myself|himself|herself|yourself|themselves up|over|about
party|place|town|club|bar|battery|phone|line|bedroom was|is ?so|totally dead
beats|beat|beating me|us|him|her at|in|to|by
hits|hit me|us|him|her up|hard|harder|like|on|that|differently|all
it|that|this|reality|depression|grief|anxiety|sadness|wave|news hits|hit|beats|strangles|chokes|kills|attacks me|us|him|her
choke|choked|choking|chokes me|her|him up
hit|hits rock|pause|snooze|send
murder|killing|killer mystery|mysteries|documentary|documentaries|show|shows|podcast|podcasts|deals
dead tired|serious|line|end|wrong|battery|phone|sure|quiet|calm|silence|heat|weight|center|on
dead by daylight
rest|eternal sleep schedule
wake up call
"""
