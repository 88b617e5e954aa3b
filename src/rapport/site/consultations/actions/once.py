"""Doing each thing once: locks in one order, and a key under which the same answer is given again."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rapport.errors import BadInput, Problem
from rapport.site.consultations.actions import mails
from rapport.site.consultations.choices import Verb
from rapport.site.consultations.models import Booking, Request, Transition
from rapport.site.consultations.transition_models import KEY_LENGTH
from rapport.site.directory.models import Provider
from rapport.site.foundation import audit
from rapport.site.people.models import Client

Someone = Client | Provider


class Refused(Exception):
    """What was asked for cannot be done now; `words` say why, to whoever asked."""

    words: str | Promise = _("This cannot be done now.")


class NotTheirs(Refused):
    """The request or booking is somebody else's."""


class OtherBody(Refused):
    """The key stood for something else before."""

    words = _("This page was sent before with something else in it. Open it again.")


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks for, under a key made by whoever shows the form."""

    by: Someone
    verb: Verb
    key: str
    at: datetime
    body: Mapping[str, str | int]

    def __post_init__(self) -> None:
        if not 0 < len(self.key) <= KEY_LENGTH:
            raise BadInput(
                Problem(expected=f"1 to {KEY_LENGTH} letters", arrived=f"{len(self.key)}", column="key")
            )

    @property
    def actor(self) -> str:
        """How the audit trail names them: an opaque id."""
        return str(self.by.pk)

    @property
    def is_provider(self) -> bool:
        """Which of the two sides asks."""
        return isinstance(self.by, Provider)

    def digest(self, client: Client) -> str:
        """Of all that was asked; under the client's key, since a name and an address could be guessed."""
        said = json.dumps([self.verb.value, dict(self.body)], sort_keys=True, ensure_ascii=True)
        return hmac.new(client.key.open(), said.encode(), hashlib.sha256).hexdigest()


def locked_client(client_id: str) -> Client:
    """One client's requests wait for each other; on SQLite the transaction itself is the lock."""
    return Client.objects.select_for_update(of=("self",)).select_related("key").get(pk=client_id)


def locked_request(request_id: str, client: Client, *, with_provider: bool) -> Request:
    """After the client, always in this order: nobody waits for somebody who waits for them.

    The provider is locked with it only where one of their half hours is taken: whoever asks for the same
    one comes after. Who frees times may do so for several providers at once, and waits for none.
    """
    of = ("self", "provider") if with_provider else ("self",)
    found = Request.objects.select_for_update(of=of, no_key=True).select_related("provider")
    request = found.get(pk=request_id)
    request.client = client
    return request


def done_before(asked: Asked, client: Client) -> Transition | None:
    """What came of this key before, None when it is new.

    Raises:
        OtherBody: it came with something else.
    """
    found = Transition.objects.filter(actor=asked.actor, key=asked.key).select_related("booking").first()
    if found is not None and found.digest != asked.digest(client):
        raise OtherBody
    return found


def done(asked: Asked, booking: Booking) -> Transition:
    """Keep the transition, its mails and its line of the audit trail, beside the change itself."""
    made = Transition.objects.create(
        booking=booking,
        actor=asked.actor,
        key=asked.key,
        digest=asked.digest(booking.client),
        verb=asked.verb,
        at=asked.at,
        half_hour=booking.half_hour,
        state=booking.state,
    )
    mails.tell(booking, made)
    audit.record(actor=asked.actor, verb=f"booking_{asked.verb}", subject=booking.client_id, at=asked.at)
    return made


def check_theirs(asked: Asked, thing: Request | Booking) -> None:
    """Raises NotTheirs unless whoever asks is the client or the provider of it."""
    owner = thing.provider_id if asked.is_provider else thing.client_id
    if owner != asked.by.pk:
        raise NotTheirs
