"""Fill in the site's forms in a browser, from the first question to the three, by sending them."""

import json
from typing import Final
from urllib.parse import urlsplit

from rapport.cli.drills.chromium import Chromium, Tab

START = "/questionnaire/about/"
# Name → values, on each page of the questionnaire; a page that is not listed is skipped or sent as it is.
SAID: Final[dict[str, dict[str, list[str]]]] = {
    "about": {"said": ["I worry a lot."]},
    "safe": {"said": ["yes"]},
    "concerns": {"said": ["anxiety"]},
    "pace": {"said": ["long"]},
    "goals": {"said": ["cope"]},
    "who": {"age_group": ["adult"], "service": ["individual"]},
    "kind": {"said": ["either"]},
    "formats": {"said": ["video", "in_person"]},
    "state": {"said": ["CA"]},
    "distance": {"zip": ["94110"], "miles": ["25"]},
    "languages": {"said": ["en"]},
    "before": {"trial-answer": ["yes"]},
    "hours": {"timezone": ["America/Los_Angeles"]},
}
ELSEWHERE: Final = (
    ("/matches/again/", {"missing": ["way"]}),
    ("/recommended/", {"q": ["an"]}),
    ("/return/", {"code": ["one-two-three-four-five"]}),
    ("/mine/choices/", {"learning-answer": ["yes"], "trial-answer": ["no"]}),
    ("/mine/erase/", {}),
)
MOST_PAGES = 40
# Puts the values where a person would, and presses the first button.
FILL = """(said => {
  const form = document.querySelector("main form");
  for (const [name, values] of Object.entries(said))
    for (const field of form.querySelectorAll(`[name="${name}"]`))
      if (field.type === "radio" || field.type === "checkbox") field.checked = values.includes(field.value);
      else field.value = values[0];
  form.requestSubmit(form.querySelector("button[type=submit]:not([name]), button:not([name])"));
})(%s)"""


def fill_in(browser: Chromium, tab: Tab, base: str) -> int:
    """Send every form on the way to the three, and those behind them; how many pages that were.

    Raises RuntimeError when the way does not lead to the three: what was not sent proves nothing.
    """
    browser.open(tab, base + START)
    for page in range(1, MOST_PAGES):
        here = urlsplit(browser.address(tab)).path
        if here == "/matches/":
            return page + _behind(browser, tab, base)
        browser.send_form(tab, FILL % json.dumps(SAID.get(here.strip("/").rpartition("/")[2], {})))
    raise RuntimeError(f"the way through the questionnaire ended at {here}")


def _behind(browser: Chromium, tab: Tab, base: str) -> int:
    for path, said in ELSEWHERE:
        browser.open(tab, base + path)
        browser.address(tab)
        browser.send_form(tab, FILL % json.dumps(said))
    return len(ELSEWHERE)
