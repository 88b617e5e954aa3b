"""Sealed fields: what goes in comes out, and nothing altered, moved or of another key opens."""

import base64
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rapport.cli import serve
from rapport.site.foundation import actions, audit, keys, sealing
from rapport.site.foundation.models import AuditEvent, DataKey
from rapport.site.people.actions import open_client
from rapport.site.people.models import Client

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(st.characters(codec="utf-8")),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(codec="utf-8")), inner, max_size=4)
    ),
    max_leaves=12,
)


@pytest.fixture
def own_keys(tmp_path, settings):
    """A key folder of this test's own."""
    settings.KEYS_FOLDER = tmp_path
    return tmp_path


def client_with(value):
    client, _ = open_client(at=NOW)
    client.seal("receipt", value)
    client.save()
    return client


@given(value=JSON.filter(lambda value: value is not None))
@settings(max_examples=60)
def test_sealed_value_comes_back(value):
    client = Client(key=DataKey())
    client.key.__dict__["_opened"] = b"k" * 32

    client.seal("receipt", value)

    assert client.unseal("receipt") == value


@given(plain=st.binary(max_size=5000))
def test_padding_hides_the_length_but_for_its_bucket(plain):
    padded = sealing.padded(plain)

    assert sealing.unpadded(padded) == plain
    assert len(padded) in {256 * 2**power for power in range(6)}


def test_values_of_a_bucket_have_one_length_and_differ_each_time():
    client = Client(key=DataKey())
    client.key.__dict__["_opened"] = b"k" * 32
    stored = []
    for text in ("", "x" * 200, "x" * 200):
        client.seal("receipt", text)
        stored.append(client.receipt)

    assert len({len(value) for value in stored}) == 1
    assert len(set(stored)) == 3


@pytest.mark.django_db
def test_stored_value_is_not_readable_text():
    client = client_with("marmalade at midnight")

    stored = bytes(Client.objects.get(pk=client.pk).receipt)

    assert b"marmalade" not in stored
    assert base64.b64encode(b"marmalade")[:10] not in stored


@pytest.mark.django_db
@pytest.mark.parametrize("place", [0, 1, 5, 13, 60, -1])
def test_altered_value_does_not_open(place):
    client = client_with("what I said")
    changed = bytearray(client.receipt)
    changed[place] ^= 1
    client.receipt = bytes(changed)

    with pytest.raises(keys.KeyProblem):
        client.unseal("receipt")


@pytest.mark.django_db
@pytest.mark.parametrize("length", [0, 1, 12, 28, 100])
def test_cut_value_does_not_open(length):
    client = client_with("what I said")
    client.receipt = bytes(client.receipt)[:length]

    with pytest.raises(keys.KeyProblem):
        client.unseal("receipt")


@pytest.mark.django_db
def test_value_moved_to_another_client_does_not_open():
    mine, theirs = client_with("mine"), client_with("theirs")
    theirs.receipt = mine.receipt

    with pytest.raises(keys.KeyProblem):
        theirs.unseal("receipt")


@pytest.mark.django_db
def test_value_moved_with_its_key_to_another_row_does_not_open():
    mine, theirs = client_with("mine"), client_with("theirs")
    theirs.receipt, theirs.key = mine.receipt, mine.key

    with pytest.raises(keys.KeyProblem):
        theirs.unseal("receipt")


@pytest.mark.django_db
def test_wrapped_keys_swapped_between_rows_do_not_open():
    mine, theirs = DataKey.make(), DataKey.make()
    DataKey.objects.filter(pk=mine.pk).update(wrapped=bytes(theirs.wrapped))

    with pytest.raises(keys.KeyProblem):
        DataKey.objects.get(pk=mine.pk).open()


@pytest.mark.django_db
def test_sealing_a_column_that_does_not_exist_is_refused():
    client, _ = open_client(at=NOW)

    with pytest.raises(Exception, match="has no field named"):
        client.seal("recipt", "x")


