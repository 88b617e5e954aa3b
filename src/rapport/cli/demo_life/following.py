"""Stage "checkins": sessions held week by week, rated, and what is done where something may have shifted."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from rapport.cli.demo_life.people import Person
from rapport.cli.demo_life.plots import ENDS, WEEKS_SINCE_END
from rapport.cli.demo_life.series import Series
from rapport.site.checkins.actions.checking_in import Entry, check_in
from rapport.site.checkins.actions.goals import set_goals
from rapport.site.checkins.actions.raising import Raising, raise_shift, say_how_it_went
from rapport.site.checkins.actions.repair import Noting, note_repair
from rapport.site.checkins.actions.symptoms import keep_symptoms
from rapport.site.checkins.models import Raised, RatedSession
from rapport.site.checkins.queries.asking import form_at
from rapport.site.checkins.queries.due import goals_of
from rapport.site.checkins.queries.following import may_provider_follow
from rapport.site.checkins.queries.symptoms import EVERY_SESSIONS, PHQ_9, questionnaire
from rapport.site.checkins.raised_choices import About, ShownAs
from rapport.site.people.actions import answer_consent
from rapport.site.referrals.actions.reviewing import answer
from rapport.site.referrals.choices import Decision, Occasion

FIRST_SESSION, WEEK, FILLED_IN = timedelta(days=3), timedelta(days=7), timedelta(hours=2)
# The last item of the PHQ-9 is about safety and stays 0; each of the others counts 0 to 3.
SAFE_ITEMS, MOST_AN_ITEM = 8, 3
REVIEWED_AT: Final = 4
GOALS: Final = (
    ("Sleep through most nights", "Say no at work once a week"),
    ("Call a friend when it gets dark", "Go running again"),
    ("Sit through a meeting without leaving", "Cook twice a week"),
    ("Talk about money without a fight", "One evening a week for us"),
)
LINES: Final = (
    "The part about my brother stayed with me all week.",
    "I tried the breathing before the meeting. It helped a bit.",
    "We went quickly today, I would have liked more time at the end.",
    "Good to have it written down.",
    "I noticed that I said “fine” again when I was not.",
    "Hard hour. Glad I came.",
)
SHIFTED: Final = {
    "goals": "I am not sure any more that we are working on what I came for.",
    "tasks": "The exercises feel like homework. I do them, and they do not reach me.",
    "bond": "When I told you about my father you went on so quickly. I have kept things back since.",
}
OF_ITSELF: Final = "Something felt off after last week. I would like to look at it with you."
TRIED: Final = (("make_room", "ask_openly", "hear_it"), ("hear_it", "own_part"), ("ask_openly", "own_part"))
NOTES: Final = (
    "Put the plan aside. They said that it had gone too fast; we agreed on a check at half time.",
    "Owned that I had changed the subject. Relief on both sides.",
)


def go_on(person: Person) -> Iterator[datetime]:
    """Meet week by week up to today, or up to the end in their plot."""
    assert person.course is not None, "expected a course, found none"
    for purpose in person.plot.shares:
        answer_consent(person.client, purpose=purpose, is_given=True, at=person.at)
    series, first = person.series, _first_session(person)
    held = min(len(series.ratings), 1 + (person.scene.now - FILLED_IN - first) // WEEK)
    raised = None
    for number in range(1, held + 1):
        held_at = first + (number - 1) * WEEK
        person.at = max(person.at, held_at + FILLED_IN)
        yield person.at
        session = _rate(person, series, number, held_at, is_last=number == held)
        if number % EVERY_SESSIONS == 1 or number == held:
            _tell_symptoms(person, series.symptoms[number - 1], number, session)
        if number == 1 and person.does("goals"):
            _set_goals(person)
        if number == REVIEWED_AT:
            _review(person)
        if number == series.shift:
            raised = yield from _look_at(person, series)
    if raised is not None and person.does("helped"):
        yield person.later(hours=1)
        say_how_it_went(by=person.client, at=person.at, raised=raised, talked="yes", helped="yes")


def _first_session(person: Person) -> datetime:
    """Some days after they chose each other, and so that the last session of the plot was this week."""
    assert person.course is not None, "expected a course, found none"
    since_last = timedelta(hours=person.rng.uniform(5, 100))
    weeks = len(person.series.ratings) - 1 + (WEEKS_SINCE_END if person.plot.acts & ENDS else 0)
    return max(person.course.opened_at + FIRST_SESSION, person.scene.now - since_last - weeks * WEEK)


def _rate(
    person: Person, series: Series, number: int, held_at: datetime, *, is_last: bool
) -> RatedSession | None:
    assert person.course is not None, "expected a course, found none"
    if not series.kept[number - 1]:
        return None
    rng = person.scene.chance(f"session {number}", person.place)
    person.course.client = person.client
    reached = min(10, 2 + number // 2 + rng.randint(-1, 1))
    entry = Entry(
        form=form_at(number),
        number=number,
        held_at=held_at,
        answers=series.answers(number),
        balance=series.challenge[number - 1],
        line=rng.choice(LINES) if rng.random() < 0.3 else "",
        goals={goal.id: max(0, reached - goal.place) for goal in goals_of(person.course)},
        is_not_safe=is_last and person.does("unsafe"),
    )
    key = person.key(f"session-{number}")
    return check_in(by=person.client, at=person.at, course=person.course, entry=entry, key=key).session


def _tell_symptoms(person: Person, points: int, number: int, session: RatedSession | None) -> None:
    """PHQ-9 points, shared out over the items in their order."""
    asked = questionnaire(PHQ_9)
    assert asked is not None, "expected a questionnaire of the catalogue, found none"
    assert person.course is not None, "expected a course, found none"
    spread = min(points, SAFE_ITEMS * MOST_AN_ITEM)
    answers: dict[str, int | None] = {item.code: 0 for item in asked.items}
    for place, item in enumerate(asked.items[:SAFE_ITEMS]):
        answers[item.code] = spread // SAFE_ITEMS + (place < spread % SAFE_ITEMS)
    key = person.key(f"phq-{number}")
    keep_symptoms(
        by=person.client,
        at=person.at,
        course=person.course,
        asked=asked,
        answers=answers,
        key=key,
        session=session,
    )


def _set_goals(person: Person) -> None:
    assert person.course is not None, "expected a course, found none"
    words = dict(enumerate(GOALS[person.place % len(GOALS)], 1))
    set_goals(by=person.client, at=person.at, course=person.course, words=words)


def _review(person: Person) -> None:
    """Stay, or talk about it, where that is in their plot; the others have not looked at it."""
    assert person.course is not None, "expected a course, found none"
    decisions = {"review_stay": Decision.STAY, "review_talk": Decision.TALK}
    for act in person.plot.acts & set(decisions):
        answer(
            by=person.client,
            at=person.at,
            course=person.course,
            occasion=Occasion.EARLY,
            session=REVIEWED_AT,
            decision=decisions[act],
            words="",
        )


def _look_at(person: Person, series: Series) -> Iterator[datetime]:
    """Tell it, say it oneself, or keep it; the provider notes what they tried."""
    course, rng = person.course, person.rng
    assert course is not None, "expected a course, found none"
    way = next((each for each in ("tell", "self", "keep") if person.does(each)), None)
    yield person.later(hours=3)
    raised: Raised | None = None
    if way is not None:
        judged = next(each for each in reversed(series.judged) if each.flagged)
        about = judged.part if judged.part in About.values else ""
        shown = judged.kind if judged.kind in ShownAs.values else ""
        words = SHIFTED.get(about, OF_ITSELF) if way == "tell" else ""
        raising = Raising(way, about=about, shown=shown, words=words)
        raised = raise_shift(
            by=person.client,
            at=person.at,
            course=course,
            raising=raising,
            key=person.key("raised"),
            shares=True,
        )
    if person.does("note") and may_provider_follow(person.client.pk, course.provider):
        yield person.later(days=2)
        noting = Noting(tried=rng.choice(TRIED), shown="withdrawal", found="yes", words=rng.choice(NOTES))
        note_repair(by=course.provider, at=person.at, course=course, noting=noting, key=person.key("note"))
    return raised
