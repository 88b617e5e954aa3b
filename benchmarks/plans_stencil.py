"""A made practice as a stencil: every row of it, to be written again and again as another practice.

A copy differs in its ids (their last letters are the copy's mark), in its counted keys, in everybody's keys,
in how its sessions were rated and in who its providers are; whatever is sealed is sealed anew, for its own
place and client. Rows that a service has once (policy, nights, editions, the staff of the desk) are not
copied: copies name the same ones. Digests, passwords and the content of visits are fillers: nobody signs in
as these people.
"""

import json
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final
from zlib import crc32

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.apps import apps
from django.db import models

from rapport.site.directory.models import Provider
from rapport.site.directory.names import searchable
from rapport.site.foundation import keys
from rapport.site.foundation.models import DataKey, DeskList, KeptFigures
from rapport.site.foundation.sealing import FORMAT, SealedField, padded
from rapport.site.matches.models import Trial
from rapport.site.people.models import Account

MARK: Final = b"@@@@@@@@"
MARK_LETTERS: Final = "abcdefghijklmnop"
ID: Final = re.compile(rb"(?<![a-z2-7])[a-z2-7]{26}(?![a-z2-7])")
ID_LETTERS: Final = 26
# One a service, one a night, one a version, or what Django and the desk keep of themselves.
ONCE: Final = frozenset({
    "auth_group", "auth_group_permissions", "auth_permission", "directory_change", "directory_registryimport",
    "directory_revision", "django_content_type", "foundation_audithead", "foundation_desklist",
    "foundation_heartbeat", "foundation_keptfigures", "foundation_policyversion", "matches_modelversion",
    "matches_pricenight", "matches_trial", "newsletter_edition", "outcomes_equitynight",
    "outcomes_learningnight", "outcomes_publicfigures",
})  # fmt: skip
STAFF: Final = ("coordinator", "researcher")
NONCE: Final = keys.NONCE_BYTES
# Of a provider's row, what is drawn anew.
PERSON: Final = ("name", "searchable", "kind", "row")
# A made practice counts its registry numbers up: those of two copies lie further apart than one has.
NPI_STRIDE: Final = 10_000
# Places in the comparison: of the comparison alone, and yet one for each client in it.
ALLOCATED: Final = "matches_allocation"

Part = bytes | Callable[["Copy"], bytes]


class Copy:
    """One practice more: its number, its mark, and the keys of everybody in it."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.mark = mark(number)
        self.person: dict[str, str] = {}
        self._keys: dict[bytes, tuple[bytes, AESGCM]] = {}

    def key(self, key_id: bytes) -> tuple[bytes, AESGCM]:
        """The key whose row has this id in the stencil."""
        found = self._keys.get(key_id)
        if found is None:
            secret = os.urandom(keys.KEY_BYTES)
            found = self._keys[key_id] = secret, AESGCM(secret)
        return found

    def own(self, text: bytes) -> bytes:
        """The text as it stands in this copy."""
        return text.replace(MARK, self.mark)


def mark(number: int) -> bytes:
    """Eight letters that an id may have, other ones for every copy."""
    return "".join(MARK_LETTERS[int(digit, 16)] for digit in f"{number:08x}").encode()


@dataclass
class Stencil:
    """The rows of one table."""

    table: str
    columns: tuple[str, ...]
    rows: list[tuple[Part, ...]] = field(default_factory=list)

    def lines(self, copy: Copy) -> bytes:
        """As COPY reads them."""
        return copy.own(
            b"".join(part if isinstance(part, bytes) else part(copy) for row in self.rows for part in row)
        )


@dataclass(frozen=True)
class Drawn:
    """What every copy draws anew: how a session of a course was rated, and who a provider is."""

    rated: Callable[[int, int], bytes]
    person: Callable[[], dict[str, str]]


class Stencils:
    """All tables of the practice in the database."""

    def __init__(self, drawn: Drawn) -> None:
        self._drawn = drawn
        self._ring = keys.ring()
        self._copied = [each for each in apps.get_models(include_auto_created=True) if _is_copied(each)]
        self._strides = {
            each._meta.db_table: _highest(each) + 1 for each in self._copied if _is_counted(each._meta.pk)
        }
        kept = _staff_and_keys()
        found = {str(pk).encode() for each in self._copied for pk in _keys_of(each)}
        self._marked = {each for each in found - kept if len(each) == ID_LETTERS}
        self._kept = kept
        called = [re.escape(each).encode() for each in Provider.objects.values_list("provider_id", flat=True)]
        self._called = re.compile(rb"\b(?:" + b"|".join(sorted(called)) + rb")\b") if called else None

    def made(self) -> Iterator[Stencil]:
        """Each table, in any order: foreign keys are looked at when all are full."""
        for model in self._copied:
            fields = model._meta.concrete_fields
            stencil = Stencil(model._meta.db_table, tuple(each.column for each in fields))
            for row in model._base_manager.all():
                if not self._is_once(row):
                    parts = [part for each in fields for part in (self._part(row, each), b"\t")]
                    stencil.rows.append(_merged([*parts[:-1], b"\n"]))
            yield stencil

    def _is_once(self, row: models.Model) -> bool:
        """Whether it is of the staff, or of nobody but what is there once."""
        if row._meta.db_table == ALLOCATED or str(row.pk).encode() in self._kept:
            return row._meta.db_table != ALLOCATED
        keys = [each for each in row._meta.concrete_fields if each.remote_field and _value(row, each)]
        return bool(keys) and not any(self._is_ours(row, each) for each in keys)

    def _is_ours(self, row: models.Model, key: Any) -> bool:
        value = str(_value(row, key)).encode()
        return value in self._marked or key.related_model._meta.db_table in self._strides

    def _part(self, row: models.Model, column: Any) -> Part:
        value = _value(row, column)
        if value is None:
            return rb"\N"
        if isinstance(row, DataKey) and column.name == "wrapped":
            return self._wrapped(self._own(row.pk))
        if isinstance(column, SealedField):
            return self._sealed(row, column.name)
        stride = self._stride(row._meta.db_table, column)
        if stride:
            return lambda copy: b"%d" % (value + copy.number * stride)
        if column.name == "npi" and value:
            return lambda copy: b"%d" % (int(value) + copy.number * NPI_STRIDE)
        text = self._own(_as_text(column, value))
        if row._meta.db_table == "directory_provider" and column.name in PERSON:
            return self._person(column.name, self._own(row.provider_id).decode())
        if _is_alone(column) and value and MARK not in text and text not in self._kept:
            text = text[: -len(MARK)] + MARK
        return text

    def _stride(self, table: str, column: Any) -> int:
        """How far apart the numbers of two copies are; 0 where a column holds none."""
        if column.primary_key or (table, column.name) == (ALLOCATED, "place"):
            return self._strides.get(table, 0) if column.remote_field is None else 0
        related = column.related_model._meta.db_table if column.remote_field else ""
        return self._strides.get(related, 0)

    def _own(self, text: str | bytes) -> bytes:
        """Every id in it that is the practice's own, marked."""
        text = text.encode() if isinstance(text, str) else text
        text = ID.sub(self._mark, text)
        return self._called.sub(rb"\g<0>" + MARK, text) if self._called else text

    def _mark(self, found: re.Match[bytes]) -> bytes:
        return found[0][: -len(MARK)] + MARK if found[0] in self._marked else found[0]

    def _person(self, column: str, provider_id: str) -> Part:
        def part(copy: Copy) -> bytes:
            if column == "name":
                copy.person = {**self._drawn.person(), "provider_id": provider_id, "npi": ""}
            if column == "searchable":
                return searchable(copy.person["name"]).encode()
            value = json.dumps(copy.person) if column == "row" else copy.person[column]
            return _escaped(value)

        return part

    def _wrapped(self, key_id: bytes) -> Part:
        def part(copy: Copy) -> bytes:
            bound_to = b"datakey|" + copy.own(key_id)
            secret, _ = copy.key(key_id)
            return _bytes(self._ring.wrap(secret, bound_to=bound_to.decode())[0])

        return part

    def _sealed(self, row: Any, column: str) -> Part:
        owner, table = row.client, row._meta.db_table
        key_id = self._own(owner.key_id)
        bound_to = self._own(f"{table}|{column}|{row.pk}|{owner.pk}|{FORMAT}")
        if table == "checkins_ratedsession":
            course, number = crc32(row.match_id.encode()), row.number
            return lambda copy: _seal(copy, key_id, self._drawn.rated(course + copy.number, number), bound_to)
        said = json.dumps(row.unseal(column), ensure_ascii=False, separators=(",", ":"))
        plain = padded(self._own(said))
        return lambda copy: _seal(copy, key_id, copy.own(plain), bound_to)


