"""The planner as PDF: tagged, whole in both languages, complete over the year, and blind to what is typed."""

import io
import traceback
from datetime import date, timedelta

import pypdf
import pytest

from rapport.site.guides.planner import typesetting
from rapport.site.guides.planner.typesetting import LANGUAGES, Order, Unprintable, typeset, words_in
from rapport.site.guides.planner.year import months_from, year
from support import reading_age

FIRST = date(2026, 12, 1)
# Cover, use, goals, three first talks, agreement, year; months; looks back; bumps; one on fit.
PAGES_BESIDE_WEEKS = 8 + 12 + 4 + 4 + 1


def order(**changes) -> Order:
    return Order(**{"first": FIRST, "language": "en", "paper": "us-letter", **changes})


def read(made: bytes) -> tuple[pypdf.PdfReader, str]:
    pdf = pypdf.PdfReader(io.BytesIO(made))
    # Reading all weeks would take seconds; they are all alike.
    return pdf, "\n".join(page.extract_text() for page in [*pdf.pages[:10], *pdf.pages[-6:]])


@pytest.mark.parametrize(("language", "paper", "height"), [("en", "us-letter", 792), ("es", "a4", 842)])
def test_planner_is_tagged_and_has_every_page(language, paper, height):
    pdf, text = read(typeset(order(language=language, paper=paper)))
    root, words = pdf.trailer["/Root"], words_in(language)

    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == language
    assert pdf.metadata.title == words["title"]
    assert b"pdfuaid" in root["/Metadata"].get_data()
    assert round(pdf.pages[0].mediabox.height) == height
    weeks = sum(len(month["weeks"]) for month in year(FIRST, words))
    assert len(pdf.pages) == PAGES_BESIDE_WEEKS + weeks
    for part in ("my_goals", "agreed", "year", "progress", "fit"):
        assert words[part]["title"] in text
    assert "988" in text


def test_what_is_typed_is_printed_as_it_is_and_never_read_as_markup():
    typed = '#read("planner.typ") *a* \\ "b" $x$ {n}'

    pdf, text = read(typeset(order(name="Zoë Ångström", goals=(typed, "g" * 160, "Ελένη Олена"))))

    assert "Zoë Ångström" in text
    assert typed.replace(" ", "") in text.replace(" ", "").replace("\n", "")
    assert "Ελένη Олена" in text
    assert len(pdf.pages) == PAGES_BESIDE_WEEKS + 53


def test_same_order_gives_the_same_bytes():
    assert typeset(order()) == typeset(order())


def test_letters_that_cannot_be_printed_are_said_and_not_repeated():
    typed = order(name="王小明")

    with pytest.raises(Unprintable) as caught:
        typeset(typed)

    assert "王" not in "".join(traceback.format_exception(caught.value))


def test_another_fault_of_typesetting_repeats_nothing(monkeypatch, tmp_path):
    broken = tmp_path / "broken.typ"
    broken.write_text("#panic(sys.inputs.data)")
    monkeypatch.setattr(typesetting, "SOURCE", broken)
    monkeypatch.setattr(typesetting, "HERE", tmp_path)

    typed = order(name="Ana Secret")

    with pytest.raises(RuntimeError) as caught:
        typeset(typed)

    assert "Secret" not in "".join(traceback.format_exception(caught.value))


def test_order_shows_nothing_of_what_was_typed():
    assert "Secret" not in repr(order(name="Ana Secret", goals=("Secret",)))


@pytest.mark.parametrize("first", [date(2026, 12, 1), date(2027, 2, 1), date(2028, 2, 1)])
def test_no_day_of_the_year_is_missing_and_no_week_stands_twice(first):
    words = words_in("en")
    months = list(months_from(first))
    end = months_from(months[-1])
    next(end)
    weeks = [week["first"] for month in year(first, words) for week in month["weeks"]]
    shown = {day["date"] for month in year(first, words) for week in month["weeks"] for day in week["days"]}

    day, wanted = first, set()
    while day < next_year(first):
        wanted.add(f"{words['months'][day.month - 1]} {day.day}")
        day += timedelta(days=1)

    assert len(weeks) in (52, 53)
    assert wanted <= shown


def next_year(first: date) -> date:
    return first.replace(year=first.year + 1)


def shape(value: object) -> object:
    if isinstance(value, dict):
        return {name: shape(each) for name, each in value.items()}
    return [shape(each) for each in value] if isinstance(value, list) else type(value)


def test_languages_have_the_same_words():
    assert shape(words_in("es")) == shape(words_in("en"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_planner_can_be_read_at_twelve(language):
    def lines(value: object) -> list[str]:
        if isinstance(value, str):
            return [value if value.endswith((".", "?", "!")) else f"{value}."]
        each = value.values() if isinstance(value, dict) else value
        return [line for one in each for line in lines(one)]  # type: ignore[attr-defined]

    words = {name: each for name, each in words_in(language).items() if isinstance(each, dict)}

    assert reading_age.can_be_read_at_twelve("\n".join(lines(words)), language)
