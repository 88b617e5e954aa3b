"""Who may open each address of the site: one line a route, for the matrix of the tests and for the drills.

A route of the URLconf that has no line here fails the matrix test and stops the drills. It says twice, in
other words, what views and rules say: a mistake has to be made in both places to go unseen. To add a line,
see docs/developer/testing.md.
"""

from collections.abc import Iterable
from typing import Any

from rapport.cli.drills import (
    who_may_caseload,
    who_may_checkins,
    who_may_courses,
    who_may_desk,
    who_may_newsletter,
    who_may_referrals,
)
from rapport.cli.drills.lines import (
    CAST,
    CLIENT,
    CLIENTS,
    COORDINATOR,
    NOBODYS,
    OTHER_CLIENT,
    OTHER_PROVIDER,
    PROVIDER,
    PROVIDERS,
    RESEARCHER,
    SIGNED_IN,
    SIGNED_OUT,
    Route,
    Things,
    everyone,
    only,
)

__all__ = (
    "CAST", "CLIENT", "CLIENTS", "COORDINATOR", "NOBODYS", "OTHER_CLIENT", "OTHER_PROVIDER", "PROVIDER",
    "PROVIDERS", "RESEARCHER", "ROUTES", "SIGNED_IN", "SIGNED_OUT", "Things", "addresses", "routes",
)  # fmt: skip


def _pk(thing: Any) -> list[str]:
    return [str(thing.pk) if thing is not None else NOBODYS]


def _a_match(things: Things) -> list[str]:
    return _pk(things.match)


def _a_talk(things: Things) -> list[str]:
    return _pk(things.talk)


def _a_closed_request(things: Things) -> list[str]:
    return _pk(things.talk.request if things.talk else None)


def _a_provider(things: Things) -> list[str]:
    return _pk(things.provider)


def _a_case(things: Things) -> list[str]:
    return _pk(things.case)


def _profile_pages(_: Things) -> list[str]:
    from rapport.site.portal.profile.parts import PARTS

    return [each.slug for each in PARTS]


def _a_token(_: Things) -> list[str]:
    return [NOBODYS]


def _a_request(things: Things) -> list[str]:
    return _pk(things.request)


def _a_booking(things: Things) -> list[str]:
    return _pk(things.booking)


def _a_passkey(things: Things) -> list[str]:
    if things.provider_account is None:
        return ["1"]
    return [str(each.pk) for each in things.provider_account.authenticator_set.order_by("pk")][:1]


def _an_account(things: Things) -> list[str]:
    return _pk(things.provider_account)


def _guides(_: Things) -> list[str]:
    from rapport.site.guides.queries import all_guides

    return [each.slug for each in all_guides("en")]


def _languages(_: Things) -> list[str]:
    from rapport.site.guides.queries import LANGUAGES

    return list(LANGUAGES)


def _questions(_: Things) -> list[str]:
    from rapport.site.intake.questions import QUESTIONS

    return [each.slug for each in QUESTIONS]


