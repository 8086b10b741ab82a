"""`qoima participant | mining | tx` on a running installation."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from eth_account import Account

from cli.forms import read_form, written
from mining_registry.rules import KAZAKHSTAN_TIME
from tests.cli.program import here, qoima

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import People
    from tests.cli.program import Ran, Up

_BITCOIN = "bip122:000000000019d6689c085ae165831e93/slip44:0"
_DIGEST = "5a" * 32
_NAMES = ("--name-kk", "Сынақ ЖШС", "--name-ru", "ТОО Проба", "--name-en", "Trial LLP")


def _done(ran: Ran) -> None:
    assert ran.code == 0, ran.err


def test_the_authority_admits_changes_roles_suspends_and_reinstates(
    installation: Up, people: People
) -> None:
    account, new = str(Account.create().address), str(Account.create().address)
    words = ["participant", "admit", account, "--bin-or-iin", "180340011209", *_NAMES]
    basis = ("--basis", _DIGEST, "--key", "authority")
    done = installation.qoima(*words, "--roles", "miner,issuer", *basis).answer

    def shown() -> Any:
        return installation.qoima("participant", "show", str(done["number"])).answer["data"]

    assert (shown()["account"], shown()["roles"]) == (account, ["issuer", "miner"])
    _done(installation.qoima("participant", "roles", account, "--roles", "depositor", *basis))
    assert shown()["roles"] == ["depositor"]
    _done(installation.qoima("participant", "suspend", account, *basis))
    assert shown()["status"] == "suspended"
    _done(installation.qoima("participant", "reinstate", account, *basis))
    assert shown()["status"] == "active"
    _done(installation.qoima("participant", "replace-key", account, new, *basis))
    assert (shown()["account"], shown()["former_accounts"]) == (new, [account])
    listed = installation.qoima("participant", "list").answer
    assert listed["total"] == len(listed["data"])


def test_nobody_else_admits_and_a_wrong_bin_or_role_is_refused(
    installation: Up, people: People
) -> None:
    words = ["participant", "admit", people["stranger"], *_NAMES, "--basis", _DIGEST]
    other = installation.qoima(*words, "--bin-or-iin", "180340011209", "--key", "issuer")
    assert (other.code, other.refusal["code"]) == (1, "contract.refused")
    bad = installation.qoima(*words, "--bin-or-iin", "180340011200", "--key", "authority")
    assert (bad.code, bad.refusal["code"]) == (1, "identifier.bad-bin")
    right = ["--bin-or-iin", "180340011209", "--key", "authority"]
    role = installation.qoima(*words, *right, "--roles", "king")
    assert (role.code, role.refusal["code"]) == (2, "input.role-unknown")


def test_a_suspension_needs_a_document_or_its_digest(
    installation: Up, people: People, tmp_path: Path
) -> None:
    words = ["participant", "suspend", people["holder"], "--key", "authority", "--basis"]
    ran = installation.qoima(*words, str(tmp_path / "missing.pdf"))
    assert (ran.code, ran.refusal["code"]) == (2, "input.file-unreadable")


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example that the program prints, with the days moved to the present."""
    path = tmp_path_factory.mktemp("form") / "form.yaml"
    path.write_text(qoima("mining", "form").out, encoding="utf-8")
    filled = read_form(path)
    today = dt.datetime.now(KAZAKHSTAN_TIME).date()
    start = today + dt.timedelta(days=40)
    filled["dates"] = {"submitted": today.isoformat(), "start": start.isoformat()}
    path.write_text(yaml.safe_dump(filled, allow_unicode=True), encoding="utf-8")
    return path


