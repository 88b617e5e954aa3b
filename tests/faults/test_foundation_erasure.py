"""Erased is gone: what a client said stands in no file of the database, and an old copy of it does not open.

Canaries are words put where a client's words go. A control without sealing and overwriting finds them.
"""

import shutil
import sqlite3

import pytest

from faults.scratch_site import new_site

CLIENTS = 25
CANARIES = [f"canary-{number:03}-marmalade" for number in range(CLIENTS)]
PLANT = f"""
from datetime import datetime, UTC
from rapport.site.people import actions
from rapport.site.foundation import consent
for number in range({CLIENTS}):
    at = datetime.now(UTC)
    client, code = actions.open_client(at=at)
    client.seal("receipt", f"canary-{{number:03}}-marmalade")
    client.save()
    consent.give(client_id=client.pk, purpose="matching", at=at)
    print(client.pk, client.key_id, client.receipt_digest)
"""
ERASE = """
from datetime import datetime, UTC
from rapport.site.people import actions
from rapport.site.people.models import Client
for client in Client.objects.all():
    actions.erase_client(client, by="operator", at=datetime.now(UTC))
"""
OPEN_ALL = """
from rapport.site.people.models import Client
from rapport.site.foundation.keys import KeyProblem
opened = 0
for client in Client.objects.all():
    try:
        opened += "canary" in client.unseal("receipt")
    except KeyProblem:
        pass
print(opened, Client.objects.count())
"""


@pytest.fixture
def site(tmp_path):
    return new_site(tmp_path)


def files_with(site, words):
    """Which words stand in any file of the database, the write-ahead log included."""
    held = b"".join(file.read_bytes() for file in site.data.glob("rapport.sqlite3*"))
    return [word for word in words if word.encode() in held]


@pytest.mark.sqlite
def test_words_of_clients_never_stand_in_the_files_and_ids_go_with_erasing(site):
    planted = [line.split() for line in site.python(PLANT).splitlines()]
    keys_and_digests = [word for line in planted for word in line[1:]]

    assert files_with(site, CANARIES) == []
    assert len(files_with(site, keys_and_digests)) == len(keys_and_digests)

    site.python(ERASE)

    assert files_with(site, CANARIES + keys_and_digests) == []
    # The audit trail keeps the random ids, as it says it does.
    assert len(files_with(site, [line[0] for line in planted])) == CLIENTS


@pytest.mark.sqlite
def test_without_overwriting_erased_rows_stay_in_the_files(site):
    """The control: secure_delete off and no checkpoint, as a plain DELETE would have it."""
    planted = [line.split() for line in site.python(PLANT).splitlines()]
    digests = [line[2] for line in planted]
    careless = """
from django.db import connection
from rapport.site.people import actions
actions.erasure.overwrite_deleted = lambda: None
connection.cursor().execute("PRAGMA secure_delete=OFF")
"""

    site.python(careless + ERASE)

    assert files_with(site, digests) != []


@pytest.mark.sqlite
def test_plain_text_would_be_found(tmp_path):
    """The control of the search itself: a canary that is not sealed is found."""
    file = tmp_path / "rapport.sqlite3"
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE said (words TEXT)")
        connection.execute("INSERT INTO said VALUES (?)", [CANARIES[0]])
    connection.close()

    assert CANARIES[0].encode() in file.read_bytes()


@pytest.mark.sqlite
def test_stolen_database_opens_only_with_the_keys(site, tmp_path):
    site.python(PLANT)
    thief = tmp_path / "thief"
    shutil.copytree(site.data, thief, ignore=shutil.ignore_patterns("keys"))

    assert site.python(OPEN_ALL) == f"{CLIENTS} {CLIENTS}"
    assert site.python(OPEN_ALL, RAPPORT_DATA=str(thief)) == f"0 {CLIENTS}"


def test_erased_clients_key_is_gone_but_others_open(site):
    site.python(PLANT)
    site.python(ERASE.replace("Client.objects.all()", "Client.objects.all()[:5]"))

    assert site.python(OPEN_ALL) == f"{CLIENTS - 5} {CLIENTS - 5}"


def test_commands_disclose_and_erase(site):
    client_id = site.python(PLANT).split()[0]

    told = site.rapport("disclose", client_id, "--format", "json")
    assert told.returncode == 0
    assert CANARIES[0] in told.stdout
    assert "disclosed" in told.stdout

    erased = site.rapport("erase", client_id)
    assert (erased.returncode, erased.stdout) == (0, f"erased {client_id}: rows removed, key destroyed\n")

    for command in ("disclose", "erase"):
        again = site.rapport(command, client_id)
        assert (again.returncode, again.stdout) == (1, "")
        assert again.stderr == f"rapport {command}: no such client is held here\n"
        wrong = site.rapport(command, "'; DROP TABLE people_client; --")
        assert wrong.returncode == 2
        assert wrong.stderr.count("\n") == 1
        assert "CLIENT: expected a client's id" in wrong.stderr


def test_keys_are_rotated_while_the_site_goes_on(site):
    site.python(PLANT)

    told = site.python("from rapport.cli import keys\nkeys.run(None)")

    assert told.startswith(f"rewrapped {CLIENTS} keys under wrapping-0002.key")
    (site.data / "keys" / "wrapping-0001.key").unlink()
    assert site.python(OPEN_ALL) == f"{CLIENTS} {CLIENTS}"


@pytest.mark.sqlite
def test_restored_backup_does_not_bring_an_erased_client_back(site, tmp_path):
    site.python(PLANT)
    backup = tmp_path / "backup.sqlite3"
    shutil.copyfile(site.data / "rapport.sqlite3", backup)
    site.python(ERASE.replace("Client.objects.all()", "Client.objects.all()[:5]"))
    for file in site.data.glob("rapport.sqlite3*"):
        file.unlink()
    shutil.copyfile(backup, site.data / "rapport.sqlite3")
    assert site.python(OPEN_ALL) == f"{CLIENTS} {CLIENTS}"

    told = site.rapport("doctor")
    served = site.rapport("serve", "--prepare-only")

    assert (told.returncode, served.returncode) == (1, 0)
    assert "found 5 that a backup brought back" in told.stdout
    assert site.python(OPEN_ALL) == f"{CLIENTS - 5} {CLIENTS - 5}"
