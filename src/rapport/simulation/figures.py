"""Published figures that the synthetic practice is built on and held against, with source and status.

Status: `read` in an abstract, table or full text; `secondary`, read in another's account of it;
`unverified`, from memory. `low` and `high` are the published 95% interval where one was read, and
otherwise our tolerance, whose reason stands in `note`.
"""

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

Status: TypeAlias = Literal["read", "secondary", "unverified"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One published figure: what it is, its value, the range a faithful simulation falls into."""

    name: str
    value: float
    low: float
    high: float
    source: str
    status: Status
    note: str = ""


ALLIANCE_OUTCOME: Final = Figure(
    "alliance with outcome, r", 0.278, 0.256, 0.299, "10.1037/pst0000172", "read", "95% interval, k=295"
)
ALLIANCE_TO_SYMPTOMS: Final = Figure(
    "alliance to next symptoms, within person, β", -0.07, -0.21, -0.05, "10.1037/ccp0000594", "unverified",
    "up to the .16–.21 read in PMC7776120",
)  # fmt: skip
SYMPTOMS_TO_ALLIANCE: Final = Figure(
    "symptoms to next alliance, within person, β", -0.15, -0.20, -0.10, "10.1037/ccp0000594", "unverified",
    "±.05",
)  # fmt: skip
OUTCOME_SHARE: Final = Figure(
    "therapists' share of outcome", 0.066, 0.05, 0.08, "10.1037/a0028898; PMC5550525: .058", "read",
    "typical range, secondary",
)  # fmt: skip
OUTCOME_SHARE_MILD: Final = Figure(
    "the same, mildest quarter", 0.01, 0.0, 0.05, "10.1037/a0028898", "read",
    "below the share at mean severity",
)  # fmt: skip
OUTCOME_SHARE_SEVERE: Final = Figure(
    "the same, most severe quarter", 0.10, 0.07, 0.13, "10.1037/a0028898", "read", "±.03"
)
ALLIANCE_SHARE: Final = Figure(
    "therapists' share of alliance", 0.06, 0.03, 0.09, "10.1080/10503307.2018.1516306", "unverified",
    "range of 3–9%",
)  # fmt: skip
DROPOUT_SHARE: Final = Figure(
    "therapists' share of dropout", 0.126, 0.10, 0.15, "10.1002/cpp.2028", "read", "±.025, on the logit scale"
)
DETERIORATION_SHARE: Final = Figure(
    "therapists' share of deterioration", 0.101, 0.07, 0.13, "10.1002/cpp.2028", "read",
    "±.03, on the logit scale",
)  # fmt: skip
TRAITS_CORRELATION: Final = Figure(
    "therapists' dropout with their deterioration, ρ", 0.07, -0.15, 0.28, "10.1002/cpp.2028", "read",
    "interval of 85 therapists",
)  # fmt: skip
DROPOUT: Final = Figure(
    "dropout", 0.197, 0.187, 0.207, "10.1037/a0028226", "read", "95% interval, 669 studies"
)
DROPOUT_HAZARD: Final = Figure(
    "dropout after a session, hazard", 0.028, 0.021, 0.035, "PMC4098660, table 6", "read",
    "e^−3.57; ±25%",
)  # fmt: skip
DROPOUT_BY_CLIENT: Final = Figure(
    "dropout by a WAI point of the client, hazard ratio", 0.98, 0.96, 1.0, "PMC4098660, table 6", "read",
    "p < .05; 11 points to an SD, unverified",
)  # fmt: skip
DROPOUT_BY_THERAPIST: Final = Figure(
    "dropout by a WAI point of the therapist's mean, hazard ratio", 0.90, 0.83, 0.97, "PMC4098660, table 6",
    "read", "p < .01; 11 points to an SD, unverified",
)  # fmt: skip
DROPOUT_ALLIANCE: Final = Figure(
    "alliance of those who stay above dropouts', d", 0.55, 0.35, 0.75, "Psychotherapy 47(4), 2010", "read",
    "±.20, 11 studies",
)  # fmt: skip
PREFERENCE_OUTCOME: Final = Figure(
    "preferences honoured, outcome d", 0.28, 0.18, 0.38, "Swift 2018", "read", "±.10"
)
PREFERENCE_DROPOUT: Final = Figure(
    "preferences not honoured, dropout odds ratio", 1.79, 1.45, 2.20, "Swift 2018", "read",
    "±.21 in log odds",
)  # fmt: skip
VALLEYS: Final = Figure(
    "cases with a local V", 0.50, 0.35, 0.65, "Stevens 2007", "read", "interval of 44 cases"
)
TRENDS: Final = Figure("cases with a trend", 0.66, 0.51, 0.79, "Stevens 2007", "read", "interval of 44 cases")
RUPTURED_SESSIONS: Final = Figure(
    "sessions with a rupture, as clients see it", 0.30, 0.19, 0.42, "scottdmiller.com", "secondary",
    "range over studies",
)  # fmt: skip
REPAIR: Final = Figure(
    "repair with outcome, r", 0.24, 0.09, 0.39, "Eubanks 2018", "read", "95% interval of 2011; .29 in 2018"
)
GENERALIZABILITY_1: Final = Figure(
    "generalizability of one session", 0.77, 0.72, 0.82, "PMC3111943", "read", "±.05"
)
GENERALIZABILITY_2: Final = Figure(
    "generalizability of two sessions", 0.80, 0.80, 1.0, "PMC3111943", "read", "at least"
)
GENERALIZABILITY_4: Final = Figure(
    "generalizability of four sessions", 0.90, 0.90, 1.0, "PMC3111943", "read", "at least"
)
PARTS_CORRELATION: Final = Figure(
    "parts of a rating with each other, r", 0.87, 0.83, 0.91, "real session ratings", "read", "range"
)
DOSE: Final = Figure(
    "sessions until half of the cases have recovered", 15.5, 13.0, 18.0, "Hansen 2002", "read", "range"
)
POINTS_A_SESSION: Final = Figure("PHQ-9 points a session", 0.5, 0.4, 0.6, "PMC5550525", "read", "±.1")
NOT_COMPLETED: Final = Figure(
    "PHQ-9 points lost by not completing", 6.0, 5.0, 7.0, "PMC5550525", "read", "±1"
)
RECOVERED: Final = Figure(
    "reliable and clinically significant improvement", 0.404, 0.36, 0.45, "10.1037/ccp0000507", "read",
    "±.045",
)  # fmt: skip
VISITS: Final = Figure("sessions a course", 9.6, 8.6, 10.6, "osf.io/zfv8t", "read", "±1")
THREE_VISITS: Final = Figure(
    "courses of at least three sessions", 0.674, 0.62, 0.73, "osf.io/zfv8t", "read", "±.055"
)
REPLY_NONE: Final = Figure(
    "requests without a reply", 0.217, 0.188, 0.249, "10.1037/cou0000624", "read", "interval of 725"
)
REPLY_DECLINES: Final = Figure(
    "requests declined", 0.325, 0.292, 0.360, "10.1037/cou0000624", "read", "interval of 725"
)
REPLY_OFFERS: Final = Figure(
    "requests with an offer", 0.457, 0.421, 0.493, "10.1037/cou0000624", "read", "interval of 725"
)
ONE_OFFER_OF_THREE: Final = Figure(
    "at least one offer of three", 0.84, 0.82, 0.86, "arithmetic on 10.1037/cou0000624", "read", "±.02"
)

AT_RISK_WORSE: Final = Figure(
    "deterioration of those no better by the third session", 0.21, 0.17, 0.25, "Lambert, PPS 86:80", "read",
    "±.04; who is at risk: ours",
)  # fmt: skip
AT_RISK_BETTER: Final = Figure(
    "reliable improvement of the same", 0.20, 0.15, 0.25, "Lambert, PPS 86:80", "read",
    "±.05; who is at risk: ours",
)  # fmt: skip
# The same with feedback to therapists, and with clinical support tools besides (Lambert, PPS 86:80; read).
WITH_FEEDBACK_WORSE: Final = Figure(
    "deterioration with feedback to therapists", 0.13, 0.09, 0.17, "Lambert, PPS 86:80", "read", "±.04"
)
WITH_FEEDBACK_BETTER: Final = Figure(
    "reliable improvement with feedback to therapists", 0.35, 0.30, 0.40, "Lambert, PPS 86:80", "read", "±.05"
)
WITH_TOOLS_WORSE: Final = Figure(
    "deterioration with clinical support tools", 0.06, 0.02, 0.10, "Lambert, PPS 86:80", "read", "±.04"
)
WITH_TOOLS_BETTER: Final = Figure(
    "reliable improvement with clinical support tools", 0.50, 0.45, 0.55, "Lambert, PPS 86:80", "read",
    "±.05, published as about",
)  # fmt: skip
FEEDBACK_D: Final = Figure(
    "feedback against none, d", 0.15, 0.10, 0.20, "10.1016/j.cpr.2021.102002", "read", "95% interval"
)
FEEDBACK_AT_RISK_D: Final = Figure(
    "feedback against none among those not on track, d", 0.17, 0.11, 0.22, "10.1016/j.cpr.2021.102002",
    "read", "95% interval",
)  # fmt: skip
FEEDBACK_DROPOUT: Final = Figure(
    "dropout without feedback over with it, odds ratio", 1.19, 1.03, 1.38, "10.1016/j.cpr.2021.102002",
    "read", "95% interval",
)  # fmt: skip
