"""Who may open the pages of check-ins."""

from typing import Any

from rapport.cli.drills.lines import CLIENTS, NOBODYS, Route, everyone, only

_EXAMPLES = {"number": "1", "name": "phq-9", "token": NOBODYS}
# A client's own, each about whoever visits.
_OWN = (
    "", "goals/", "sharing/", "reminders/", "<number>/help/", "<number>/saved/", "<number>/also/<name>/",
)  # fmt: skip
# Whoever reads the mailbox; a link that has ended says so, and nothing else.
_BY_LINK = ("", "help/", "saved/", "also/<name>/", "stop/")


def _parts(route: str) -> dict[str, Any]:
    return {
        name: lambda _, example=example: [example]
        for name, example in _EXAMPLES.items()
        if f"<{name}>" in route
    }


ROUTES: dict[str, Route] = {
    **{f"checkin/{each}": only(*CLIENTS, parts=_parts(each)) for each in _OWN},
    **{f"checkin/link/<token>/{each}": everyone(parts=_parts(f"<token>/{each}")) for each in _BY_LINK},
}
