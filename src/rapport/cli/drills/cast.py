"""The cast of every access test: two clients, two providers, a coordinator, a researcher; what is theirs.

Made by the real actions, in a database that holds a directory already. Imported only where Django is set up.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY

from rapport.cli.demo_life.questionnaire import answer_questionnaire
from rapport.cli.drills import who_may
from rapport.learning.proof.trial_design import TrialDesign
from rapport.site.checkins.actions.raising import Raising, raise_shift
from rapport.site.checkins.actions.sessions import record_session_ratings
from rapport.site.checkins.models import Raised
from rapport.site.consultations.actions import bookings, requests
from rapport.site.consultations.booking_models import EPOCH, HALF_HOUR
from rapport.site.consultations.choices import BookingState, RequestState
from rapport.site.consultations.models import Booking, Course, Request
from rapport.site.consultations.queries.slots import offered_starts
from rapport.site.directory.actions import verification
from rapport.site.directory.models import Provider, VerificationCase
from rapport.site.matches import trial_actions
from rapport.site.matches.actions import issue
from rapport.site.matches.models import Match
from rapport.site.newsletter.actions import editions
from rapport.site.outcomes.queries.trial import newest_trial
from rapport.site.people import (
    account_actions,
    account_queries,
    account_visits,
    case_actions,
    factor_actions,
    sessions,
)
from rapport.site.people.actions import answer_consent
from rapport.site.people.choices import AccountKind
from rapport.site.people.models import Account, Client, Glass
from rapport.site.people.session_store import ACCOUNT
from rapport.site.steps import actions as steps
from rapport.site.steps.choices import Step, Why
from rapport.site.steps.models import Group, StepChange

BACKEND = "rapport.site.people.sign_in.AccountBackend"
# Stands in what the first client wrote; nobody else may ever read it.
CANARY = "kestrel over the quarry"
# What the coordinator wrote to that client, and of a group: name, what it is for, when it meets.
PROPOSED = "A group may help you more than talking alone."
GROUP = ("Evenings", "For whoever lies awake.", "Mondays at 6")


@dataclass(frozen=True)
class Cast:
    """Everybody, what belongs to the first client and provider, and words that only they may see."""

    people: Mapping[str, Client | Account]
    things: who_may.Things
    secrets: tuple[str, ...]


def make(answers: dict[str, Any], *, at: datetime) -> Cast:
    """A whole cast; `answers` are what both clients say."""
    mine = answer_questionnaire(answers | {"text": CANARY}, at=at)
    shortlist = issue(by=mine, at=at)
    match, another = shortlist.matches.select_related("provider").order_by("position")[:2]
    other = answer_questionnaire(answers, at=at)
    people: dict[str, Client | Account] = {who_may.CLIENT: mine, who_may.OTHER_CLIENT: other}
    for who in who_may.SIGNED_IN:
        people[who] = joined(AccountKind(who.removeprefix("other ")), at=at)
    for who, provider in ((who_may.PROVIDER, match.provider), (who_may.OTHER_PROVIDER, another.provider)):
        # In a directory that was loaded whole, somebody may sign in as them already.
        Provider.objects.filter(pk=provider.pk).update(account=None)
        provider.account = None
        verification.link_account(provider, people[who], by="drill", at=at)
    booking, course = booked(match, at=at), followed(match, at=at)
    things = who_may.Things(
        client=mine,
        match=match,
        request=booking.request,
        booking=booking,
        case=handed_in(match.provider, at=at),
        talk=talked(match, at=at),
        course=course,
        provider=match.provider,
        provider_account=people[who_may.PROVIDER],
        raised=raised(course, at=at),
        glass=glass(mine, people[who_may.COORDINATOR], at=at),
        change=step_proposed(course, people[who_may.COORDINATOR], at=at),
        group=group_of(match.provider, people[who_may.COORDINATOR], at=at),
    )
    editions.write(editions.Content("en", "Something to read", "", ("it-grows",)), by="drill", at=at)
    if newest_trial() is None:
        design = TrialDesign(planned=60, assumed_d=0.5)
        trial_actions.start(by="drill", at=at, design=design, text="We compare ways to choose.")
    return Cast(people, things, (CANARY, mine.receipt_code(), mine.pk))


def booked(match: Match, *, at: datetime) -> Booking:
    """A first conversation that was offered and booked."""
    request = requests.request(by=match.client, match=match, at=at)
    request = requests.offer(by=match.provider, request=request, words="Gladly.", at=at)
    starts_at, key = offered_starts(request, at=at)[0], secrets.token_hex()
    held = bookings.hold(by=match.client, at=at, request=request, starts_at=starts_at, key=key).booking
    identity = bookings.Identity(called="Robin", contact="555 0100", shares=True)
    bookings.book(by=match.client, at=at, booking=held, identity=identity, key=f"{key[1:]}b")
    return held


def followed(match: Match, *, at: datetime) -> Course:
    """An open course with one rated session, whose provider and coordinator may see how it goes."""
    for purpose in ("share_course", "share_course_desk"):
        answer_consent(match.client, purpose=purpose, is_given=True, at=at)
    ago = at - timedelta(days=2)
    course = Course.objects.create(client=match.client, provider=match.provider, match=match, opened_at=ago)
    record_session_ratings(
        by=match.client, at=at, match=match, number=1, held_at=at, ratings={"overall": 70.0}, key="drill"
    )
    return course


def step_proposed(course: Course, by: Account, *, at: datetime) -> StepChange:
    """Another step, which waits for the client's answer."""
    return steps.propose_step(course, Step.GROUP, Why.BY_HAND, by=by, at=at, words=PROPOSED)


