"""Work on several cores of this process, where it lets go of Python's lock: compiled loops, sorting."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

# Sorting and adding wait for memory, which keeps no more of them busy (assumed). Where there are fewer cores
# they take turns.
MOST_THREADS: Final = 8

Item = TypeVar("Item")
Found = TypeVar("Found")


def at_once(work: Callable[[Item], Found], items: Sequence[Item]) -> list[Found]:
    """What `work` found for each item, in their order.

    The threads end with it: a process that divides itself afterwards copies none of them.
    """
    threads = min(MOST_THREADS, len(items))
    if threads < 2:
        return [work(item) for item in items]
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(work, items))
