"""Who may open the caseload, and what a coordinator sees of courses."""

from rapport.cli.drills.lines import COORDINATOR, NOBODYS, PROVIDER, PROVIDERS, Route, Things, only


def _a_course(things: Things) -> list[str]:
    return [str(things.course.pk) if things.course is not None else NOBODYS]


ROUTES: dict[str, Route] = {
    "portal/caseload/": only(*PROVIDERS),
    "portal/caseload/supervision/": only(*PROVIDERS),
    "portal/caseload/supervision/courses.<kind>": only(*PROVIDERS, parts={"kind": lambda _: ["csv", "json"]}),
    # Nobody of the cast said that they are not safe.
    "portal/caseload/seen/<answer_id>/": only(parts={"answer_id": lambda _: [NOBODYS]}),
    "portal/caseload/<course_id>/": only(PROVIDER, parts={"course_id": _a_course}),
    "portal/caseload/<course_id>/tried/": only(PROVIDER, parts={"course_id": _a_course}),
    "desk/courses/": only(COORDINATOR),
}
