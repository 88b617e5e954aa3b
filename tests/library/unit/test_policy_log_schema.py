"""The published log format: in the documents field by field, and printed by the command."""

import json

import pytest

from rapport.cli.main import main
from rapport.learning.policy.policy_log import FLAT_FIELDS, SLATE_FIELDS
from support import sources

PAGE = sources.ROOT / "docs/researcher/policy-value.md"


@pytest.mark.parametrize(
    ("form", "name", "field"),
    [("slate", *each) for each in SLATE_FIELDS.items()] + [("flat", *each) for each in FLAT_FIELDS.items()],
)
def test_field_is_documented_and_marked_when_required(form, name, field):
    slate, flat = PAGE.read_text(encoding="utf-8").split("### A flat log")

    page = slate if form == "slate" else flat

    assert f"`{name}`" in page
    assert (f"`{name}`*" in page) == field.required


def test_schema_command_prints_both_forms(capsys):
    assert main(["schema", "policy-log"]) == 0

    slate, flat = json.loads(capsys.readouterr().out)["anyOf"]
    assert list(slate["properties"]) == list(SLATE_FIELDS)
    assert list(flat["properties"]) == list(FLAT_FIELDS)
    assert flat["patternProperties"].keys() == {"^x_"}
