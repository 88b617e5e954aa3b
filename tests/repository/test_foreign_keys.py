"""Foreign keys run backwards through the story only, like imports: string references included.

The order is read from the import contract `story-order`, so that it stands in one place.
"""

import tomllib
from collections.abc import Iterable
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from support.sources import ROOT

SITE = "rapport.site."
# What any chapter may point to: Django's own accounts.
OUTSIDE = ("auth", "contenttypes", "sessions")

Link = tuple[str, str]


def _ranks() -> dict[str, int]:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(contract for contract in contracts if contract["id"] == "story-order")["layers"]
    ranked = enumerate(reversed(layers))
    return {chapter.strip(" ()"): rank for rank, layer in ranked for chapter in layer.split("|")}


def _links(chapters: Iterable[type[models.Model]]) -> list[Link]:
    fields: list[Any] = [field for model in chapters for field in model._meta.get_fields(include_hidden=True)]
    forward = [
        field for field in fields if field.is_relation and not field.auto_created and field.related_model
    ]
    return [(field.model._meta.app_label, field.related_model._meta.app_label) for field in forward]


def _wrong(links: Iterable[Link]) -> list[Link]:
    ranks = _ranks()
    return [
        (start, end)
        for start, end in links
        if end not in OUTSIDE and (end not in ranks or (start != end and ranks[start] <= ranks[end]))
    ]


def _chapters() -> list[type[models.Model]]:
    configs = [config for config in apps.get_app_configs() if config.name.startswith(SITE)]
    return [model for config in configs for model in config.get_models(include_auto_created=True)]


def test_every_chapter_has_its_place_in_the_story() -> None:
    labels = {config.label for config in apps.get_app_configs() if config.name.startswith(SITE)}

    assert labels
    assert labels <= set(_ranks())


def test_foreign_keys_run_backwards_through_the_story() -> None:
    links = _links(_chapters())

    assert ("intake", "people") in links
    assert _wrong(links) == []


@pytest.mark.parametrize("link", [("people", "intake"), ("foundation", "people"), ("intake", "elsewhere")])
def test_foreign_key_forwards_is_found(link: Link) -> None:
    assert _wrong([("matches", "people"), link]) == [link]


def test_string_reference_is_followed() -> None:
    class Planted(models.Model):
        later = models.ForeignKey("matches.Shortlist", models.CASCADE, related_name="+")

        class Meta:
            app_label = "people"
            managed = False

    try:
        assert Planted in apps.get_app_config("people").get_models()
        # An unresolved string has no label yet; that it names another chapter must show all the same.
        target = Planted._meta.get_field("later").remote_field.model
        label = target.partition(".")[0] if isinstance(target, str) else target._meta.app_label
        assert _wrong([("people", label)]) == [("people", "matches")]
    finally:
        del apps.all_models["people"]["planted"]
        apps.clear_cache()
