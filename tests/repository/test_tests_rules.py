"""The rules of the tests themselves: no network, nothing skipped in CI, pages checked and left."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from support import browser
from support.network import NetworkReached

ROOT = Path(__file__).parents[2]
# A page with two planted faults: a picture without words and a text nobody can read.
FAULTY = """<!doctype html><html lang="en"><title>t</title><main><h1>t</h1>
<img src="data:,"><p style="color:#ccc;background:#fff">pale</p></main></html>"""


@pytest.mark.parametrize("host", ["192.0.2.1", "203.0.113.9", "2001:db8::1"])
def test_connecting_to_another_machine_raises(host: str) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as link, pytest.raises(NetworkReached, match=host):
        link.connect((host, 80))


def test_looking_up_another_machine_raises() -> None:
    with pytest.raises(NetworkReached, match=r"example\.org"):
        socket.getaddrinfo("example.org", 443)


def test_connecting_to_this_machine_is_allowed() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(("localhost", server.getsockname()[1])).close()


def _run_planted(folder: Path, text: str, *, ci: str) -> subprocess.CompletedProcess[str]:
    (folder / "test_planted.py").write_text(text)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "support.no_skips", "-p", "no:django", str(folder)]
    environment = os.environ | {"CI": ci, "PYTHONPATH": str(ROOT / "tests")}
    return subprocess.run(command, capture_output=True, text=True, cwd=folder, env=environment, check=False)


PLANTED_SKIPS = {
    "test": "import pytest\ndef test_it(): pytest.skip('planted')\n",
    "mark": "import pytest\n@pytest.mark.skip(reason='planted')\ndef test_it(): pass\n",
    "module": "import pytest\npytest.skip('planted', allow_module_level=True)\n",
}


@pytest.mark.parametrize("text", PLANTED_SKIPS.values(), ids=PLANTED_SKIPS)
def test_skipped_test_fails_in_ci(tmp_path: Path, text: str) -> None:
    done = _run_planted(tmp_path, text, ci="true")

    assert done.returncode != 0
    assert "nothing may be skipped where CI=true" in done.stdout
    assert "planted" in done.stdout


def test_skipped_test_is_skipped_elsewhere(tmp_path: Path) -> None:
    assert _run_planted(tmp_path, PLANTED_SKIPS["test"], ci="").returncode == 0


def test_axe_finds_planted_faults(page: Page, axe: Callable[[Page], None]) -> None:
    page.set_content(FAULTY)

    with pytest.raises(AssertionError):
        axe(page)
    assert {fault.partition(":")[0] for fault in browser.violations(page)} == {"image-alt", "color-contrast"}


def test_tests_of_a_page_carry_the_browser_mark(page: Page, request: pytest.FixtureRequest) -> None:
    assert page.url == "about:blank"
    assert request.node.get_closest_marker("browser") is not None
