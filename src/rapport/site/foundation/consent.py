"""What a client agreed to, purpose by purpose; nothing is agreed to beforehand.

Purposes are data: a changed wording needs a higher version, and an old yes does not hold for it.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from rapport.site.foundation.models import ConsentEntry
from rapport.site.foundation.prepared import Insert, Prepared, text


@dataclass(frozen=True)
class Purpose:
    """One thing that a client may say yes to, in the words they are asked in."""

    code: str
    version: int
    wording: object

    @property
    def wording_hash(self) -> str:
        """A digest of the English wording: proof of what was on the page."""
        with override("en"):
            return hashlib.sha256(str(self.wording).encode()).hexdigest()


PURPOSES = {
    purpose.code: purpose
    for purpose in (
        Purpose("matching", 1, _("Use my answers to find three people who can take me.")),
        Purpose(
            "share_with_provider",
            2,
            _(
                "Show a person I choose to talk to what I answered, what I want to be called and how to "
                "reach me."
            ),
        ),
        Purpose(
            "research", 1, _("Count my answers, with nothing that points to me, to make matching better.")
        ),
        Purpose(
            "learning",
            1,
            _("Learn from how I rate my sessions, and from what I answered, to forecast better for others."),
        ),
        Purpose(
            "trial",
            1,
            _(
                "Take part in a comparison: chance decides whether my three are chosen by the forecast, by "
                "simple rules, or at random among all who can take me. How I rate my sessions is compared "
                "with how others rate theirs."
            ),
        ),
        Purpose(
            "share_course",
            1,
            _(
                "Show the person I work with how I rate our sessions, what I write beside it, how I am doing "
                "and how far my goals are."
            ),
        ),
        Purpose(
            "share_course_desk",
            1,
            _(
                "Show the same to a coordinator of this service, so that somebody can help when it gets "
                "stuck."
            ),
        ),
        Purpose(
            "share_case",
            1,
            _(
                "Show the coordinator who looks after me what I answered, whether I am safe, and why each of "
                "my three is there, so that a person can help me find somebody."
            ),
        ),
        Purpose(
            "trainees",
            1,
            _(
                "Also offer me somebody in training, who works under a supervisor that is named to me and "
                "answers for the work with them."
            ),
        ),
        Purpose(
            "tell_safety",
            1,
            _(
                "If I answer that I am not safe, tell the person I work with: a short note asks them to "
                "look, and they see that I said so."
            ),
        ),
    )
}


def give(*, client_id: str, purpose: str, at: datetime) -> None:
    """The client says yes to the present wording."""
    _enter(client_id, PURPOSES[purpose], given=True, at=at)


def withdraw(*, client_id: str, purpose: str, at: datetime) -> None:
    """The client changes their mind; holds from this moment."""
    _enter(client_id, PURPOSES[purpose], given=False, at=at)


def is_given(*, client_id: str, purpose: str) -> bool:
    """Whether the newest answer is a yes to the present version; ask where the data is read."""
    return answer(client_id=client_id, purpose=purpose) is True


def answer(*, client_id: str, purpose: str) -> bool | None:
    """The newest answer to the present wording; `None` when they were never asked in these words."""
    return answers(client_id=client_id)[purpose]


def answers(*, client_id: str) -> dict[str, bool | None]:
    """The newest answer to the present wording of every purpose, as `answer` tells it. One query."""
    rows = _ANSWERS.rows({"client_id": client_id})
    newest = {purpose: (version, given) for purpose, version, given in rows}
    return {
        purpose.code: given if version == purpose.version else None
        for purpose in PURPOSES.values()
        for version, given in [newest.get(purpose.code, (0, None))]
    }


_ANSWERS = Prepared(
    lambda: (
        ConsentEntry.objects.filter(client_id=text("client_id"))
        .order_by("id")
        .values_list("purpose", "version", "given")
    )
)


def holders(purpose: str, *, since: datetime | None = None) -> QuerySet[ConsentEntry, str]:
    """Ids of all clients whose newest answer is a yes to the present version, said since then.

    A query set: put into the query that reads their data, both are of one moment.
    """
    yes = _newest(purpose).filter(given=True, version=PURPOSES[purpose].version)
    return _ids(yes, since)


def refusers(purpose: str, *, since: datetime | None = None) -> QuerySet[ConsentEntry, str]:
    """Ids of all clients whose newest answer, in any wording, is a no said since then."""
    return _ids(_newest(purpose).filter(given=False), since)


def _newest(purpose: str) -> QuerySet[ConsentEntry, ConsentEntry]:
    """Of every client the newest answer.

    None came later: where some clients are asked about, the index is looked up for these alone.
    """
    said = ConsentEntry.objects.filter(purpose=purpose)
    return said.filter(~Exists(said.filter(client_id=OuterRef("client_id"), id__gt=OuterRef("id"))))


def _ids(
    answers: QuerySet[ConsentEntry, ConsentEntry], since: datetime | None
) -> QuerySet[ConsentEntry, str]:
    asked = answers if since is None else answers.filter(at__gte=since)
    return asked.values_list("client_id", flat=True)


def history(*, client_id: str) -> list[dict[str, object]]:
    """All answers of a client, oldest first."""
    rows = ConsentEntry.objects.filter(client_id=client_id).order_by("id")
    return [
        {"purpose": row.purpose, "version": row.version, "given": row.given, "at": row.at.isoformat()}
        for row in rows
    ]


def forget(*, client_id: str) -> None:
    """Remove a client's answers: for erasing that client only."""
    ConsentEntry.objects.filter(client_id=client_id).delete()


def _enter(client_id: str, purpose: Purpose, *, given: bool, at: datetime) -> None:
    _ENTER.put(
        ConsentEntry(
            client_id=client_id,
            purpose=purpose.code,
            version=purpose.version,
            wording_hash=purpose.wording_hash,
            given=given,
            at=at,
        )
    )


_ENTER = Insert(ConsentEntry)