def group_of(provider: Provider, by: Account, *, at: datetime) -> Group:
    """A group with two places."""
    starts_on = at.date() + timedelta(days=7)
    meeting = steps.Meeting(*GROUP, starts_on, 8, 2)
    return steps.open_group(provider, meeting, by=by, at=at)


def raised(course: Course, *, at: datetime) -> Raised:
    """What the client keeps for themselves about the course."""
    kept = Raising("self", words=CANARY)
    return raise_shift(by=course.client, at=at, course=course, raising=kept, key=secrets.token_hex())


def glass(client: Client, coordinator: Any, *, at: datetime) -> Glass:
    """The coordinator looks after the client, who shows nobody more; a colleague asks to break the glass."""
    case_actions.assign(client, coordinator, by=coordinator.pk, at=at)
    colleague = joined(AccountKind.COORDINATOR, at=at)
    why = "A drill: nobody is in danger."
    return case_actions.ask_to_break_glass(client, by=colleague, reason=why, at=at)


def handed_in(provider: Provider, *, at: datetime) -> VerificationCase:
    """Who a provider says they are, for a coordinator to decide."""
    case = verification.begin_case(provider, by="drill", at=at)
    verification.say_who(case, verification.Who(provider.name, "coach"), by="drill", at=at)
    verification.submit(case, by="drill", at=at)
    return case


def talked(match: Match, *, at: datetime) -> Booking:
    """A first talk some days ago; the request was closed since."""
    ago = at - timedelta(days=3)
    request = Request.objects.create(
        client=match.client,
        provider=match.provider,
        match=match,
        position=match.position,
        state=RequestState.CLOSED,
        sent_at=ago,
        due_at=at,
        answered_at=ago,
        ended_at=at,
    )
    return took_place(request, at=ago)


def took_place(request: Request, *, at: datetime) -> Booking:
    """A first conversation on a request, which took place then."""
    return Booking.objects.create(
        request=request,
        client=request.client,
        provider=request.provider,
        half_hour=(at - EPOCH) // HALF_HOUR,
        state=BookingState.TOOK_PLACE,
        made_at=at,
        changed_at=at,
    )


def joined(kind: AccountKind, *, at: datetime) -> Account:
    """Somebody who was invited, joined, and has a second factor."""
    address = f"{secrets.token_hex(8)}@drill.example"
    link = account_actions.invite(address=address, kind=kind, by="drill", at=at)
    token = account_queries.token_of(link)
    account = account_actions.follow_link(token, password=secrets.token_urlsafe(), at=at)
    factor_actions.set_up_codes(account, secret=generate_totp_secret(), counter=0, at=at)
    return account


def visit_of(person: Client | Account | None, *, at: datetime) -> dict[str, str]:
    """What the visit of this person holds; nothing for somebody signed out."""
    if person is None:
        return {}
    seen = {sessions.SEEN: at.isoformat()}
    if isinstance(person, Client):
        return seen | {sessions.CLIENT: person.pk}
    seen[account_visits.PROVED_AT] = at.isoformat()
    signed = person.get_session_auth_hash()
    return seen | {ACCOUNT: person.pk, BACKEND_SESSION_KEY: BACKEND, HASH_SESSION_KEY: signed}
