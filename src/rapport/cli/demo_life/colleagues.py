"""Among colleagues: who they are is shown and decided, and replies are written and rated blind."""

from datetime import datetime, timedelta
from functools import partial
from typing import Final

from rapport.cli.demo_life.clock import Life, planned
from rapport.cli.demo_life.people import Scene
from rapport.cli.demo_life.replies import MARKS, REPLIES
from rapport.matching.hours import parse_week_hour
from rapport.matching.openings import spans_of
from rapport.site.consultations.actions.feeds import renew_feed
from rapport.site.directory.actions import verification
from rapport.site.directory.actions.hours import set_exceptions, set_hours
from rapport.site.directory.actions.places import pause
from rapport.site.directory.actions.profile import save_profile
from rapport.site.directory.actions.training import begin_training
from rapport.site.directory.actions.vignettes import draw_replies, name_close, pass_over, rate, write_reply
from rapport.site.directory.choices import PauseReason, Verdict
from rapport.site.directory.models import Provider, VerificationCase
from rapport.site.directory.models.vignettes import HIGHEST, LOWEST, QUALITIES
from rapport.site.directory.queries.verification import open_case
from rapport.site.directory.queries.vignettes import may_rate, replies_of

WAITING, LICENCE_LASTS, HOSTS_LASTS = 3, 500, 48
# With the host: enough that colleagues' agreement has a figure.
WRITERS, RATED_BY = 9, 6
HOSTS_WAY: Final = {"goals": "understand;relate;cope", "tasks": "direct_feedback;talk_freely;homework"}
# Days ahead on which the host is away, and which of the last therapists has a holiday.
DAYS_OFF, AWAY = (25, 26, 27, 28), 9
# The last two of so many are in training with the host.
TRAINEES, MOST_OF_A_TRAINEE = ("provider_id", 14), 3
# The host has rated so many, and finds more to rate.
HOST_RATED = 4
DECIDED: Final = (
    (68.0, 66.5, Verdict.ACCEPT, "Licence and number agree with the registry."),
    (24.0, 22.1, Verdict.REFUSE, "The board lists this licence as lapsed; no proof of renewal came."),
    (5.2, 4.0, Verdict.ASK, "The number on the licence is one digit short. Could you look again?"),
)


def show_who_they_are(scene: Scene) -> Life:
    """The host was verified long ago; others hand in, are decided about, asked, or wait."""
    hosts = partial(_hand_in, scene.host, lasts=HOSTS_LASTS, number=4007, now=scene.now)
    plan = [(110.0, hosts), (108.4, partial(_decide, scene, scene.host, *DECIDED[0][2:]))]
    others = iter(_therapists(scene, "-provider_id", WAITING + len(DECIDED)))
    for days in range(1, WAITING + 1):
        who = partial(_hand_in, next(others), lasts=LICENCE_LASTS, number=4100 + days, now=scene.now)
        plan.append((days + days / 24, who))
    for (handed_in, decided, verdict, why), provider in zip(DECIDED, others, strict=False):
        number = 4200 + int(handed_in)
        plan.append(
            (handed_in, partial(_hand_in, provider, lasts=LICENCE_LASTS, number=number, now=scene.now))
        )
        plan.append((decided, partial(_decide, scene, provider, verdict, why)))
    return planned(plan, now=scene.now)


def _therapists(scene: Scene, order: str, most: int) -> list[Provider]:
    rows = Provider.objects.listed().exclude(pk=scene.host.pk).filter(kind="therapist")
    return list(rows.order_by(order)[:most])


def _hand_in(provider: Provider, at: datetime, *, lasts: int, number: int, now: datetime) -> None:
    row, by = provider.row, provider.pk
    case = verification.begin_case(provider, by=by, at=at)
    who = verification.Who(provider.name, "therapist", provider.npi, row["taxonomy"])
    verification.say_who(case, who, by=by, at=at)
    until = (now + timedelta(days=lasts)).date()
    states = row["licences"].split(";")
    given = [verification.LicenceGiven(state, f"LC{number}", until) for state in states]
    verification.say_licences(case, given, by=by, at=at)
    verification.submit(case, by=by, at=at)


