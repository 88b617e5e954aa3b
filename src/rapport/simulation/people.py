"""One invented person: name, gender, languages, identities and faith that go together."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from rapport.simulation.names import cultures

# Shares of people, our own rough guesses: not estimates of any population.
GENDER_SHARES: Final = {"woman": 0.64, "man": 0.31, "nonbinary": 0.05}
IDENTITY_SHARES: Final = {"lgbtq": 0.16, "disabled": 0.08, "veteran": 0.05}
IMMIGRANT_IF_BILINGUAL: Final = 0.4
SECULAR_FAITH: Final = 0.05  # of any faith, for people whose pool of names suggests none


@dataclass(frozen=True, slots=True)
class Person:
    """Who an invented provider or client is. `languages` has English first unless it is not spoken."""

    name: str
    gender: str
    languages: tuple[str, ...]
    identities: tuple[str, ...]
    faith: str


def draw_person(rng: Random) -> Person:
    """An invented person; the given name follows the gender, the languages the pool of names."""
    pools = cultures()
    culture = rng.choices(pools, [pool.share for pool in pools])[0]
    gender = draw_weighted(GENDER_SHARES, rng)
    spoken = tuple(code for code, chance in culture.languages if rng.random() < chance)
    return Person(
        name=f"{rng.choice(culture.given(gender))} {rng.choice(culture.family)}",
        gender=gender,
        languages=("en", *spoken),
        identities=_identities(of_colour=culture.of_colour, bilingual=bool(spoken), rng=rng),
        faith=_faith(culture.faiths, rng),
    )


def draw_weighted(shares: dict[str, float], rng: Random) -> str:
    """One key, drawn in proportion to its value."""
    return rng.choices(list(shares), list(shares.values()))[0]


def draw_some(pool: Sequence[str], count: int, rng: Random) -> list[str]:
    """Up to `count` different things of the pool, in drawn order."""
    return rng.sample(list(pool), min(count, len(pool)))


def _identities(*, of_colour: bool, bilingual: bool, rng: Random) -> tuple[str, ...]:
    found = ["bipoc"] if of_colour else []
    if bilingual and rng.random() < IMMIGRANT_IF_BILINGUAL:
        found.append("immigrant")
    return (*found, *(code for code, share in IDENTITY_SHARES.items() if rng.random() < share))


def _faith(faiths: Sequence[tuple[str, float]], rng: Random) -> str:
    for code, chance in faiths:
        # Half of those who have a faith say so on a profile.
        if rng.random() < chance / 2:
            return code
    return "christian" if not faiths and rng.random() < SECULAR_FAITH else ""
