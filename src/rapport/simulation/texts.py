"""What invented clients write about why they come: short texts of our own, put together from parts.

None is taken from a person. Concerns of danger are worded with care: no method, no drama.
"""

from random import Random
from typing import Final

from rapport.vocabulary import CONCERNS

_SENTENCES: Final[dict[str, tuple[str, ...]]] = {
    "anxiety": (
        "My mind runs ahead to everything that could go wrong.",
        "I worry from the moment I wake up and I am tired of it.",
        "Small decisions make my stomach turn.",
        "I lie there and go over what I said all day.",
        "I cancel plans because I fear how they will go.",
    ),
    "panic": (
        "My heart races out of nowhere and I have to leave the room.",
        "I had an attack on the bus and now I avoid it.",
    ),
    "depression": (
        "Nothing feels like much anymore, even things I used to love.",
        "Getting out of bed takes all I have.",
        "I go through the motions and feel flat.",
        "I stopped seeing friends and I do not know why.",
        "Some days I only feel heavy.",
    ),
    "grief": (
        "I lost my father in spring and the house is too quiet.",
        "Since she passed I cannot finish things.",
    ),
    "trauma": (
        "Something happened years ago and it still comes back at night.",
        "Loud voices take me right back to when I was small.",
    ),
    "ocd": (
        "I check the stove until I am late for work.",
        "The same thought loops and I wash until it stops.",
    ),
    "bipolar": (
        "My moods go up and down in weeks, not hours.",
        "After a great month comes a crash, every time.",
    ),
    "psychosis": (
        "Sometimes I hear people talk who are not there.",
        "I was in hospital last year and want to stay well.",
    ),
    "adhd": ("I start ten things and finish none.", "Deadlines only exist for me when they are tomorrow."),
    "autism": (
        "I was told I am autistic at thirty and a lot makes sense now.",
        "Busy rooms wear me out for days.",
    ),
    "eating": ("Food is on my mind all day.", "I skip meals, then eat until I feel sick."),
    "substance_use": ("I drink more evenings than I planned.", "I quit for a month and slid back."),
    "self_harm": ("I hurt myself when it all gets too much and I want other ways.",),
    "suicidality": ("Some nights I think about not being alive, and it scares me.",),
    "anger": (
        "I snap at people I love and regret it at once.",
        "Small things set me off in traffic and at home.",
    ),
    "stress_burnout": (
        "I am running on empty and Sunday evenings fill me with dread.",
        "Work follows me home and I cannot switch off.",
        "I used to like my job and now I count the hours.",
    ),
    "work_career": (
        "I do not know if I should stay in this job.",
        "I freeze each time I could ask for more pay.",
    ),
    "relationship": (
        "We have the same fight every week.",
        "I keep choosing people who are half there.",
        "My partner says I shut down.",
        "We love each other and still hurt each other.",
    ),
    "family": (
        "Every holiday with my family ends in silence.",
        "My sister and I have not talked in two years.",
    ),
    "parenting": ("Bedtime is a battle and I shout more than I want.", "My teenager will not talk to me."),
    "divorce_separation": (
        "We are splitting up and the children are in between.",
        "The papers came last week.",
    ),
    "sexuality": (
        "I want to talk about sex without feeling ashamed.",
        "I am coming out late and do not know the rules.",
    ),
    "gender_identity": (
        "I am working out who I am and how to tell people.",
        "I started to transition this year.",
    ),
    "identity_culture": (
        "I live between two cultures and fit in neither.",
        "I am the only one who looks like me at work and it wears on me.",
    ),
    "chronic_illness": ("My illness will not go away and I am still angry.", "Pain sets my plans for me."),
    "sleep": ("I lie awake until three.", "I wake at four and my mind starts."),
    "self_esteem": (
        "I say sorry for things that are not my fault.",
        "I never feel good enough, whatever I do.",
    ),
    "loneliness": ("I moved here and know nobody.", "I have people around me and still feel alone."),
    "life_transition": ("The kids left and I do not know what is next.", "I retire in June and feel lost."),
    "perinatal": (
        "The baby is four months old and I do not feel like myself.",
        "I cry in the shower so no one hears.",
    ),
}
_OPENINGS: Final = (
    "",
    "",
    "I have put this off for a long time.",
    "A friend said I should try.",
    "Not sure how to begin.",
    "This is my second try at therapy.",
    "I have never done this before.",
)
_WISHES: Final = (
    "",
    "",
    "I would like some tools I can use.",
    "I want someone who will tell me the truth.",
    "I need someone patient.",
    "I would like to understand why.",
    "Last time the person only nodded, and I want more than that.",
    "Please, no homework.",
)

_CHILD: Final = (
    "School has become hard and mornings are a fight.",
    "The teacher says it is hard to sit still.",
    "Nights are bad and nobody here sleeps.",
    "There are tears before every birthday party.",
    "We lost grandma and there are many questions.",
)


def child_words(rng: Random) -> str:
    """A short text of a parent who asks for a child."""
    years = rng.choice(("seven", "eight", "nine", "ten"))
    return f"I am asking for my child, who is {years}. {rng.choice(_CHILD)}"


def opening_words(concerns: list[str], rng: Random) -> str:
    """A short text of an invented client with these concerns, first one first."""
    parts = [
        rng.choice(_OPENINGS),
        *(rng.choice(_SENTENCES[code]) for code in concerns[:2]),
        rng.choice(_WISHES),
    ]
    return " ".join(part for part in parts if part)


def has_words_for_every_concern() -> bool:
    """Whether no concern of the vocabulary would leave a client speechless."""
    return set(_SENTENCES) == set(CONCERNS)
