# ruff: noqa: E501 -- lists of words, whatever their length
"""Classes of words that stand for one another in how people speak of danger, and of everyday life.

The learnt judge of wording (`wording`) counts classes and pairs of classes beside the words, so that what
it learnt of "rifle" holds for "shotgun". English and Spanish; plain words, cut to their stems on use.
A word may stand in several classes.
"""

from typing import Final

WORD_CLASSES: Final = {
    # Dying, living, and being gone.
    "die": "die dies died dying perish death dead deceased corpse fatal lethal deadly coffin casket grave buried bury cemetery funeral morgue urn tomb morir muero muere muriera morirme muerto muerta muerte cajon ataud tumba panteon entierro",
    "kill": "kill kills killed killing murder slay execute kms unalive suicide suicidal suicidarme matar matarme matarse mata mato matarlo matarla",
    "live": "live lives lived living alive life lives exist existing existence breathe breathing survive surviving being vivir viva vivo vida existir existencia respirar mundo",
    "end": "end ends ended ending finish finished finishing stop quit over done final last terminate conclude acabar acabo acabe terminar termina fin final ultimo ultima ultimos",
    "gone": "gone vanish vanished disappear disappeared disappearing away leave leaving left depart absent without missing fade fading erase erased despawn exit out desaparecer irme ido ida marcharme dejar falta",
    "sleep": "sleep sleeping asleep bed night nap rest slumber wake waking woken awake morning sunrise dormir dormirme duerma despertar despierte amanecer amanezca descansar",
    "afterlife": "heaven hell god lord jesus angels angel paradise eternity soul beyond maker creator almighty allah reunited reunite cielo infierno dios diosito senor alma virgen",
    "peace": "peace peaceful calm relief quiet release rest freedom free mercy escape comfort paz descanso alivio calma tranquilo tranquilos",
    "future": "tomorrow future next year birthday christmas spring summer winter weekend graduation forward ahead anniversary month week manana futuro proximo navidad",
    "soon": "soon tonight today now already almost anymore longer much yet hour minutes ago just ya hoy noche ahora pronto",
    "forever": "forever permanently permanent eternal eternally ever never good siempre nunca jamas",
    "goodbye": "goodbye farewell note notes letter letters will testament belongings affairs funeral message adios despedida despedirme despedi carta cartas perdon",
    "give_away": "gave give giving handed away sorted arranged settled prepared organized paperwork insurance policy will password passwords keys papers regale repartir",
    "want": "want wants wanted wanting wish wishing wishes wished hope hoping hoped long longing crave craving yearn desire need pray praying beg begging plead tempted welcome prefer rather sooner ready willing dream fantasize quiero quisiera deseo ganas ojala pido ruego prefiero anhelo",
    "plan": "plan plans planned planning decided decide intend intention prepare chose chosen picked date method rehearse rehearsed practice researched googled searched looking figured ready scheduled list plane planeo decidi decidido pienso pensando",
    "think": "think thinking thought thoughts imagine imagining picture picturing wonder wondering obsess consider considering contemplate dwell idea ideas mind images flashes visions pensar pienso pensamientos idea ideas mente cabeza imagino",
    "not": "not no never none nothing nobody noone cant cannot dont wont without hardly barely neither nor isnt aint doesnt didnt wouldnt couldnt shouldnt no nada nadie nunca sin ni",
    "point": "point purpose reason meaning sense worth use worthless pointless meaningless hopeless hope useless why sentido motivo razon caso vale sirvo esperanza",
    "burden": "burden weight problem trouble drag dragging waste nuisance liability mistake failure disappointment bother useless drain extra way carga estorbo estorbar problema molestia fracaso",
    "better_off": "better happier easier simpler relieved fine okay thrive manage cope kinder cheaper lighter improve mejor felices tranquilos aliviados",
    "notice": "notice miss care cry remember mourn find found search look discover matter extrane extranar importa importaria notaria notarian lloraria encuentren",
    "tired": "tired exhausted weary worn drained sick fed done spent broken empty cansado cansada canse harto harta agotado agotada hasta",
    "go_on": "on continue continuing keep carry carrying going hold holding hang stay staying stick bear stand endure take face handle cope push survive aguanto aguantar soportar soporto seguir puedo sigo",
    "pain": "pain hurt hurting suffering suffer agony misery torment torture ache unbearable anguish despair dolor sufrir sufrimiento sufriendo angustia",
    "born": "born birth conceived existed nacido nacer nací naci",
    # Means, places and bodies.
    "weapon": "gun guns pistol rifle shotgun revolver firearm weapon weapons ammo bullet bullets round shell trigger barrel holster loaded sidearm glock handgun knife knives blade blades razor razors axe hammer bat machete scissors needle box_cutter pistola arma armas cuchillo navaja machete bala balas balazo tiro tiros escopeta cuchilla",
    "rope": "rope noose cord belt hang hanging hanged beam rafters ceiling fan closet attic barn neck knot cuerda soga horca ahorcar ahorcarme colgar colgarme viga lazo",
    "height": "bridge roof rooftop cliff ledge balcony tower building window overpass edge garage floor story jump jumping jumped leap leaping fall falling step plunge puente techo azotea balcon ventana edificio saltar aventarme tirarme lanzarme brincar barranco",
    "traffic": "train trains tracks railway subway platform traffic truck bus car cars road highway freeway tree wall semi lorry lane steering wheel crash swerve drive driving tren metro vias camion carro coche carretera trafico arrollara atropelle",
    "water": "water river lake sea ocean drown drowning drowned tub bath under ice pond reservoir rio mar lago ahogar ahogarme agua",
    "pills": "pills pill tablets tablet capsules meds medication medications medicine medicines prescription antidepressants painkillers tylenol advil ibuprofen aspirin xanax ambien insulin opioids fentanyl heroin oxy percocet benzos lithium prozac zoloft sedatives sleeping benadryl melatonin paracetamol acetaminophen overdose od dose doses bottle bottles cabinet pastillas pastilla pastillitas medicina medicinas medicamentos tabletas frasco sobredosis dosis farmacos",
    "poison": "poison bleach antifreeze chemical chemicals pesticide herbicide drain cleaner detergent gas fumes exhaust carbon monoxide solvent acid veneno cloro insecticida raticida gas",
    "swallow": "swallow swallowed swallowing took take taken taking drank drink drunk ate eat downed chugged popped gulped injected snorted smoked crushed chased washed mixed emptied tome tomado trague tragado bebi bebido comi inyecte eche tomar",
    "many": "many all whole entire every bottle handful fistful bunch lots ton dozens everything too much more extra double enough rest full muchas muchos todas todo toda entero entera demasiadas monton puno bastante",
    "symptom": "dizzy drowsy numb unconscious passed vomiting throwing blue shaking racing breathing responding unresponsive collapsed floor ringing blurry sleepy fading slipping stomach heart mareada mareado inconsciente respira vomitando",
    "skin": "skin wrist wrists arm arms leg legs thigh thighs hip hips stomach forearm vein veins knuckles flesh piel muneca munecas brazo brazos pierna piernas muslo muslos venas bracitos",
    "throat": "throat neck head face skull temple mouth chest heart stomach jaw cuello garganta cabeza cara boca pecho cuello",
    "cut": "cut cuts cutting slice slicing slit carve carving carved scratch scratched scratching burn burning burned scar scars marks gash bleed bleeding bled blood pick stab poke pinch bite corto corte cortes cortar cortarme cortandome cortaba rasgunar quemar quemarme quemo sangre sangrar rajo cicatrices marcas",
    "myself": "myself me mine own i im ill id ive self yo mi mia mio conmigo",
    "themself": "himself herself themselves themself yourself suicidarse matarse cortarse lastimarse",
    # Hurting others, being hurt.
    "hurt": "hurt hurts hurting harm harming injure attack attacking attacks beat beats beating beaten hit hits hitting punch punches punched punching slap slaps slapped slapping kick kicks kicked kicking choke chokes choked choking strangle strangles strangled strangling shove shoves shoved push pushes pushed smack smacked smother smothering suffocate shake shook shaking throw throws threw grab grabs grabbed drag drags dragged whip whips bite bites smash smashed crush snap break breaks broke stab stabbed stabbing shoot shooting shot burn burns burned batter abuse abuses abused abusive violent violence violently assault assaulted rape raped rapes molest molested molests pega pego pegarme golpea golpes golpeo golpear ahorca ahorco maltrata lastima lastimar dano jala empuja avienta quemo viola violo abusa cachetea patea correazos",
    "sexual": "rape raped rapes molest molested touches touched touching sex sexual forced forces naked undress clothes nude pimp trafficked consent private toca tocarme viola violo desnuda sexo manosea",
    "threat": "threat threaten threatens threatened threatening warn swears swore promise promised says said stalk stalks stalking stalked follow follows following watching tracking tracker amenaza amenazo amenazado sigue persigue jura",
    "trap": "lock locks locked locking trap trapped trapping prisoner keeps allow let allowed leave outside door basement bedroom hide hiding hid escape ran run runaway shelter restraining order police encierra encerrada encerrado deja esconderme escondida policia huir",
    "fear": "afraid scared fear fears terrified frightened worried danger dangerous safe unsafe panic miedo asustada asustado peligro temo terror",
    "anger": "rage anger angry furious mad revenge payback pay regret sorry hate hatred control lose losing snap explode blood rabia coraje furia venganza odio pagar",
    "partner": "husband wife boyfriend girlfriend partner spouse fiance fiancee ex bf gf hubby man lover roommate marido esposo esposa novio novia pareja viejo vieja",
    "parent": "mom mum mother dad father parents stepdad stepfather stepmom stepmother grandpa grandfather grandma grandmother granddad uncle aunt papa mama padre madre padrastro madrastra abuelo abuela tio tia papi mami",
    "child": "son daughter child children kid kids baby babies newborn infant toddler teen teenager boy girl stepson stepdaughter grandson granddaughter nephew niece brother sister crib hijo hija hijos hijas nino nina nene nena bebe hermano hermana sobrino chamaco chamacos",
    "other": "friend friends neighbor neighbour coworker coworkers boss manager teacher student students classmate classmates people person someone somebody anyone everyone everybody stranger man woman guy nurse doctor coach priest pastor elder cop officer clerk office school church amigo amiga vecino vecina jefe gente alguien compadre todos",
    "he_she": "he she they hes shes theyre him her them his their el ella ellos lo la le",
    # Voices that command.
    "voice": "voice voices whisper whispers whispering hear hearing heard demon demons devil satan spirit spirits angel angels archangel ghost shadow shadows radio tv television chip implant microchip signal signals frequency satellite neighbors government beam beamed broadcast force entity presence thing inside head mirror jesus god prophet voz voces demonio diablo espiritu espiritus sombra sombras",
    "order": "tell tells telling told command commands commanded commanding order orders ordered ordering instruct instructs instructed demand demands demanding force forces forced urge urges make makes made must chosen mission obey obeys obeying say says saying said wants whisper whispers shout yell chant control controls controlling ordena ordenan manda mandan dice dicen obliga pide",
    "sacrifice": "sacrifice offer cleanse cleansed purify punish punishment sin sins sinner sinners evil possessed blood chosen prophecy holy sacrificar sacrificio castigar pecado pecados",
    # Help to tell everyday life from danger.
    "work": "work job boss office meeting deadline project career company client clients team shift interview presentation email emails manager inbox promotion budget trabajo jefe tarea tareas oficina",
    "study": "exam exams test school class semester college university degree thesis homework teacher study studying grade grades course escuela examen examenes clase tesis",
    "thing": "phone battery laptop computer printer wifi internet server engine plant plants lawn garden tv screen charger tablet celular telefono computadora carro bateria",
    "food": "food pizza burger taco coffee chocolate cake dinner lunch breakfast beer wine restaurant cook cooking recipe onions hungry hambre comida cafe pastel cocinando",
    "fun": "game games movie film show song band concert party joke laughing laugh laughed lol meme comedy book novel story video level boss playoffs team match gym workout marathon race hike fiesta risa pelicula juego cancion",
    "money": "money rent savings debt loan bank mortgage tax bills salary price prices dinero renta deuda",
    "love": "love dating date marriage divorce breakup relationship cheated engagement wedding jealous kiss attracted separate amor divorcio boda",
    "illness": "cancer chemo hospice doctor surgery hospital disease heart stroke dementia leukemia diabetes allergy migraine treatment diagnosis biopsy vet tumor covid enfermo enferma doctor operacion",
    "grief": "grief grieving mourning widow widowed funeral passed lost loss memory miss ashes anniversary miscarriage stillborn buried extrano luto fallecio murio",
    "feel_low": "sad depressed depression anxious anxiety lonely alone empty numb worthless hopeless helpless miserable ashamed guilty crying cry tears triste deprimida deprimido sola solo vacia vacio ansiedad llorar",
    "past": "ago once used yesterday last when teen teenager younger childhood twenties college attempt attempted attempts tried try hospitalized ward psych survived intente intento trato trate antes",
}  # fmt: skip
