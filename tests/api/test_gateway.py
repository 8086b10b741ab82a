"""The trustless gateway: what it serves, as its specification says, and what it refuses."""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING, Any

import pytest

from depository.blocks import EmbeddedStore
from depository.car import open_car, read_car
from depository.cid import RAW, Cid, cid_of
from tests.api.talk import described, done, events, package, problem, zipped
from tests.support.packages import KeyStream
from tests.support.world import Role

if TYPE_CHECKING:
    from pathlib import Path

    import httpx

    from tests.support.world import World

MIB = 1 << 20
LARGE = KeyStream("gateway", 3 * MIB + 5).read(3 * MIB + 5)
SMALL = b"print('Qoima')\n"
FILES = {"src/main.py": SMALL, "src/copy.py": SMALL, "қойма/仓库 1.bin": LARGE}
LEAVES = [cid_of(RAW, LARGE[at : at + MIB]) for at in range(0, len(LARGE), MIB)]
CAR = "application/vnd.ipld.car"


@pytest.fixture(scope="module")
def root(world: World, client: httpx.Client) -> Cid:
    """The CID of a public deposit."""
    depositor = world.admit(Role.DEPOSITOR)
    act = package(client, described(depositor), zipped(FILES))
    state = done(world, client, depositor, act)
    number = events(state)[0]["args"]["number"]
    return Cid.parse(client.get(f"/v1/deposits/{number}").json()["data"]["cid"])


def car(client: httpx.Client, path: str, **query: Any) -> list[Cid]:
    """The CIDs of a CAR in their order, each block hashed on the way."""
    params = {name.replace("_", "-"): value for name, value in query.items()}
    answer = client.get(f"/ipfs/{path}", params={"format": "car", **params})
    assert answer.status_code == 200, answer.text
    _, blocks = open_car(io.BytesIO(answer.content), len(answer.content))
    return [cid for cid, _ in blocks]


def test_a_block_hashes_to_its_cid(client: httpx.Client, root: Cid) -> None:
    raw = client.get(f"/ipfs/{root}", params={"format": "raw"})
    assert hashlib.sha256(raw.content).digest() == root.digest
    assert raw.headers["content-type"] == "application/vnd.ipld.raw"
    assert raw.headers["content-length"] == str(len(raw.content))
    assert raw.headers["content-disposition"] == f'attachment; filename="{root}.bin"'
    assert raw.headers["x-ipfs-path"] == f"/ipfs/{root}"
    assert raw.headers["x-ipfs-roots"] == str(root)
    assert raw.headers["x-content-type-options"] == "nosniff"
    assert raw.headers["cache-control"] == "private, max-age=29030400, immutable"
    same = client.get(f"/ipfs/{root}", headers={"Accept": "application/vnd.ipld.raw"})
    assert (same.content, same.headers["etag"]) == (raw.content, raw.headers["etag"])
    assert same.headers["content-location"] == f"/ipfs/{root}?format=raw"


def test_a_car_holds_the_package_whole(client: httpx.Client, root: Cid, tmp_path: Path) -> None:
    answer = client.get(f"/ipfs/{root}", headers={"Accept": CAR})
    assert answer.headers["content-type"] == f"{CAR}; version=1; order=dfs; dups=n"
    assert answer.headers["content-disposition"] == f'attachment; filename="{root}.car"'
    assert read_car(io.BytesIO(answer.content), EmbeddedStore(tmp_path), 8 * MIB) == root
    by_name = client.get(answer.headers["content-location"], headers={"Accept": "*/*"})
    assert by_name.content == answer.content
    assert by_name.headers["etag"] == answer.headers["etag"]


def test_head_answers_as_get_without_a_body(client: httpx.Client, root: Cid) -> None:
    for path in (f"/ipfs/{root}", f"/ipfs/{root}/data", "/ipfs/bafkqaaa"):
        asked = {"format": "car"}
        got, head = client.get(path, params=asked), client.head(path, params=asked)
        assert (head.status_code, head.content) == (200, b"")
        for name in ("content-type", "etag", "cache-control", "x-ipfs-path", "content-location"):
            assert head.headers[name] == got.headers[name]
    assert client.head(f"/ipfs/{root}/nothing", params={"format": "car"}).status_code == 404


def test_who_has_the_answer_is_told_so(client: httpx.Client, root: Cid) -> None:
    asked = {"format": "car"}
    tag = client.get(f"/ipfs/{root}", params=asked).headers["etag"]
    for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        answer = client.get(f"/ipfs/{root}", params=asked, headers={"If-None-Match": known})
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["etag"] == tag
    tags = {
        client.get(f"/ipfs/{root}{path}", params={"format": "car", **more}).headers["etag"]
        for path in ("", "/data", "/data/src")
        for more in ({}, {"dag-scope": "block"}, {"entity-bytes": "0:1"}, {"car-dups": "y"})
    }
    assert len(tags) == 12
    for other in tags - {tag}:
        answer = client.get(f"/ipfs/{root}", params=asked, headers={"If-None-Match": other})
        assert answer.status_code == 200


def test_a_path_comes_with_the_blocks_that_prove_it(client: httpx.Client, root: Cid) -> None:
    main = cid_of(RAW, SMALL)
    whole = car(client, str(root))
    path = car(client, f"{root}/data/src/main.py")
    assert (path[0], path[-1], len(path)) == (root, main, 4)
    assert set(path) < set(whole)
    large = car(client, f"{root}/data/қойма/仓库 1.bin")
    assert large[-4:] == LEAVES
    assert len(large) == 3 + 1 + 4
    assert car(client, f"{root}/data/src/") == car(client, f"{root}/data/src")


