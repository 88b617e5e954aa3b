"""Two coordinators accept two people with one number at one moment: one of them is verified.

Its control takes the look-up and the constraint away, lets both meet in between, and verifies both.
"""

from faults.scratch_site import new_site
from faults.together import MEET, TESTS, run_together

SETUP = """
from support.accounts import account
from support.practice import AT
from faults.import_files import npi_number
from rapport.site.directory.actions import verification
from rapport.site.directory.actions.verification import LicenceGiven, Who
from rapport.site.directory.choices import Kind
from rapport.site.directory.queries.verification import open_case
for name in ("Ada Example", "Eve Example"):
    found = verification.open_provider(account("provider"), name=name, kind=Kind.THERAPIST, at=AT)
    case = open_case(found)
    verification.say_who(case, Who(name, Kind.THERAPIST, npi_number(1), "103TC0700X"), by="a", at=AT)
    verification.say_licences(case, [LicenceGiven("NY", "1", AT.date().replace(year=2028))], by="a", at=AT)
    verification.submit(case, by="a", at=AT)
"""
ACCEPT = """
from django.db import DatabaseError
from support.practice import AT
from rapport.site.directory.actions import verification
from rapport.site.directory.choices import Verdict
from rapport.site.directory.models import VerificationCase
case = VerificationCase.objects.select_related("provider").order_by("id")[NUMBER]
try:
    verification.decide(case, verdict=Verdict.ACCEPT, reason="", by=f"c{NUMBER}", at=AT)
except (verification.NumberTaken, DatabaseError):
    pass
"""
WITHOUT_GUARDS = """
from contextlib import nullcontext
from types import SimpleNamespace
from django.db.models import QuerySet
from rapport.site.directory.actions import verification
verification.outbox = SimpleNamespace(put=lambda **named: None, to_account=str)
QuerySet.select_for_update = lambda self, **named: self
verification.transaction = SimpleNamespace(atomic=nullcontext)
def looked(number, *, but):
    meet()
    return False
verification.is_taken = looked
"""
DROP = """
from django.db import connection
from rapport.site.directory.models import Provider
[constraint] = [each for each in Provider._meta.constraints if each.name == "provider_verified_once"]
Provider._meta.constraints = [each for each in Provider._meta.constraints if each is not constraint]
if connection.vendor == "sqlite":
    connection.cursor().execute("DROP INDEX provider_verified_once")
else:
    with connection.schema_editor() as editor:
        editor.remove_constraint(Provider, constraint)
"""
VERIFIED = """
from rapport.site.directory.models import Provider
print(Provider.objects.filter(vouched="desk").count())
"""


def verified(tmp_path, prepare="", code=ACCEPT):
    site = new_site(tmp_path)
    site.python(TESTS + SETUP + prepare)
    run_together(site, code, 2)
    return site.python(VERIFIED)


def test_number_is_verified_once_whoever_accepts_first(tmp_path):
    assert verified(tmp_path) == "1"


def test_without_guards_two_people_are_verified_with_one_number(tmp_path):
    assert verified(tmp_path, DROP, MEET + WITHOUT_GUARDS + ACCEPT) == "2"
