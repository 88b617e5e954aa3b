"""The limit "supervision": a trainee is offered only to whoever said yes to one, and is called one.

A limit of this service and not of the library, since it stands on a consent: whom it keeps out is named when
three are drawn (`without`), so that every logged chance stays exact.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_noop

from rapport.site.directory.queries.training import supervisors
from rapport.site.foundation import consent
from rapport.site.people.models import Client

SUPERVISION: Final = "supervision"
TRAINEES: Final = "trainees"
SAID: Final = gettext_noop(
    "In training: works under the supervision of %(supervisor)s, who answers for the work with them."
)


@dataclass(frozen=True, slots=True)
class Supervision:
    """Who is in training under whom, by ids of the roster; and whether this client would see a trainee."""

    supervisors: Mapping[str, str]
    is_agreed: bool

    @property
    def kept_out(self) -> frozenset[str]:
        """Whom this client is not offered."""
        return frozenset() if self.is_agreed else frozenset(self.supervisors)

    def kept_out_among(self, ids: Callable[[], Iterable[str]]) -> int:
        """How many of these they are; tens of thousands of ids are read only where anybody is kept out."""
        return len(self.kept_out.intersection(ids())) if self.kept_out else 0

    def told(self, told: dict[str, Any], provider_id: str) -> dict[str, Any]:
        """What is told of somebody; of a trainee, before all else to keep in mind, that they are one."""
        if provider_id not in self.supervisors:
            return told
        values = {"supervisor": self.supervisors[provider_id]}
        caution = {"part": "bond", "feature": SUPERVISION, "points": 0.0, "template": SAID, "values": values}
        return told | {"cautions": [caution, *told["cautions"]]}


def supervision_for(client: Client) -> Supervision:
    """As it holds for a client now. One query; two where anybody is in training."""
    found = supervisors()
    return Supervision(found, bool(found) and consent.is_given(client_id=client.pk, purpose=TRAINEES))
