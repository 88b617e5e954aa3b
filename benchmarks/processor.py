"""How much processor time a server has used, by the kernel's own books: neighbours change it little."""

import os
from pathlib import Path
from typing import Final

PROC: Final = Path("/proc")
# Places in /proc/PID/stat behind the name, which may hold anything: proc(5).
_PARENT, _USER, _SYSTEM = 1, 11, 12


def milliseconds(pid: int) -> float | None:
    """Used so far by a process and its descendants that still run; None where the system does not tell."""
    if not (PROC / str(pid) / "stat").exists():
        return None
    told = {int(each.name): _fields(each) for each in PROC.iterdir() if each.name.isdigit()}
    family, ticks = {pid}, 0
    # A child's number may be smaller than its parent's: look until nobody is added.
    while (
        more := {each for each, fields in told.items() if fields and int(fields[_PARENT]) in family} - family
    ):
        family |= more
    for each in family:
        fields = told.get(each, [])
        ticks += int(fields[_USER]) + int(fields[_SYSTEM]) if fields else 0
    return ticks * 1000 / os.sysconf("SC_CLK_TCK")


def _fields(folder: Path) -> list[str]:
    try:
        return (folder / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return []  # It ended meanwhile.
