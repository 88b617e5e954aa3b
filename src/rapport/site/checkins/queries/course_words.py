"""What a course says in words and pictures, the same for the client, the provider and the desk.

No query and no clock in here, and no "you": the same sentence is read by either of the two.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.alliance.alerts import share_right
from rapport.alliance.comfort import QUESTIONS, SIGNS
from rapport.alliance.course import OwnCourse
from rapport.site.checkins.queries.course import Followed, Session
from rapport.site.checkins.queries.symptom_words import SymptomPage, symptom_page
from rapport.site.foundation.templatetags.course_pictures import Band, Drawn
from rapport.site.foundation.templatetags.pictures import PART_NAMES, whole
from rapport.vocabulary import PARTS

# The lowest number on the scale of a picture, so that a course between 60 and 90 does not look flat.
ROUNDED_TO: Final = 20.0
SHOWN: Final = ("overall", *PARTS)


@dataclass(frozen=True, slots=True)
class Row:
    """One session in the table: number, what was rated by part, the overall line with its range, a remark."""

    number: int
    ratings: tuple[str, ...]
    line: str
    usual: str
    remark: str


@dataclass(frozen=True)
class CoursePage:
    """A course to be shown: pictures overall and by part, sentences, and the table behind them.

    Empty before the first rated session, but for the forecast.
    """

    pictures: tuple[Drawn, ...]
    trait: str
    state: str
    usual: str
    forecast: str
    forecast_now: str
    rows: tuple[Row, ...]
    symptoms: tuple[SymptomPage, ...]
    about_the_pair: tuple[SymptomPage, ...]
    comfort_signs: tuple[str, ...]
    comfort_questions: tuple[str, ...]


def page_of(followed: Followed) -> CoursePage:
    """Everything that is to be shown of a course."""
    return CoursePage(
        pictures=tuple(drawn(followed, part) for part in SHOWN) if followed.sessions else (),
        trait=_trait(followed),
        state=_state(followed),
        usual=_usual(followed),
        forecast=_forecast(followed),
        forecast_now=_forecast_now(followed),
        rows=rows_of(followed),
        symptoms=questionnaires(followed, about_the_pair=False),
        about_the_pair=questionnaires(followed, about_the_pair=True),
        comfort_signs=tuple(_(SIGNS[each]) for each in followed.comfort.signs),
        comfort_questions=tuple(_(QUESTIONS[each]) for each in followed.comfort.questions),
    )


def questionnaires(followed: Followed, *, about_the_pair: bool) -> tuple[SymptomPage, ...]:
    """What was filled in beside the check-ins, about the client or about the two of them."""
    asked = [each for each in followed.symptoms if each.is_about_the_pair == about_the_pair]
    return tuple(map(symptom_page, asked))


def drawn(followed: Followed, part: str) -> Drawn:
    """The picture of one part, or overall, of a course with a rated session or more."""
    line = followed.lines[part]
    points = [(each.number, _value(each, part)) for each in followed.sessions]
    given = [(number, value) for number, value in points if value is not None]
    lowest = min([*line.line.low, *line.usual.low, *(value for _number, value in given)])
    return Drawn(
        part=part,
        title=_title(followed, part, line),
        points=given,
        usual=_band(line.usual),
        own=_band(line.line),
        asked=[each.number for each in followed.shifts],
        mended=mended(followed.sessions),
        lowest=lowest // ROUNDED_TO * ROUNDED_TO,
    )


def mended(sessions: Sequence[Session]) -> list[int]:
    """Sessions at which an earlier shift looks repaired for the first time, by the ratings."""
    before = (None, *sessions)
    return [
        each.number
        for each, earlier in zip(sessions, before, strict=False)
        if each.judged.repaired and earlier is not None and earlier.judged.repaired is False
    ]


def precision(kind: str) -> str:
    """How often such a question is right, as far as anybody knows."""
    share = share_right(kind)
    return _(
        "It is a question, not a finding. In courses made by a computer, where the truth is known, it was "
        "right in %(share)s of 100 (%(low)s to %(high)s, of %(n)s questions). How often it is right for real "
        "people is not known yet."
    ) % {
        "share": whole(100 * share.value),
        "low": whole(100 * share.low),
        "high": whole(100 * share.high),
        "n": share.n,
    }


def _value(each: Session, part: str) -> float | None:
    if part != "overall":
        return each.ratings.get(part)
    given = [each.ratings[name] for name in PARTS if name in each.ratings]
    return sum(given) / len(given) if given else each.ratings.get("overall")


def _band(band: object) -> Band:
    mean, low, high = (getattr(band, name).tolist() for name in ("mean", "low", "high"))
    return Band(mean, low, high)


def _title(followed: Followed, part: str, line: OwnCourse) -> str:
    words = _("%(part)s, sessions 1 to %(last)s. The line went from %(first)s to %(now)s of 100.") % {
        "part": PART_NAMES[part],
        "last": followed.sessions[-1].number,
        "first": whole(line.line.mean[followed.sessions[0].number - 1]),
        "now": whole(line.line.mean[-1]),
    }
    if followed.shifts:
        at = ", ".join(str(each.number) for each in followed.shifts)
        words += " " + _("Something may have shifted at: %(at)s.") % {"at": at}
    if there := mended(followed.sessions):
        words += " " + _("It looks repaired at: %(at)s.") % {"at": ", ".join(map(str, there))}
    return words


def _trait(followed: Followed) -> str:
    if not followed.sessions:
        return ""
    trait = followed.lines["overall"].trait
    return _("Over all it stands at about %(mean)s of 100, most likely between %(low)s and %(high)s.") % {
        "mean": whole(trait.mean[-1]),
        "low": whole(trait.low[-1]),
        "high": whole(trait.high[-1]),
    }


def _state(followed: Followed) -> str:
    if not followed.sessions:
        return ""
    off = float(followed.lines["overall"].state[-1])
    if abs(off) < 1:
        return _("The last session lay right there.")
    words = (
        ngettext(
            "The last session lay about %(by)s point above that.",
            "The last session lay about %(by)s points above that.",
            round(abs(off)),
        )
        if off > 0
        else ngettext(
            "The last session lay about %(by)s point below that.",
            "The last session lay about %(by)s points below that.",
            round(abs(off)),
        )
    )
    return words % {"by": whole(abs(off))} + " " + _("Sessions go up and down; one alone says little.")


def _usual(followed: Followed) -> str:
    if not followed.sessions:
        return ""
    usual = followed.lines["overall"].usual
    told = {"low": whole(usual.low[-1]), "high": whole(usual.high[-1]), "n": followed.pairs}
    band = _(
        "The grey band is where 8 of 10 pairs would be by now of whom the same was forecast: %(low)s to "
        "%(high)s."
    )
    growth = (
        _("How it usually goes on from there is learnt from %(n)s other pairs.")
        if followed.pairs
        else _(
            "How it usually goes on from there are typical values of our own; too few people here have said "
            "that their ratings may be learnt from."
        )
    )
    return f"{band} {growth}" % told


def _forecast(followed: Followed) -> str:
    if followed.forecast is None:
        return ""
    told = followed.forecast.told
    return _("Before the first session, %(mean)s of 100 was forecast, between %(low)s and %(high)s.") % {
        "mean": whole(told.mean),
        "low": whole(told.low),
        "high": whole(told.high),
    }


def _forecast_now(followed: Followed) -> str:
    if followed.forecast is None:
        return ""
    if not followed.sessions:
        return _("From the first rated session on, what is measured takes its place.")
    now, n = followed.forecast.now, len(followed.sessions)
    return ngettext(
        "Since then %(n)s rated session has taken away %(share)s%% of the doubt. For the next ones it is "
        "now %(mean)s, between %(low)s and %(high)s: more measured with every session, and less forecast.",
        "Since then %(n)s rated sessions have taken away %(share)s%% of the doubt. For the next ones it is "
        "now %(mean)s, between %(low)s and %(high)s: more measured with every session, and less forecast.",
        n,
    ) % {
        "n": n,
        "share": whole(100 * followed.forecast.measured),
        "mean": whole(now.mean),
        "low": whole(now.low),
        "high": whole(now.high),
    }


def rows_of(followed: Followed) -> tuple[Row, ...]:
    """The table behind the pictures."""
    if not followed.sessions:
        return ()
    line, asked = followed.lines["overall"], {each.number for each in followed.shifts}
    there = set(mended(followed.sessions))
    return tuple(
        Row(
            each.number,
            tuple("–" if (value := _value(each, part)) is None else whole(value) for part in PARTS),
            _range(line.line, each.number),
            _range(line.usual, each.number),
            _("something may have shifted")
            if each.number in asked
            else _("looks repaired")
            if each.number in there
            else "",
        )
        for each in followed.sessions
    )


def _range(band: object, number: int) -> str:
    mean, low, high = (whole(getattr(band, name)[number - 1]) for name in ("mean", "low", "high"))
    return f"{mean} ({low}–{high})"
