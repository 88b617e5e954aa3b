"""Stage "requests": clients ask for a first conversation, and providers answer, or do not."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from rapport.cli.demo_life.people import Person, Scene
from rapport.site.consultations.actions.once import Refused
from rapport.site.consultations.actions.requests import decline, offer, request
from rapport.site.consultations.actions.silence import expire_silent
from rapport.site.consultations.choices import LIVE, Declined, RequestState
from rapport.site.consultations.models import Request
from rapport.site.directory.actions.indexing import build_index
from rapport.site.matches.models import Match

EVERY: Final = timedelta(hours=8)
# How a provider answers, in general: how many of ten requests are offered a talk, declined, left unanswered.
ANSWERS: Final = ("offers",) * 6 + ("declines",) * 2 + ("silent",) * 2
SLOWEST_HOURS: Final = 40
WORDS: Final = (
    "I would be glad to talk. Choose a time that suits you.",
    "Thank you for writing. Half an hour will tell us both whether we fit.",
    "This is work I know and like. Pick any of the times.",
    "Yes, gladly. Bring your questions, also the awkward ones.",
)
MOST_ASKED: Final = 2


def ask(person: Person) -> Iterator[datetime]:
    """Ask two of the three, whom somebody named first, and wait until one offers a talk; not for ever."""
    rng = person.rng
    yield person.later(hours=rng.uniform(0.1, 0.5))
    matches = list(person.shortlist.matches.filter(is_open=True).select_related("provider", "shortlist"))
    first = [each for each in matches if each.provider_id == person.scene.host.pk or each.is_by_hand]
    rest = [each for each in matches if each not in first]
    for match in [*first, *rng.sample(rest, min(len(rest), MOST_ASKED - len(first)))]:
        _send(person, match)
    while True:
        yield person.later(hours=6)
        person.request = _offered(person)
        if person.request is not None:
            return


def _send(person: Person, match: Match) -> None:
    with_words = person.place % 3 != 0
    request(by=person.client, match=match, at=person.at, with_words=with_words, asks_next=True)


def _offered(person: Person) -> Request | None:
    """Who offered a talk: the host where they were asked, else the first."""
    asked = Request.objects.filter(client=person.client, state__in=LIVE).select_related("provider", "match")
    hosts = asked.filter(provider=person.scene.host)
    found = hosts if hosts.exists() else asked
    return found.filter(state=RequestState.OFFERED).order_by("answered_at").first()


def answer_requests(scene: Scene, people: list[Person]) -> Iterator[datetime]:
    """Every provider looks into their requests a few times a day; the worker ends those nobody answered."""
    at = min((person.at for person in people), default=scene.now)
    build_index()  # Answers change the directory: read from its index that takes no time.
    while True:
        at += EVERY
        yield at
        waiting = list(Request.objects.filter(state=RequestState.WAITING).select_related("provider"))
        if any(each.due_at <= at for each in waiting):
            expire_silent(at)
        known = {person.client.pk: person for person in people if hasattr(person, "client")}
        for each in waiting:
            if each.due_at > at:
                _answer(scene, known[each.client_id], each, at=at)


def _answer(scene: Scene, person: Person, waiting: Request, *, at: datetime) -> None:
    rng = scene.chance(f"answer {waiting.provider.provider_id}", person.place)
    kind, after = rng.choice(ANSWERS), timedelta(hours=rng.uniform(2, SLOWEST_HOURS))
    if waiting.provider_id == scene.host.pk:
        kind, after = _hosts_answer(person), timedelta(hours=2)
    if kind == "silent" or at < waiting.sent_at + after:
        return
    try:
        if kind == "offers":
            offer(by=waiting.provider, request=waiting, words=rng.choice(WORDS), at=at)
        else:
            reason = rng.choice((Declined.FULL, Declined.TIMES, Declined.COST, Declined.EXPERTISE))
            decline(by=waiting.provider, request=waiting, reason=reason, at=at)
    except Refused:
        return  # Taken back meanwhile.


def _hosts_answer(person: Person) -> str:
    """The host offers everybody a talk, but those whose request is to lie there."""
    lies = person.plot.until == "requests" and not person.does("offered")
    return "silent" if lies else "offers"
