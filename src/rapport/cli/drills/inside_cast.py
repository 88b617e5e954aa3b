"""What the drill of access does inside its scratch installation: make the cast, see whether it changed."""

import hashlib
from typing import Any

# What refusing somebody writes, whoever is refused; what the worker writes by itself, and
# a provider who opens the page of a reply. Keys come with kept figures; without theirs nobody stays.
HOUSEKEEPING = (
    "people_session", "foundation_auditevent", "foundation_audithead", "foundation_limitcount",
    "foundation_heartbeat", "foundation_outboxmessage", "directory_reply", "directory_judged",
    "matches_modelversion", "outcomes_learningnight",
    "outcomes_publicfigures", "outcomes_equitynight", "checkins_rhythm", "checkins_coursewatch",
    "foundation_look", "foundation_desklist",
    "matches_pricenight", "matches_price", "matches_pricecell",
    "foundation_keptfigures", "foundation_datakey",
)  # fmt: skip


def cast(_: object) -> dict[str, Any]:
    """Everybody's visits, every address with who may open it, and what only the first client may see."""
    from django.utils import timezone

    from rapport.cli.drills import cast as making
    from rapport.cli.drills import who_may
    from rapport.cli.drills.inside_practice import ANSWERS, begin_visit
    from rapport.site.steps.looking import look_again

    now = timezone.now()
    made = making.make(ANSWERS, at=now)
    look_again(now)  # The worker's first turn makes the key of the desk's list: the one key that is nobody's.
    lines = [
        {"path": path, "who": sorted(who_may.ROUTES[route].who)}
        for route in who_may.routes()
        for path in who_may.addresses(route, made.things)
    ]
    visits = {who: begin_visit(making.visit_of(person, at=now)) for who, person in made.people.items()}
    visits[who_may.SIGNED_OUT] = ""
    return {"lines": lines, "visits": visits, "secrets": list(made.secrets), "held": held_by_cast(None)}


def held_by_cast(_: object) -> dict[str, str]:
    """A digest of every table that a refused request has no business with."""
    from django.db import connection

    found = {}
    with connection.cursor() as cursor:
        for table in sorted(set(connection.introspection.table_names()) - set(HOUSEKEEPING)):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - the database's own names
            rows = sorted(map(repr, cursor.fetchall()))
            found[table] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return found


TASKS: dict[str, Any] = {task.__name__: task for task in (cast, held_by_cast)}
