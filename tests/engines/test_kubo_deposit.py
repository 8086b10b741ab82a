"""An installation on a kubo: deposits are taken, served and verified, and nothing false is."""

from __future__ import annotations

import io
from itertools import product
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from depository.car import open_car
from depository.cid import Cid
from depository.content import verify_package
from ledger.errors import Unavailable
from ledger.types import TxHash
from tests.api.talk import described, done, events, package, problem, send, zipped
from tests.engines.kubo import Kubo, running_kubo
from tests.support.http import client_of
from tests.support.packages import KeyStream
from tests.support.world import Role, World, open_world

if TYPE_CHECKING:
    from collections.abc import Iterator

    from eth_account.signers.local import LocalAccount

    from tests.support.node import RunningNode

pytestmark = pytest.mark.engines

MIB = 1 << 20
LARGE = KeyStream("deposit", 3 * MIB + 5).read(3 * MIB + 5)
LONG = "仓库" * 35
MANY = {f"көп/қойма-{number}-{LONG}": str(number).encode() for number in range(1200)}
FILES = {"src/main.py": b"1\n", "src/copy.py": b"1\n", "қойма/仓库 1.bin": LARGE, **MANY}
CAR = "application/vnd.ipld.car"


@pytest.fixture(scope="module")
def world(
    chain_node: RunningNode, kubo: Kubo, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("world")
    with open_world(chain_node, folder, kubo.store(folder / "spool")) as opened:
        yield opened


@pytest.fixture(scope="module")
def client(world: World) -> Iterator[httpx.Client]:
    with client_of(world.app()) as connected:
        yield connected


@pytest.fixture(scope="module")
def depositor(world: World) -> LocalAccount:
    return world.admit(Role.DEPOSITOR)


@pytest.fixture(scope="module")
def deposit(world: World, client: httpx.Client, depositor: LocalAccount) -> dict[str, Any]:
    act = package(client, described(depositor), zipped(FILES))
    number = events(done(world, client, depositor, act))[0]["args"]["number"]
    found: dict[str, Any] = client.get(f"/v1/deposits/{number}").json()["data"]
    return found


def test_a_deposit_is_served_and_verifies(
    world: World, kubo: Kubo, client: httpx.Client, deposit: dict[str, Any]
) -> None:
    assert deposit["described"]["file_count"] == len(FILES)
    path = f"/v1/deposits/{deposit['number']}/files"
    assert client.get(f"{path}/қойма/仓库 1.bin").content == LARGE
    assert client.get(f"{path}/src/main.py").content == b"1\n"
    cid = Cid.parse(deposit["cid"])
    assert verify_package(world.services.depository.content, cid).file_count == len(FILES)
    assert kubo.ipfs("cat", f"/ipfs/{cid}/data/src/main.py") == "1"


def blocks(answer: httpx.Response) -> list[Cid]:
    assert answer.status_code == 200, answer.text
    return [cid for cid, _ in open_car(io.BytesIO(answer.content), len(answer.content))[1]]


QUERIES: tuple[dict[str, str], ...] = (
    {},
    {"dag-scope": "all"},
    {"dag-scope": "entity"},
    {"dag-scope": "block"},
    {"dag-scope": "entity", "entity-bytes": "0:*"},
    {"dag-scope": "entity", "entity-bytes": "0:0"},
    {"dag-scope": "entity", "entity-bytes": f"{MIB}:{2 * MIB}"},
    {"dag-scope": "entity", "entity-bytes": "-5:*"},
    {"dag-scope": "entity", "entity-bytes": "-9999999:-6"},
)
# Kubo takes `entity-bytes` to imply nothing; its specification has it imply `dag-scope=entity`.
PATHS = ("", "/data/src", "/data/src/copy.py", "/data/қойма/仓库 1.bin", "/data/көп")


@pytest.mark.timeout(600)
@pytest.mark.parametrize("path", [*PATHS, f"/data/көп/қойма-321-{LONG}"])
def test_our_gateway_gives_the_blocks_that_kubos_gives(
    kubo: Kubo, client: httpx.Client, deposit: dict[str, Any], path: str
) -> None:
    place = f"/ipfs/{deposit['cid']}{path}"
    for query, dups in product(QUERIES, "yn"):
        params = {"format": "car", **query}
        accept = {"Accept": f"{CAR}; version=1; order=dfs; dups={dups}"}
        ours = client.get(place, params=params, headers=accept)
        theirs = httpx.get(f"http://127.0.0.1:{kubo.gateway}{place}", params=params, headers=accept)
        assert blocks(ours) == blocks(theirs), (query, dups)
        assert ours.headers["content-type"] == theirs.headers["content-type"]


def test_a_car_of_our_gateway_goes_into_another_kubo_whole(
    kubo: Kubo, client: httpx.Client, deposit: dict[str, Any], tmp_path_factory: Any
) -> None:
    folder = tmp_path_factory.mktemp("other")
    (folder / "car").write_bytes(
        client.get(f"/ipfs/{deposit['cid']}", params={"format": "car"}).content
    )
    with running_kubo(kubo.program, folder) as other:
        other.ipfs("dag", "import", "--pin-roots", str(folder / "car"))
        assert other.ipfs("pin", "verify", "--verbose").endswith("ok")
        other.ipfs("get", "--output", str(folder / "got"), f"/ipfs/{deposit['cid']}/data")
    got = {
        str(path.relative_to(folder / "got")): path.read_bytes()
        for path in (folder / "got").rglob("*")
        if path.is_file()
    }
    assert got == FILES


def test_a_damaged_block_is_told_and_never_served(
    kubo: Kubo, client: httpx.Client, deposit: dict[str, Any]
) -> None:
    cid = Cid.parse(deposit["cid"])
    path = kubo.path_of(cid)
    whole = path.read_bytes()
    path.chmod(0o600)
    path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    try:
        for form in ("raw", "car"):
            answer = client.get(f"/ipfs/{cid}", params={"format": form})
            problem(answer, 500, "content.damaged")
    finally:
        path.write_bytes(whole)
    assert client.get(f"/ipfs/{cid}", params={"format": "raw"}).content == whole


def test_while_kubo_is_gone_all_is_refused_and_nothing_is_lost(
    world: World,
    kubo: Kubo,
    client: httpx.Client,
    depositor: LocalAccount,
    deposit: dict[str, Any],
) -> None:
    act = package(client, described(depositor), zipped({"signed": b"before kubo went"}))
    kubo.kill()
    try:
        refused = package(client, described(depositor), zipped({"sent": b"after it went"}))
        problem(refused, 503, "content.not-writable")
        answer = client.get(f"/ipfs/{deposit['cid']}", params={"format": "raw"})
        problem(answer, 503, "content.unreachable")
        sent = send(client, depositor, act)
        world.services.chain.wait(TxHash(sent.json()["hash"]), 30)
        with pytest.raises(Unavailable, match=r"content\.unreachable"):
            world.indexer.catch_up()
    finally:
        kubo.start()
    world.indexer.catch_up()
    newest = client.get("/v1/deposits").json()["data"][0]
    assert newest["cid"] == act.json()["package"]["cid"]
    assert newest["described"]["file_count"] == 1
    again = package(client, described(depositor), zipped({"sent": b"after it went"}))
    assert events(done(world, client, depositor, again))
    assert client.get(f"/ipfs/{deposit['cid']}", params={"format": "car"}).status_code == 200