def _decide(scene: Scene, provider: Provider, verdict: Verdict, reason: str, at: datetime) -> None:
    case: VerificationCase | None = open_case(provider)
    assert case is not None, "expected a case that was handed in, found none"
    verification.decide(case, verdict=verdict, reason=reason, by=scene.coordinator.pk, at=at)


def write_and_rate(scene: Scene) -> Life:
    """The host and some others reply to two situations each; later each reply is rated by a few of them."""
    writers = [scene.host, *_therapists(scene, "provider_id", WRITERS)]
    plan = [(95 - number, partial(_write, scene, each, number)) for number, each in enumerate(writers)]
    plan.append((80.0, partial(_name_close, writers)))
    for number in range(len(writers)):
        raters = [writers[(number + step) % len(writers)] for step in range(1, RATED_BY + 1)]
        plan += [
            (70 - number - step / 10, partial(_rate, scene, writers[number], rater, step))
            for step, rater in enumerate(raters)
            if rater != scene.host or number >= len(writers) - HOST_RATED // 2
        ]
    return planned(plan, now=scene.now)


def _write(scene: Scene, writer: Provider, number: int, at: datetime) -> None:
    for reply in draw_replies(writer, by=writer.pk, at=at):
        text = REPLIES[reply.vignette][_kind(scene, number)]
        write_reply(reply, text=text, send=True, by=writer.pk, at=at)


def _kind(scene: Scene, number: int) -> int:
    """The host's is the first; others soothe, or speak openly."""
    return scene.chance("reply", number).randrange(2) if number else 0


def _name_close(writers: list[Provider], at: datetime) -> None:
    host, *others = writers
    name_close(host, others=others[2:3], by=host.pk, at=at)


def _rate(scene: Scene, writer: Provider, rater: Provider, step: int, at: datetime) -> None:
    for reply in replies_of(writer):
        rng = scene.chance(f"rated {writer.provider_id} {reply.place}", step)
        if not may_rate(rater, reply):
            continue
        if rng.random() < 0.04:
            pass_over(reply, rater=rater, by=rater.pk, at=at)
            continue
        usual = MARKS[REPLIES[reply.vignette].index(reply.text)]
        marks = {
            name: min(HIGHEST, max(LOWEST, usual[name] + rng.choice((-1, 0, 0, 1)))) for name in QUALITIES
        }
        rate(reply, rater=rater, marks=marks, by=rater.pk, at=at)


def keep_hours(scene: Scene) -> Life:
    """The host keeps their week, days off ahead and a calendar feed; somebody else has a holiday."""
    host = scene.host
    slots = [parse_week_hour(each) for each in host.row["slots"].split(";")]
    week = spans_of(each for each in slots if each is not None)
    off = [(scene.now + timedelta(days=days)).date() for days in DAYS_OFF]
    given = {"by": host.pk}
    away = _therapists(scene, "-provider_id", AWAY)[-1]
    back = (scene.now + timedelta(days=max(DAYS_OFF))).date()
    return planned(
        (
            *((147.4, partial(_begin_training, scene, each)) for each in _therapists(scene, *TRAINEES)[-2:]),
            (147.2, lambda at: save_profile(host, cells=HOSTS_WAY, at=at, **given)),
            (147.0, lambda at: set_hours(host, hours=week, zone=host.row["timezone"], at=at, **given)),
            (20.0, lambda at: renew_feed(by=host, at=at)),
            (6.0, lambda at: set_exceptions(host, dates=off, hours=(), at=at, **given)),
            (5.0, lambda at: pause(away, back_on=back, because=PauseReason.HOLIDAY, by=away.pk, at=at)),
        ),
        now=scene.now,
    )


def _begin_training(scene: Scene, trainee: Provider, at: datetime) -> None:
    begin_training(trainee, scene.host, most_clients=MOST_OF_A_TRAINEE, by=scene.coordinator.pk, at=at)
