"""A folder deposited from a browser: packed, hashed, sent piece by piece, signed; and refused."""

from __future__ import annotations

import base64
import io
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from depository.archive.gate import Gate
from depository.archive.model import Limits
from depository.archive.zipped import read_zip
from tests.api.pages.portal.person import digest_of
from tests.support.world import Role

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.api.pages.portal.conftest import Portal
    from tests.api.pages.portal.person import Person

pytestmark = pytest.mark.engines

FILES = {
    "main.py": b"print('hello')\n",
    "lib/есеп.py": b"def count() -> int:\n    return 7\n",
    "lib/empty.txt": b"",
    "data.bin": bytes(range(256)) * 40_000,
}
ABOUT = {
    "titles__kk": "Есеп жүйесі",
    "titles__ru": "Система учёта",
    "titles__en": "Accounting system",
    "version": "1.0",
    "license": "Apache-2.0",
    "kind": "program-code",
}
PACKING = """async ([source, files]) => {
    const { zipped } = await import(source);
    const given = files.map(([path, text]) => ({
        path, file: new Blob([Uint8Array.from(atob(text), (each) => each.charCodeAt(0))]),
    }));
    const bytes = new Uint8Array(await (await zipped(given)).arrayBuffer());
    let made = "";
    for (let at = 0; at < bytes.length; at += 32768)
        made += String.fromCharCode(...bytes.subarray(at, at + 32768));
    return btoa(made);
}"""


@pytest.fixture
def depositor(portal: Portal) -> Iterator[Person]:
    """A depositor who has signed in, speaking Russian."""
    person = portal.person(portal.world.admit(Role.DEPOSITOR), "ru")
    person.sign_in()
    person.open("/portal/acts/deposit")
    yield person
    person.page.context.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of files, one of them of ten megabytes."""
    source = tmp_path / "есеп"
    for name, content in FILES.items():
        path = source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return source


def _packed(person: Person, files: dict[str, bytes]) -> bytes:
    script = person.page.locator("script[src$='deposit.js']").get_attribute("src") or ""
    given = [[path, base64.b64encode(content).decode()] for path, content in files.items()]
    made = person.page.evaluate(PACKING, [script.replace("deposit.js", "zip.js"), given])
    return base64.b64decode(made)


def _ready(person: Person, folder: Path) -> str:
    """Choose a folder, and wait until it is packed and hashed; the digest."""
    person.page.set_input_files("#folder", folder)
    shown = person.page.locator("#content-hash")
    shown.filter(has_text="0x").wait_for()
    return shown.inner_text()


def test_the_archive_is_one_that_others_read_and_the_same_each_time(depositor: Person) -> None:
    made = _packed(depositor, FILES)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert archive.testzip() is None
        assert {each: archive.read(each) for each in archive.namelist()} == FILES
    assert _packed(depositor, dict(reversed(FILES.items()))) == made


def test_an_archive_of_more_files_than_the_old_form_counts_is_read(
    depositor: Person, tmp_path: Path
) -> None:
    made = _packed(depositor, {f"{number:05}": b"" for number in range(65_540)})
    path = tmp_path / "many.zip"
    path.write_bytes(made)
    assert len(zipfile.ZipFile(path).namelist()) == 65_540
    entries = list(read_zip(path, Gate(Limits())))
    assert len(entries) == 65_540


def test_a_folder_is_deposited(portal: Portal, depositor: Person, folder: Path) -> None:
    digest = _ready(depositor, folder)
    assert digest == digest_of(_packed(depositor, FILES))
    depositor.fill(**ABOUT)
    depositor.ask()
    told = depositor.read().inner_text()
    assert "swh:1:dir:" in told
    depositor.done()
    found = portal.world.services.depository.deposits(1).items[0]
    assert str(found.cid) in told
    files = portal.world.services.depository.files(found.number, 10, None).items
    assert {each.path for each in files} == set(FILES)


def test_sending_goes_on_where_it_was_after_the_page_was_opened_anew(
    depositor: Person, folder: Path
) -> None:
    pieces: list[str] = []

    def once(route: Any) -> None:
        if route.request.method == "PATCH":
            pieces.append(route.request.headers["upload-offset"])
        if len(pieces) > 1:
            route.abort()
        else:
            route.continue_()

    depositor.page.route("**/v1/uploads/*", once)
    _ready(depositor, folder)
    depositor.fill(**ABOUT)
    depositor.ask()
    expect(depositor.page.locator("#told")).to_have_text(
        depositor.say("portal-say-sent-share", share="40")
    )
    depositor.page.unroute("**/v1/uploads/*")
    depositor.open("/portal/acts/deposit")
    offsets: list[str] = []
    depositor.page.on(
        "request",
        lambda request: (
            offsets.append(request.headers["upload-offset"]) if request.method == "PATCH" else None
        ),
    )
    _ready(depositor, folder)
    depositor.fill(**ABOUT)
    depositor.ask()
    depositor.read()
    assert offsets[0] == str(4 << 20)
    expect(depositor.page.locator("#told")).to_have_text(
        depositor.say("portal-say-resumed", share="100")
    )


def test_what_is_of_limited_access_never_leaves_the_browser(
    depositor: Person, folder: Path
) -> None:
    asked: list[str] = []
    depositor.page.on("request", lambda request: asked.append(request.method))
    _ready(depositor, folder)
    depositor.fill(**ABOUT, access="limited")
    expect(depositor.page.locator("#access-wrong")).to_have_text(
        depositor.say("portal-state-limited")
    )
    depositor.ask()
    assert "--limited" in depositor.state("limited").inner_text()
    assert "POST" not in asked
    assert "PATCH" not in asked


def test_nothing_chosen_is_told(depositor: Person) -> None:
    depositor.fill(**ABOUT)
    depositor.ask()
    depositor.state("no-content")
    expect(depositor.page.locator("#folder")).to_be_focused()


def test_an_archive_is_taken_as_it_is_and_dropped_files_are_packed(
    depositor: Person, folder: Path, tmp_path: Path
) -> None:
    archive = tmp_path / "tree.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("main.py", FILES["main.py"])
    depositor.page.set_input_files("#files", archive)
    expect(depositor.page.locator("#content-hash")).to_have_text(digest_of(archive.read_bytes()))
    depositor.page.evaluate(
        """text => {
            const data = new DataTransfer();
            data.items.add(new File([text], "main.py"));
            const event = new DragEvent("drop", { dataTransfer: data, cancelable: true });
            document.getElementById("drop").dispatchEvent(event);
        }""",
        FILES["main.py"].decode(),
    )
    wanted = digest_of(_packed(depositor, {"main.py": FILES["main.py"]}))
    expect(depositor.page.locator("#content-hash")).to_have_text(wanted)
