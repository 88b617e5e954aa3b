"""Many processes at once: a code opens an account once, a link is followed once; without the guard, more."""

import json

import pytest

from faults.scratch_site import new_site
from faults.together import MEET, run_together

ACCOUNTS, WORKERS = 6, 4
MAKE = f"""
import json
from datetime import datetime, UTC
from rapport.site.people import account_actions, account_queries, factor_actions
now, told = datetime.now(UTC), []
for number in range({ACCOUNTS}):
    one, two = (
        account_actions.invite(address=f"{{name}}{{number}}@race.example", kind="provider", by="race", at=now)
        for name in "ab"
    )
    token = account_queries.token_of(one)
    account = account_actions.follow_link(token, password="first and long", at=now)
    factor_actions.set_up_codes(account, secret="JBSWY3DPEHPK3PXP", counter=0, at=now)
    told.append([account.pk, account_queries.token_of(two)])
print(json.dumps(told))
"""
# Between reading and writing, everybody gets their turn.
TRY = """
import time
from datetime import datetime, UTC
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from rapport.site.people import account_actions, account_queries, factor_actions, factor_queries
from rapport.site.people.models import Account
real_counter, real_link = factor_actions.counter_of, account_queries.link_by_token
def slow(found):
    time.sleep(0.02)
    return found
factor_actions.counter_of = lambda *args, **more: slow(real_counter(*args, **more))
account_queries.link_by_token = lambda *args, **more: slow(real_link(*args, **more))
account_actions.make_password = lambda password: "hashed before the race"
def follows(token):
    try:
        account_actions.follow_link(token, password="x", at=now)
    except account_actions.LinkSpent:
        return False
    return True
GUARD
now = datetime.fromtimestamp(1_795_000_000, UTC)
code = format_hotp_value(hotp_value("JBSWY3DPEHPK3PXP", 1_795_000_000 // 30))
codes = links = 0
for account_id, token in TOLD:
    codes += factor_actions._is_fresh_code(Account(pk=account_id), code, at=now) if WITHOUT else (
        factor_actions.passes(Account.objects.get(pk=account_id), code, at=now))
    links += follows(token)
print(codes, links)
"""
# The guard is the transaction with its locks: select_for_update on PostgreSQL, BEGIN IMMEDIATE on SQLite.
WITHOUT_GUARD = """
from contextlib import nullcontext
from itertools import count
looked = count()
def slow(found):
    meet(next(looked))
    return found
from types import SimpleNamespace
free = SimpleNamespace(atomic=nullcontext)
account_actions.transaction = factor_actions.transaction = free
real_factor = factor_queries.authenticator
factor_queries.authenticator = lambda account, kind, lock=False: real_factor(account, kind)
unlocked = account_queries.link_by_token
account_queries.link_by_token = lambda token, at, lock=False: unlocked(token, at=at)
account_actions.audit = factor_actions.audit = SimpleNamespace(record=lambda **told: None)
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return new_site(tmp_path_factory.mktemp("account-races"))


def passed(site, *, without=""):
    told = json.loads(site.python(MAKE.replace("@race", f"@{'un' if without else ''}guarded")))
    code = TRY.replace("GUARD", without).replace("TOLD", repr(told)).replace("WITHOUT", repr(bool(without)))
    found = [tuple(map(int, line.split())) for line in run_together(site, code, WORKERS)]
    return tuple(map(sum, zip(*found, strict=True)))


def test_code_and_link_work_once_whoever_is_quick(site):
    assert passed(site) == (ACCOUNTS, ACCOUNTS)


def test_without_transaction_and_lock_they_work_more_than_once(site):
    codes, links = passed(site, without=MEET + WITHOUT_GUARD)

    assert codes > ACCOUNTS
    assert links > ACCOUNTS
