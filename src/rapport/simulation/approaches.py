"""What an approach is like in the simulated world: its style, tasks, goals and usual concerns.

This is the world's own truth, kept apart from the table by which `rapport.matching` guesses: the
model that is tested must be able to be wrong. Our own words and numbers, no measurement.
"""

from dataclasses import dataclass
from functools import cache
from typing import Final


@dataclass(frozen=True, slots=True)
class Approach:
    """A way of working: mean style on the four axes (−3…3), tasks, goals, concerns, who trains in it."""

    code: str
    style: tuple[float, float, float, float]
    tasks: tuple[str, ...]
    goals: tuple[str, ...]
    concerns: tuple[str, ...]
    coaches: bool


# code | directive emotional past challenge | tasks | goals | concerns | coaches too
_ROWS: Final = (
    "cbt|1.6 -0.8 -1.6 0.8|homework skills structured_agenda exposure|relief cope change_habit|"
    "anxiety panic depression ocd sleep self_esteem|no",
    "dbt|1.8 0.6 -1.2 0.6|skills homework structured_agenda|cope change_habit function|"
    "self_harm suicidality anger eating substance_use depression|no",
    "act|0.4 0.5 -1.0 0.3|skills journaling body_work|accept cope grow|"
    "anxiety chronic_illness depression stress_burnout ocd|yes",
    "psychodynamic|-1.4 1.0 2.2 0.2|talk_freely explore_past direct_feedback|understand process relate|"
    "depression relationship identity_culture self_esteem grief family|no",
    "humanistic|-2.0 1.0 0.0 -1.2|talk_freely|grow accept understand|"
    "self_esteem life_transition loneliness grief identity_culture|yes",
    "person_centered|-2.2 0.7 0.0 -1.6|talk_freely|grow accept process|"
    "self_esteem loneliness grief depression gender_identity|yes",
    "emdr|1.0 1.4 1.6 0.2|explore_past body_work structured_agenda|process relief|"
    "trauma panic grief anxiety|no",
    "exposure|2.0 0.6 -1.4 1.6|exposure homework structured_agenda|relief function change_habit|"
    "ocd panic anxiety trauma|no",
    "ifs|-0.4 1.5 1.2 -0.5|explore_past body_work talk_freely|understand accept process|"
    "trauma eating self_esteem family depression|no",
    "ipt|0.8 0.4 -0.4 0.3|direct_feedback structured_agenda role_play|relate relief function|"
    "depression perinatal grief relationship|no",
    "eft|0.4 2.2 0.3 0.0|talk_freely direct_feedback role_play|relate process|"
    "relationship divorce_separation family sexuality|no",
    "gottman|1.2 0.4 -0.8 0.8|skills direct_feedback homework role_play|relate decide|"
    "relationship parenting divorce_separation|yes",
    "family_systems|0.8 0.4 0.4 0.8|direct_feedback role_play|relate understand function|"
    "family parenting adhd autism anger|no",
    "solution_focused|0.8 -1.0 -2.0 0.4|homework structured_agenda direct_feedback|"
    "decide function change_habit|"
    "work_career life_transition stress_burnout parenting|yes",
    "motivational_interviewing|-0.6 -0.2 -1.0 0.2|direct_feedback talk_freely|change_habit decide|"
    "substance_use eating work_career chronic_illness|yes",
    "narrative|-1.0 0.3 0.6 -0.2|journaling talk_freely explore_past|understand accept grow|"
    "identity_culture gender_identity sexuality life_transition trauma|yes",
    "mindfulness|0.2 0.2 -1.2 -0.8|body_work journaling|cope accept relief|"
    "stress_burnout anxiety sleep chronic_illness|yes",
    "schema|0.8 1.2 1.6 0.8|explore_past homework role_play|understand change_habit relate|"
    "self_esteem relationship depression anger bipolar|no",
    "somatic|0.0 1.6 0.6 -0.6|body_work|process relief cope|trauma panic chronic_illness sexuality|no",
    "psychosis_recovery|0.6 -0.6 -0.6 -0.6|skills structured_agenda|function cope accept|"
    "psychosis bipolar autism|no",
)


@cache
def approaches() -> tuple[Approach, ...]:
    """All approaches of the simulated world."""
    found = []
    for row in _ROWS:
        code, style, tasks, goals, concerns, coaches = row.split("|")
        first, second, third, fourth = map(float, style.split())
        found.append(
            Approach(
                code,
                (first, second, third, fourth),
                tuple(tasks.split()),
                tuple(goals.split()),
                tuple(concerns.split()),
                coaches == "yes",
            )
        )
    return tuple(found)


@cache
def approaches_by_code() -> dict[str, Approach]:
    """Approaches by their code."""
    return {approach.code: approach for approach in approaches()}
