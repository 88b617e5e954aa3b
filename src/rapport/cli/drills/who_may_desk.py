"""Who may open what at the desk about cases. The cast's coordinator looks after the first client's case."""

from rapport.cli.drills.lines import COORDINATOR, NOBODYS, RESEARCHER, Route, Things, only


def _a_case(things: Things) -> list[str]:
    return [things.client.intake.pk if things.client is not None else NOBODYS]


def _a_glass(things: Things) -> list[str]:
    return [things.glass.pk if things.glass is not None else NOBODYS]


def _a_course(things: Things) -> list[str]:
    return [things.course.pk if things.course else NOBODYS]


def _a_group(things: Things) -> list[str]:
    return [things.group.pk if things.group else NOBODYS]


def _a_change(things: Things) -> list[str]:
    return [things.change.pk if things.change else NOBODYS]


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
    **{f"desk/steps/{each}": only(COORDINATOR) for each in ("", "groups/new/")},
    "desk/steps/<course_id>/": only(COORDINATOR, parts={"course_id": _a_course}),
    "desk/steps/groups/<group_id>/close/": only(COORDINATOR, parts={"group_id": _a_group}),
    "desk/steps/proposals/<change_id>/back/": only(COORDINATOR, parts={"change_id": _a_change}),
    "desk/reports/<name>/": only(COORDINATOR, RESEARCHER, parts={"name": _reports}),
    "desk/reports/<name>.<kind>": only(
        COORDINATOR, RESEARCHER, parts={"name": _reports, "kind": lambda _: ["csv", "pdf"]}
    ),
    **{f"desk/policy/{each}": only(COORDINATOR) for each in ("", "preview/", "set/")},
    **{f"desk/trial/{each}/": only(COORDINATOR) for each in ("plan", "start", "stop")},
    "desk/trainees/": only(COORDINATOR),
    "desk/trainees/<training_id>/end/": only(COORDINATOR, parts={"training_id": lambda _: ["1"]}),
    "desk/capacity/": only(COORDINATOR),
}
