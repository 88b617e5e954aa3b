"""A whole invented practice: who offers and who seeks, the same for the same seed.

Each provider and each client is drawn from a stream of their own, so that asking for more clients
leaves the providers as they were.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any, Final

from rapport.errors import BadInput, Problem
from rapport.simulation.clients import make_client
from rapport.simulation.places import places, states
from rapport.simulation.providers import make_provider

# Providers to a state: with fewer, a client with ordinary wishes is often left without three.
PROVIDERS_PER_STATE: Final = 50

Told = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Practice:
    """Rows of a roster and clients' answers, in contract.md's formats, and what they were made of."""

    roster_rows: tuple[dict[str, str], ...]
    answers: tuple[dict[str, Any], ...]
    seed: int
    on: date


def make_practice(*, providers: int, clients: int, seed: int, on: date, told: Told | None = None) -> Practice:
    """What would a practice of this size look like on this day?

    Args:
        providers: how many therapists and coaches, 1 or more.
        clients: how many clients' answers, 0 or more.
        seed: 0 or more; the same seed, day and sizes give the same practice.
        on: the day it stands for: licences run out after it, openings were confirmed before it.
        told: called with the number of people made so far, now and then (for a progress bar).

    1. Choose the largest states, one for every 50 providers, so that most clients can find three.
    2. Draw each provider, then each client, from a stream named by seed, kind and number.

    Missing data: some providers leave style axes blank, some clients leave answers out, as people do.

    Raises:
        BadInput: a size or seed below its least.

    Source: our own guesses, named where they stand; nothing is drawn from real people but ZIP codes.
    """
    _check(providers >= 1, "1 or more", providers, "providers")
    _check(clients >= 0, "0 or more", clients, "clients")
    _check(seed >= 0, "0 or more", seed, "seed")
    served = states()[: max(1, providers // PROVIDERS_PER_STATE)]
    homes = [place for place in places() if place.state in served]
    say = told or _nobody_listens
    rows = []
    for number in range(1, providers + 1):
        rows.append(
            make_provider(number, states=served, homes=homes, rng=stream(seed, "provider", number), on=on)
        )
        say(number)
    answers = []
    for number in range(1, clients + 1):
        answers.append(make_client(number, homes=homes, rng=stream(seed, "client", number)))
        say(providers + number)
    return Practice(tuple(rows), tuple(answers), seed, on)


def stream(seed: int, kind: str, number: int) -> Random:
    """The random stream of one invented person; not for secrets."""
    return Random(f"{seed}:{kind}:{number}")  # noqa: S311 - reproducible on purpose


def _nobody_listens(_done: int) -> None:
    """Stands in where nobody asked to be told."""


def _check(holds: bool, expected: str, arrived: int, column: str) -> None:
    if not holds:
        raise BadInput(Problem(expected=expected, arrived=str(arrived), column=column))
