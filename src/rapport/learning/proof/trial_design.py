"""The design of a service's own trial of matching: read, checked, its power known beforehand."""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from rapport.errors import BadInput, Problem, quoted
from rapport.learning.proof.randomisation import check_block
from rapport.learning.proof.trial import power_of
from rapport.vocabulary import ARMS, RANDOM_ARM

MOST_PEOPLE: Final = 1_000_000
MOST_SESSIONS: Final = 50
FEWEST_ARMS: Final = 2


@dataclass(frozen=True, slots=True)
class TrialDesign:
    """What is settled before the first client.

    planned: clients to be randomised. assumed_d: the difference, in standard deviations, that the power is
    worked out for. arms, control: the arms, and the one that the others are compared with. block: clients in
    a block of a stratum. sessions: the outcome is the mean overall rating of so many first sessions with
    the provider met first. expected_loss: share of clients without any (0–1). icc: providers' share of the
    outcome's variance (0–1; .03–.09 in the literature, from memory, unverified); clients_a_provider: how
    many of them one provider meets.
    """

    planned: int
    assumed_d: float
    arms: tuple[str, ...] = ARMS
    control: str = RANDOM_ARM
    block: int = 6
    sessions: int = 3
    expected_loss: float = 0.3
    icc: float = 0.06
    clients_a_provider: float = 2.0

    @property
    def power(self) -> float:
        """How probable it is that the assumed difference is shown, in any one comparison with the control."""
        per_arm = self.planned / len(self.arms) * (1.0 - self.expected_loss)
        return power_of(self.assumed_d, per_arm, icc=self.icc, size=self.clients_a_provider)

    def as_json(self) -> dict[str, Any]:
        """As it is frozen: plain values, the power among them."""
        return {**asdict(self), "arms": list(self.arms), "power": round(self.power, 4)}


def read_design(raw: object, *, file: str = "design") -> TrialDesign:
    """Check a design that somebody wrote.

    Args:
        raw: the parsed JSON: `planned` and `assumed_d`, and whatever should not be as in `TrialDesign`.
        file: its name, for messages.

    Missing data: a key that is left out has the value of `TrialDesign`.

    Raises:
        BadInput: no object, an unknown key, a value outside its range, arms that are not ours or
            not different, a control that is no arm, a block that does not hold every arm equally.
    """
    if not isinstance(raw, dict):
        raise _wrong(file, "", "an object with planned and assumed_d", type(raw).__name__)
    for key in raw:
        if key not in TrialDesign.__dataclass_fields__:
            raise _wrong(file, "", f"keys among {', '.join(TrialDesign.__dataclass_fields__)}", quoted(key))
    given = {
        **{key: _whole(raw, key, most, file) for key, most in _WHOLE.items() if key in raw},
        **{key: _number(raw, key, low, high, file) for key, (low, high) in _NUMBERS.items() if key in raw},
    }
    for key in ("planned", "assumed_d"):
        if key not in given:
            raise _wrong(file, key, "a number", "none")
    arms = _arms(raw.get("arms", list(ARMS)), file)
    control = raw.get("control", RANDOM_ARM)
    if control not in arms:
        raise _wrong(file, "control", f"one of the arms {', '.join(arms)}", quoted(control))
    design = TrialDesign(arms=arms, control=control, **given)
    check_block(design.arms, design.block)
    return design


_WHOLE: Final = {"planned": MOST_PEOPLE, "block": MOST_PEOPLE, "sessions": MOST_SESSIONS}
_NUMBERS: Final[Mapping[str, tuple[float, float]]] = {
    "assumed_d": (0.01, 5.0),
    "expected_loss": (0.0, 0.99),
    "icc": (0.0, 1.0),
    "clients_a_provider": (1.0, 1e6),
}


def _whole(raw: Mapping[str, Any], key: str, most: int, file: str) -> Any:
    value = raw[key]
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= most:
        raise _wrong(file, key, f"a whole number from 1 to {most}", quoted(value))
    return value


def _number(raw: Mapping[str, Any], key: str, low: float, high: float, file: str) -> Any:
    value = raw[key]
    is_number = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    if not is_number or not low <= value <= high:
        raise _wrong(file, key, f"a number from {low:g} to {high:g}", quoted(value))
    return float(value)


def _arms(value: object, file: str) -> tuple[str, ...]:
    if not isinstance(value, list) or len(value) < FEWEST_ARMS or not all(arm in ARMS for arm in value):
        raise _wrong(file, "arms", f"a list of at least two of {', '.join(ARMS)}", quoted(value))
    if len(set(value)) < len(value):
        raise _wrong(file, "arms", "each arm once", quoted(value))
    return tuple(value)


def _wrong(file: str, column: str, expected: str, arrived: str) -> BadInput:
    return BadInput(Problem(expected=expected, arrived=arrived, column=column, file=file))
