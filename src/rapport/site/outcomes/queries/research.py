"""What researchers may have of clients who say yes to research: no name, no date, no word, no small cell.

One row a rated session, or one a person offered who was not rated. Column names follow FHIR's resources and
elements, so that a row can be laid beside a server's. Ids are digests under a secret of one export.
"""

import secrets
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from rapport.errors import BadInput, Problem
from rapport.learning.proof.publish import SMALLEST_CELL
from rapport.learning.proof.small_cells import with_small_cells_hidden
from rapport.site.checkins.models import RatedSession
from rapport.site.consultations.models import Request
from rapport.site.foundation import consent, keys
from rapport.site.intake.models import Intake
from rapport.site.matches.models import Match
from rapport.vocabulary import PARTS

RESEARCH: Final = "research"
ID_LETTERS: Final = 26
SECRET_BYTES: Final = 32
WEEK: Final = timedelta(days=7)
OTHER: Final = "other"
# What is told rather stands first: it is hidden last.
OF_PATIENT: Final = ("patient_age_group", "coverage_type", "patient_language", "patient_state")
RATINGS: Final = (*PARTS, "overall")
CODEBOOK: Final[Mapping[str, str]] = {
    "patient_id": "Patient.id: a digest under a secret of this export; the same client, the same id",
    "patient_age_group": "Patient, extension: child, teen, adult, older_adult; blank: hidden, or not said",
    "coverage_type": "Coverage.type: insured, self_pay; blank: hidden, or not said",
    "patient_language": "Patient.communication.language (BCP 47), the first one; blank: hidden",
    "patient_state": "Patient.address.state (US); blank: hidden",
    "condition_codes": "Condition.code: the concerns of the answers, parted by ;; those that fewer than 11 "
    "clients of this export have are called other",
    "goal_codes": "Goal.description: the goals of the answers, likewise",
    "practitioner_id": "Practitioner.id: a digest under the secret of this export",
    "practitioner_role_code": "PractitionerRole.code: therapist or coach",
    "service_request_rank": "the place among the three, 1 to 3",
    "service_request_by_hand": "yes: a coordinator chose this one; no: drawn",
    "service_request_status": "how the newest request ended: waiting, offered, declined, silent, withdrawn, "
    "closed, chosen; blank: not asked",
    "forecast_mean": "forecast of the overall rating before they met, 0 to 100",
    "forecast_low": "lower end of its 80% interval",
    "forecast_high": "upper end of its 80% interval",
    "encounter_number": "Encounter: which session, from 1; blank: none was rated",
    "encounter_week": "whole weeks since the first rated session with this practitioner",
    **{
        f"observation_{name}": f"Observation.value: {name} as rated after the session, 0 to 100"
        for name in RATINGS
    },
}
COLUMNS: Final = tuple(CODEBOOK)


def research(at: datetime) -> Iterator[dict[str, str]]:
    """The rows. Consent is read with every row, in the query that reads it.

    Raises:
        BadInput: fewer people than may be told of; how few is not said.
    """
    patients = _patients()
    matches = _matches(at)
    told = {each.client_id for each in matches}
    if len(told & set(patients)) < SMALLEST_CELL:
        expected = f"shortlists of {SMALLEST_CELL} people or more who say yes to research"
        raise BadInput(Problem(expected=expected, arrived="fewer"))
    patients = _safe({client: patients[client] for client in sorted(told & set(patients))})
    return _rows([each for each in matches if each.client_id in patients], patients, _sessions(at))


def _patients() -> dict[str, dict[str, Any]]:
    rows = Intake.objects.filter(client_id__in=consent.holders(RESEARCH), submitted_at__isnull=False)
    found = {}
    for row in rows.select_related("client__key"):
        said = row.unseal("answers")
        payer = said.get("payer")
        found[row.client_id] = {
            "patient_age_group": str(said.get("age_group") or ""),
            "coverage_type": "" if payer is None else "self_pay" if payer == "self_pay" else "insured",
            "patient_language": str((said.get("languages") or [""])[0]),
            "patient_state": str(said.get("state") or ""),
            "condition_codes": [each["code"] for each in said.get("concerns", ())],
            "goal_codes": [each["code"] for each in said.get("goals", ())],
        }
    return found


def _safe(patients: dict[str, dict[str, Any]]) -> dict[str, dict[str, str]]:
    """Every combination of what is told of a person stands for eleven or more; so does every code."""
    rows = [tuple(each[name] for name in OF_PATIENT) for each in patients.values()]
    hidden = with_small_cells_hidden(rows, smallest=SMALLEST_CELL)
    codes = {name: _often(patients.values(), name) for name in ("condition_codes", "goal_codes")}
    return {
        client: dict(zip(OF_PATIENT, row, strict=True))
        | {name: _coded(patients[client][name], often) for name, often in codes.items()}
        for client, row in zip(patients, hidden, strict=True)
    }


def _often(patients: Any, name: str) -> set[str]:
    counts = Counter(code for each in patients for code in set(each[name]))
    return {code for code, count in counts.items() if count >= SMALLEST_CELL}


def _coded(codes: Sequence[str], often: set[str]) -> str:
    return ";".join(dict.fromkeys(code if code in often else OTHER for code in codes))


def _matches(at: datetime) -> list[Match]:
    found = Match.objects.filter(
        shortlist__issued_at__lte=at, client_id__in=consent.holders(RESEARCH)
    ).select_related("client__key", "provider")
    return list(found.order_by("shortlist__issued_at", "position", "pk"))


def _sessions(at: datetime) -> dict[str, list[RatedSession]]:
    rows = RatedSession.objects.filter(held_at__lte=at, client_id__in=consent.holders(RESEARCH))
    found: dict[str, list[RatedSession]] = {}
    for row in rows.select_related("client__key").order_by("held_at", "pk"):
        found.setdefault(row.match_id, []).append(row)
    return found


def _rows(
    matches: Sequence[Match],
    patients: Mapping[str, dict[str, str]],
    sessions: Mapping[str, list[RatedSession]],
) -> Iterator[dict[str, str]]:
    secret = secrets.token_bytes(SECRET_BYTES)
    states = dict(Request.objects.order_by("sent_at").values_list("match_id", "state"))
    # In an order that tells nothing of when somebody came.
    for match in sorted(matches, key=lambda each: keys.digest(secret, each.client_id + each.pk)):
        start = {
            "patient_id": keys.digest(secret, match.client_id)[:ID_LETTERS],
            **patients[match.client_id],
            **_offered(match, secret),
            "service_request_status": states.get(match.pk, ""),
        }
        rated = sessions.get(match.pk, [])
        for row in [start | _session(each, rated[0]) for each in rated] or [start]:
            yield {name: row.get(name, "") for name in COLUMNS}


def _offered(match: Match, secret: bytes) -> dict[str, str]:
    overall = match.unseal("detail")["forecast"]["overall"]
    return {
        "practitioner_id": keys.digest(secret, match.provider_id)[:ID_LETTERS],
        "practitioner_role_code": match.provider.kind,
        "service_request_rank": str(match.position),
        "service_request_by_hand": "yes" if match.is_by_hand else "no",
        **{f"forecast_{name}": f"{overall[name]:.1f}" for name in ("mean", "low", "high")},
    }


def _session(row: RatedSession, first: RatedSession) -> dict[str, str]:
    ratings = row.unseal("ratings")
    told = {f"observation_{name}": f"{ratings[name]:.1f}" for name in RATINGS if name in ratings}
    weeks = (row.held_at - first.held_at) // WEEK
    return {"encounter_number": str(row.number), "encounter_week": str(weeks), **told}
