"""Downloads of files and of whole deposits: parts, conditions, refusals."""

from __future__ import annotations

import contextlib
import hashlib
import io
import zipfile
from typing import TYPE_CHECKING

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.giving import part_of
from ledger.errors import Rejected
from tests.api.talk import described, done, events, package, problem, zipped
from tests.support.packages import KeyStream
from tests.support.world import Role

if TYPE_CHECKING:
    from tests.support.world import World

SIZE = 3 * (1 << 20) + 17
FILES = {"data.bin": KeyStream("giving", SIZE).read(SIZE), "src/main.py": b"print(1)\n"}
FORMS = ("zip", "tar", "bag")


@pytest.fixture(scope="module")
def number(world: World, client: httpx.Client) -> int:
    """A public deposit."""
    depositor = world.admit(Role.DEPOSITOR)
    act = package(client, described(depositor), zipped(FILES))
    return int(events(done(world, client, depositor, act))[0]["args"]["number"])


@pytest.mark.parametrize("form", FORMS)
def test_a_download_that_broke_off_goes_on_where_it_was(
    client: httpx.Client, number: int, form: str
) -> None:
    url = f"/v1/deposits/{number}/archive?form={form}"
    whole = client.get(url)
    assert whole.status_code == 200
    assert int(whole.headers["content-length"]) == len(whole.content)
    assert whole.headers["accept-ranges"] == "bytes"
    ending = {"zip": ".zip", "tar": ".tar", "bag": "-bag.tar"}[form]
    assert f"deposit-{number}{ending}" in whole.headers["content-disposition"]
    tag = whole.headers["etag"]
    assert tag.startswith('"b')
    taken = whole.content[:1_500_000]
    rest = client.get(url, headers={"Range": f"bytes={len(taken)}-", "If-Range": tag})
    assert rest.status_code == 206
    size = len(whole.content)
    assert rest.headers["content-range"] == f"bytes {len(taken)}-{size - 1}/{size}"
    assert rest.headers["etag"] == tag
    assert taken + rest.content == whole.content
    changed = client.get(url, headers={"Range": "bytes=5-", "If-Range": '"other"'})
    assert (changed.status_code, changed.content) == (200, whole.content)
    known = client.get(url, headers={"If-None-Match": f'"x", W/{tag}'})
    assert (known.status_code, known.content) == (304, b"")
    head = client.head(url, headers={"Range": "bytes=0-1"})
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == str(size)


def test_a_part_of_a_file_is_given(client: httpx.Client, number: int) -> None:
    url, data = f"/v1/deposits/{number}/files/data.bin", FILES["data.bin"]
    for asked, first, stop in (
        ("0-0", 0, 1),
        ("1048570-1048590", 1_048_570, 1_048_591),
        ("-17", SIZE - 17, SIZE),
        (f"{SIZE - 5}-{SIZE + 100}", SIZE - 5, SIZE),
        (f"-{SIZE * 2}", 0, SIZE),
    ):
        part = client.get(url, headers={"Range": f"bytes={asked}"})
        assert part.status_code == 206
        assert part.content == data[first:stop]
        assert part.headers["content-range"] == f"bytes {first}-{stop - 1}/{SIZE}"
    for ignored in ("bytes=0-1,5-6", "lines=1-2", "bytes=9-3", "bytes=", "bytes=a-b"):
        answer = client.get(url, headers={"Range": ignored})
        assert (answer.status_code, answer.content) == (200, data)
    for beyond in (f"bytes={SIZE}-", "bytes=-0"):
        refused = client.get(url, headers={"Range": beyond})
        assert problem(refused, 416, "content.range-unsatisfiable")["size"] == SIZE
        assert refused.headers["content-range"] == f"bytes */{SIZE}"


def test_a_zip_of_a_deposit_holds_its_files(client: httpx.Client, number: int) -> None:
    given_ = client.get(f"/v1/deposits/{number}/archive", params={"form": "zip"})
    assert given_.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(given_.content)) as archive:
        assert {each.filename: archive.read(each) for each in archive.infolist()} == FILES


def test_an_archive_of_what_is_not_there_or_of_another_form_is_refused(
    client: httpx.Client, number: int
) -> None:
    problem(client.get("/v1/deposits/999999/archive"), 404, "deposit.unknown")
    strange = client.get(f"/v1/deposits/{number}/archive", params={"form": "rar"})
    problem(strange, 422, "request.invalid")


def test_what_is_returned_is_not_given_whole_either(world: World, client: httpx.Client) -> None:
    depositor = world.admit(Role.DEPOSITOR)
    act = package(client, described(depositor), zipped({"a": b"returned"}))
    number = int(events(done(world, client, depositor, act))[0]["args"]["number"])
    body = {"sender": world.operator.address, "reason": "Annotation is missing"}
    returned = client.post(f"/v1/deposits/{number}/returns", json=body)
    done(world, client, world.operator, returned)
    for form in FORMS:
        answer = client.get(f"/v1/deposits/{number}/archive?form={form}")
        problem(answer, 403, "content.returned")


def test_damage_is_met_before_a_zip_begins_and_breaks_off_a_tar(
    world: World, client: httpx.Client
) -> None:
    depositor = world.admit(Role.DEPOSITOR)
    data = KeyStream("damaged", SIZE).read(SIZE)
    act = package(client, described(depositor), zipped({"data.bin": data}))
    number = int(events(done(world, client, depositor, act))[0]["args"]["number"])
    last = hashlib.sha256(data[2 << 20 : 3 << 20]).hexdigest()
    (block,) = (world.folder / "content").rglob(f"1220{last}*")
    block.chmod(0o600)
    block.write_bytes(b"damaged")
    url = f"/v1/deposits/{number}/archive"
    problem(client.get(url, params={"form": "zip"}), 500, "content.damaged")
    with pytest.raises(httpx.RemoteProtocolError):
        client.get(url, params={"form": "tar"})


@given(header=st.text(), size=st.integers(0, 2**40))
def test_whatever_stands_in_a_range_is_read_or_ignored(header: str, size: int) -> None:
    with contextlib.suppress(Rejected):
        part = part_of(header, size)
        assert part is None or 0 <= part[0] < part[1] <= size


@given(first=st.integers(0, 2**40), last=st.integers(0, 2**40), size=st.integers(1, 2**40))
def test_a_range_within_the_bytes_is_given_as_asked(first: int, last: int, size: int) -> None:
    if first <= last and first < size:
        assert part_of(f"bytes={first}-{last}", size) == (first, min(last + 1, size))
    elif first <= last:
        with pytest.raises(Rejected):
            part_of(f"bytes={first}-{last}", size)
    else:
        assert part_of(f"bytes={first}-{last}", size) is None
