"""Which of our concern codes the question site's topics stand for.

The first code of a topic is the one it stands for most; a suggestion is right when any of them is
among the first three. Topics that name no concern of a client are left out (empty).
"""

CODES_OF_TOPIC: dict[str, tuple[str, ...]] = {
    "depression": ("depression",),
    "anxiety": ("anxiety", "panic"),
    "stress": ("stress_burnout",),
    "relationships": ("relationship",),
    "intimacy": ("relationship", "sexuality"),
    "marriage": ("relationship",),
    "relationship-dissolution": ("divorce_separation", "relationship"),
    "family-conflict": ("family",),
    "parenting": ("parenting",),
    "children-adolescents": ("parenting", "family"),
    "self-esteem": ("self_esteem",),
    "anger-management": ("anger",),
    "domestic-violence": ("trauma", "relationship", "family"),
    "trauma": ("trauma",),
    "lgbtq": ("sexuality", "gender_identity"),
    "human-sexuality": ("sexuality",),
    "workplace-relationships": ("work_career",),
    "career-counseling": ("work_career",),
    "spirituality": ("identity_culture",),
    "social-relationships": ("loneliness",),
    "grief-and-loss": ("grief",),
    "sleep-improvement": ("sleep",),
    "substance-abuse": ("substance_use",),
    "addiction": ("substance_use",),
    "eating-disorders": ("eating",),
    "self-harm": ("self_harm",),
    "military-issues": ("life_transition", "trauma"),
    "alzheimer-s": ("chronic_illness", "family"),
    "behavioral-change": (),
    "legal-regulatory": (),
    "professional-ethics": (),
    "counseling-fundamentals": (),
    "diagnosis": (),
}


# Fitted as one code although either is right: left to itself the commoner code would take all of it.
FITTED_AS: dict[str, tuple[str, ...]] = {"relationship-dissolution": ("divorce_separation",)}


def fitted_codes_of(topic: str) -> tuple[str, ...]:
    """The codes of one topic that the weights are fitted to."""
    return FITTED_AS.get(_key(topic)) or codes_of(topic)


def codes_of(topic: str) -> tuple[str, ...]:
    """The codes of one topic as the site writes it, in either of its spellings."""
    return CODES_OF_TOPIC[_key(topic)]


def _key(topic: str) -> str:
    return "-".join("".join(c if c.isalnum() else " " for c in topic.lower()).split())
