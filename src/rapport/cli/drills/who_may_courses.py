"""Who may open the pages of how a course goes."""

from rapport.cli.drills.lines import CLIENT, CLIENTS, NOBODYS, Route, Things, only


def _a_raised(things: Things) -> list[str]:
    return ["a" * 26] if things.raised is None else [things.raised.pk]


def _a_group(things: Things) -> list[str]:
    return [NOBODYS if things.group is None else things.group.pk]


ROUTES: dict[str, Route] = {
    "course/": only(*CLIENTS),
    "course/step/": only(*CLIENTS),
    **{
        f"course/step/groups/<group_id>/{each}/": only(*CLIENTS, parts={"group_id": _a_group})
        for each in ("join", "leave")
    },
    "course/shift/": only(*CLIENTS),
    "course/shift/<raised_id>/after/": only(CLIENT, parts={"raised_id": _a_raised}),
}