@pytest.mark.django_db
def test_another_installation_cannot_open(tmp_path, settings):
    settings.KEYS_FOLDER = _folder(tmp_path / "one")
    client = client_with("what I said")

    settings.KEYS_FOLDER = _folder(tmp_path / "two")

    with pytest.raises(keys.KeyProblem):
        Client.objects.get(pk=client.pk).unseal("receipt")


@pytest.mark.django_db
def test_a_trail_without_any_client_needs_its_keys_too(tmp_path, settings):
    settings.KEYS_FOLDER = _folder(tmp_path / "own")
    DataKey.check_folder()
    audit.record(actor="system", verb="started", subject="system", at=NOW)
    DataKey.check_folder()

    settings.KEYS_FOLDER = _folder(tmp_path / "empty")
    with pytest.raises(keys.KeyProblem, match="found none; restore"):
        DataKey.check_folder()


@pytest.mark.django_db
def test_a_site_does_not_start_with_other_keys_than_its_own_and_makes_none(tmp_path, settings):
    settings.KEYS_FOLDER = _folder(tmp_path / "own")
    client_with("what I said")
    DataKey.check_folder()

    settings.KEYS_FOLDER = _folder(tmp_path / "empty")
    with pytest.raises(keys.KeyProblem, match="found none; restore"):
        serve.prepare()
    assert not any(settings.KEYS_FOLDER.iterdir())

    settings.KEYS_FOLDER = _folder(tmp_path / "other")
    keys.ring()
    with pytest.raises(keys.KeyProblem, match="found others; restore"):
        serve.prepare()


def _folder(path: Path) -> Path:
    path.mkdir(mode=0o700)
    return path


@pytest.mark.django_db
def test_rotation_rewraps_all_and_everything_still_opens(own_keys):
    clients = [client_with(f"said {number}") for number in range(7)]

    done = actions.rotate(by="operator", at=NOW)

    assert done == 7
    assert set(DataKey.objects.values_list("key_version", flat=True)) == {2}
    (own_keys / "wrapping-0001.key").unlink()
    keys.ring(reread=True)
    assert [Client.objects.get(pk=client.pk).unseal("receipt") for client in clients] == [
        f"said {number}" for number in range(7)
    ]


@pytest.mark.django_db
def test_rotation_goes_on_where_it_was_stopped(own_keys, monkeypatch):
    for number in range(7):
        client_with(f"said {number}")
    monkeypatch.setattr(actions, "BATCH", 3)
    whole = actions._rewrap_batch
    batches = iter([whole])

    def stopped_after_one(newest):
        return next(batches)(newest)

    monkeypatch.setattr(actions, "_rewrap_batch", stopped_after_one)
    with pytest.raises(StopIteration):
        actions.rotate(by="operator", at=NOW)
    assert sorted(DataKey.objects.values_list("key_version", flat=True)) == [1, 1, 1, 1, 2, 2, 2]

    monkeypatch.setattr(actions, "_rewrap_batch", whole)
    done = actions.rotate(by="operator", at=NOW)

    assert done == 4
    assert set(DataKey.objects.values_list("key_version", flat=True)) == {2}
    assert AuditEvent.objects.filter(verb="key_made").count() == 1


@pytest.mark.django_db
def test_key_made_by_another_process_is_found(own_keys):
    client = client_with("before")
    stale = keys.ring()
    actions.rotate(by="operator", at=NOW)
    keys._rings[own_keys] = stale

    assert Client.objects.get(pk=client.pk).unseal("receipt") == "before"


def test_damaged_key_file_is_named_but_not_shown(own_keys):
    keys.ring(reread=True)
    (own_keys / "wrapping-0001.key").write_bytes(base64.b64encode(b"short"))

    with pytest.raises(keys.KeyProblem, match=r"wrapping-0001\.key") as caught:
        keys.ring(reread=True)

    assert "c2hvcnQ" not in str(caught.value)


def test_keys_never_show_in_a_representation(own_keys):
    ring = keys.ring(reread=True)

    assert repr(ring) == "KeyRing()"


def test_existing_key_is_never_overwritten(own_keys):
    before = keys.kept_key(own_keys / "limits.key")

    keys.make_key(own_keys / "limits.key")

    assert keys.read_key(own_keys / "limits.key") == before
