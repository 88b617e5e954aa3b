"""Items that arrive together are written together; each one who waits learns what became of their own."""

import os
from threading import Event, Thread

import pytest

from rapport.site.foundation.group_commit import GroupCommit


class Disk:
    """Writes when it is let; keeps what came in each turn."""

    def __init__(self):
        self.turns, self.asked, self.go, self.fault = [], Event(), Event(), None

    def write(self, items):
        self.asked.set()
        assert self.go.wait(10)
        if self.fault:
            raise self.fault
        self.turns.append(items)
        return [item.upper() for item in items]


def adding(group, items, seen):
    def add(item):
        try:
            seen.append(group.add(item))
        except OSError as error:
            seen.append(str(error))

    threads = [Thread(target=add, args=(item,)) for item in items]
    for thread in threads:
        thread.start()
    return threads


def waiting(group, count):
    """Until so many stand in the line."""
    while len(group._waiting) < count:
        os.sched_yield()


def test_alone_is_written_at_once():
    disk = Disk()
    disk.go.set()

    assert GroupCommit(disk.write).add("a") == "A"
    assert disk.turns == [["a"]]


def test_those_who_come_while_one_is_written_share_the_next_turn():
    disk, seen = Disk(), []
    group = GroupCommit(disk.write)
    first = adding(group, ["a"], seen)
    assert disk.asked.wait(10)
    others = adding(group, ["b", "c", "d"], seen)
    waiting(group, 3)

    assert seen == []  # Nobody goes on before their own is written.
    disk.go.set()
    for thread in first + others:
        thread.join(10)

    assert disk.turns[0] == ["a"]
    assert sorted(disk.turns[1]) == ["b", "c", "d"]
    assert len(disk.turns) == 2
    assert sorted(seen) == ["A", "B", "C", "D"]


def test_each_of_those_who_waited_is_told_of_a_fault_and_the_next_is_written():
    disk, seen = Disk(), []
    disk.fault = OSError("disk full")
    group = GroupCommit(disk.write)
    threads = adding(group, ["a"], seen)
    assert disk.asked.wait(10)
    threads += adding(group, ["b", "c"], seen)
    waiting(group, 2)
    disk.go.set()
    for thread in threads:
        thread.join(10)

    assert seen == ["disk full"] * 3
    disk.fault = None
    assert group.add("d") == "D"
    assert disk.turns == [["d"]]


def test_fault_of_one_who_is_alone_is_raised():
    def broken(_):
        raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        GroupCommit(broken).add("a")