ROUTES: dict[str, Route] = {
    # For everybody.
    "": everyone(),
    "healthz": everyone(),
    "healthz/": everyone(),
    "crisis/": everyone(),
    "privacy/": everyone(),
    "guides/": everyone(),
    "guides/feed/": everyone(),
    "guides/feed/<language>/": everyone(parts={"language": _languages}),
    "guides/<slug>/": everyone(parts={"slug": _guides}),
    "guides/<slug>/<language>/": everyone(parts={"slug": _guides, "language": _languages}),
    "does-it-work/": everyone(),
    "planner/": everyone(),
    "planner/sent/": everyone(),
    **who_may_newsletter.ROUTES,
    "recommended/": everyone(),
    "recommended/by/<token>/": everyone(parts={"token": _a_token}),
    "providers/<provider_id>/recommend/": everyone(parts={"provider_id": _a_provider}),
    "providers/<provider_id>/": everyone(parts={"provider_id": _a_provider}),
    "return/": everyone(),
    "mine/leave/": everyone(),
    "mine/sign-out/": everyone(),
    # Whoever reads the mailbox; a link that has ended says so, and nothing else.
    "mine/contact/confirm/<token>/": everyone(parts={"token": _a_token}),
    "mine/contact/stop/<token>/": everyone(parts={"token": _a_token}),
    # The way in. What stands behind it, no visit of the cast opens: a link, half a sign-in, a proof.
    "sign-in/": everyone(),
    "sign-in/code/": only(),
    "sign-in/passkey/": everyone(),
    "sign-in/passkey/question/": everyone(),
    "sign-in/forgotten/": everyone(),
    "join/<token>/": only(parts={"token": _a_token}),
    "account/": only(*SIGNED_IN),
    "account/second-factor/": only(*SIGNED_IN),
    "account/recovery-codes/": only(*SIGNED_IN),
    "account/passkeys/": only(*SIGNED_IN),
    "account/passkeys/question/": only(*SIGNED_IN),
    "account/passkeys/<passkey_id>/remove/": only(PROVIDER, parts={"passkey_id": _a_passkey}),
    "account/password/": only(*SIGNED_IN),
    "account/prove/": only(*SIGNED_IN),
    "account/sign-out/": everyone(),
    # Whoever answers becomes a client by it; everybody sees their own answers alone.
    "questionnaire/": everyone(),
    "questionnaire/check/": only(*CLIENTS),
    "questionnaire/go-on/": only(*CLIENTS),
    "questionnaire/<slug>/": everyone(parts={"slug": _questions}),
    # A client's own.
    "matches/": only(*CLIENTS),
    "matches/issue/": only(*CLIENTS),
    "matches/before/": only(*CLIENTS),
    "matches/again/": only(*CLIENTS),
    "matches/<match_id>/ask/": only(CLIENT, parts={"match_id": _a_match}),
    "requests/": only(*CLIENTS),
    "requests/<request_id>/withdraw/": only(CLIENT, parts={"request_id": _a_request}),
    "matches/<match_id>/": only(CLIENT, parts={"match_id": _a_match}),
    "bookings/": only(*CLIENTS),
    "bookings/times/<request_id>/": only(CLIENT, parts={"request_id": _a_request}),
    "bookings/<booking_id>/": only(CLIENT, parts={"booking_id": _a_booking}),
    "bookings/<booking_id>/check/": only(CLIENT, parts={"booking_id": _a_booking}),
    "bookings/<booking_id>/move/": only(CLIENT, parts={"booking_id": _a_booking}),
    "bookings/<booking_id>/cancel/": only(CLIENT, parts={"booking_id": _a_booking}),
    "bookings/<booking_id>/missed/": only(CLIENT, parts={"booking_id": _a_booking}),
    "bookings/<booking_id>/appointment.ics": only(CLIENT, parts={"booking_id": _a_booking}),
    "choosing/": only(*CLIENTS),
    "choosing/compare/": only(*CLIENTS),
    "choosing/chosen/": only(*CLIENTS),
    "choosing/prepare/<match_id>/": only(CLIENT, parts={"match_id": _a_match}),
    "choosing/reflect/<booking_id>/": only(CLIENT, parts={"booking_id": _a_talk}),
    "choosing/choose/<request_id>/": only(CLIENT, parts={"request_id": _a_closed_request}),
    "choosing/farewell/<request_id>/": only(CLIENT, parts={"request_id": _a_closed_request}),
    **who_may_caseload.ROUTES,
    **who_may_checkins.ROUTES,
    **who_may_referrals.ROUTES,
    **who_may_courses.ROUTES,
    "recommended/<provider_id>/fit/": only(*CLIENTS, parts={"provider_id": _a_provider}),
    "mine/": only(*CLIENTS),
    "mine/download/": only(*CLIENTS),
    "mine/choices/": only(*CLIENTS),
    "mine/contact/": only(*CLIENTS),
    "mine/account/": only(*CLIENTS),
    "mine/account/remove/": only(*CLIENTS),
    "mine/account/passkeys/": only(*CLIENTS),
    "mine/account/passkeys/question/": only(*CLIENTS),
    "mine/account/passkeys/<passkey_id>/remove/": only(*CLIENTS, parts={"passkey_id": _a_passkey}),
    "mine/erase/": only(*CLIENTS),
    "portal/calendar/": only(*PROVIDERS),
    "portal/calendar/feed/": only(*PROVIDERS),
    # Calendar programs sign in nowhere: the address itself is the secret, and this one is nobody's.
    "portal/calendar/feed/<token>/appointments.ics": only(parts={"token": _a_token}),
    "portal/calendar/<booking_id>/": only(PROVIDER, parts={"booking_id": _a_booking}),
    "portal/calendar/<booking_id>/cancel/": only(PROVIDER, parts={"booking_id": _a_booking}),
    "portal/calendar/<booking_id>/outcome/": only(PROVIDER, parts={"booking_id": _a_booking}),
    # The portal: each provider their own.
    "portal/": only(*PROVIDERS),
    "portal/start/": only(*PROVIDERS),
    "portal/reflections/": only(*PROVIDERS),
    "portal/reflections/<booking_id>/": only(PROVIDER, parts={"booking_id": _a_talk}),
    "portal/requests/": only(*PROVIDERS),
    "portal/requests/confirm/": only(*PROVIDERS),
    "portal/requests/<request_id>/": only(PROVIDER, parts={"request_id": _a_request}),
    "portal/requests/<request_id>/offer/": only(PROVIDER, parts={"request_id": _a_request}),
    "portal/requests/<request_id>/decline/": only(PROVIDER, parts={"request_id": _a_request}),
    # A provider's own: each sees their own portal alone.
    "portal/verification/": only(*PROVIDERS),
    "portal/verification/begin/": only(*PROVIDERS),
    "portal/verification/who/": only(*PROVIDERS),
    "portal/verification/licences/": only(*PROVIDERS),
    "portal/verification/submit/": only(*PROVIDERS),
    "portal/profile/": only(*PROVIDERS),
    "portal/profile/<slug>/": only(*PROVIDERS, parts={"slug": _profile_pages}),
    "portal/hours/": only(*PROVIDERS),
    "portal/hours/week/": only(*PROVIDERS),
    "portal/hours/dates/": only(*PROVIDERS),
    "portal/hours/dates/<on>/drop/": only(*PROVIDERS, parts={"on": lambda _: ["2026-12-24"]}),
    "portal/places/": only(*PROVIDERS),
    "portal/places/pause/": only(*PROVIDERS),
    "portal/places/back/": only(*PROVIDERS),
    "portal/replies/": only(*PROVIDERS),
    "portal/replies/<place>/": only(*PROVIDERS, parts={"place": lambda _: ["1", "2"]}),
    "portal/replies/rate/": only(*PROVIDERS),
    "portal/replies/close/": only(*PROVIDERS),
    # The desk.
    "desk/verification/": only(COORDINATOR),
    "desk/verification/<case_id>/": only(COORDINATOR, parts={"case_id": _a_case}),
    **who_may_desk.ROUTES,
    "desk/": only(COORDINATOR, RESEARCHER),
    "desk/people/": only(COORDINATOR),
    "desk/people/invite/": only(COORDINATOR),
    "desk/people/<account_id>/link/": only(COORDINATOR, parts={"account_id": _an_account}),
    "desk/people/<account_id>/revoke/": only(COORDINATOR, parts={"account_id": _an_account}),
    "desk/trial/": only(COORDINATOR, RESEARCHER),
}


def routes() -> list[str]:
    """Every route of the site's own table, converters left out."""
    from django.urls import get_resolver

    return sorted(set(_routes(get_resolver().url_patterns)))


def _routes(patterns: Iterable[Any], before: str = "") -> Iterable[str]:
    for each in patterns:
        route = before + str(each.pattern)
        if hasattr(each, "url_patterns"):
            yield from _routes(each.url_patterns, route)
            continue
        for name in each.pattern.converters:
            written = route.partition(f":{name}>")[0].rpartition("<")[2]
            route = route.replace(f"<{written}:{name}>", f"<{name}>")
        yield route


def addresses(route: str, things: Things) -> list[str]:
    """A route's addresses, one for each example of its parts; KeyError where it has no line."""
    found = ["/" + route]
    for name, examples in ROUTES[route].parts.items():
        found = [each.replace(f"<{name}>", example) for each in found for example in examples(things)]
    return found
