"""The demonstration, step by step."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import mining_registry
from cli.demo.cast import CAST
from cli.forms import read_form
from cli.validating import told
from depository.archive import excluding
from depository.metadata import Metadata, PackageKind, Provenance
from ledger.errors import VerificationError
from ledger.localized import Localized
from mining_registry.rules import KAZAKHSTAN_TIME, last_second
from qoima.client import acts, assets, enforcement
from qoima.client.agent import Done
from qoima.client.batches import Prepared, deposit_many
from qoima.client.deposits import Payload, Wanted, compute, deposit, facts_of
from qoima.client.mining import present_form

if TYPE_CHECKING:
    from collections.abc import Callable

    from cli.demo.stage import Stage

__all__ = ["STEPS", "Step"]

_TONNES: Final = 1_000
_SOLD: Final = 250
_DELIVERED: Final = 50
_RIGHTS: Final = "One token certifies the right to one tonne of wheat of class 3 from the elevator."
_DECISION: Final = "Decision on issue of 1,000 tokens backed by stored wheat."
_SYSTEM: Final = "The elevator's system: who may enter a transfer, and how it is protected."
_FINDING: Final = "Finding of the authorised body: the elevator's system meets the requirements."
_DEMAND: Final = "Demand for 50 tonnes of wheat of class 3, to be collected by lorry."
_WAYBILL: Final = "Waybill: 50 tonnes of wheat of class 3 were handed over."
_EVIDENCE: Final = "Act of inspection: 1,000 tonnes of wheat of class 3 lie in store."
_ORDER: Final = "Order of the authorised body: the organisations of the list are admitted."
_RECEIPT: Final = "Act of the authorised body: the notification is in order, its receipt is due."
_ROOMS: Final = ("depository/unixfs", "ledger/journal")
_COMPILED: Final = excluding("__pycache__")
_VERIFIED: Final = "depository/unixfs/builder.py"


@dataclass(frozen=True)
class Step:
    """What is done, by the id of its heading, and the doing, which gives an answer to print.

    `told` makes of the answer what a person is shown.
    """

    heading: str
    act: Callable[[Stage], Any]
    told: Callable[[Any], Any] = lambda answer: answer


def _admit(stage: Stage) -> Any:
    authority = stage.agents["authority"]
    answers = []
    for member in CAST:
        account = stage.agents[member.part].address
        basis = _digest(_ORDER)
        done = acts.admit(authority, account, member.roles, member.subject, basis)
        if isinstance(done, Done):
            stage.numbers[member.part] = done.number
        answers.append({"name": member.names, "account": account} | done.as_json())
    return answers


def _deposit(stage: Stage) -> Any:
    metadata = Metadata(
        titles=Localized(
            kk="Qoima: депозитарий және цифрлық активтер тізілімі",
            ru="Qoima: депозитарий и реестр цифровых активов",
            en="Qoima: depository and digital asset ledger",
        ),
        version="0.1.0",
        license="Apache-2.0",
        kind=PackageKind.PROGRAM_CODE,
    )
    package = compute(stage.source, metadata)
    wanted = Wanted(metadata, Provenance(), package)
    done = deposit(stage.agents["depositor"], stage.source, wanted)
    stage.numbers["deposit"] = done.number
    return done.as_json() | facts_of(package)


def _accept(stage: Stage) -> Any:
    return acts.accept(stage.agents["operator"], stage.numbers["deposit"]).as_json()


def _deposit_many(stage: Stage) -> Any:
    """Two rooms of the source tree, each as a package of its own."""
    prepared = []
    for room in _ROOMS:
        payload = Payload(stage.source.path / room, stage.source.limits, _COMPILED)
        metadata = Metadata(
            titles=Localized(kk=f"Qoima: {room}", ru=f"Qoima: {room}", en=f"Qoima: {room}"),
            version="0.1.0",
            license="Apache-2.0",
            kind=PackageKind.PROGRAM_CODE,
        )
        wanted = Wanted(metadata, Provenance(), compute(payload, metadata))
        prepared.append(Prepared(payload, wanted))
    done = deposit_many(stage.agents["depositor"], prepared, lambda *_: None)
    stage.numbers["batch"] = done.number
    return done.as_json() | {"records": len(prepared)}


def _register(stage: Stage) -> Any:
    rights = [("delivery", _digest(_RIGHTS))]
    done = assets.register_class(stage.agents["issuer"], "goods", _digest(_DECISION), rights, "")
    stage.numbers["class"] = done.number
    return done.as_json()


def _attest_system(stage: Stage) -> Any:
    """The issuer is known to the chain by its number, which its admission gave."""
    issuer, digests = stage.numbers["issuer"], (_digest(_SYSTEM), _digest(_FINDING))
    return enforcement.attest_system(stage.agents["authority"], issuer, *digests).as_json()


def _allow(stage: Stage) -> Any:
    numbers = stage.numbers["class"], stage.numbers["holder"]
    return assets.change_access(stage.agents["issuer"], *numbers, granted=True).as_json()


def _attest(stage: Stage) -> Any:
    until = last_second(_today() + timedelta(days=364))
    evidence = _digest(_EVIDENCE)
    number = stage.numbers["class"]
    return assets.attest(stage.agents["attestor"], number, _TONNES, until, evidence).as_json()


def _issue(stage: Stage) -> Any:
    issuer = stage.agents["issuer"]
    return assets.issue(issuer, stage.numbers["class"], issuer.address, _TONNES).as_json()


def _transfer(stage: Stage) -> Any:
    holder = stage.agents["holder"].address
    return assets.transfer(stage.agents["issuer"], stage.numbers["class"], holder, _SOLD).as_json()


def _redeem(stage: Stage) -> Any:
    """Two acts, by two keys: the holder's demand locks, its fulfilment burns."""
    holder, issuer = stage.agents["holder"], stage.agents["issuer"]
    asked = assets.redeem(holder, stage.numbers["class"], _DELIVERED, _digest(_DEMAND))
    closed = assets.close(issuer, asked.number, _digest(_WAYBILL))
    return [asked.as_json(), closed.as_json()]


