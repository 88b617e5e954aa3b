"""At the desk: cases, offers by hand, a record opened by two, a colleague who leaves, the policy."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Final

from django.db import transaction

from rapport.cli.demo_life.clock import Life, planned
from rapport.cli.demo_life.people import Person, Scene
from rapport.learning.proof.trial_design import TrialDesign
from rapport.site.consultations.actions.by_hand import offer_by_hand
from rapport.site.consultations.actions.once import Refused
from rapport.site.directory.models import Provider
from rapport.site.foundation import steering
from rapport.site.matches import trial_actions
from rapport.site.matches.named_actions import CannotTake
from rapport.site.matches.policy_actions import set_policy
from rapport.site.people import account_actions, case_actions
from rapport.site.people.choices import AccountKind
from rapport.site.people.models import Account
from rapport.site.referrals.actions.departing import depart
from rapport.site.referrals.choices import Departs

TRIED: Final = 4
REASONS: Final = (
    "They asked for somebody who also knows night shifts; she worked as a nurse before.",
    "He speaks their mother’s language, and they said that this would matter to them.",
    "I have heard good things of his work with couples who stay in one house after parting.",
    "She has an hour early on Mondays, the only one that they named.",
)
DESIGN: Final = TrialDesign(planned=180, assumed_d=0.4)
REGISTERED: Final = (
    "Everybody who says yes is drawn for by one of three ways. We compare how they rate their first three "
    "sessions. We look once, when 180 people have taken part, and publish whatever comes out."
)
WHY_OPEN: Final = (
    "Their provider called: they missed two sessions and nobody can reach them. I want to see whom to call.",
    "A letter came back from them. I would like to look up whether they have moved.",
    "A clinic asks whether they are safe and names them. I must see what they said last.",
)


def offer_one_by_hand(person: Person) -> Iterator[datetime]:
    """A coordinator takes the case and puts somebody whom they know among the three."""
    scene = person.scene
    yield person.later(hours=person.rng.uniform(0.2, 1.5))
    case_actions.assign(person.client, scene.coordinator, by=scene.coordinator.pk, at=person.at)
    for provider in _candidates(person):
        if _is_offered(person, provider):
            return


def _candidates(person: Person) -> list[Provider]:
    """Those among whom the three were drawn keep every limit; a few, in an order of chance."""
    pool = person.shortlist.unseal("record")["log"]["pool"]
    known = Provider.objects.listed().filter(provider_id__in=pool).exclude(pk=person.scene.host.pk)
    found = list(known.exclude(matches__shortlist=person.shortlist).order_by("provider_id"))
    return person.scene.chance("by hand", person.place).sample(found, min(len(found), TRIED))


def _is_offered(person: Person, provider: Provider) -> bool:
    reason = REASONS[person.place % len(REASONS)]
    try:
        with transaction.atomic():
            offer_by_hand(person.client, provider, by=person.scene.coordinator, reason=reason, at=person.at)
    except (CannotTake, Refused):
        return False  # Not for them; the next one may be.
    return True


def steer(scene: Scene) -> Life:
    """The policy is changed twice and once brought back; then a comparison begins, in which it stays."""
    by = scene.coordinator.pk
    return planned(
        (
            (
                140.0,
                partial(_set, by, {"temperature": 1.4}, "More left to chance while we have little data."),
            ),
            (126.0, partial(_set, by, {"answer_days": 3}, "Providers asked for a day more in the holidays.")),
            (112.0, partial(_set, by, {"answer_days": 2}, "The holidays are over.")),
            (
                84.0,
                partial(_set, by, {"temperature": 1.0}, "Four months of check-ins are there to learn from."),
            ),
            (70.0, partial(_begin_trial, by)),
        ),
        now=scene.now,
    )


def _set(by: str, changes: dict[str, float], because: str, at: datetime) -> None:
    seen, figures = steering.current()
    set_policy({**figures, **changes}, because=because, seen=seen, by=by, at=at)


def _begin_trial(by: str, at: datetime) -> None:
    trial_actions.start(by=by, at=at, design=DESIGN, text=REGISTERED)


def look_after(scene: Scene, people: list[Person]) -> Life:
    """Records are opened with a second person's word, people invited, and one colleague leaves."""
    one, other = scene.coordinator, scene.colleague
    first, unsafe, third = people[0], _who(people, "unsafe"), _who(people, "review_talk")
    plan = (
        (30.0, partial(_open_record, first, one, other, WHY_OPEN[0], True)),
        (12.0, partial(_open_record, third, other, one, WHY_OPEN[1], False)),
        (20 / 1440, partial(_ask_to_open, unsafe, other, WHY_OPEN[2])),
        (9.0, partial(_invite, "m.osei@practice.example", scene, False)),
        (3.0, partial(_invite, "t.lindqvist@practice.example", scene, False)),
        (60.0, partial(_invite, "former.colleague@practice.example", scene, True)),
        (0.9, partial(_takes, unsafe, other)),
        (26 / 24, partial(_leaves, _who(people, "their_provider_leaves"), one)),
    )
    return planned(plan, now=scene.now)


def _who(people: list[Person], act: str) -> Person:
    return next(person for person in people if person.does(act))


def _takes(person: Person, who: Account, at: datetime) -> None:
    case_actions.assign(person.client, who, by=who.pk, at=at)


def _ask_to_open(person: Person, by: Account, why: str, at: datetime) -> None:
    case_actions.ask_to_break_glass(person.client, by=by, reason=why, at=at)


def _open_record(
    person: Person, by: Account, second: Account, why: str, is_granted: bool, at: datetime
) -> None:
    glass = case_actions.ask_to_break_glass(person.client, by=by, reason=why, at=at)
    decide = case_actions.grant if is_granted else case_actions.refuse
    decide(glass, by=second, at=at)


def _invite(address: str, scene: Scene, is_revoked: bool, at: datetime) -> None:
    by = scene.coordinator.pk
    link = account_actions.invite(address=address, kind=AccountKind.PROVIDER, by=by, at=at)
    if is_revoked:
        account_actions.revoke(link.account, by=by, at=at)


def _leaves(person: Person, by: Account, at: datetime) -> None:
    if person.course is not None:
        depart(by=by, at=at, provider=person.course.provider, why=Departs.LEAVES)
