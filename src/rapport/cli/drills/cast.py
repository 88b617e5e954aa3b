"""The cast of every access test: two clients, two providers, a coordinator, a researcher; what is theirs.

Made by the real actions, in a database that holds a directory already. Imported only where Django is set up.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY

from rapport.cli.demo import answer_questionnaire
from rapport.cli.drills import who_may
from rapport.learning.proof.trial_design import TrialDesign
from rapport.site.matches import trial_actions
from rapport.site.matches.actions import issue
from rapport.site.outcomes.queries.trial import newest_trial
from rapport.site.people import account_actions, account_queries, sessions
from rapport.site.people.choices import AccountKind
from rapport.site.people.models import Account, Client
from rapport.site.people.session_store import ACCOUNT

BACKEND = "rapport.site.people.sign_in.AccountBackend"
# Stands in what the first client wrote; nobody else may ever read it.
CANARY = "kestrel over the quarry"


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
    match = shortlist.matches.select_related("provider").order_by("position").first()
    other = answer_questionnaire(answers, at=at)
    people: dict[str, Client | Account] = {who_may.CLIENT: mine, who_may.OTHER_CLIENT: other}
    for who in who_may.SIGNED_IN:
        people[who] = joined(AccountKind(who.removeprefix("other ")), at=at)
    things = who_may.Things(
        client=mine, match=match, provider=match.provider, provider_account=people[who_may.PROVIDER]
    )
    if newest_trial() is None:
        design = TrialDesign(planned=60, assumed_d=0.5)
        trial_actions.start(by="drill", at=at, design=design, text="We compare ways to choose.")
    return Cast(people, things, (CANARY, mine.receipt_code(), mine.pk))


def joined(kind: AccountKind, *, at: datetime) -> Account:
    """Somebody who was invited and joined."""
    address = f"{secrets.token_hex(8)}@drill.example"
    link = account_actions.invite(address=address, kind=kind, by="drill", at=at)
    token = account_queries.token_of(link)
    return account_actions.follow_link(token, password=secrets.token_urlsafe(), at=at)


def visit_of(person: Client | Account | None, *, at: datetime) -> dict[str, str]:
    """What the visit of this person holds; nothing for somebody signed out."""
    if person is None:
        return {}
    seen = {sessions.SEEN: at.isoformat()}
    if isinstance(person, Client):
        return seen | {sessions.CLIENT: person.pk}
    signed = person.get_session_auth_hash()
    return seen | {ACCOUNT: person.pk, BACKEND_SESSION_KEY: BACKEND, HASH_SESSION_KEY: signed}
