"""Open an engine by its name."""

from typing import Final

from rapport.engines.engine import Engine, InProcess

PROCESS, CORES, RAY = "process", "cores", "ray"
NAMES: Final = (PROCESS, CORES, RAY)


def open_engine(name: str, *, address: str | None = None, workers: int | None = None) -> Engine:
    """The engine of that name, to be used in a `with`.

    Args:
        name: one of NAMES.
        address: of a Ray cluster; None starts one here.
        workers: how many partitions at once; by default every core there is.

    Raises:
        EngineFailed: where Ray is not installed, or nobody answers at the address.
    """
    # Each only where it is asked for: processes and Ray take their time to load.
    if name == RAY:
        from rapport.engines.on_ray import OnRay

        return OnRay(address, workers)
    if name == CORES:
        from rapport.engines.cores import Cores

        return Cores(workers)
    return InProcess()
