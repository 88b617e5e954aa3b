"""Small worlds for policy value: a few pools, rewards that are known exactly, logs drawn from them."""

import json
from dataclasses import dataclass, field
from functools import cache
from itertools import permutations

import numpy as np

from rapport.learning.policy.slate_draw import (
    SLATE,
    Draw,
    any_order,
    inclusion,
    slate_probabilities,
    together,
)

HEADER = [
    "request_id", "client_id", "policy", "pool", "ordered_propensity", "unordered_propensity", "overridden",
    "position", "provider_id", "propensity", "pair_1", "pair_2", "pair_3", "chosen", "booked", "alliance",
    "outcome", "dropped_out",
]  # fmt: skip


@dataclass(eq=False)
class World:
    """Pools of one size; a slate is worth what each adds in their position, less `clash` for one pair."""

    pools: int = 4
    size: int = 6
    clash: float = 0.0
    seed: int = 1
    utilities: np.ndarray = field(init=False)
    likeness: np.ndarray = field(init=False)
    worth: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        rng = np.random.default_rng(self.seed)
        self.utilities = rng.uniform(70, 73, (self.pools, self.size)).round(6)
        alike = rng.uniform(size=(self.pools, self.size, self.size))
        self.likeness = ((alike + alike.transpose(0, 2, 1)) / 2).round(6)
        # Chance of a pick that each position and person adds; at most a third each.
        self.worth = rng.uniform(0.02, 0.3, (self.pools, SLATE, self.size))

    def joint(self, draw: Draw) -> np.ndarray:
        return slate_probabilities(self.utilities, self.likeness, draw)

    def reward(self, pool: int, slate: tuple[int, ...]) -> float:
        """The chance that the client picks somebody."""
        added = sum(self.worth[pool, place, one] for place, one in enumerate(slate))
        return float(added - (self.clash if {0, 1} <= set(slate) else 0.0))

    def value(self, draw: Draw) -> float:
        """What a draw is worth, by going through every slate of every pool."""
        joint = self.joint(draw)
        total = 0.0
        for pool in range(self.pools):
            for slate in permutations(range(self.size), SLATE):
                total += joint[(pool, *slate)] * self.reward(pool, slate)
        return total / self.pools

    def rows(
        self, requests: int, draw: Draw, rng: np.random.Generator, per_client: int = 1
    ) -> list[list[str]]:
        """A log of this world: three rows a request."""
        joint = self.joint(draw)
        found = []
        for request in range(requests):
            pool = int(rng.integers(self.pools))
            flat = rng.choice(joint[pool].size, p=joint[pool].ravel())
            slate = tuple(int(each) for each in np.unravel_index(flat, joint[pool].shape))
            picked = int(rng.integers(SLATE)) if rng.uniform() < self.reward(pool, slate) else -1
            client = f"c{request // per_client}"
            found += self.request(f"r{request}", client, pool, slate, draw, picked=picked)
        return found

    def request(
        self, name: str, client: str, pool: int, slate: tuple[int, ...], draw: Draw, *, picked: int
    ) -> list[list[str]]:
        """The three rows of one request; `picked` is the place of the client's pick, -1 for none."""
        joint, shares, sets, pairs = self.figures(draw)
        ordered, unordered = float(joint[(pool, *slate)]), float(sets[(pool, *slate)])
        told = [draw_name(draw), self.pool_cell(pool, shares[pool]), repr(ordered), repr(unordered), "no"]
        found = []
        for place, one in enumerate(slate):
            of_slate = [client, *told] if place == 0 else [""] * 6
            block = [f"{pairs[pool, one, other]:.6f}" for other in slate]
            came = ["yes", "yes", "70;74", "0.5", "no"] if place == picked else ["no", "no", "", "", ""]
            item = [str(place + 1), f"p{pool}-{one}", f"{shares[pool, one]:.6f}"]
            found.append([name, *of_slate, *item, *block, *came])
        return found

    @cache  # noqa: B019 - a world lives as long as its test
    def figures(self, draw: Draw) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Probabilities of ordered slates, inclusion, of sets, of pairs."""
        joint = self.joint(draw)
        return joint, inclusion(joint), any_order(joint), together(joint)

    def pool_cell(self, pool: int, shares: np.ndarray) -> str:
        return json.dumps(
            {
                "provider_ids": [f"p{pool}-{one}" for one in range(self.size)],
                "utilities": self.utilities[pool].tolist(),
                "inclusion": shares.round(6).tolist(),
                "likeness": self.likeness[pool].tolist(),
            }
        )


def draw_name(draw: Draw) -> str:
    return (
        f"plackett-luce(temperature={draw.temperature:g},difference={draw.difference:g},floor={draw.floor:g})"
    )
