"""What a session asks for: half a minute at most times, and never everything at once."""

from rapport.site.checkins.choices import CheckForm
from rapport.site.checkins.queries.asking import form_at
from rapport.site.checkins.queries.symptoms import EVERY_SESSIONS


def test_whole_form_comes_early_and_then_at_every_fifth_session() -> None:
    full = [number for number in range(1, 31) if form_at(number) == CheckForm.FULL]

    assert full == [2, 4, 10, 15, 20, 25, 30]


def test_no_early_session_asks_for_the_whole_form_and_for_symptoms() -> None:
    on_rhythm = range(1, 22, EVERY_SESSIONS)

    assert [number for number in on_rhythm if form_at(number) == CheckForm.FULL] == []