def _seal(copy: Copy, key_id: bytes, plain: bytes, bound_to: bytes) -> bytes:
    nonce = os.urandom(NONCE)
    sealed = copy.key(key_id)[1].encrypt(nonce, plain, copy.own(bound_to))
    return _bytes(bytes([FORMAT]) + nonce + sealed)


def _merged(parts: list[Part]) -> tuple[Part, ...]:
    """Text beside text is one text."""
    found: list[Part] = []
    for part in parts:
        if found and isinstance(part, bytes) and isinstance(found[-1], bytes):
            found[-1] += part
        else:
            found.append(part)
    return tuple(found)


def _is_copied(model: type[models.Model]) -> bool:
    return model._meta.managed and model._meta.db_table not in ONCE


def _is_counted(key: Any) -> bool:
    return key.remote_field is None and isinstance(key, models.BigIntegerField | models.AutoField)


def _is_alone(column: Any) -> bool:
    """Whether its text may stand only once in the table; who a limit counts as well."""
    is_text = isinstance(column, models.CharField | models.TextField) and column.remote_field is None
    return is_text and (column.unique or column.name == "who")


def _value(row: models.Model, column: Any) -> Any:
    return getattr(row, column.attname)


def _keys_of(model: type[models.Model], **of: Any) -> Any:
    return model._base_manager.filter(**of).values_list("pk", flat=True)


def _staff_and_keys() -> set[bytes]:
    """The desk's accounts, their keys, and the keys of what is there once: every copy names these."""
    kept = {
        str(pk) for pair in Account.objects.filter(kind__in=STAFF).values_list("pk", "key_id") for pk in pair
    }
    for once in (Trial, DeskList, KeptFigures):
        kept |= set(once.objects.values_list("key_id", flat=True))
    return {each.encode() for each in kept}


def _highest(model: type[models.Model]) -> int:
    return model._base_manager.aggregate(most=models.Max("pk"))["most"] or 0


def _as_text(column: Any, value: Any) -> bytes:
    """The value as COPY's text has it."""
    if isinstance(value, bytes | memoryview):
        return _bytes(bytes(value))
    if isinstance(column, models.JSONField):
        value = json.dumps(value, ensure_ascii=False)
    return _escaped(value.isoformat() if hasattr(value, "isoformat") else str(value))


def _bytes(value: bytes) -> bytes:
    return rb"\\x" + value.hex().encode()


def _escaped(text: str) -> bytes:
    for letter, stands in (("\\", r"\\"), ("\t", r"\t"), ("\n", r"\n"), ("\r", r"\r")):
        text = text.replace(letter, stands)
    return text.encode()
