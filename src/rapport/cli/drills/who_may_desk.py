"""Who may open what at the desk about cases. The cast's coordinator looks after the first client's case."""

from rapport.cli.drills.lines import COORDINATOR, NOBODYS, RESEARCHER, Route, Things, only


def _a_case(things: Things) -> list[str]:
    return [things.client.intake.pk if things.client is not None else NOBODYS]


def _a_glass(things: Things) -> list[str]:
    return [things.glass.pk if things.glass is not None else NOBODYS]


def _reports(_: Things) -> list[str]:
    from rapport.site.desk.reports.views import REPORTS

    return list(REPORTS)


_CASE = ("", "assign/", "release/", "offer/", "glass/")

ROUTES: dict[str, Route] = {
    "desk/cases/": only(COORDINATOR),
    **{f"desk/cases/<case_id>/{each}": only(COORDINATOR, parts={"case_id": _a_case}) for each in _CASE},
    "desk/glass/<glass_id>/": only(COORDINATOR, parts={"glass_id": _a_glass}),
    "desk/hands/": only(COORDINATOR, RESEARCHER),
    "desk/mails/": only(COORDINATOR),
    "desk/reports/<name>/": only(COORDINATOR, RESEARCHER, parts={"name": _reports}),
    "desk/reports/<name>.<kind>": only(
        COORDINATOR, RESEARCHER, parts={"name": _reports, "kind": lambda _: ["csv", "pdf"]}
    ),
    **{f"desk/policy/{each}": only(COORDINATOR) for each in ("", "preview/", "set/")},
    "desk/capacity/": only(COORDINATOR),
}
