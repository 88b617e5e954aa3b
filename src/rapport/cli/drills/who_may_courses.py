"""Who may open the pages of how a course goes."""

from rapport.cli.drills.lines import CLIENT, CLIENTS, Route, Things, only


def _a_raised(things: Things) -> list[str]:
    return ["a" * 26] if things.raised is None else [things.raised.pk]


ROUTES: dict[str, Route] = {
    "course/": only(*CLIENTS),
    "course/shift/": only(*CLIENTS),
    "course/shift/<raised_id>/after/": only(CLIENT, parts={"raised_id": _a_raised}),
}
