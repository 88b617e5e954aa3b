"""Whom someone in danger can reach."""

from rapport.language.resources import crisis_resources


def contacts(country):
    return " | ".join(resource.contact for resource in crisis_resources(country))


def test_resources_united_states():
    shown = contacts("US")

    for contact in ("911", "988", "AYUDA", "741741", "press 1", "1-800-799-7233", "678678"):
        assert contact in shown


def test_resources_by_country():
    assert "116 123" in contacts("gb")
    assert "116 123" in contacts("IE")
    assert "988" in contacts("CA")
    assert "13 11 14" in contacts("AU")
    assert "112" in contacts("DE")
    assert contacts("UK") == contacts("GB")
    assert contacts("PR") == contacts("US")


def test_resources_unknown_country_is_never_empty():
    assert "emergency number" in contacts("ZZ")
    assert contacts("") == contacts("ZZ")


def test_resources_first_is_always_the_emergency_number():
    for country in ("US", "CA", "GB", "IE", "AU", "NZ", "MX", "ES", "FR", "ZZ"):
        assert crisis_resources(country)[0].name in {"Emergency services", "Emergencias"}
        assert all(resource.contact and resource.hours for resource in crisis_resources(country))
