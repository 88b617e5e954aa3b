"""A model as bytes: a zip archive of one JSON text and plain NumPy arrays, never pickle.

`model.json` names the format, its version, every array with its shape and SHA-256, and all that is no array.
Same model, same bytes: entries are stored uncompressed, in order, with one fixed date.
"""

import json
from collections.abc import Mapping
from dataclasses import fields, replace
from hashlib import sha256
from io import BytesIO
from typing import Any, Final, TypeAlias
from zipfile import BadZipFile, ZipFile, ZipInfo

import numpy as np
from numpy.typing import NDArray

from rapport.errors import BadInput, Problem, quoted
from rapport.learning.mixed import drifting
from rapport.learning.mixed.columns import Column, Columns
from rapport.learning.mixed.equations import Variances
from rapport.learning.mixed.model import VERSION, Model
from rapport.learning.mixed.posterior import Effects
from rapport.learning.mixed.recent import Drift, States
from rapport.learning.mixed.sending import Quality

Arrays: TypeAlias = dict[str, NDArray[Any]]

FORMAT: Final = "rapport-model"
MANIFEST: Final = "model.json"
DATE: Final = (1980, 1, 1, 0, 0, 0)
_VARIANCES: Final = ("variances", "log_errors")
_ARRAYS: Final = tuple(each.name for each in fields(Effects) if each.name not in _VARIANCES)
_QUALITY: Final = ("effect", "variance")
_SENDING: Final = ("sent", "sent_error", "within")
_STATES: Final = ("client", "client_known", "provider", "provider_known")


def to_bytes(model: Model) -> bytes:
    """The model as the bytes of a file."""
    arrays: Arrays = {}
    effects = {"general": model.general, **{f"part-{name}": each for name, each in model.parts.items()}}
    for name, each in effects.items():
        arrays |= {f"{name}.{field}": getattr(each, field) for field in _ARRAYS}
    arrays |= {f"quality.{field}": getattr(model.quality, field) for field in _QUALITY}
    if model.exact:
        arrays |= {f"exact.{key}": each for key, each in drifting.arrays_of(model.exact).items()}
    if model.states:
        arrays |= {f"states.{field}": getattr(model.states, field) for field in _STATES}
    members = {f"{name}.npy": _array_bytes(array) for name, array in arrays.items()}
    manifest = {
        "format": FORMAT,
        "version": VERSION,
        "arrays": {name: sha256(data).hexdigest() for name, data in members.items()},
        "parts": list(model.parts),
        "variances": {
            name: {key: list(getattr(each, key)) for key in _VARIANCES} for name, each in effects.items()
        },
        "columns": [list(each) for each in model.columns.columns],
        "slopes": list(model.columns.slopes),
        "drift": [list(model.states.client_drift), list(model.states.provider_drift)]
        if model.states
        else None,
        "quality": {key: getattr(model.quality, key) for key in _SENDING},
        "exact": model.exact and dict(model.exact.fit.theta),
        "end": model.end,
        "widening": list(model.widening),
        "facts": model.facts,
        "clients": list(model.clients),
        "providers": list(model.providers),
    }
    text = json.dumps(manifest, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return _zipped({MANIFEST: text.encode(), **members})


def _zipped(members: Mapping[str, bytes]) -> bytes:
    whole = BytesIO()
    with ZipFile(whole, "w") as archive:
        for name, data in members.items():
            archive.writestr(ZipInfo(name, DATE), data)
    return whole.getvalue()


def _array_bytes(array: NDArray[Any]) -> bytes:
    whole = BytesIO()
    np.lib.format.write_array(whole, np.ascontiguousarray(array), version=(1, 0), allow_pickle=False)
    return whole.getvalue()


def from_bytes(data: bytes, *, name: str = "model") -> Model:
    """Read a model back.

    Args:
        data: what `to_bytes` gave; name: the file's name, for messages.

    Raises:
        BadInput: where this is no model file, one of another version, or one that was cut off or changed.
    """
    try:
        with ZipFile(BytesIO(data)) as archive:
            manifest = _manifest(archive, name)
            arrays = {
                each: _array(archive, each, digest, name) for each, digest in manifest["arrays"].items()
            }
        return _model(manifest, arrays)
    except (
        BadZipFile,
        KeyError,
        ValueError,
        TypeError,
        NotImplementedError,
        EOFError,
        RecursionError,
    ) as error:
        if isinstance(error, BadInput):
            raise
        raise _refused(name, "a file cut off, or something else") from None


def _refused(name: str, arrived: str) -> BadInput:
    return BadInput(Problem(file=name, expected=f"a model file of version {VERSION}", arrived=arrived))


def _manifest(archive: ZipFile, name: str) -> dict[str, Any]:
    manifest = json.loads(archive.read(MANIFEST))
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise _refused(name, "an archive of something else")
    if manifest.get("version") != VERSION:
        raise _refused(name, f"version {quoted(str(manifest.get('version')))}: learn the model again")
    return manifest


def _array(archive: ZipFile, member: str, digest: str, name: str) -> NDArray[Any]:
    data = archive.read(member)
    if sha256(data).hexdigest() != digest:
        raise _refused(name, f"a changed {member}")
    found: NDArray[Any] = np.lib.format.read_array(BytesIO(data), allow_pickle=False)
    return found


def _model(manifest: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> Model:
    model = Model(
        clients=tuple(manifest["clients"]),
        providers=tuple(manifest["providers"]),
        columns=Columns(tuple(Column(*each) for each in manifest["columns"]), tuple(manifest["slopes"])),
        general=_effects(manifest, arrays, "general"),
        parts={part: _effects(manifest, arrays, f"part-{part}") for part in manifest["parts"]},
        quality=Quality(**manifest["quality"], **_named(arrays, "quality", _QUALITY)),
        states=_states(manifest["drift"], arrays),
        end=manifest["end"],
        widening=tuple(manifest["widening"]),
        facts=manifest["facts"],
    )
    if manifest["exact"] is None:
        return model
    exact = drifting.from_arrays(_named(arrays, "exact", drifting.NAMES), manifest["exact"], model)
    return replace(model, exact=exact)


def _states(drift: Any, arrays: Mapping[str, NDArray[Any]]) -> States | None:
    if drift is None:
        return None
    return States(
        client_drift=Drift(*drift[0]), provider_drift=Drift(*drift[1]), **_named(arrays, "states", _STATES)
    )


def _named(arrays: Mapping[str, NDArray[Any]], name: str, keys: tuple[str, ...]) -> dict[str, Any]:
    return {key: arrays[f"{name}.{key}.npy"] for key in keys}


def _effects(manifest: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]], name: str) -> Effects:
    found = _named(arrays, name, _ARRAYS)
    found |= {key: Variances(*manifest["variances"][name][key]) for key in _VARIANCES}
    return Effects(**found)
