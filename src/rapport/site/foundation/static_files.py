"""Static files under names with a hash of their content, so that browsers may keep them for a year."""

from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStorage(CompressedManifestStaticFilesStorage):
    """Hashed names once `serve` has collected the files; plain names before that, as in tests."""

    def url(self, name: str | None, force: bool = False) -> Any:
        """The address of a file."""
        if not self.hashed_files:
            return self.base_url + (name or "")
        return super().url(name, force=force)