def test_scopes_hold_all_an_entity_or_a_block(client: httpx.Client, root: Cid) -> None:
    folder, file = f"{root}/data/src", f"{root}/data/қойма/仓库 1.bin"
    assert len(car(client, folder, dag_scope="all")) == 4
    assert len(car(client, folder, dag_scope="entity")) == 3
    assert car(client, folder, dag_scope="block") == car(client, folder, dag_scope="entity")
    assert car(client, file, dag_scope="entity") == car(client, file)
    assert car(client, file, dag_scope="block") == car(client, file)[:-4]


@pytest.mark.parametrize(
    ("span", "leaves"),
    [
        ("0:*", slice(0, 4)),
        ("0:0", slice(0, 1)),
        (f"{MIB - 1}:{MIB}", slice(0, 2)),
        (f"{MIB}:{MIB}", slice(1, 2)),
        ("-5:*", slice(3, 4)),
        ("-6:*", slice(2, 4)),
        ("-99999999:-6", slice(0, 3)),
        (f"{2 * MIB}:99999999", slice(2, 4)),
        ("99999999:*", slice(0, 0)),
        ("9:3", slice(0, 0)),
        (f"0:{-4 * MIB}", slice(0, 0)),
    ],
)
def test_a_span_holds_only_the_blocks_that_it_needs(
    client: httpx.Client, root: Cid, span: str, leaves: slice
) -> None:
    file = f"{root}/data/қойма/仓库 1.bin"
    assert car(client, file, entity_bytes=span)[4:] == LEAVES[leaves]
    assert len(car(client, f"{root}/data/src", entity_bytes=span)) == 3


def test_a_block_met_again_is_repeated_for_who_asks(client: httpx.Client, root: Cid) -> None:
    twice = cid_of(RAW, SMALL)
    assert car(client, str(root)).count(twice) == 1
    assert car(client, str(root), car_dups="y").count(twice) == 2
    accepted = {"Accept": f"{CAR};order=foo, {CAR};version=1;order=dfs;dups=y;q=0.5"}
    answer = client.get(f"/ipfs/{root}", headers=accepted)
    assert answer.headers["content-type"] == f"{CAR}; version=1; order=dfs; dups=y"
    once = client.get(f"/ipfs/{root}", params={"car-dups": "n"}, headers=accepted)
    assert once.headers["content-type"].endswith("dups=n")
    assert len(once.content) < len(answer.content)


def test_nothing_itself_is_served_to_whoever_probes(client: httpx.Client) -> None:
    raw = client.get("/ipfs/bafkqaaa", params={"format": "raw"})
    assert (raw.status_code, raw.content) == (200, b"")
    probe = client.get("/ipfs/bafkqaaa", headers={"Accept": CAR})
    # CARv1: the DAG-CBOR map {"roots": [bafkqaaa], "version": 1} behind its length, 25 bytes
    header = "a265726f6f747381d82a4500" + "01550000" + "6776657273696f6e01"
    assert probe.content.hex() == "19" + header


def test_refusals_name_what_is_wrong(client: httpx.Client, root: Cid) -> None:
    def refused(path: str, status: int, code: str, accept: str = "", **params: str) -> None:
        headers = {"Accept": accept, "Accept-Language": "en"}
        named = {name.replace("_", "-"): value for name, value in params.items()}
        problem(client.get(f"/ipfs/{path}", params=named, headers=headers), status, code)

    refused(str(root), 400, "gateway.format-missing")
    refused(str(root), 406, "gateway.not-acceptable", "*/*")
    refused(str(root), 406, "gateway.not-acceptable", f"{CAR};version=2")
    refused(str(root), 406, "gateway.not-acceptable", f"{CAR};dups=maybe", format="car")
    refused(str(root), 406, "gateway.not-acceptable", f"{CAR};q=0, text/html")
    refused("what", 422, "cid.malformed", format="raw")
    refused("bafkqablimvwgy3y", 422, "cid.unsupported-hash", format="raw")
    refused(f"{root}/data", 400, "gateway.path-of-block", format="raw")
    refused(f"{root}/data/none", 404, "content.no-such-path", format="car")
    refused(f"{root}/bagit.txt/x", 404, "content.no-such-path", format="car")
    for span in ("", "5", "a:b", "*:5", "1:2:3", ":", "1-2", "9" * 19 + ":*"):
        refused(str(root), 400, "gateway.malformed-span", format="car", entity_bytes=span)
    for name, value in (("dag_scope", "most"), ("car_version", "2"), ("car_order", "bfs")):
        refused(str(root), 422, "request.invalid", format="car", **{name: value})
    other = Cid(root.codec, type(root.digest)(b"\x07" * 32))
    refused(str(other), 404, "content.unknown", format="raw")
    at_hand = {"Cache-Control": "only-if-cached"}
    asked = {"format": "car"}
    answer = client.get(f"/ipfs/{other}", params=asked, headers=at_hand)
    problem(answer, 412, "gateway.not-cached")
    assert client.get(f"/ipfs/{root}", params=asked, headers=at_hand).status_code == 200
