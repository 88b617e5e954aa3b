"""The page on when to stop searching says what the formulas and the simulation say."""

from xml.etree import ElementTree

import numpy as np
import pytest

from support import draw_search

PAGE = draw_search.PAGE.read_text(encoding="utf-8")


def test_sensitivity_on_the_page_is_that_of_the_formula() -> None:
    assert draw_search.sensitivity_table() in PAGE


def test_picture_is_that_of_the_formula() -> None:
    drawn = draw_search.picture()

    assert draw_search.PICTURE.read_text(encoding="utf-8") == drawn
    assert len([each for each in ElementTree.fromstring(drawn).iter() if each.tag.endswith("path")]) > 10


def test_rules_stand_in_the_order_of_the_page_on_other_seeds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draw_search, "SEEDS", (101, 102))

    for cost in draw_search.COSTS:
        net = {rule: figures[0].mean() for rule, figures in draw_search.compared(cost).items()}
        best = net.pop(draw_search.WEITZMAN)
        assert best > max(net.values()) + 0.05
        assert min(net, key=net.__getitem__) == draw_search.SECRETARY


def test_simulated_three_are_worth_what_the_formula_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draw_search, "SEEDS", (7, 8, 9))
    monkeypatch.setattr(draw_search, "QUESTIONNAIRE_R", 0.0)

    net, _ = draw_search.compared(0.1)["always three"]

    assert net.mean() == pytest.approx(draw_search.fixed(3, 0.1), abs=0.03)


def test_rule_of_equal_forecasts_meets_as_many_as_the_formula_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draw_search, "SEEDS", (7, 8, 9))
    monkeypatch.setattr(draw_search, "QUESTIONNAIRE_R", 0.0)

    _, met = draw_search.compared(0.1)[draw_search.WEITZMAN]

    assert met.mean() == pytest.approx(draw_search.met_on_average(0.1), abs=0.05)


def test_who_has_no_way_back_ends_with_the_last_met() -> None:
    told = np.array([[0.5, 0.1, 0.2, 0.9, 2.0, 0, 0, 0, 0], [3.0, 0, 0, 0, 0, 0, 0, 0, 0.4]])

    met = draw_search.secretary(told)

    assert met.tolist() == [4, 9]
    assert draw_search.chosen(told, met, recall=False).tolist() == [3, 8]
    assert draw_search.chosen(told, met, recall=True).tolist() == [3, 0]
