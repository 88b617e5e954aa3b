"""Doing each thing once: locks in one order, and a key under which the same answer is given again."""

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rapport.errors import BadInput, Problem
from rapport.site.consultations.actions import mails
from rapport.site.consultations.choices import Verb
from rapport.site.consultations.models import Booking, Request, Transition
from rapport.site.consultations.transition_models import KEY_LENGTH
from rapport.site.directory.models import Provider
from rapport.site.foundation import audit
from rapport.site.foundation.models import DataKey
from rapport.site.foundation.prepared import Insert, Prepared, columns, loaded, text
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


# Rows are locked in the order of the names, the client first: nobody waits for somebody who waits for them.
# A provider is locked only where one of their half hours is taken: whoever asks for the same one comes after.
# Who frees times may do so for several providers at once, and waits for none.
_REQUEST = Prepared(
    lambda: (
        Request.objects.select_related("client__key", "provider")
        .select_for_update(of=("client", "self", "provider"), no_key=True)
        .filter(pk=text("id"))
    )
)


def _booking(*locked: str) -> Prepared:
    return Prepared(
        lambda: (
            Booking.objects.select_related("request", "client__key", "provider")
            .select_for_update(of=("client", "request", "self", *locked), no_key=True)
            .filter(pk=text("id"))
        )
    )


_BOOKING, _BOOKING_TO_MOVE = _booking(), _booking("provider")


def locked_request(request_id: str) -> Request:
    """A request as it stands now, its client, their key and its provider at hand, all three locked.

    Raises:
        Client.DoesNotExist: erased meanwhile.
    """
    request, client, key, provider = _read(_REQUEST, request_id, Request, Client, DataKey, Provider)
    client.key, request.client, request.provider = key, client, provider
    return request


def locked_booking(booking_id: str, *, with_provider: bool = False) -> Booking:
    """A booking as it stands now, likewise, and its request; the provider is locked where told.

    Raises:
        Client.DoesNotExist: erased meanwhile.
    """
    asked = _BOOKING_TO_MOVE if with_provider else _BOOKING
    booking, request, client, key, provider = _read(
        asked, booking_id, Booking, Request, Client, DataKey, Provider
    )
    client.key, booking.request = key, request
    for each in (booking, request):
        each.client, each.provider = client, provider
    return booking


def _read(asked: Prepared, id_: str, *models: type[Model]) -> list[Any]:
    """The objects of one row, which holds their columns one after the other."""
    row = asked.first({"id": id_})
    if row is None:
        raise Client.DoesNotExist
    found, begins = [], 0
    for model in models:
        ends = begins + len(columns(model))
        found.append(loaded(model, row[begins:ends]))
        begins = ends
    return found


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


def done(asked: Asked, booking: Booking, also: Sequence[audit.Told] = ()) -> Transition:
    """Keep the transition, its mails and its line of the audit trail, beside the change itself.

    The trail comes last: nobody waits for its end longer than it takes to write there. `also` goes before.
    """
    made = Transition(
        booking=booking,
        actor=asked.actor,
        key=asked.key,
        digest=asked.digest(booking.client),
        verb=asked.verb,
        at=asked.at,
        half_hour=booking.half_hour,
        state=booking.state,
    )
    _KEEP.put(made)
    mails.tell(booking, made)
    told = audit.Told(asked.actor, f"booking_{asked.verb}", booking.client_id, asked.at)
    audit.append([*also, told])
    return made


_KEEP = Insert(Transition)


def check_theirs(asked: Asked, thing: Request | Booking) -> None:
    """Raises NotTheirs unless whoever asks is the client or the provider of it."""
    owner = thing.provider_id if asked.is_provider else thing.client_id
    if owner != asked.by.pk:
        raise NotTheirs
