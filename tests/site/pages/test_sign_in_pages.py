"""Coming in with an account: two factors, the same answer for everybody else, and out again."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rapport.site.foundation.models import AuditEvent, LimitCount
from rapport.site.foundation.outbox_models import OutboxMessage
from rapport.site.people import (
    account_actions,
    account_queries,
    account_visits,
    entrance_actions,
    policy,
    sessions,
)
from rapport.site.people import factor_queries as factors
from rapport.site.people.models import Account, AccountLink, Session
from support import accounts
from support.story import words_of

pytestmark = pytest.mark.django_db
ADDRESS = "kim@practice.example"
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"')


def send(browser, *, name=ADDRESS, password=accounts.PASSWORD):
    return browser.post("/sign-in/", {"name": name, "password": password})


def came_in(browser):
    return browser.get("/account/").status_code == 200


@pytest.mark.parametrize(
    ("kind", "home"), [("provider", "/portal/"), ("coordinator", "/desk/"), ("researcher", "/desk/")]
)
def test_password_and_code_lead_in(client, kind, home):
    accounts.account(kind, address=ADDRESS)

    assert send(client, name=" KIM@practice.example ").url == "/sign-in/code/"
    assert not came_in(client)
    assert client.post("/sign-in/code/", {"code": accounts.code()}).url == home
    assert came_in(client)
    verbs = list(AuditEvent.objects.order_by("seq").values_list("verb", flat=True))
    assert verbs == ["invited", "joined", "second_factor_set", "signed_in"]
    assert not AuditEvent.objects.filter(detail__icontains="practice").exists()


def test_code_works_once_and_a_recovery_code_too(client):
    person = accounts.account(address=ADDRESS)
    send(client)
    used = accounts.code()
    client.post("/sign-in/code/", {"code": used})
    spare = factors.recovery_codes(person)[0]

    for code, works in ((used, False), (spare, True), (spare, False)):
        browser = Browser()
        send(browser)
        answer = browser.post("/sign-in/code/", {"code": code})
        assert (answer.status_code == 302) is works
    assert "That code does not work" in words_of(answer)


@pytest.mark.parametrize("steps", [-2, -1, 1, 2])
def test_code_of_half_a_minute_before_or_after_works(client, steps):
    accounts.account(address=ADDRESS)
    send(client)

    code = accounts.code(at=timezone.now() + steps * timedelta(seconds=30))

    assert (client.post("/sign-in/code/", {"code": code}).status_code == 302) is (abs(steps) == 1)


@pytest.mark.parametrize("code", ["", " ", "000000", "x", "123456" * 9, "१२३४५६", "\x00"])
def test_other_codes_are_refused_beside_the_field(client, code):
    accounts.account(address=ADDRESS)
    send(client)

    answer = client.post("/sign-in/code/", {"code": code})

    assert answer.status_code == 200
    assert "There is a problem" in words_of(answer)
    assert not came_in(client)


def test_code_page_is_nothing_without_the_password(client):
    accounts.account(address=ADDRESS)
    assert client.get("/sign-in/code/").url == "/sign-in/"
    assert client.post("/sign-in/code/", {"code": accounts.code()}).url == "/sign-in/"

    send(client)
    session = client.session
    session[account_visits.HALF_WAY_AT] = (timezone.now() - timedelta(minutes=11)).isoformat()
    session.save()
    assert client.post("/sign-in/code/", {"code": accounts.code()}).url == "/sign-in/"


def _refused(name, password):
    answer = send(Browser(), name=name, password=password)
    assert answer.status_code == 200
    return TOKEN.sub(b"", answer.content)


def test_everybody_who_may_not_come_in_gets_the_same_bytes_for_the_same_work(monkeypatch):
    hashed = []
    for name in ("encode", "verify"):
        real = getattr(Argon2PasswordHasher, name)
        monkeypatch.setattr(
            Argon2PasswordHasher,
            name,
            lambda *args, real=real, **more: hashed.append(1) or real(*args, **more),
        )
    answers, work = {}, {}

    def note(case, password="a wrong one, and long"):
        before = len(hashed)
        answers[case], work[case] = _refused(ADDRESS, password), len(hashed) - before

    note("unknown")
    link = account_actions.invite(
        address=ADDRESS, kind="coordinator", by="operator", at=timezone.now()
    )  # fmt: skip
    note("invited")
    token = account_queries.token_of(link)
    account_actions.follow_link(token, password=accounts.PASSWORD, at=timezone.now())
    note("wrong password")
    account_actions.revoke(Account.objects.get(), by="operator", at=timezone.now())
    note("revoked", accounts.PASSWORD)

    assert len(set(answers.values())) == 1
    assert set(work.values()) == {1}


def test_forgotten_password_says_the_same_to_everybody_and_writes_to_accounts_alone():
    accounts.account(address=ADDRESS)
    OutboxMessage.objects.all().delete()

    answers = {
        TOKEN.sub(b"", Browser().post("/sign-in/forgotten/", {"address": address}).content)
        for address in (ADDRESS, "nobody@practice.example")
    }

    assert len(answers) == 1
    assert [each.template for each in OutboxMessage.objects.all()] == ["password_reset"]
    link = AccountLink.objects.get(purpose="reset")
    client = Browser()
    new = "seven slow trains go north"
    path = f"/join/{account_queries.token_of(link)}/"
    assert client.post(path, {"password": new, "again": new}).url == "/sign-in/"
    assert send(client, password=new).url == "/sign-in/code/"


def test_forgotten_password_runs_the_same_statements_for_everybody():
    accounts.account(address=ADDRESS)
    revoked = accounts.account(address="gone@practice.example")
    account_actions.revoke(revoked, by="operator", at=timezone.now())
    ran = {}

    for address in (ADDRESS, "nobody@practice.example", "gone@practice.example"):
        with CaptureQueriesContext(connection) as captured:
            Browser().post("/sign-in/forgotten/", {"address": address})
        # A savepoint is kept for some and undone for others; all else has the same words.
        words = [re.split(r" WHERE | VALUES | = ", each["sql"])[0] for each in captured]
        ran[address] = [each for each in words if "SAVEPOINT" not in each]

    first, *others = ran.values()
    # PostgreSQL adds to the audit trail and moves its end in one statement.
    assert len([each for each in first if each.startswith(("INSERT", "WITH"))]) >= 4
    for each in others:
        assert each == first


def test_tries_are_counted_by_place_and_by_name(client):
    accounts.account(address=ADDRESS)
    statuses = [send(client, password="wrong").status_code for _ in range(11)]
    assert statuses == [200] * 10 + [429]

    statuses = [
        send(Browser(REMOTE_ADDR=f"198.51.100.{number}"), password="wrong").status_code
        for number in range(12)
    ]
    assert statuses == [200] * 10 + [429] * 2
    assert not LimitCount.objects.filter(who__contains="practice").exists()


def test_codes_are_counted_for_the_account(client):
    accounts.account(address=ADDRESS)
    send(client)

    statuses = [client.post("/sign-in/code/", {"code": "000000"}).status_code for _ in range(11)]

    assert statuses == [200] * 10 + [429]
    assert client.post("/sign-in/code/", {"code": accounts.code()}).status_code == 429


def test_without_a_second_factor_nothing_is_shown_but_its_set_up(client):
    accounts.account("coordinator", address=ADDRESS, codes=False)
    assert send(client).url == "/desk/"

    for path in ("/account/", "/account/recovery-codes/"):
        assert client.get(path).url == "/account/second-factor/", path
    with pytest.raises(account_visits.SecondFactorFirst):
        policy.viewer_of(client.get("/account/second-factor/").wsgi_request)
    page = client.get("/account/second-factor/")
    secret = re.search(r'data-part="secret">([A-Z2-7 ]+)<', page.content.decode())[1].replace(" ", "")
    assert client.post("/account/second-factor/", {"code": "000000"}).status_code == 200
    assert secret in client.get("/account/second-factor/").content.decode().replace(" ", "")

    code = accounts.code_of(secret)
    assert client.post("/account/second-factor/", {"code": code}).url == "/account/recovery-codes/"
    assert len(re.findall(r'class="code"', client.get("/account/recovery-codes/").content.decode())) == 10
    assert client.get("/account/").status_code == 200


def test_revoking_ends_a_live_visit_at_the_next_click(client):
    person = accounts.account(address=ADDRESS)
    send(client)
    client.post("/sign-in/code/", {"code": accounts.code()})
    assert came_in(client)

    account_actions.revoke(person, by="operator", at=timezone.now())

    assert client.get("/account/").url == "/sign-in/"
    assert client.get("/desk/trial/").status_code == 404
    assert _refused(ADDRESS, accounts.PASSWORD)


def test_signing_in_changes_the_key_and_forgets_the_visit_before(client):
    accounts.account(address=ADDRESS)
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    planted = session.session_key

    send(client)
    half_way = client.session.session_key
    client.post("/sign-in/code/", {"code": accounts.code()})

    assert len({planted, half_way, client.session.session_key}) == 3
    assert "planted" not in client.session
    assert list(Session.objects.exclude(account_id="")) == [Session.objects.get()]


def test_visit_ends_when_it_is_not_used(client, settings):
    accounts.sign_in(client, accounts.account())
    session = client.session
    session[sessions.SEEN] = (
        timezone.now() - timedelta(minutes=settings.ENVIRONMENT.session_minutes + 1)
    ).isoformat()
    session.save()

    assert client.get("/account/").url == "/sign-in/"
    assert not Session.objects.filter(account_id__gt="").exists()


def test_signing_out_ends_the_visit(client):
    accounts.sign_in(client, accounts.account())

    assert client.get("/account/sign-out/").status_code == 405
    assert client.post("/account/sign-out/").url == "/sign-in/"

    assert not came_in(client)
    assert not Session.objects.exists()


@pytest.mark.parametrize(
    "password",
    [
        "",
        "short",
        "passwordpassword",
        "Password1234567!",
        "qwertyqwertyqwe",
        "111111111111111",
        "abcabcabcabcabc",
    ],
)
def test_weak_password_is_refused_when_joining(client, password):
    link = account_actions.invite(address=ADDRESS, kind="provider", by="operator", at=timezone.now())

    path = f"/join/{account_queries.token_of(link)}/"
    answer = client.post(path, {"password": password, "again": password})

    assert answer.status_code == 200
    assert "There is a problem" in words_of(answer)
    assert f'value="{password}"' not in answer.content.decode()
    assert Account.objects.get().joined_at is None


def test_mistyped_repetition_is_refused_and_spent_links_say_so(client):
    link = account_actions.invite(address=ADDRESS, kind="provider", by="operator", at=timezone.now())
    path = f"/join/{account_queries.token_of(link)}/"

    answer = client.post(path, {"password": accounts.PASSWORD, "again": accounts.PASSWORD + "!"})
    assert "The two are not the same" in words_of(answer)
    client.post(path, {"password": accounts.PASSWORD, "again": accounts.PASSWORD})

    for _ in range(2):
        answer = client.get(path)
        assert answer.status_code == 404
        assert "This link works no more" in words_of(answer)


@pytest.mark.parametrize("which", ["second-factor", "recovery-codes", "passkeys", "password"])
def test_what_protects_an_account_asks_for_the_password_after_a_while(client, which):
    accounts.sign_in(client, accounts.account())
    assert client.get(f"/account/{which}/").status_code == 200
    session = client.session
    session[account_visits.PROVED_AT] = (timezone.now() - timedelta(minutes=16)).isoformat()
    session.save()

    assert client.get(f"/account/{which}/").url == "/account/prove/"
    assert client.post("/account/prove/", {"password": "wrong"}).status_code == 200
    assert client.get(f"/account/{which}/").url == "/account/prove/"
    assert client.post("/account/prove/", {"password": accounts.PASSWORD}).url == f"/account/{which}/"
    assert client.get(f"/account/{which}/").status_code == 200


def test_changing_the_password_ends_other_visits(client):
    person = accounts.account(address=ADDRESS)
    other = Browser()
    accounts.sign_in(client, person)
    accounts.sign_in(other, person)

    new = "seven slow trains go north"
    assert client.post("/account/password/", {"password": new, "again": new}).url == "/account/"

    assert came_in(client)
    assert not came_in(other)


def test_new_recovery_codes_take_the_place_of_the_old(client):
    person = accounts.account()
    accounts.sign_in(client, person)
    old = factors.recovery_codes(person)

    client.post("/account/recovery-codes/")

    assert not set(old) & set(factors.recovery_codes(person))
    assert not entrance_actions.try_code(person, old[0], at=timezone.now())


def test_second_factors_stand_sealed_in_the_database():
    accounts.account()
    stored = str(list(Account.objects.get().authenticator_set.values_list("data", flat=True)))

    assert accounts.SECRET not in stored
    assert "secret" in stored
    assert "seed" in stored
