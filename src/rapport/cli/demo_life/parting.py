"""Stage "referrals": going on with someone else, finishing, leaving, and what is said at the end."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime

from rapport.cli.demo_life.asking import ask
from rapport.cli.demo_life.meeting import begin, book, talk
from rapport.cli.demo_life.people import Person
from rapport.site.consultations.actions.ending import end_course
from rapport.site.consultations.choices import CourseEnded
from rapport.site.directory.models import Provider
from rapport.site.matches.named_actions import CannotTake
from rapport.site.matches.queries import answers_for_matching, fit_with, open_shortlist
from rapport.site.referrals.actions import referring
from rapport.site.referrals.actions.closing import Goodbye, say_goodbye
from rapport.site.referrals.choices import Along, Relation, Way

SUMMARY = (
    "We worked on sleep and on saying no. What helped was writing things down; what I missed was being "
    "asked harder questions."
)


def part(person: Person) -> Iterator[datetime]:
    """Whatever of it is in their plot; most simply go on."""
    course = person.course
    assert course is not None, "expected a course, found none"
    course.client = person.client
    if person.does("finish_asked"):
        yield person.later(hours=4)
        end_course(by=course.provider, at=person.at, course=course, because=CourseEnded.FINISHED)
    if person.does("finished"):
        yield person.later(days=3)
        end_course(by=person.client, at=person.at, course=course, because=CourseEnded.FINISHED)
    if person.does("left"):
        yield person.later(days=5)
        end_course(by=person.client, at=person.at, course=course, because=CourseEnded.LEFT)
        lacked = Goodbye(lacked=frozenset({"challenge"}), line="Kind, and too gentle for me.", is_shown=True)
        say_goodbye(by=person.client, at=person.at, course=course, goodbye=lacked)
    if person.does("goodbye"):
        yield person.later(hours=2)
        note = "Thank you. I sleep again, and I know what to do when it comes back."
        helped = frozenset({"understood", "goals", "tried"})
        said = Goodbye(helped=helped, note=note, is_shown=True)
        say_goodbye(by=person.client, at=person.at, course=course, goodbye=said)
        yield person.later(hours=20)
        note = "It was good to work with you. My door is open."
        say_goodbye(by=course.provider, at=person.at, course=course, goodbye=Goodbye(note=note))
    if person.does("suggests"):
        yield from _be_sent_on(person)
    if person.does("refer"):
        yield from _refer(person)


def _refer(person: Person) -> Iterator[datetime]:
    """Ask for others, say what goes along, and in one plot go on with one of them."""
    assert person.course is not None, "expected a course, found none"
    yield person.later(hours=4)
    referral = referring.ask(by=person.client, at=person.at, course=person.course)
    yield person.later(hours=2)
    onward = referring.Onward(Way.THREE, Along.SUMMARY, SUMMARY)
    referring.agree(by=person.client, at=person.at, referral=referral, onward=onward)
    shortlist = open_shortlist(person.client)
    if shortlist is None or not person.does("moved_on"):
        return
    person.shortlist = shortlist
    for stage in (ask, book, talk, begin):
        yield from stage(person)


def _be_sent_on(person: Person) -> Iterator[datetime]:
    """Their provider suggests a colleague, and says what ties them; in one plot the client goes there."""
    course = person.course
    assert course is not None, "expected a course, found none"
    yield person.later(hours=5)
    colleague = _colleague(person)
    if colleague is None:
        return
    referral = referring.ask(
        by=course.provider, at=person.at, course=course, to=colleague, relation=Relation.PRACTICE
    )
    if person.does("goes_there"):
        yield person.later(hours=9)
        onward = referring.Onward(Way.COLLEAGUE, Along.SCORES, to=colleague)
        with suppress(CannotTake):  # Somebody else took their last place in these hours.
            referring.agree(by=person.client, at=person.at, referral=referral, onward=onward)


def _colleague(person: Person) -> Provider | None:
    """Of those first drawn for them, their own three before the others, the first who could take them now."""
    assert person.course is not None, "expected a course, found none"
    own = person.course.provider
    three = person.shortlist.matches.exclude(provider=own).select_related("provider").order_by("-propensity")
    pool = person.shortlist.unseal("record")["log"]["pool"]
    others = Provider.objects.listed().filter(provider_id__in=pool).exclude(pk=own.pk).order_by("provider_id")
    found = (*(each.provider for each in three), *others)
    return next((each for each in found if each.is_listed and _can_take(person, each)), None)


def _can_take(person: Person, provider: Provider) -> bool:
    answers = answers_for_matching(person.client)
    fit = fit_with(person.client, answers, provider, at=person.at) if answers else None
    return fit is not None and not fit.limits_broken
