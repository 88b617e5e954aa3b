"""The files that are shipped inside the package, read through whatever imported the package.

`pkgutil` does the same, and importing it takes a command that ends at once longer than the reading.
"""

import sys
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from importlib.abc import ResourceLoader


def shipped(package: str, name: str) -> bytes:
    """The bytes of one file: `name` in the folder of a package that is imported."""
    module = sys.modules[package]
    assert module.__spec__ is not None
    loader = cast("ResourceLoader", module.__spec__.loader)
    return loader.get_data(f"{module.__path__[0]}/{name}")
