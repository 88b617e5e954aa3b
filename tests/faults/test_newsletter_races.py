"""Two workers and the newsletter: one mail a reader, whoever comes first; and an address is one row.

The control has neither lock nor a name that stands once; both look at how far the edition has come before
either writes it down, and so each reader gets two.
"""

import json

import pytest

from faults.scratch_site import new_site
from faults.together import MEET, run_together

WORKERS, READERS = 2, 6
PREPARE = f"""
from support.subscribed import NOW, an_edition, reader
from rapport.site.newsletter.actions import editions
for n in range({READERS}):
    reader(f"r{{n}}@mailbox.example")
editions.schedule(an_edition(), send_at=NOW, by="desk", at=NOW)
"""
SEND = """
from rapport.site.newsletter.actions.sending import send_due
from support.subscribed import NOW
print(send_due(NOW))
"""
# Nobody waits for the edition, no name keeps a second mail out, and both have looked before either writes.
BARE = (
    MEET
    + """
from contextlib import nullcontext
from rapport.site.foundation.ids import new_id
from rapport.site.newsletter.actions import sending
from rapport.site.newsletter.models import Edition
from django.db.models import QuerySet
class _NoTransaction:
    def atomic(self):
        return nullcontext()
sending.transaction = _NoTransaction()
QuerySet.select_for_update = lambda self, **given: self
sending.key_of = lambda row, reader_id: f"edition:{row.pk}:{reader_id}:{new_id()}"
put, following = sending.outbox.put_all, sending._next
def looking(row, most):
    found = following(row, most)
    meet()
    return found
def putting(mails):
    from django.db import transaction
    with transaction.atomic():
        put(mails)
sending._next, sending.outbox.put_all = looking, putting
"""
)
STATE = """
import json
from collections import Counter
from rapport.site.foundation.models import OutboxMessage
from rapport.site.newsletter.models import Edition
mails = Counter(OutboxMessage.objects.filter(template="edition").values_list("recipient_id", flat=True))
print(json.dumps([len(mails), max(mails.values(), default=0), Edition.objects.get().state]))
"""
ASK = """
from rapport.site.newsletter.actions import joining
from support.subscribed import NOW
joining.ask("robin@mailbox.example", "en", at=NOW)
"""


@pytest.fixture
def site(tmp_path):
    return new_site(tmp_path)


def said(site, code):
    return run_together(site, code, 1)[0]


def test_two_workers_put_one_mail_for_each_reader(site):
    said(site, PREPARE)

    counts = sorted(int(each) for each in run_together(site, SEND, WORKERS))

    assert counts == [0, READERS]
    assert json.loads(said(site, STATE)) == [READERS, 1, "sending"]


def test_without_lock_and_name_readers_get_two(site):
    said(site, PREPARE)

    run_together(site, BARE + SEND, WORKERS)

    readers, most, _state = json.loads(said(site, STATE))
    assert (readers, most) == (READERS, WORKERS)


def test_address_that_asks_twice_at_once_is_one_row(site):
    run_together(site, ASK, 3)

    counting = "from rapport.site.newsletter.models import Reader\nprint(Reader.objects.count())"
    assert said(site, counting) == "1"
