"""What the rest of the site asks of the directory."""

from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any, Final, NamedTuple

from django.utils.text import capfirst

from rapport.matching import roster as library
from rapport.matching.taxonomy import BEHAVIOURAL
from rapport.site.directory.choices import Kind, Source, Standing
from rapport.site.directory.models import Provider, RegistryRecord, Revision, Training
from rapport.site.directory.name_index import NameIndex
from rapport.site.directory.names import name_words
from rapport.site.directory.queries.mapped import mapped
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

    The order is by zone, licences and provider id, so that the order of an imported file never matters.
    """
    token = revision_token()
    with _Snapshot.lock:
        if _Snapshot.roster is None or _Snapshot.token != token:
            # Rows changed since the token was read are read again at the next call.
            number = Revision.objects.values_list("number", flat=True).first() or 0
            found = mapped(number, token)
            _Snapshot.roster, _Snapshot.token = _read() if found is None else found, token
        return _Snapshot.roster


def _read() -> library.Roster:
    rows = Provider.objects.listed().order_by("provider_id").values_list("row", flat=True)
    return roster_of(rows.iterator()).arranged()


_TOKEN = Prepared(lambda: Revision.objects.filter(pk=Revision.ONLY).values_list("token"))


def revision_token() -> str:
    """The token of the directory as it stands; empty before the first import. One query."""
    row = _TOKEN.first()
    return row[0] if row else ""


@dataclass(frozen=True, slots=True)
class Found:
    """One provider found by name: the opaque id of their page, and their row."""

    id: str
    row: Row


class _Names:
    """The names of the roster as last read, and by place the id of the page and the place in the roster."""

    lock = Lock()
    roster: library.Roster | None = None
    index = NameIndex.of(())
    ids: tuple[str, ...] = ()
    rows: tuple[int, ...] = ()


def look_up(text: str) -> list[Found]:
    """At most ten listed providers whose name has a word starting with each word of the text, by name.

    Case, accents and punctuation do not matter. Fewer than two letters find nobody. One small query unless
    the directory changed, however many are listed.
    """
    words = name_words(text[:LONGEST_QUERY])
    if sum(map(len, words)) < FEWEST_LETTERS:
        return []
    roster = roster_snapshot()
    with _Names.lock:
        if _Names.roster is not roster:
            _read_names(roster)
        index, ids, rows = _Names.index, _Names.ids, _Names.rows
    return [Found(ids[place], roster.provider(rows[place])) for place in index.find(words, most=MOST_FOUND)]


def _read_names(roster: library.Roster) -> None:
    """In the order in which the database sorts names, which is that of the people who read them."""
    listed = Provider.objects.listed().order_by("name", "provider_id")
    read = [
        (opaque_id, place, words.split())
        for opaque_id, provider_id, words in listed.values_list("pk", "provider_id", "searchable").iterator()
        if (place := roster.position(provider_id)) is not None
    ]
    _Names.index = NameIndex.of(words for _, _, words in read)
    _Names.ids = tuple(opaque_id for opaque_id, _, _ in read)
    _Names.rows = tuple(place for _, place, _ in read)
    _Names.roster = roster


_PROVIDER = Prepared(lambda: Provider.objects.filter(pk=text("id")).values_list(*columns(Provider)))


def provider_with_id(opaque_id: str) -> Provider | None:
    """The provider whose page has this id, listed or not: ask the policy before showing it. One query."""
    row = _PROVIDER.first({"id": opaque_id})
    return None if row is None else loaded(Provider, row)


def own_provider(account_id: str) -> Provider | None:
    """Whom an account signs in as; None before they have begun. One query."""
    return Provider.objects.filter(account=account_id).first()


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
    """Everything a public profile may show; `kept` holds cells that matching does not read.

    `supervisor` is empty for whoever is not in training.
    """

    id: str
    row: Row
    verification: Verification
    kept: Mapping[str, str]
    supervisor: str


def row_in(roster: library.Roster, provider: Provider) -> Row:
    """The provider as last read; from their own row where they are no longer listed."""
    place = roster.position(provider.provider_id)
    return provider_of(provider.row) if place is None else roster.provider(place)


class Known(NamedTuple):
    """What a profile is made from, as the database holds it: equal as long as nothing of it changed."""

    cells: Mapping[str, str]
    record: tuple[Any, ...] | None
    supervisor: str


_SUPERVISOR = Prepared(
    lambda: Training.objects.filter(trainee=text("id"), ended_at__isnull=True).values_list("supervisor__name")
)
_RECORD = Prepared(
    lambda: RegistryRecord.objects.filter(registry_id=text("npi"), source=Source.REGISTRY).values_list(
        *columns(RegistryRecord)
    )
)


def known_of(provider: Provider) -> Known:
    """The provider's own row, who supervises them, and the registry's, if there is a number. Two queries."""
    record = _RECORD.first({"npi": provider.npi}) if provider.npi else None
    (supervisor,) = _SUPERVISOR.first({"id": provider.pk}) or ("",)
    return Known(provider.row, record, supervisor)


def public_profile(provider: Provider, known: Known) -> Profile:
    """A provider's public profile; no query."""
    row = provider_of(known.cells)
    return Profile(provider.pk, row, verification_of(row, known.record), known.cells, known.supervisor)


def verification_of(row: Row, record: tuple[Any, ...] | None) -> Verification:
    """Whether the registry knows this person: same number, same name, a licence in the same state.

    The registry holds no expiry dates and no discipline: it says nothing about those.
    """
    if row.kind == Kind.COACH:
        return Verification(Standing.NOT_NEEDED)
    if not row.npi:
        return Verification(Standing.NOT_CHECKED)
    return _compared(row, None if record is None else loaded(RegistryRecord, record))


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


def professions() -> list[tuple[str, str]]:
    """The behavioural taxonomies that we know, each with its plain English name, by name."""
    found = [(code, capfirst(each.plain)) for code, each in BEHAVIOURAL.items()]
    return sorted(found, key=lambda pair: pair[1])
