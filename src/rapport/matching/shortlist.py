"""The shortlist as a value: exactly three, or a named shortfall, and how it was drawn."""

from typing import NamedTuple

from rapport.matching.eligibility import LimitCost
from rapport.matching.explained import Match
from rapport.matching.reasons import Statement
from rapport.matching.values import Record
from rapport.matching.widen import Widening


class Shortfall(NamedTuple):
    """Fewer than three could be found, and what would help."""

    found: int
    widen: tuple[Widening, ...]


class DrawLog(NamedTuple):
    """What a later evaluation of policies needs: the pool, its utilities and its probabilities.

    `pool` are provider ids, best first; `utilities` and `inclusion` stand in the same order;
    `ordered` is the probability of the drawn slate in its order.
    """

    pool: tuple[str, ...]
    utilities: tuple[float, ...]
    inclusion: tuple[float, ...]
    ordered: float


class Shortlist(Record):
    """What one client is offered. `typical` is the rating that forecasts are to be read against."""

    _fields = (
        "matches", "eligible", "limits", "shortfall", "crisis", "policy", "model", "seed", "typical", "log",
    )  # fmt: skip
    matches: tuple[Match, ...]
    eligible: int
    limits: tuple[LimitCost, ...]
    shortfall: Shortfall | None
    crisis: bool
    policy: str
    model: str
    seed: int
    typical: float
    log: DrawLog

    def as_json(self) -> dict[str, object]:
        """The published form (contract.md, "Shortlist"), without the safety resources, which a face adds."""
        return {
            "matches": [_match_json(each) for each in self.matches],
            "eligible": self.eligible,
            "limits": [
                {"limit": each.limit, "excluded": each.excluded, "excluded_alone": each.excluded_alone}
                for each in self.limits
            ],
            "shortfall": _shortfall_json(self.shortfall),
            "safety": {"crisis": self.crisis, "resources": []},
            "policy": self.policy,
            "model": self.model,
            "seed": self.seed,
            "typical": self.typical,
        }


def _match_json(match: Match) -> dict[str, object]:
    return {
        "position": match.position,
        "provider_id": match.provider_id,
        "propensity": match.propensity,
        "forecast": {
            part: {"mean": each.mean, "low": each.low, "high": each.high}
            for part, each in match.forecast.items()
        },
        "contributions": [
            {"part": each.part, "feature": each.feature, "points": each.points}
            for each in match.contributions
            if each.points
        ],
        "reasons": [_statement_json(each) for each in match.reasons],
        "cautions": [_statement_json(each) for each in match.cautions],
        "ask": [str(each) for each in match.ask],
        "differs": str(differs) if (differs := match.differs) else None,
    }


def _statement_json(statement: Statement) -> dict[str, object]:
    return {
        "part": statement.part,
        "text": str(statement.text),
        "feature": statement.feature,
        "points": statement.points,
    }


def _shortfall_json(shortfall: Shortfall | None) -> dict[str, object] | None:
    if shortfall is None:
        return None
    return {
        "found": shortfall.found,
        "widen": [
            {"limit": each.limit, "to": each.to, "would_add": each.would_add} for each in shortfall.widen
        ],
    }
