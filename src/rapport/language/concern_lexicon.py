# ruff: noqa: E501 -- lists of words, whatever their length
"""Words that point to a concern, chosen by hand: what the fitted weights start from.

English with basic Spanish. Each entry is a word or a phrase of up to three words; forms of a word
are found by its stem. `STRONG` names the concern nearly by itself, `LIKELY` makes it likelier. The
questions that the weights are fitted to hold no example of half of these codes: for those the
lexicon is all there is.
"""

from typing import Final

STRONG: Final[dict[str, str]] = {
    "anxiety": "anxiety, anxious, worry, nervous, social anxiety, overthinking, phobia, ansiedad, ansioso, ansiosa, preocupacion, nervios, nerviosa, paranoid, health anxiety, intrusive worry, agoraphobia",
    "panic": "panic attack, panic attacks, panic, hyperventilate, anxiety attack, anxiety attacks, ataque de panico, ataques de panico, panico",
    "depression": "depression, depressed, depressive, hopeless, worthless, feel empty, feeling down, no motivation, sadness, depresion, deprimido, deprimida, desanimo, tristeza",
    "grief": "lost my mother, lost my father, lost my mom, lost my dad, lost my husband, lost my wife, lost my son, lost my daughter, lost my brother, lost my sister, lost our baby, grief, grieve, grieving, bereavement, bereaved, passed away, mourning, widow, widower, death of my, loss of my, duelo, fallecio, murio, luto",
    "trauma": "trauma, traumatic, ptsd, flashback, flashbacks, raped, rape, sexual assault, molested, sexually abused, abused as child, childhood abuse, domestic violence, physically abused, assaulted, sexual abuse, violacion, abuso sexual, abusive, veteran, combat",
    "ocd": "check the stove, check and recheck, count and check, washing my hands, ocd, obsessive compulsive, compulsions, compulsive, rituals, obsessions, contamination, intrusive thoughts, checking locks, toc, wash my hands, hoarding",
    "bipolar": "bipolar, mania, manic, hypomanic, mood swings, hypomania, bipolaridad",
    "psychosis": "psychosis, psychotic, schizophrenia, schizophrenic, hallucinations, hallucinating, delusions, hear voices, hearing voices, voices in my, esquizofrenia, escucho voces, schizoaffective",
    "adhd": "adhd, attention deficit, hyperactive, distractible, hyperactivity, executive function, deficit de atencion, tdah, focus on anything",
    "autism": "autism, autistic, asperger, aspergers, neurodivergent, asd, autismo, autista, on the spectrum",
    "eating": "eating disorder, anorexia, anorexic, bulimia, bulimic, binge, binge eating, purge, purging, body image, throw up, make myself throw, food, diet, overeat, overeating, trastorno alimenticio, atracones, calories",
    "substance_use": "alcohol, alcoholic, alcoholism, drinking, drug, drugs, addiction, addicted, addict, sober, sobriety, rehab, cocaine, heroin, opioid, meth, marijuana, weed, relapse, overdose, smoking, vape, gambling, alcoholismo, drogas, adiccion, beber, drunk, pills, substance abuse",
    "self_harm": "self harm, self harming, cut myself, cutting, cutting myself, hurt myself, self injury, burn myself, hurting myself, autolesion, me corto, cuts herself",
    "suicidality": "suicide, suicidal, kill myself, end my life, want to die, better off dead, killing myself, suicidio, suicidarme, quiero morir, no quiero vivir",
    "anger": "anger, angry, rage, temper, furious, aggressive, outbursts, lash out, explode, irritable, enojo, ira, rabia, enojado, mad at everyone, anger issues, blow up",
    "stress_burnout": "stress, stressed, burnout, burned out, burnt out, overwhelmed, exhausted, overworked, pressure, estres, agotada, agotado, burn out, stressful",
    "work_career": "job, career, coworker, boss, workplace, employer, unemployed, fired, laid off, promotion, colleague, manager, work environment, trabajo, jefe, empleo, supervisor, company, profession",
    "relationship": "boyfriend, girlfriend, husband, wife, partner, marriage, relationship, cheating, cheated, affair, infidelity, trust issues, spouse, fiance, dating, jealous, intimacy, pareja, novio, novia, esposo, esposa, matrimonio, love him, love her, long distance, commitment, communicate with my, infidelidad, celos",
    "family": "family, mother, father, parents, sister, brother, mom, dad, sibling, grandmother, grandfather, in laws, mother in law, stepmother, stepfather, aunt, uncle, cousin, familia, mama, papa, padres, hermano, hermana, suegra, estranged, my parents",
    "parenting": "my son, my daughter, my child, my kids, my children, toddler, parenting, teenage son, teenage daughter, stepson, stepdaughter, tantrum, tantrums, bedtime, potty training, year old son, year old daughter, mi hijo, mi hija, mis hijos, crianza, raise my, co parenting, single parent, custody, discipline, grandson, granddaughter",
    "divorce_separation": "divorce, divorced, separated, separation, break up, broke up, breakup, broken up, custody, ex husband, ex wife, ex boyfriend, ex girlfriend, my ex, move on, divorcio, separacion, separarme, ruptura, get over, left me, getting back together",
    "sexuality": "sex, sexual, gay, lesbian, bisexual, sexuality, libido, erection, erectile, orgasm, porn, pornography, virgin, virginity, masturbate, masturbation, sex drive, lgbt, lgbtq, queer, coming out, attracted to, asexual, homosexual, fetish, sexo, sexualidad, straight, same sex, intercourse, kink, closeted",
    "gender_identity": "transgender, trans, gender, gender identity, dysphoria, nonbinary, transition, pronouns, transsexual, binding, female to male, male to female, be a boy, be a girl, identidad de genero, transgenero, genderfluid, crossdress, cross dressing",
    "identity_culture": "religion, religious, god, faith, church, spiritual, spirituality, culture, cultural, immigrant, immigration, racism, race, ethnicity, identity, christian, muslim, jewish, catholic, discrimination, religion, iglesia, inmigrante, cultura, racismo, who i am, beliefs",
    "chronic_illness": "diagnosed with ms, my illness, health condition, chronic, chronic pain, illness, cancer, diabetes, fibromyalgia, disability, disabled, diagnosed with, autoimmune, alzheimers, dementia, parkinsons, lupus, migraines, surgery, enfermedad, dolor cronico, enfermo, multiple sclerosis, caregiver, seizures, stroke",
    "sleep": "sleep, insomnia, nightmare, nightmares, sleeping, asleep, bad dreams, sleepless, dreams, dormir, insomnio, pesadillas, sueno, tired all night, night terrors, sleep paralysis",
    "self_esteem": "self esteem, confidence, insecure, insecurity, insecurities, ugly, hate myself, not good enough, self conscious, low self, worthless, self worth, failure, self image, love myself, autoestima, insegura, inseguro, inferior, compare myself, shy",
    "loneliness": "lonely, loneliness, isolated, no friends, make friends, lost all my friends, left out, soledad, amigos, me siento sola, me siento solo, bully, bullied, bullying, social skills, fit in, best friend",
    "life_transition": "retirement, retired, moving to, relocate, relocating, new city, graduate, graduation, empty nest, midlife, college, transition to, big change, jubilacion, mudanza, military, deployment, deployed, turning 30, quarter life, starting over, life changes",
    "perinatal": "since the birth, gave birth, after the birth, postnatal, pregnant, pregnancy, postpartum, miscarriage, newborn, infertility, breastfeeding, abortion, stillbirth, birth, baby blues, expecting, embarazo, embarazada, posparto, aborto, ivf, new mom",
}  # fmt: skip

