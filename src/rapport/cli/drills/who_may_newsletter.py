"""Who may open the newsletter's addresses: everybody asks, a mailbox says yes or no, coordinators write."""

from rapport.cli.drills.lines import COORDINATOR, NOBODYS, Route, Things, everyone, only


def _a_token(_: Things) -> list[str]:
    return [NOBODYS]


def _an_edition(_: Things) -> list[str]:
    from rapport.site.newsletter.models import Edition

    found = Edition.objects.order_by("made_at").values_list("pk", flat=True)
    return list(found[:1]) or [NOBODYS]


def _languages(_: Things) -> list[str]:
    from rapport.site.newsletter.choices import Language

    return [str(each) for each in Language]


_EDITION = {"edition_id": _an_edition}
ROUTES: dict[str, Route] = {
    "newsletter/": everyone(),
    "newsletter/asked/": everyone(),
    # Whoever reads the mailbox; a link that has ended says so, and nothing else.
    "newsletter/confirm/<token>/": everyone(parts={"token": _a_token}),
    "newsletter/stop/<token>/": everyone(parts={"token": _a_token}),
    "desk/newsletter/": only(COORDINATOR),
    "desk/newsletter/new/<language>/": only(COORDINATOR, parts={"language": _languages}),
    "desk/newsletter/<edition_id>/": only(COORDINATOR, parts=_EDITION),
    "desk/newsletter/<edition_id>/change/": only(COORDINATOR, parts=_EDITION),
    "desk/newsletter/<edition_id>/preview/": only(COORDINATOR, parts=_EDITION),
    "desk/newsletter/<edition_id>/schedule/": only(COORDINATOR, parts=_EDITION),
    "desk/newsletter/<edition_id>/<what>/": only(
        COORDINATOR, parts=_EDITION | {"what": lambda _: ["now", "unschedule", "stop", "go-on", "discard"]}
    ),
}
