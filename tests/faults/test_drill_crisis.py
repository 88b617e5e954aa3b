"""The drill of crisis help, small: it holds on this database, and each of its controls fails."""

import pytest

from rapport.cli.drills import crisis

PAGE = '<a href="/crisis/">Help</a> <a href="/mine/leave/">Leave</a> call 988'


@pytest.fixture(scope="module")
def told(prepared):
    return crisis.run(prepared, 12, say=lambda _: None)


def test_help_is_on_every_answer_whatever_is_broken(told):
    assert told["violations"] == 0, told["detail"]
    answers = told["detail"]["answers"]
    assert {200, 302, 400, 403, 404, 405, 429} <= answers["at work"].keys()
    assert answers["error"].keys() == {500}
    assert answers["locked"][503] > 0
    assert answers["no database"][503] > 0
    assert told["attempts"] > 400


def test_help_is_quick_without_a_database(told):
    assert 0 < told["detail"]["database_down_p99_ms"] <= crisis.MOST_SECONDS_P99 * 1000


def test_every_control_fails(told):
    assert told["control_violations"] > 0
    assert len(told["detail"]["controls"]) == 3
    assert all(told["detail"]["controls"].values())


def test_page_with_everything_lacks_nothing():
    assert crisis.lacking(PAGE) == []


@pytest.mark.parametrize(
    "html",
    [
        PAGE.replace("/crisis/", "/elsewhere/"),
        PAGE.replace("/mine/leave/", "/elsewhere/"),
        PAGE.replace("988", ""),
        PAGE.replace('href="/crisis/"', 'href="/crisis/" hidden'),
        PAGE.replace("<a ", "<b "),
        "",
    ],
)
def test_page_that_lacks_something_is_found(html):
    assert crisis.lacking(html)
