"""A disk that loses on a power cut what nobody synced: SQLite's own file layer, listened to.

Whenever SQLite has synced a file, a copy is put aside as it is then. The copies are what a power cut would
leave at worst. One that cannot be made fails the sync itself, so that nothing is confirmed that it lacks.
"""

import _sqlite3
import contextlib
import ctypes
import os
import shutil
import threading
from pathlib import Path
from typing import Any

# sqlite3.h: kinds of files that are synced, and what a failed sync returns.
MAIN_DB, WAL = 0x00000100, 0x00080000
OK, IOERR_FSYNC = 0, 1034
# sqlite3_io_methods, version 3: eighteen calls; the fifth is xSync.
CALLS, SYNC = 18, 4


class _Methods(ctypes.Structure):
    _fields_ = (("version", ctypes.c_int), ("calls", ctypes.c_void_p * CALLS))


class _Layer(ctypes.Structure):
    """The head of sqlite3_vfs, as far as xOpen."""

    _fields_ = (
        ("version", ctypes.c_int),
        ("file_size", ctypes.c_int),
        ("longest_path", ctypes.c_int),
        ("next", ctypes.c_void_p),
        ("name", ctypes.c_char_p),
        ("data", ctypes.c_void_p),
        ("open", ctypes.c_void_p),
    )


_Open = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p
)
_Sync = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int)
# SQLite holds pointers to these for as long as the process lives.
_kept: list[Any] = []


def can_listen() -> bool:
    """Whether this interpreter's SQLite can be listened to; one that is built in hides its file layer."""
    with contextlib.suppress(OSError, AttributeError):
        return bool(ctypes.CDLL(_sqlite3.__file__).sqlite3_vfs_find)
    return False


def keep_synced(folder: Path) -> None:
    """From now on, keep a copy of every database file as it was last synced in this folder."""
    find = ctypes.CDLL(_sqlite3.__file__).sqlite3_vfs_find
    find.restype, find.argtypes = ctypes.POINTER(_Layer), (ctypes.c_char_p,)
    layer = find(None).contents
    was = _Open(layer.open)

    def opened(own: int, name: int | None, file: int, flags: int, out: int | None) -> int:
        status: int = was(own, name, file, flags, out)
        if status == OK and name and flags & (MAIN_DB | WAL):
            _listen(file, Path(os.fsdecode(ctypes.string_at(name))), folder)
        return status

    now = _Open(opened)
    _kept.extend((was, now))
    layer.open = ctypes.cast(now, ctypes.c_void_p).value


def _listen(file: int, path: Path, folder: Path) -> None:
    """Give this open file methods of its own, with a sync that keeps a copy."""
    place = ctypes.c_void_p.from_address(file)
    methods = _Methods.from_buffer_copy(_Methods.from_address(place.value or 0))
    was = _Sync(methods.calls[SYNC])

    def synced(own: int, flags: int) -> int:
        status: int = was(own, flags)
        return status if status != OK or _copied(path, folder) else IOERR_FSYNC

    now = _Sync(synced)
    methods.calls[SYNC] = ctypes.cast(now, ctypes.c_void_p).value
    _kept.extend((was, now, methods))
    place.value = ctypes.addressof(methods)


def _copied(path: Path, folder: Path) -> bool:
    part = folder / f"{path.name}.{os.getpid()}.{threading.get_ident()}"
    try:
        shutil.copyfile(path, part)
        part.replace(folder / path.name)
    except OSError:
        return False
    return True
