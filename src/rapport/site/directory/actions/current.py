"""The row that matching reads, worked out anew from what the roster says and from what is kept here."""

from datetime import date, datetime

from django.db.models import F

from rapport.site.directory.choices import VOUCHED, CaseState, Kind, Vouched
from rapport.site.directory.models import Absence, Change, Judged, Kept, Licence, Places, Provider, Revision
from rapport.site.directory.names import searchable
from rapport.site.directory.queries.answering import cells_of_answers
from rapport.site.directory.rows import Cells, is_whole, laid_over, lying_under
from rapport.site.foundation.ids import new_id


def hold_revision() -> None:
    """Make changes of the directory wait for each other; SQLite's transaction does so already.

    Taken before any row of the directory, always: two changes then never wait for one another in a ring.
    """
    Revision.objects.get_or_create(pk=Revision.ONLY)
    Revision.objects.select_for_update().get(pk=Revision.ONLY)


def raise_revision(at: datetime, of: Provider | None = None) -> None:
    """The next match reads the directory anew; of: the provider whose row is all that changed."""
    Revision.objects.filter(pk=Revision.ONLY).update(number=F("number") + 1, token=new_id(), raised_at=at)
    for number, token in Revision.objects.values_list("number", "token"):
        Change.objects.update_or_create(number=number, defaults={"token": token, "provider": of})


def held(provider: Provider) -> tuple[Provider, Kept]:
    """The provider as they stand, locked until the transaction ends, with what they keep here."""
    hold_revision()
    locked = Provider.objects.select_for_update().get(pk=provider.pk)
    return locked, Kept.objects.get_or_create(provider=locked)[0]


def refresh(provider: Provider, kept: Kept, *, at: datetime) -> bool:
    """Work out the row of a provider who is `held`; returns whether it changed.

    What lies over the roster's cells, the later over the earlier: what the provider says, openings as
    requests are answered, licences as they run out, places as they are taken, and times away. Whom a
    coordinator verified is listed as soon as the row is whole.
    """
    base = laid_over(provider.row, kept.under)
    said = kept.cells | cells_of_answers(provider, base | kept.cells)
    licences = _licences(provider, at)
    over = said | licences | _places(provider) | _away(provider) | _judged(provider)
    row, under = laid_over(base, over), lying_under(base, over)
    is_listed = is_whole(row) if provider.vouched == Vouched.DESK else provider.is_listed
    if is_listed and not is_whole(row):
        raise ValueError("expected cells that keep every rule of a roster")
    until = _runs_out(licences, at)
    if (under, until) != (kept.under, kept.licence_until):
        kept.under, kept.licence_until = under, until
        kept.save(update_fields=["under", "licence_until"])
    if row == provider.row and is_listed == provider.is_listed:
        return False
    if is_listed or provider.is_listed:
        raise_revision(at, provider if is_listed and provider.is_listed else None)
    set_row(provider, row)
    provider.is_listed, provider.changed_at = is_listed, at
    provider.save()
    return True


def set_row(provider: Provider, row: Cells) -> None:
    """Put a row in place, and the columns that repeat some of it; saves nothing."""
    provider.row, provider.name, provider.kind = row, row["name"], row["kind"]
    provider.searchable, provider.npi = searchable(row["name"]), row.get("npi", "")


def _licences(provider: Provider, at: datetime) -> Cells:
    """Of the licences that a coordinator accepted: those that have not run out, and when the next one does.

    When all have run out they stay, with that date: matching then keeps the provider out. Of somebody on
    whose word nobody relies yet, what they gave: only they themselves see their row.
    """
    cases = provider.cases.order_by("-opened_at")
    if provider.vouched in VOUCHED:
        cases = cases.filter(state=CaseState.ACCEPTED)
    case = cases.first()
    if case is not None and case.kind == Kind.COACH:
        return {"licences": "", "licence_expires": ""}
    licences = list(Licence.objects.filter(case=case).order_by("state")) if case else []
    current = [each for each in licences if each.expires_on >= at.date()] or licences
    if not current:
        return {}
    expires = min(each.expires_on for each in current)
    return {"licences": ";".join(each.state for each in current), "licence_expires": expires.isoformat()}


def _places(provider: Provider) -> Cells:
    places = Places.objects.filter(pk=provider.pk).first()
    return {"capacity": str(places.left)} if places else {}


def _runs_out(licences: Cells, at: datetime) -> date | None:
    """The day after which these have to be looked at again."""
    text = licences.get("licence_expires", "")
    return date.fromisoformat(text) if text >= at.date().isoformat() else None


def _judged(provider: Provider) -> Cells:
    found = Judged.objects.filter(pk=provider.pk).first()
    return {"judged": f"{found.score:.1f}"} if found and round(found.score, 1) else {}


def _away(provider: Provider) -> Cells:
    is_away = Absence.objects.filter(provider=provider, ended_at__isnull=True).exists()
    return {"accepting": "no"} if is_away else {}
