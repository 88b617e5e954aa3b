"""The drill of egress, small: nothing leaves, and each of its eyes sees what is planted."""

import pytest

from rapport.cli.drills import egress
from rapport.cli.drills.instance import Instance
from rapport.cli.drills.visits import Answer
from support import browser

POLICY = {"content-type": "text/html", "content-security-policy": "default-src 'none'"}


@pytest.fixture(scope="module")
def told(prepared):
    if browser.chromium() is None:
        pytest.skip("no Chromium on this machine (./run test installs it where it may)")
    return egress.run(prepared, 5, say=lambda _: None)


def test_nothing_leaves(told):
    assert told["violations"] == 0, told["detail"]
    looked_at = told["detail"]["looked_at"]
    assert looked_at["html"] > 100
    # Five addresses as three visitors, and all forms, with scripts and without.
    assert looked_at["chromium"] >= 2 * (15 + 20)


def test_mail_server_is_the_one_way_out_and_it_is_seen(told):
    assert told["detail"]["looked_at"]["mail"] > 0


def test_due_mail_that_does_not_leave_is_a_fault(tmp_path):
    (tmp_path / "log").write_text("127.0.0.1\n")

    assert egress._mailed(tmp_path / "log").faults.total() == 1


def test_every_eye_sees_what_is_planted(told):
    assert told["control_violations"] > 0
    assert {"html", "chromium", "server"} <= told["detail"]["controls"].keys()
    assert all(told["detail"]["controls"].values())


@pytest.mark.sqlite
def test_without_any_network_is_run_or_named(told):
    detail = told["detail"]

    assert (detail["looked_at"]["no network"] > 100) is ("no network" not in detail["not_run"])


def faults(tmp_path, html, **headers):
    answer = Answer(200, POLICY | headers, html, 0.0)
    return egress._read_one(Instance(tmp_path, ""), "/", answer, set())


@pytest.mark.parametrize(
    "html",
    [
        '<img src="https://tracker.invalid/x">',
        '<img srcset="//tracker.invalid/x 2x">',
        '<script src="http://tracker.invalid/x"></script>',
        '<link rel="preconnect" href="https://tracker.invalid">',
        '<form action="https://tracker.invalid/"></form>',
        '<p style="background: url(//tracker.invalid/x)">',
        '<style>@import "https://tracker.invalid/x";</style>',
        '<a href="/" ping="https://tracker.invalid/x">',
        '<iframe src="HTTPS://tracker.invalid/"></iframe>',
    ],
)
def test_address_of_a_stranger_in_a_page_is_found(tmp_path, html):
    assert faults(tmp_path, html) == ["/ asks tracker.invalid"]


@pytest.mark.parametrize(
    "html",
    [
        '<img src="/static/x.png">',
        '<img src="data:image/png;base64,x">',
        '<a href="https://988lifeline.org/">a link is followed by a person</a>',
        '<form action=""></form>',
        '<svg><use href="#mark"></use></svg>',
    ],
)
def test_own_address_in_a_page_is_none(tmp_path, html):
    assert faults(tmp_path, html) == []


def test_missing_policy_and_fetching_header_are_found(tmp_path):
    assert faults(tmp_path, "", **{"content-security-policy": ""}) == ["/ has no strict content policy"]
    assert faults(tmp_path, "", link="<https://tracker.invalid>; rel=preconnect") != []