def _notify(stage: Stage) -> Any:
    """The example form, with the days moved to the present."""
    form = read_form(Path(mining_registry.__file__).parent / "examples" / "notification.yaml")
    start = _today() + timedelta(days=60)
    form["dates"] = {"submitted": _today().isoformat(), "start": start.isoformat()}
    done = acts.notify(stage.agents["miner"], form)
    stage.numbers["notification"] = done.number
    return done.as_json()


def _acknowledge(stage: Stage) -> Any:
    authority, number = stage.agents["authority"], stage.numbers["notification"]
    form = present_form(authority, number)
    return acts.acknowledge(authority, number, form, _digest(_RECEIPT)).as_json()


def _verify(stage: Stage) -> Any:
    """Only the digest of the bytes is asked about: no name, no number."""
    content = (stage.source.path / _VERIFIED).read_bytes()
    digest = "0x" + hashlib.sha256(content).hexdigest()
    answer = stage.client.get(f"/v1/verifications/{digest}")
    if not answer["data"]["known"]:
        raise VerificationError("verify.unknown", subject=digest)
    return answer


def _holders(stage: Stage) -> Any:
    return stage.client.get(f"/v1/assets/{stage.numbers['class']}/holders")


def _possessor(stage: Stage) -> Any:
    return stage.client.get(f"/v1/deposits/{stage.numbers['deposit']}")


def _record(stage: Stage) -> Any:
    return stage.client.get(f"/v1/deposit-batches/{stage.numbers['batch']}/records/1")


def _notification(stage: Stage) -> Any:
    return stage.client.get(f"/v1/notifications/{stage.numbers['notification']}")


def _today() -> date:
    return datetime.now(KAZAKHSTAN_TIME).date()


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


STEPS: Final = (
    Step("cli-demo-admit", _admit),
    Step("cli-demo-deposit", _deposit),
    Step("cli-demo-accept", _accept),
    Step("cli-demo-many", _deposit_many),
    Step("cli-demo-register", _register),
    Step("cli-demo-system", _attest_system),
    Step("cli-demo-attest", _attest),
    Step("cli-demo-issue", _issue),
    Step("cli-demo-allow", _allow),
    Step("cli-demo-transfer", _transfer),
    Step("cli-demo-redeem", _redeem),
    Step("cli-demo-notify", _notify),
    Step("cli-demo-acknowledge", _acknowledge),
    Step("cli-demo-verify", _verify, told),
    Step("cli-demo-holders", _holders),
    Step("cli-demo-possessor", _possessor),
    Step("cli-demo-record", _record),
    Step("cli-demo-notification", _notification),
)
