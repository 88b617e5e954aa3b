"""What a client was told, as stored: by template and values, so that any language can tell it again."""

import re
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from rapport.matching.explained import Match as Drawn
from rapport.matching.explained import PairForecast
from rapport.matching.forecast import TYPICAL_RATING, Contribution, Interval
from rapport.matching.learned import Learned
from rapport.matching.reasons import Statement
from rapport.matching.words import Counted, Sentence
from rapport.vocabulary import PARTS

# Where Spanish says "e" for "y": before i, í and hi, but for hia, hie and hio.
SOUNDS_LIKE_I: Final = re.compile("(?:i|í|h[ií])(?![aeo])", re.IGNORECASE)


def told_of(pair: Drawn | PairForecast, learned: Learned | None) -> dict[str, Any]:
    """Everything a page says about one provider for one client, as JSON."""
    return {
        # What contributions start from, by part: published figures, or what was learned here.
        "typical": dict(learned.typical) if learned else dict.fromkeys(PARTS, TYPICAL_RATING),
        "forecast": {part: _interval(each) for part, each in pair.forecast.items()},
        "contributions": [_contribution(each) for each in pair.contributions if each.points],
        "reasons": [_statement(each) for each in pair.reasons],
        "cautions": [_statement(each) for each in pair.cautions],
        "ask": [_sentence(each) for each in pair.ask],
        "differs": _sentence(differs) if isinstance(pair, Drawn) and (differs := pair.differs) else None,
    }


def _interval(interval: Interval) -> dict[str, float]:
    return interval._asdict()


def _contribution(contribution: Contribution) -> dict[str, Any]:
    return contribution._asdict()


def _statement(statement: Statement) -> dict[str, Any]:
    told = _sentence(statement.text)
    return {"part": statement.part, "feature": statement.feature, "points": statement.points, **told}


def _sentence(sentence: Sentence) -> dict[str, Any]:
    return {
        "template": sentence.template,
        "values": {name: _stored(value) for name, value in sentence.values},
    }


def _stored(value: Any) -> Any:
    # As JSON a named tuple would be a list of three words.
    return value._asdict() if isinstance(value, Counted) else value


def in_words(told: dict[str, Any]) -> str:
    """A stored sentence in the language of the moment; its values are translated one by one."""
    return _(told["template"]) % {name: _value(value) for name, value in told["values"].items()}


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return ngettext(value["one"], value["many"], value["number"]) % {"count": value["number"]}
    if isinstance(value, list | tuple):
        return joined([_value(each) for each in value])
    return _(value) if isinstance(value, str) and value else str(value)


def joined(items: list[str]) -> str:
    """Words as one would say them: with commas, and an "and" before the last."""
    if len(items) < 2:
        return "".join(items)
    told = {"first": ", ".join(items[:-1]), "last": items[-1]}
    if SOUNDS_LIKE_I.match(items[-1]):
        return pgettext("before a word that sounds like i", "%(first)s and %(last)s") % told
    return _("%(first)s and %(last)s") % told
