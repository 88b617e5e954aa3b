"""What another version of the policy would have meant for last month's requests, before it is set."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count, Q

from rapport.language.crisis import screen
from rapport.learning.policy.preview import Preview, preview
from rapport.matching.answers import read_answers
from rapport.matching.limits import Question
from rapport.matching.working_days import working_days_between
from rapport.site.consultations.models import Request
from rapport.site.directory.queries import roster_snapshot
from rapport.site.foundation import consent
from rapport.site.foundation.steering import current
from rapport.site.intake.models import PAGES, Intake
from rapport.site.matches.drawing import policy_of, weights_of
from rapport.site.matches.learned import newest_learned
from rapport.site.matches.queries import client_day
from rapport.site.people.models import Client

LAST_MONTH: Final = timedelta(days=30)
# Drawn twice each, in the request that shows the page.
MOST_REQUESTS: Final = 150
LEARNING: Final = "learning"
UNSAID_ZONE: Final = "UTC"


@dataclass(frozen=True, slots=True)
class Answers:
    """Of last month's requests that were answered: how many within the days of each version."""

    answered: int
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Kept:
    """Clients, and how many were not here for longer than each version keeps them."""

    clients: int
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class PolicyPreview:
    """What would change; `draws` is None with fewer than two clients who say yes to learning."""

    draws: Preview | None
    answers: Answers
    kept: Kept


def policy_preview(figures: Mapping[str, float], *, at: datetime) -> PolicyPreview:
    """Both versions on last month's requests, and on the directory as it stands. Six queries."""
    _number, now = current()
    return PolicyPreview(_draws(now, figures, at), _answers(now, figures, at), _kept(now, figures, at))


def _draws(before: Mapping[str, float], after: Mapping[str, float], at: datetime) -> Preview | None:
    questions = questions_of_last_month(at)
    learned = newest_learned().model
    weights = weights_of(before), weights_of(after)
    return preview(
        roster_snapshot(), questions, policy_of(before), policy_of(after), learned=learned, weights=weights
    )


def questions_of_last_month(at: datetime) -> list[Question]:
    """What the newest clients of last month asked, of those who say yes to learning. Two queries."""
    told = consent.holders(LEARNING)
    rows = Intake.objects.filter(submitted_at__gte=at - LAST_MONTH, client_id__in=told)
    newest = rows.select_related("client__key").order_by("-submitted_at")[:MOST_REQUESTS]
    return [found for row in newest if (found := _question(row, at)) is not None]


def _question(row: Intake, at: datetime) -> Question | None:
    stored = {key: value for key, value in row.unseal("answers").items() if key != PAGES}
    if "state" not in stored:
        return None
    answers = read_answers(stored)
    return Question(answers, screen(answers.text).flag, client_day(answers, at))


def _answers(before: Mapping[str, float], after: Mapping[str, float], at: datetime) -> Answers:
    rows = Request.objects.filter(sent_at__gte=at - LAST_MONTH, answered_at__isnull=False)
    told = rows.values_list("sent_at", "answered_at", "provider__row__timezone")
    days = [working_days_between(sent, answered, zone or UNSAID_ZONE) for sent, answered, zone in told]
    within = [sum(each <= figures["answer_days"] for each in days) for figures in (before, after)]
    return Answers(len(days), *within)


def _kept(before: Mapping[str, float], after: Mapping[str, float], at: datetime) -> Kept:
    def over(figures: Mapping[str, float]) -> Count:
        # Who is kept until then under the policy in force was last here so many days before.
        days = timedelta(days=before["retention_days"] - figures["retention_days"])
        return Count("pk", filter=Q(expires_at__lt=at + days))

    counts = Client.objects.aggregate(clients=Count("pk"), before=over(before), after=over(after))
    return Kept(**counts)