def test_a_notification_is_filed_amended_acknowledged_and_ended(
    installation: Up, people: People, form: Path, tmp_path: Path
) -> None:
    done = installation.qoima("mining", "notify", str(form), "--key", "miner").answer
    number = str(done["number"])
    amended = read_form(form)
    amended["jobs"] = 25
    (tmp_path / "amended.yaml").write_text(yaml.safe_dump(amended), encoding="utf-8")
    words = ["mining", "amend", number, str(tmp_path / "amended.yaml"), "--key", "miner"]
    seen = _form_of(installation, number)
    _done(installation.qoima(*words))
    words = ["mining", "acknowledge", number, "--basis", _DIGEST, "--key", "authority", "--form"]
    unseen = installation.qoima(*words, seen)
    assert (unseen.code, unseen.refusal["code"]) == (1, "contract.refused")
    assert "another version is in force" in unseen.refusal["advice"]
    _done(installation.qoima(*words, _form_of(installation, number)))
    shown = installation.qoima("mining", "show", number).answer["data"]
    assert (shown["status"], shown["version"], shown["bin"]) == ("acknowledged", 2, "190340001233")
    assert "jobs" not in shown
    today = dt.datetime.now(KAZAKHSTAN_TIME).date().isoformat()
    _done(installation.qoima("mining", "cease", number, "--ended-on", today, "--key", "miner"))
    listed = installation.qoima("mining", "list").answer["data"]
    assert {each["number"]: each["status"] for each in listed}[int(number)] == "ceased"


def _form_of(installation: Up, number: str) -> str:
    """The digest of the version in force."""
    return str(installation.qoima("mining", "show", number).answer["data"]["digest"])


def test_a_notification_is_returned_with_a_reason_and_mended(
    installation: Up, people: People, form: Path
) -> None:
    done = installation.qoima("mining", "notify", str(form), "--key", "miner").answer
    number = str(done["number"])
    why = ("--reason", "The title is missing.", "--basis", _DIGEST, "--key", "authority")
    other = installation.qoima("mining", "return", number, *why, "--form", "11" * 32)
    assert (other.code, other.refusal["code"]) == (1, "contract.refused")
    seen = _form_of(installation, number)
    _done(installation.qoima("mining", "return", number, *why, "--form", seen))
    shown = installation.qoima("mining", "show", number).answer["data"]
    assert (shown["status"], shown["reports"], shown["mined_assets"]) == ("returned", [], [])
    again = installation.qoima("mining", "return", number, *why, "--form", seen)
    assert (again.code, again.refusal["code"]) == (1, "contract.refused")
    _done(installation.qoima("mining", "amend", number, str(form), "--key", "miner"))
    assert installation.qoima("mining", "show", number).answer["data"]["status"] == "amended"


def test_nothing_is_reported_on_or_declared_before_mining_starts(
    installation: Up, people: People, form: Path, tmp_path: Path
) -> None:
    done = installation.qoima("mining", "notify", str(form), "--key", "miner").answer
    number, report = str(done["number"]), tmp_path / "report.yaml"
    report.write_text(qoima("mining", "form", "--report").out, encoding="utf-8")
    early = installation.qoima("mining", "report", number, str(report), "--key", "miner")
    assert (early.code, early.refusal["code"]) == (1, "contract.refused")
    today = dt.datetime.now(KAZAKHSTAN_TIME).date().isoformat()
    days = ("--from", today, "--until", today, "--evidence", _DIGEST, "--key", "miner")
    words = ["mining", "declare", number, "--asset", _BITCOIN, "--amount", "5", *days]
    ran = installation.qoima(*words)
    assert (ran.code, ran.refusal["code"]) == (1, "contract.refused")
    assert "before the notified start" in ran.refusal["advice"]
    assert installation.qoima("mining", "assets").answer["data"] == []
    unknown = installation.qoima("mining", "asset", "1")
    assert (unknown.code, unknown.refusal["code"]) == (1, "mined.unknown")


def test_the_authority_exempts_an_asset_and_ends_the_exemption(
    installation: Up, people: People
) -> None:
    basis = ("--basis", _DIGEST, "--key", "authority")
    end = ("mining", "end-exemption", _BITCOIN, *basis)
    assert installation.qoima(*end).code == 1
    words = ["mining", "exempt", _BITCOIN, "--until", "2099-12-31", *basis]
    assert installation.qoima(*words).answer["number"] == 1
    assert installation.qoima(*end).answer["number"] == 2


