"""Who may open the pages of staying and going on."""

from rapport.cli.drills.lines import (
    CLIENT,
    CLIENTS,
    COORDINATOR,
    NOBODYS,
    PROVIDER,
    Route,
    Things,
    only,
)


def _a_course(things: Things) -> list[str]:
    return [things.course.pk if things.course else NOBODYS]


def _a_provider(things: Things) -> list[str]:
    return [things.provider.pk if things.provider else NOBODYS]


# A client's own, each about whoever visits.
_OWN = ("review/", "refer/", "refer/ask/", "refer/along/", "refer/letter/", "refer/stay/", "end/")
_COURSE = {"course_id": _a_course}
_LEAVING = ("<provider_id>/", "<provider_id>/hand-over/")

ROUTES: dict[str, Route] = {
    **{f"course/{each}": only(*CLIENTS) for each in _OWN},
    **{f"course/{each}/<course_id>/": only(CLIENT, parts=_COURSE) for each in ("ended", "goodbye")},
    **{
        f"portal/courses/<course_id>/{each}/": only(PROVIDER, parts=_COURSE)
        for each in ("end", "refer", "goodbye")
    },
    "desk/referrals/": only(COORDINATOR),
    "desk/leaving/": only(COORDINATOR),
    **{f"desk/leaving/{each}": only(COORDINATOR, parts={"provider_id": _a_provider}) for each in _LEAVING},
    "desk/leaving/courses/<course_id>/end/": only(COORDINATOR, parts=_COURSE),
}
