"""The calibration page and its picture say what the run says."""

import re
from xml.etree import ElementTree

import numpy as np

from rapport.learning.drift.sequential import predict_then_learn
from support import draw_calibration
from support.planted_sessions import Truth, planted

SESSIONS, _ = planted(Truth(rows=300, clients=30, providers=20), 4)
TOLD = predict_then_learn(SESSIONS)


def test_page_counts_what_the_intervals_held() -> None:
    page = draw_calibration.page(SESSIONS, TOLD)

    ratings = SESSIONS.ratings["overall"]
    low, high = TOLD.intervals[80]
    held = 100 * ((low <= ratings) & (ratings <= high)).mean()
    assert f"| all | 300 | {held:.1f}% ±" in page
    counts = {name: int(count) for name, count in re.findall(r"^\| (.+?) \| (\d+) \|", page, re.MULTILINE)}
    assert counts["first meetings"] + counts["repeat meetings"] == 300
    assert sum(count for name, count in counts.items() if name.startswith("client's")) == 300
    assert "support.draw_calibration" in page


def test_picture_has_a_dot_for_each_tenth_on_its_place() -> None:
    root = ElementTree.fromstring(draw_calibration.picture(SESSIONS, TOLD))

    dots = [each for each in root if each.tag.endswith("circle")]
    assert len(dots) == 10
    across = [float(dot.attrib["cx"]) for dot in dots]
    assert across == sorted(across)
    lowest = np.argsort(TOLD.mean, kind="stable")[:30]
    assert across[0] == round(draw_calibration._x(TOLD.mean[lowest].mean()), 1)
    title = next(each for each in root if each.tag.endswith("title"))
    assert "forecast" in (title.text or "")
