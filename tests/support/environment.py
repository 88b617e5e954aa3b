"""What must hold before the site's settings are read: loaded first of all plugins (pyproject.toml, `-p`).

Tests keep their data in a folder of their own, so that running them can neither read nor change the
practice of whoever runs them, and read no setting of the shell but `DATABASE_URL`.
"""

import atexit
import os
import shutil
import tempfile


def _forget_settings() -> None:
    for name in list(os.environ):
        if name == "PORT" or name.startswith("RAPPORT_"):
            del os.environ[name]


def _private_data_folder() -> str:
    folder = tempfile.mkdtemp(prefix="rapport-tests-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


_forget_settings()
os.environ["RAPPORT_DATA"] = _private_data_folder()
# Playwright keeps an event loop running in the thread of the tests; Django would refuse every query there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
