"""What the rest of the site asks of the directory."""

from dataclasses import dataclass
from threading import Lock
from typing import Final

from django.db.models import Q

from rapport.matching import roster as library
from rapport.matching.taxonomy import BEHAVIOURAL
from rapport.site.directory.choices import Kind, Source, Standing
from rapport.site.directory.models import Provider, RegistryRecord, Revision
from rapport.site.directory.names import name_words
from rapport.site.directory.rows import provider_of, roster_of
from rapport.site.foundation.prepared import Prepared, columns, loaded, text

# A look-up is for a name one was told, not a way to page through everybody.
MOST_FOUND: Final = 10
FEWEST_LETTERS: Final = 2
LONGEST_QUERY: Final = 100

# A provider's row as faces read it; they do not call the library themselves.
Row = library.Provider


class _Snapshot:
    """The roster as last read by this process, and the token of the revision it was read at."""

    lock = Lock()
    token = ""
    roster: library.Roster | None = None


def roster_snapshot() -> library.Roster:
    """Everyone listed, as the matching library takes it: one small query unless the directory changed.

    The order is that of the provider ids, so that the order of an imported file never matters.
    """
    token = revision_token()
    with _Snapshot.lock:
        if _Snapshot.roster is None or _Snapshot.token != token:
            # Rows changed since the token was read are read again at the next call.
            rows = Provider.objects.listed().order_by("provider_id").values_list("row", flat=True)
            _Snapshot.roster, _Snapshot.token = roster_of(rows.iterator()), token
        return _Snapshot.roster


_TOKEN = Prepared(lambda: Revision.objects.filter(pk=Revision.ONLY).values_list("token"))


def revision_token() -> str:
    """The token of the directory as it stands; empty before the first import. One query."""
    row = _TOKEN.first()
    return row[0] if row else ""


def find_by_name(text: str) -> list[Provider]:
    """At most ten listed providers whose name has a word starting with each word of the text.

    Case, accents and punctuation do not matter. Fewer than two letters find nobody.
    """
    words = name_words(text[:LONGEST_QUERY])
    if sum(map(len, words)) < FEWEST_LETTERS:
        return []
    found = Provider.objects.listed()
    for word in words:
        found = found.filter(searchable__contains=f" {word}")
    return list(found.order_by("name", "provider_id")[:MOST_FOUND])


@dataclass(frozen=True, slots=True)
class Found:
    """One provider found by name: the opaque id of their page, and their row."""

    id: str
    row: Row


def look_up(text: str) -> list[Found]:
    """As `find_by_name`, with rows typed, for a page that lists them; one query."""
    providers = find_by_name(text)
    roster = roster_of(provider.row for provider in providers)
    return [Found(provider.pk, roster.provider(place)) for place, provider in enumerate(providers)]


_PROVIDER = Prepared(lambda: Provider.objects.filter(pk=text("id")).values_list(*columns(Provider)))


def provider_with_id(opaque_id: str) -> Provider | None:
    """The provider whose page has this id, listed or not: ask the policy before showing it. One query."""
    row = _PROVIDER.first({"id": opaque_id})
    return None if row is None else loaded(Provider, row)


@dataclass(frozen=True, slots=True)
class Verification:
    """What the provider registry says of a provider, and in which of their states it has a licence."""

    standing: Standing
    states: tuple[str, ...] = ()

    @property
    def is_confirmed(self) -> bool:
        """Whether number, name and at least one state agree."""
        return self.standing is Standing.CONFIRMED


@dataclass(frozen=True, slots=True)
class Profile:
    """Everything a public profile may show."""

    id: str
    row: Row
    verification: Verification


def public_profile(provider: Provider) -> Profile:
    """A provider's public profile; one query."""
    row = provider_of(provider.row)
    return Profile(provider.pk, row, verification_of(row))


def verification_of(row: Row) -> Verification:
    """Whether the registry knows this person: same number, same name, a licence in the same state.

    One query. The registry holds no expiry dates and no discipline: it says nothing about those.
    """
    if row.kind == Kind.COACH:
        return Verification(Standing.NOT_NEEDED)
    if not row.npi:
        return Verification(Standing.NOT_CHECKED)
    record = RegistryRecord.objects.filter(Q(registry_id=row.npi) & Q(source=Source.REGISTRY)).first()
    return _compared(row, record)


def _compared(row: Row, record: RegistryRecord | None) -> Verification:
    if record is None:
        return Verification(Standing.NOT_FOUND)
    if record.deactivated_on is not None:
        return Verification(Standing.DEACTIVATED)
    known = set(name_words(row.name))
    # The registry may hold middle names and the roster may not, so: the whole last name, one first name.
    first, last = name_words(record.first_name), name_words(record.last_name)
    if not known.issuperset(last) or (first and not known.intersection(first)):
        return Verification(Standing.NAME_DIFFERS)
    states = tuple(state for state in row.licences if state in record.licence_states())
    return Verification(Standing.CONFIRMED, states) if states else Verification(Standing.STATE_DIFFERS)


def profession_of(taxonomy: str) -> str:
    """The plain English name of a behavioural taxonomy; empty for a code that is none of ours."""
    return BEHAVIOURAL[taxonomy].plain if taxonomy in BEHAVIOURAL else ""
