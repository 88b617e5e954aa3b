"""What `rapport bench request` asks is a client's real way: answers saved, three stored, their page shown."""

import sys
from importlib import import_module

import pytest

from rapport.site.directory.actions import indexing
from rapport.site.directory.queries import mapped
from rapport.site.matches.models import Shortlist
from support import sources

sys.path.append(str(sources.ROOT))
work = import_module("benchmarks.request_work")


@pytest.mark.django_db
def test_every_new_client_gets_three_from_the_file(tmp_path, monkeypatch):
    for module in (mapped, indexing):
        monkeypatch.setattr(module, "folder", lambda: tmp_path)
    monkeypatch.setattr(mapped.engine, "load", lambda: False)
    monkeypatch.setattr(mapped._Mapped, "stamp", (0, 0))

    work.fill(400)
    times = work.Requests().times(2)

    assert [len(each) for each in times] == [3, 3]
    assert all(part > 0 for each in times for part in each)
    assert Shortlist.objects.count() == 2
    assert mapped._Mapped.index is not None
