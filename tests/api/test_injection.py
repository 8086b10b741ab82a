"""What people write stays what it is: no query, no header, no path, no template is made of it."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from api.exports.columns import EXPORTS
from tests.api.talk import described, done, events, package, zipped
from tests.support.raw import connected
from tests.support.world import Role

if TYPE_CHECKING:
    import httpx

    from tests.support.world import World

_SQL = ["' OR '1'='1", "1; DROP TABLE deposit; --", '1" UNION SELECT 1 --', "%' --", "\\'"]
_FILE = 'q"; filename=evil.html; x=".txt'
_TEMPLATE = "{ $sender } { DATETIME($x) } {{ 7*7 }} %(asctime)s ${jndi:x}"


@pytest.fixture(scope="module")
def deposit(world: World, client: httpx.Client) -> tuple[int, str]:
    """A deposit of one file: its number and CID."""
    depositor = world.admit(Role.DEPOSITOR)
    made = package(client, described(depositor), zipped({"a": b"inside"}))
    number = events(done(world, client, depositor, made))[0]["args"]["number"]
    return int(number), str(made.json()["package"]["cid"])


@pytest.mark.parametrize("text", _SQL)
@pytest.mark.parametrize(
    "path",
    [
        "/v1/deposits?possessor={}",
        "/v1/deposits?after={}",
        "/v1/deposits?status={}",
        "/v1/assets?after={}",
        "/v1/events?contract={}",
        "/v1/accounts/{}",
        "/v1/drafts/{}",
        "/v1/uploads/{}",
        "/v1/transactions/{}",
        "/v1/exports/events.csv?account={}",
    ],
)
def test_no_query_is_made_of_what_is_asked_for(client: httpx.Client, path: str, text: str) -> None:
    before = client.get("/v1/deposits").json()["total"]
    answer = client.get(path.format(quote(text, safe="")))
    assert answer.status_code in {400, 404, 405, 422}, answer.text
    assert "sqlite" not in answer.text.lower()
    assert client.get("/v1/deposits").json()["total"] == before


def test_a_file_of_any_name_is_given_under_that_name_alone(
    world: World, client: httpx.Client
) -> None:
    depositor = world.admit(Role.DEPOSITOR)
    made = package(client, described(depositor), zipped({_FILE: b"named", "a.html": b"<script>"}))
    number = events(done(world, client, depositor, made))[0]["args"]["number"]
    given = client.get(f"/v1/deposits/{number}/files/{quote(_FILE, safe='')}")
    assert given.content == b"named"
    said = given.headers["content-disposition"]
    assert said == f"attachment; filename*=UTF-8''{quote(_FILE, safe='')}"
    page = client.get(f"/v1/deposits/{number}/files/a.html")
    assert page.headers["content-disposition"].startswith("attachment;")
    assert page.headers["x-content-type-options"] == "nosniff"
    assert "html" not in page.headers["content-type"]


@pytest.mark.parametrize(
    "path",
    [
        "../../vault.db",
        "data/../../../vault.db",
        "%2e%2e/%2e%2e/vault.db",
        "..%2f..%2fvault.db",
        "..%5c..%5cvault.db",
        "data/%00",
        "/etc/passwd",
        "data/./a",
    ],
)
def test_no_path_leads_out_of_a_deposit(
    client: httpx.Client, deposit: tuple[int, str], path: str
) -> None:
    number, cid = deposit
    for begin in (f"/ipfs/{cid}", f"/v1/deposits/{number}/files"):
        with connected(str(client.base_url)) as line:
            head = f"GET {begin}/{path}?format=car HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
            line.send(head.encode())
            assert line.ended()[0] in {400, 404, 422}
    assert client.get(f"/v1/deposits/{number}/files/a").content == b"inside"
    assert client.get(f"/ipfs/{cid}/data/a?format=car").status_code == 200


def test_what_looks_like_a_template_is_told_as_it_is(client: httpx.Client) -> None:
    for language in ("kk", "ru", "en"):
        asked = f"/v1/drafts/{quote(_TEMPLATE, safe='')}"
        body = client.get(asked, headers={"Accept-Language": language}).json()
        assert body["id"] == _TEMPLATE
        assert _TEMPLATE in body["detail"].replace("\u2068", "").replace("\u2069", "")


def test_no_cell_of_an_export_is_a_text_that_a_person_chose(client: httpx.Client) -> None:
    """A spreadsheet takes `=`, `+`, `-` and `@` at the beginning of a cell for a formula."""
    texts = {c.name for columns in EXPORTS.values() for c in columns if c.kind == "text"}
    assert texts == {"contract", "event", "series"}  # names of ours
    rows = list(
        csv.reader(io.StringIO(client.get("/v1/exports/events.csv", follow_redirects=True).text))
    )
    assert len(rows) > 1
    assert not any(
        cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows for cell in row
    )
