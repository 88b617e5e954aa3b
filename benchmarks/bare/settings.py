"""The site's own settings, with one fixed page in place of all its addresses."""

from pathlib import Path

from rapport.site.config.settings import *  # noqa: F403 - a settings file is a list of names

ROOT_URLCONF = "benchmarks.bare.urls"
TEMPLATES = [{**TEMPLATES[0], "DIRS": [Path(__file__).parent / "templates"]}]  # noqa: F405
