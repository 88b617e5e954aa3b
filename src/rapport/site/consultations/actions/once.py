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
from rapport.site.foundation.prepared import Prepared, columns, loaded, text
from rapport.site.people.models import Client
from rapport.site.people.visits import CLIENT_COLUMNS, client_from

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


_CLIENT = Prepared(
    lambda: Client.objects.select_for_update(of=("self",)).filter(pk=text("id")).values_list(*CLIENT_COLUMNS)
)


def locked_client(client_id: str) -> Client:
    """One client's requests wait for each other; on SQLite the transaction itself is the lock.

    Raises:
        Client.DoesNotExist: erased meanwhile.
    """
    row = _CLIENT.first({"id": client_id})
    if row is None:
        raise Client.DoesNotExist
    return client_from(row)


_REQUEST = Prepared(
    lambda: (
        Request.objects.select_for_update(of=("self",), no_key=True)
        .filter(pk=text("id"))
        .values_list(*columns(Request), *columns(Provider, through="provider__"))
    )
)
_PROVIDER = Prepared(
    lambda: Provider.objects.select_for_update(no_key=True).filter(pk=text("id")).values_list("pk")
)


def locked_request(request_id: str, client: Client, *, with_provider: bool) -> Request:
    """After the client, always in this order: nobody waits for somebody who waits for them.

    The provider is locked with it only where one of their half hours is taken: whoever asks for the same
    one comes after. Who frees times may do so for several providers at once, and waits for none.
    """
    row = _REQUEST.rows({"id": request_id})[0]
    own = len(columns(Request))
    request = loaded(Request, row[:own])
    request.client, request.provider = client, loaded(Provider, row[own:])
    if with_provider:
        _PROVIDER.first({"id": request.provider_id})
    return request


_BEFORE = Prepared(
    lambda: Transition.objects.filter(actor=text("actor"), key=text("key")).values_list(*columns(Transition))
)


def done_before(asked: Asked, client: Client) -> Transition | None:
    """What came of this key before, None when it is new.

    Raises:
        OtherBody: it came with something else.
    """
    row = _BEFORE.first({"actor": asked.actor, "key": asked.key})
    if row is None:
        return None
    found = loaded(Transition, row)
    if found.digest != asked.digest(client):
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