# Codes whose strong words are found in all kinds of questions ("my mother", "worried"). For every other
# code, of which the questions hold few examples or none, naming the thing has to be enough.
EVERYDAY: Final = frozenset({"anxiety", "depression", "relationship", "family", "parenting"})

LIKELY: Final[dict[str, str]] = {
    "anxiety": "scared, afraid, fear, panic, shaking, racing, tense, uneasy, miedo, on edge, freak out, overthink, breathe, heart",
    "panic": "cant breathe, heart racing, chest, shaking, dizzy, suddenly",
    "depression": "sad, cry, crying, unhappy, empty, numb, tired, motivation, hopeless, lost, happy, triste, llorar, energy, medication, bed, care about",
    "grief": "died, death, funeral, loss, lost my, miss, gone",
    "trauma": "abuse, abused, violence, past, attack, victim, violent, accident, nightmares, hit me, childhood",
    "ocd": "obsess, obsessed, obsessing, thoughts, repeat, clean, germs, perfectionist",
    "bipolar": "moods, swings, highs, episodes, disorder",
    "psychosis": "voices, paranoid, imaginary, hallucinate, reality, seeing things",
    "adhd": "focus, concentrate, distracted, procrastinate, forgetful, attention, impulsive",
    "autism": "sensory, meltdown, social cues, spectrum, special interest",
    "eating": "eat, weight, eating, fat, overweight, body, comida, peso",
    "substance_use": "drink, drinks, smoke, high, using, bottle, beer, wine, quit, habit, pot",
    "self_harm": "cut, scars, hurt, razor, blade",
    "suicidality": "die, dead, living, alive, kill, death",
    "anger": "mad, hate, yell, yelling, scream, argue, fight, frustrated, violent, control my, snap, annoyed, hit",
    "stress_burnout": "tired, busy, too much, pressure, workload, deadline, cope, relax",
    "work_career": "work, office, employee, working, school, business, boss, hired, interview, professional, client",
    "relationship": "love, together, trust, lied, lying, met, attention, texting, phone, married, breaking, talk to him, talk to her, feelings, communication, argue",
    "family": "house, home, siblings, grew up, relatives, stepdad, stepmom, grandma, niece, nephew, fight, children",
    "parenting": "child, kids, children, son, daughter, baby, parent, mom, school, behavior, teen, teenager, year old, boy, mother",
    "divorce_separation": "ex, over him, over her, lawyer, apart, ended, leave him, leave her, leaving, back together, still love",
    "sexuality": "attraction, intimate, bed, fantasies, men, women, intimacy, naked, body, kiss, out to",
    "gender_identity": "boy, girl, female, male, body, dress, feminine, masculine, identify",
    "identity_culture": "belief, tradition, pray, country, language, white, black, purpose, community, find myself",
    "chronic_illness": "pain, sick, doctor, hospital, health, medical, diagnosis, memory, disease",
    "sleep": "night, awake, bed, dream, tired, wake up, wake",
    "self_esteem": "myself, pretty, fat, confident, worth, good enough, appearance, weight, judge, stupid, looks, useless, opinion",
    "loneliness": "friends, friendship, friend, alone, ignored, sola, solo, people, social, talk to, nobody, connect, group, ignored, likes me, conversation",
    "life_transition": "change, future, decision, new, moved, leaving home, graduated, university, stuck, direction",
    "perinatal": "baby, infant, mother, trimester, due, fertility",
}  # fmt: skip
