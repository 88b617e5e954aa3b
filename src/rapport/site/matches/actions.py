"""Issuing the three. Each action is one transaction."""

import hashlib
import secrets
from datetime import datetime
from typing import Any

from django.db import transaction

from rapport.language.crisis import screen
from rapport.matching import bitsets
from rapport.matching.answers import Answers
from rapport.matching.arms import ArmDraw, draw_in_arm
from rapport.matching.eligibility import eligible_set
from rapport.matching.forecast import weighed
from rapport.matching.learned import Learned
from rapport.matching.limits import Question
from rapport.matching.ranking import Policy
from rapport.matching.roster import Roster
from rapport.matching.shortlist import Shortlist as Drawn
from rapport.site.directory.models import Provider
from rapport.site.directory.queries import revision_token, roster_snapshot
from rapport.site.foundation import audit
from rapport.site.foundation.steering import current
from rapport.site.intake.actions import submit
from rapport.site.intake.queries import intake_of
from rapport.site.matches import queries, trial_actions
from rapport.site.matches.choices import Arm, Closed, MatchClosed
from rapport.site.matches.drawing import policy_of, weights_of
from rapport.site.matches.learned import newest_learned
from rapport.site.matches.models import Enrolment, Match, Shortlist
from rapport.site.matches.prices import Prices, prices_now
from rapport.site.matches.recording import known_before, record_of
from rapport.site.matches.rematch import WEIGHTS, Rematch, with_style
from rapport.site.matches.supervision import Supervision, supervision_for
from rapport.site.matches.told import told_of
from rapport.site.people.models import Client

SEED_BITS = 63


class AnswersMissing(Exception):
    """Something required is unsaid, so nobody can be offered yet."""


def issue(
    *, by: Client, at: datetime, missing: dict[str, Any] | None = None, rematch: Rematch | None = None
) -> Shortlist:
    """Offer three, all at once or not at all.

    A shortlist that stands is returned as it is, so that a repeated request draws nobody new. It is
    replaced when the client's answers changed since, or when the client says what was `missing`;
    then nobody offered before is offered again; nor with `rematch`, except whom the client asks for.
    Requests to those replaced are taken back by
    `consultations.actions.renewing.issue`, which faces call.

    Raises:
        AnswersMissing: the questionnaire is not complete.
    """
    with transaction.atomic():
        # One client's requests wait for each other; on SQLite the transaction itself is the lock.
        client = Client.objects.select_for_update(of=("self",)).select_related("key").get(pk=by.pk)
        standing = queries.open_shortlist(client)
        is_new = missing is not None or rematch is not None
        if standing is not None and not is_new and not queries.answers_are_newer(client, standing):
            return standing
        if standing is not None:
            close(standing, because=_because(missing, rematch), at=at)
        shortlist = _issued(client, missing=missing, rematch=rematch, at=at)
        submit(by=client, at=at)
        audit.record(
            actor=client.pk,
            verb="issued",
            subject=client.pk,
            at=at,
            detail={"found": shortlist.found, "number": shortlist.number},
        )
    return shortlist


def _because(missing: dict[str, Any] | None, rematch: Rematch | None) -> Closed:
    if rematch is not None:
        return Closed.REFERRED
    return Closed.ANSWERS_CHANGED if missing is None else Closed.NONE_FIT


def close(shortlist: Shortlist, *, because: Closed, at: datetime) -> None:
    """End a shortlist and its matches; called inside a transaction."""
    shortlist.closed_at, shortlist.closed_because = at, because.value
    shortlist.save(update_fields=["closed_at", "closed_because"])
    shortlist.matches.filter(is_open=True).update(is_open=False, closed_because=MatchClosed.LIST)


def _left_out(client: Client, *, missing: dict[str, Any] | None, rematch: Rematch | None) -> frozenset[str]:
    if rematch is not None:
        return queries.offered_before(client) - rematch.again
    # Who could not take this client is not asked again.
    return queries.offered_before(client) if missing is not None else queries.turned_away(client)


