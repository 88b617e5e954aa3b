"""The keys that wrap every client's own key: files outside the database, numbered, never overwritten.

A stolen database opens nothing without them; a lost key loses data, so `rapport doctor` and the start of the
server test them. The newest number wraps; older ones only open, until `actions.rotate` has rewrapped all.
"""

import base64
import hashlib
import hmac
import os
import re
import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from rapport.errors import BrokenInstallation

KEY_BYTES = 32
NONCE_BYTES = 12
WRAPPING = re.compile(r"wrapping-(\d{4})\.key")
# In the order of the fields of `KeyRing`.
SECRETS = ("receipt-pepper", "audit-trail", "limits", "sign-in-pepper", "second-factors")
SELF_TEST = b"rapport key self-test"


class KeyProblem(BrokenInstallation):
    """A key is missing, damaged or not the one that sealed this; says which, never its value."""


@dataclass(frozen=True)
class KeyRing:
    """All wrapping keys by version, and the secrets for digests and for second factors."""

    wrapping: Mapping[int, bytes] = field(repr=False)
    receipt_pepper: bytes = field(repr=False)
    audit: bytes = field(repr=False)
    limits: bytes = field(repr=False)
    sign_in_pepper: bytes = field(repr=False)
    second_factors: bytes = field(repr=False)

    @property
    def newest(self) -> int:
        """The version that wraps new keys."""
        return max(self.wrapping)

    def wrap(self, secret: bytes, *, bound_to: str) -> tuple[bytes, int]:
        """Encrypt a client's key under the newest wrapping key; `bound_to` must be given again to open it."""
        return encrypt(self.wrapping[self.newest], secret, bound_to=bound_to), self.newest

    def unwrap(self, wrapped: bytes, *, version: int, bound_to: str) -> bytes:
        """Open a client's key."""
        if version not in self.wrapping:
            raise KeyProblem(
                f"expected the file wrapping-{version:04}.key in the key folder, found none; restore it"
            )
        return decrypt(self.wrapping[version], wrapped, bound_to=bound_to)


def encrypt(key: bytes, plain: bytes, *, bound_to: str) -> bytes:
    """AES-256-GCM: nonce, then ciphertext with tag; opens only with the same key and the same binding."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, bound_to.encode())


def decrypt(key: bytes, sealed: bytes, *, bound_to: str) -> bytes:
    """Open what `encrypt` made; anything altered, moved to another place or of another key is refused."""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound_to.encode())
    except (InvalidTag, ValueError) as error:
        raise KeyProblem(
            "expected a value sealed for this place with this key, found one altered, moved or of another key"
        ) from error


def digest(secret: bytes, text: str) -> str:
    """A keyed digest (HMAC-SHA-256, hexadecimal): without the secret nobody can try out guesses."""
    return hmac.new(secret, text.encode(), hashlib.sha256).hexdigest()


_lock = threading.Lock()
_rings: dict[Path, KeyRing] = {}


def ring(*, reread: bool = False) -> KeyRing:
    """The key ring of this installation, read once in a process and again when a newer key turns up."""
    folder: Path = settings.KEYS_FOLDER
    with _lock:
        if reread or folder not in _rings:
            _rings[folder] = read_ring(folder)
        return _rings[folder]


def ring_with(version: int) -> KeyRing:
    """The ring, read again when it lacks a version: another process may have rotated since."""
    current = ring()
    return current if version in current.wrapping else ring(reread=True)


def read_ring(folder: Path) -> KeyRing:
    """Read all keys of a folder, making those that a new installation lacks."""
    if not has_keys(folder):
        make_key(folder / "wrapping-0001.key")
    wrapping = {
        int(match[1]): read_key(file)
        for file in sorted(folder.iterdir())
        if (match := WRAPPING.fullmatch(file.name))
    }
    return KeyRing(wrapping, *(kept_key(folder / f"{name}.key") for name in SECRETS))


def has_keys(folder: Path) -> bool:
    """Whether a folder holds a wrapping key."""
    return any(WRAPPING.fullmatch(file.name) for file in folder.iterdir())


def add_wrapping_key(folder: Path) -> int:
    """Make the next wrapping key; returns its version. Rows are rewrapped by `actions.rotate`."""
    version = max(read_ring(folder).wrapping) + 1
    make_key(folder / f"wrapping-{version:04}.key")
    ring(reread=True)
    return version


def kept_key(file: Path) -> bytes:
    """Read a key, making it first when there is none."""
    if not file.exists():
        make_key(file)
    return read_key(file)


def make_key(file: Path) -> None:
    """Write a new random key, readable by this user only; an existing file is never touched."""
    draft = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as stream:
        stream.write(base64.b64encode(secrets.token_bytes(KEY_BYTES)) + b"\n")
        stream.flush()
        # What is sealed with a key that a power cut takes away is lost: the key is on the disk before its
        # first use.
        os.fsync(stream.fileno())
    try:
        os.link(draft, file)
    except FileExistsError:
        pass  # Another process was first: its key holds.
    finally:
        draft.unlink()
    _sync_folder(file.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read_key(file: Path) -> bytes:
    """Read one key; a damaged file is named, its content never shown."""
    try:
        key = base64.b64decode(file.read_bytes().strip(), validate=True)
    except (OSError, ValueError):
        key = b""
    if len(key) != KEY_BYTES or len(set(key)) < KEY_BYTES // 4:
        raise KeyProblem(
            f"expected {KEY_BYTES} random bytes in base64 in {file.name}; restore it from your backup"
        )
    return key


def self_test(current: KeyRing) -> None:
    """Seal and open with every key; raises `KeyProblem` when one does not work."""
    for version, key in current.wrapping.items():
        opened = decrypt(key, encrypt(key, SELF_TEST, bound_to="self-test"), bound_to="self-test")
        if opened != SELF_TEST:
            raise KeyProblem(f"expected wrapping-{version:04}.key to open what it sealed; restore it")
