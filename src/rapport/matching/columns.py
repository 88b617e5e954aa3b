"""The columns of a roster: what each may hold, what a blank means, and whether it is required.

Rules about one cell stand in `cells`; rules about a whole row in `reading`.
"""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from rapport import vocabulary
from rapport.matching import cells
from rapport.matching.cells import Parse


class Rule(NamedTuple):
    """What a column holds: its parser, what a blank cell means, and whether a blank is refused."""

    parse: Parse
    blank: object
    required: bool
    meaning: str


def _closed(codes: Sequence[str]) -> Parse:
    return cells.list_of(cells.one_of(codes))


_CODES = cells.list_of(cells.code)

COLUMNS: Final[Mapping[str, Rule]] = {
    "provider_id": Rule(cells.identifier, "", True, "opaque id, unique in the file"),
    "name": Rule(cells.name, "", True, "the name people know"),
    "kind": Rule(cells.one_of(vocabulary.KINDS), "", True, "therapist or coach"),
    "npi": Rule(cells.provider_number, "", False, "National Provider Identifier"),
    "taxonomy": Rule(cells.taxonomy, "", False, "NUCC taxonomy code"),
    "licences": Rule(_closed(vocabulary.STATES), (), False, "US state codes; blank for coaches"),
    "licence_expires": Rule(cells.day, None, False, "date the licence runs out"),
    "languages": Rule(cells.list_of(cells.language), (), True, "BCP 47 tags"),
    "formats": Rule(_closed(vocabulary.FORMATS), (), True, "video, in_person, phone"),
    "zip": Rule(cells.zip_code, "", False, "ZIP of the practice"),
    "timezone": Rule(cells.timezone, "", False, "IANA zone of the slots"),
    "payers": Rule(_CODES, (), False, "names of insurers, or self_pay"),
    "fee_min": Rule(cells.dollars, None, False, "lowest fee in dollars"),
    "fee_max": Rule(cells.dollars, None, False, "usual fee in dollars"),
    "sliding_scale": Rule(cells.yes_no, False, False, "yes or no"),
    "age_groups": Rule(_closed(vocabulary.AGE_GROUPS), (), True, "ages seen"),
    "services": Rule(_closed(vocabulary.SERVICES), (), True, "individual, couple, family, group"),
    "concerns": Rule(_closed(vocabulary.CONCERNS), (), True, "concern codes worked with"),
    "approaches": Rule(_CODES, (), False, "ways of working, such as cbt or emdr"),
    "gender": Rule(cells.code, "", False, "as the provider says it"),
    "identities": Rule(_CODES, (), False, "as the provider says them"),
    "faith": Rule(cells.code, "", False, "as the provider says it"),
    "directive": Rule(cells.STYLE, None, False, "-3 client leads … 3 therapist leads"),
    "emotional": Rule(cells.STYLE, None, False, "-3 reserved … 3 intense"),
    "past": Rule(cells.STYLE, None, False, "-3 present … 3 past"),
    "challenge": Rule(cells.STYLE, None, False, "-3 warm support … 3 focused challenge"),
    "slots": Rule(cells.list_of(cells.week_hour), (), False, "free hours, provider's zone"),
    "capacity": Rule(cells.whole(0, cells.HIGHEST_CAPACITY), 0, True, "open places"),
    "openings_confirmed_on": Rule(cells.day, None, False, "date the openings were confirmed"),
    "accepting": Rule(cells.yes_no, False, True, "yes or no"),
    # Beyond contract.md, from here on: what a provider says clients reach with them, and do with them.
    "goals": Rule(_closed(vocabulary.GOALS), (), False, "goals that clients most often reach with them"),
    "tasks": Rule(_closed(vocabulary.TASKS), (), False, "tasks that they most often do together"),
    # What clients measured after sessions, where a service has it.
    "warmth": Rule(cells.score, None, False, "mean rating of warmth by clients, 0-100"),
    "warmth_sessions": Rule(cells.whole(0, 1_000_000), 0, False, "sessions behind that mean"),
    # What colleagues judged blind (measures.blind), where a service has it.
    "judged": Rule(cells.spreads, None, False, "colleagues' blind judgement, -3 to 3 spreads"),
}
# Columns a roster must have. A coach's cell of licences is blank, the column is there all the same.
REQUIRED: Final = tuple(name for name, rule in COLUMNS.items() if rule.required or name == "licences")