def _answers(client: Client, rematch: Rematch | None) -> tuple[Answers, int]:
    answers, intake = queries.answers_for_matching(client), intake_of(client)
    if answers is None or intake is None:
        raise AnswersMissing
    return with_style(answers, rematch.style if rematch else {}), intake.version


def _issued(
    client: Client, *, missing: dict[str, Any] | None, rematch: Rematch | None, at: datetime
) -> Shortlist:
    (answers, version), figures = _answers(client, rematch), current()[1]
    weights = weights_of(figures)
    answers = weighed(answers, weights)
    roster, token = roster_snapshot(), revision_token()
    question = Question(answers, screen(answers.text).flag, queries.client_day(answers, at))
    eligible = bitsets.positions(eligible_set(roster, question))
    enrolment = trial_actions.enrolment_of(client, question, eligible=len(eligible), at=at)
    learned, prices, seed = newest_learned(), prices_now(roster, at), secrets.randbits(SEED_BITS)
    supervision = supervision_for(client)
    left_out = _left_out(client, missing=missing, rematch=rematch) | supervision.kept_out
    drawn = _drawn(
        roster, question, enrolment, prices,
        seed=seed, without=left_out, learned=learned.model, policy=policy_of(figures),
    )  # fmt: skip
    shortlist = Shortlist(
        client=client,
        number=_next_number(client),
        issued_at=at,
        intake_version=version,
        model=drawn.shortlist.model,
        model_version_id=learned.number,
        policy=drawn.shortlist.policy,
        enrolment=enrolment,
        seed=seed,
        eligible=drawn.shortlist.eligible,
        eligible_digest=hashlib.sha256(roster.lines_of_ids(eligible)).hexdigest(),
        directory_token=token,
        found=len(drawn.shortlist.matches),
    )
    record = record_of(drawn, roster, answers, enrolment=enrolment, prices=prices) | {WEIGHTS: weights}
    record["trainees"] = supervision.kept_out_among(lambda: roster.ids_at(eligible))
    shortlist.seal("record", rematch.marked(record) if rematch else record)
    shortlist.seal("missing", missing)
    shortlist.save(force_insert=True)
    _save_matches(shortlist, drawn.shortlist, roster, answers, learned.model, supervision)
    return shortlist


def _drawn(
    roster: Roster,
    question: Question,
    enrolment: Enrolment | None,
    prices: Prices,
    *,
    seed: int,
    without: frozenset[str],
    learned: Learned | None,
    policy: Policy,
) -> ArmDraw:
    """Three by the policy, in the arm of whoever takes part in the comparison."""
    return draw_in_arm(
        roster,
        question.answers,
        enrolment.allocation.arm if enrolment else Arm.MODEL.value,
        crisis=question.crisis,
        on=question.on,
        seed=seed,
        without=without,
        learned=learned,
        policy=policy,
        prices=prices.points,
    )


def _next_number(client: Client) -> int:
    return Shortlist.objects.filter(client_id=client.pk).count() + 1


def _save_matches(
    shortlist: Shortlist,
    drawn: Drawn,
    roster: Roster,
    answers: Answers,
    learned: Learned | None,
    supervision: Supervision,
) -> None:
    ids = [each.provider_id for each in drawn.matches]
    providers = {each.provider_id: each for each in Provider.objects.filter(provider_id__in=ids)}
    rows = []
    for each in drawn.matches:
        row = Match(
            shortlist=shortlist,
            client=shortlist.client,
            provider=providers[each.provider_id],
            position=each.position,
            propensity=each.propensity,
        )
        known = known_before(roster, answers, each.provider_id)
        told = supervision.told(told_of(each, learned), each.provider_id)
        row.seal("detail", told | {"known": known})
        rows.append(row)
    Match.objects.bulk_create(rows)
