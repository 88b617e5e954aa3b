"""The codes of the published formats: what may stand in a roster, in answers and in a shortlist.

Lowest layer of the library: it imports nothing of Rapport. English labels for people stand in the
site (they are translated there); these codes are what files and databases hold.
"""

from typing import Final

KINDS: Final = ("therapist", "coach")
FORMATS: Final = ("video", "in_person", "phone")
AGE_GROUPS: Final = ("child", "teen", "adult", "older_adult")
SERVICES: Final = ("individual", "couple", "family", "group")

CONCERNS: Final = (
    "anxiety", "panic", "depression", "grief", "trauma", "ocd", "bipolar", "psychosis", "adhd",
    "autism", "eating", "substance_use", "self_harm", "suicidality", "anger", "stress_burnout",
    "work_career", "relationship", "family", "parenting", "divorce_separation", "sexuality",
    "gender_identity", "identity_culture", "chronic_illness", "sleep", "self_esteem", "loneliness",
    "life_transition", "perinatal",
)  # fmt: skip

# A coach may be offered only when every concern of the client is among these.
COACHABLE_CONCERNS: Final = frozenset(
    {"stress_burnout", "work_career", "relationship", "parenting", "self_esteem", "loneliness",
     "life_transition", "identity_culture"}
)  # fmt: skip

GOALS: Final = (
    "relief", "cope", "understand", "relate", "process", "decide", "change_habit", "function",
    "accept", "grow",
)  # fmt: skip
TASKS: Final = (
    "homework", "skills", "talk_freely", "explore_past", "body_work", "direct_feedback",
    "role_play", "journaling", "structured_agenda", "exposure",
)  # fmt: skip

# −3 … 3: directive (I lead … therapist leads), emotional (reserved … intense),
# past (present … past), challenge (warm support … focused challenge).
STYLE_AXES: Final = ("directive", "emotional", "past", "challenge")
STYLE_RANGE: Final = (-3, 3)

PARTS: Final = ("goals", "tasks", "bond")
MUST_KINDS: Final = ("gender", "identity", "faith", "concern", "approach")
SELF_PAY: Final = "self_pay"

# Arms of a trial of matching: how the three are drawn among the eligible.
MODEL_ARM, RULES_ARM, RANDOM_ARM = ARMS = ("model", "rules_only", "random_eligible")

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

# The fifty states, the District of Columbia and the territories that license on their own.
STATES: Final = (
    "AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DE", "DC", "FL", "GA", "HI", "ID", "IL", "IN", "IA",
    "KS", "KY", "LA", "ME", "MD", "MA", "MI", "MN", "MS", "MO", "MT", "NE", "NV", "NH", "NJ", "NM",
    "NY", "NC", "ND", "OH", "OK", "OR", "PA", "RI", "SC", "SD", "TN", "TX", "UT", "VT", "VA", "WA",
    "WV", "WI", "WY", "PR", "GU", "VI", "AS", "MP",
)  # fmt: skip
