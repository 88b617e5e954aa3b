"""Read a file of sessions, one way or the other, in a process of its own.

Prints seconds, seconds of the processor, and the most gigabytes that were held at once.
"""

import sys
from pathlib import Path
from time import perf_counter, process_time

import numpy as np
from benchmarks.learning.planted import Planted  # noqa: F401 - the same imports on both sides


def numpy_way(path: str) -> None:
    """Read every column with numpy's own reader, and sort the rows by pair and time."""
    with open(path, encoding="ascii") as file:  # noqa: PTH123
        names = file.readline().strip().split(",")
    kinds = {"session_id": "S12", "client_id": "S12", "provider_id": "S12", "started_at": "S20"}
    table = np.loadtxt(
        path, delimiter=",", skiprows=1, dtype=[(name, kinds.get(name, "f8")) for name in names]
    )
    client, provider = (
        np.unique(table[name], return_inverse=True)[1] for name in ("client_id", "provider_id")
    )
    moment = np.char.rstrip(table["started_at"], b"Z").astype("datetime64[s]").astype(np.int64)
    table[np.lexsort((moment, provider, client))]


def our_way(path: str) -> None:
    """What `rapport learn` does with the file: read, learn, check, write the model and its card in memory."""
    from rapport.cli.learn import read
    from rapport.learning.mixed.card import card
    from rapport.learning.mixed.check import checked
    from rapport.learning.mixed.modelfile import to_bytes

    model = checked(read(path))
    to_bytes(model)
    card(model)


if __name__ == "__main__":
    started = perf_counter()
    {"numpy": numpy_way, "ours": our_way}[sys.argv[1]](sys.argv[2])
    # The peak that the kernel keeps for this program alone: getrusage would tell the parent's.
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    peak = next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
    print(perf_counter() - started, process_time(), peak / 1e6)