def test_a_start_that_is_too_near_is_refused_with_the_field(
    installation: Up, people: People, form: Path, tmp_path: Path
) -> None:
    near = read_form(form)
    near["dates"]["start"] = near["dates"]["submitted"]
    (tmp_path / "near.yaml").write_text(yaml.safe_dump(near), encoding="utf-8")
    ran = installation.qoima("mining", "notify", str(tmp_path / "near.yaml"), "--key", "miner")
    assert (ran.code, ran.refusal["code"]) == (1, "form.invalid")


def test_only_the_authority_acknowledges(installation: Up, people: People) -> None:
    words = ["mining", "acknowledge", "1", "--form", _DIGEST, "--basis", _DIGEST]
    ran = installation.qoima(*words, "--key", "miner")
    assert (ran.code, ran.refusal["code"]) == (1, "contract.refused")


def test_a_day_that_is_none_is_wrong_usage(installation: Up, people: People) -> None:
    ran = installation.qoima("mining", "cease", "1", "--ended-on", "31.12.2026", "--key", "miner")
    assert (ran.code, ran.refusal["code"]) == (2, "input.date-malformed")


def test_the_form_is_described_for_machines(installation: Up) -> None:
    schema = installation.qoima("mining", "form").answer
    assert "properties" in str(schema)
    listed = installation.qoima("mining", "forms").answer["data"]
    names = {each["name"]: each["editions"] for each in listed}
    assert names["mining-notification"][-1]["form"] == schema["x-form"]
    first = names["mining-report"][0]
    asked = ("mining", "form", "--report", "--at")
    assert installation.qoima(*asked, first["in_force_from"]).answer["x-form"] == first["form"]
    none = installation.qoima(*asked, "1999-12-31")
    assert (none.code, none.refusal["code"]) == (1, "form.none-in-force")
    assert installation.qoima(*asked, "soon").refusal["code"] == "input.date-malformed"


def test_a_form_of_another_edition_is_refused_by_name(
    installation: Up, people: People, form: Path, tmp_path: Path
) -> None:
    other = {**read_form(form), "form": "mining-notification/99"}
    (tmp_path / "other.yaml").write_text(written(other), encoding="utf-8")
    ran = installation.qoima("mining", "notify", str(tmp_path / "other.yaml"), "--key", "miner")
    assert (ran.code, ran.refusal["code"]) == (1, "form.edition-not-in-force")


def test_a_wrong_password_signs_nothing(installation: Up, people: People, tmp_path: Path) -> None:
    keystore = tmp_path / "issuer.json"
    keystore.write_bytes((installation.home / "keys" / "issuer.json").read_bytes())
    (tmp_path / "wrong").write_text("wrong\n")
    words = ["asset", "issue", "1", people["issuer"], "1", "--key", str(keystore)]
    ran = installation.qoima(*words, QOIMA_PASSWORD_FILE=str(tmp_path / "wrong"))
    assert (ran.code, ran.refusal["code"]) == (1, "key.wrong-password")


def test_without_a_trusted_deployment_nothing_is_signed(
    installation: Up, people: People, tmp_path: Path
) -> None:
    words = ["asset", "issue", "1", people["issuer"], "1", "--key", "issuer"]
    ran = installation.qoima(*words, QOIMA_DEPLOYMENT=str(tmp_path / "none.json"))
    assert (ran.code, ran.refusal["code"]) == (2, "settings.no-deployment")


@pytest.mark.parametrize(
    ("language", "word"), [("kk", "Күйі"), ("ru", "Состояние"), ("en", "Status")]
)
def test_a_person_reads_answers_in_their_language(
    installation: Up, people: People, language: str, word: str
) -> None:
    ran = here("participant", "show", "1", "--language", language, **installation.environment)
    assert ran.code == 0, ran.err
    assert word in ran.out


def test_what_is_not_on_record_is_refused_in_the_language(installation: Up) -> None:
    told = {
        language: here("asset", "show", "999", "--language", language, **installation.environment)
        for language in ("kk", "ru", "en")
    }
    assert {ran.code for ran in told.values()} == {1}
    assert len({ran.err for ran in told.values()}) == 3
