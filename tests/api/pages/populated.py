"""A chain with one record of every kind and state, hostile strings among them, as pages see it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from eth_account import Account

from depository.components import Declaration
from depository.metadata import Access, Metadata, PackageKind
from ledger.localized import Localized
from ledger.participants.model import Role, Subject, SubjectKind
from ledger.types import ZERO_ADDRESS, Address, DepositId, Digest, TxHash
from tests.api.pages.keeping import keep
from tests.api.pages.populated_mining import populate_mining, populate_notifications
from tests.api.pages.trading import PAYLOAD, trade
from tests.support.packages import encrypted

if TYPE_CHECKING:
    from eth_account.signers.local import LocalAccount

    from api.services import Services
    from ledger.transactions import UnsignedTransaction
    from tests.support.world import World

__all__ = ["PAYLOAD", "POINT", "Populated", "populate"]

POINT = b"def point(x: int, y: int) -> tuple[int, int]:\n    return x, y\n"
"""A file of the first deposit, to be verified by its bytes."""


def _digest(text: str) -> Digest:
    return Digest(hashlib.sha256(text.encode()).digest())


def _names(kk: str, ru: str, en: str) -> Localized:
    return Localized(kk=kk, ru=ru, en=en)


_COMPANIES = {
    "depositor": ("«Дала Деректері» ЖШС", "ТОО «Дала Деректері»", "Dala Derekteri LLP"),
    "issuer": ("«Астық Қоймасы» АҚ", "АО «Астық Қоймасы»", "Astyk Qoimasy JSC"),
    "attestor": ("«Тәуелсіз Сараптама» ЖШС", "ТОО «Тәуелсіз Сараптама»", "Independent Survey LLP"),
    "miner": ("«Үлгі Есептеу» ЖШС", "ТОО «Үлгі Есептеу»", "Ulgi Esepteu LLP"),
    "holder": ("«Нан Өнімдері» ЖШС", "ТОО «Нан Өнімдері»", "Nan Onimderi LLP"),
    "hostile": (PAYLOAD, PAYLOAD, PAYLOAD),
}
_ROLES = {
    "depositor": Role.DEPOSITOR,
    "issuer": Role.ISSUER | Role.DEPOSITOR,
    "attestor": Role.ATTESTOR,
    "miner": Role.MINER,
    "holder": Role(0),
    "hostile": Role.DEPOSITOR | Role.ISSUER | Role.MINER,
}
_BINS = ("190340001233", "040440004569", "211140017777")


@dataclass
class Populated:
    """An installation with records, the keys of those who made them, and the transactions."""

    world: World
    keys: dict[str, LocalAccount]
    transactions: dict[str, TxHash] = field(default_factory=dict)

    @property
    def services(self) -> Services:
        """The services over the filled chain."""
        return self.world.services

    def address(self, who: str) -> Address:
        """The account of a named participant."""
        return Address(self.keys[who].address)

    def act(self, who: str, transaction: UnsignedTransaction, name: str = "") -> None:
        """Sign, send, wait until sealed, index; the transaction is kept under a name."""
        receipt = self.world.sign(self.keys[who], transaction)
        if name:
            self.transactions[name] = receipt.transaction

    def admit(self, who: str, roles: Role, subject: Subject) -> None:
        """Admit a new key for a subject."""
        self.keys[who] = Account.create()
        receipt = self.world.admit_subject(self.keys[who], roles, subject)
        self.transactions["admission"] = receipt.transaction


def populate(world: World) -> Populated:
    """Record one of everything over a new chain, which nobody else uses."""
    keys = {"operator": world.operator, "authority": world.authority}
    populated = Populated(world, keys)
    _participants(populated)
    _deposits(populated)
    trade(populated)
    populate_notifications(populated, PAYLOAD)
    _failure(populated)
    keep(populated)
    populate_mining(populated)
    _nodes(populated)
    return populated


def _nodes(world: Populated) -> None:
    """A witness with a purpose that is hostile to pages, and a follower that was removed."""
    node, witness = world.world.node, Account.create().address
    node.decree("participants", "register_node", 3, 2, witness, PAYLOAD, PAYLOAD)
    node.decree("participants", "register_node", 4, 3, ZERO_ADDRESS, "reading", "")
    node.decree("participants", "remove_node", 2)
    world.world.indexer.catch_up()


def _participants(world: Populated) -> None:
    for place, (who, names) in enumerate(_COMPANIES.items()):
        subject = Subject(SubjectKind.LEGAL, _names(*names), _BINS[place % len(_BINS)])
        world.admit(who, _ROLES[who], subject)
    person = Subject(SubjectKind.INDIVIDUAL, _names("Аты", "Имя", "Name"), "900101300007")
    world.admit("person", Role(0), person)
    participants, authority = world.services.participants, world.address("authority")
    basis = _digest("an act of the authorised body")
    world.keys["old"] = world.keys["holder"]
    world.keys["holder"] = Account.create()
    replacement = participants.draft_replacement(
        authority, world.address("old"), world.address("holder"), basis
    )
    world.act("authority", replacement, "replacement")
    suspension = participants.draft_suspension(authority, world.address("person"), basis)
    world.act("authority", suspension, "suspension")


def _deposit(
    world: Populated, who: str, files: dict[str, bytes], metadata: Metadata, previous: int = 0
) -> DepositId:
    number = world.services.depository.deposits(1).total + 1
    source = world.world.folder / f"source-{number}"
    for name, content in files.items():
        path = source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    draft = world.services.depository.draft(
        world.address(who),
        source,
        None,
        metadata,
        previous=DepositId(previous) if previous else None,
    )
    world.act(who, draft.transaction, f"deposit-{number}")
    return DepositId(number)


_PARTS = Declaration.of(
    {
        "source": ["src"],
        "annotation": ["README.md"],
        "description": ["docs/kk/паспорт жүйесі.txt"],
        "operation": ["docs", "README.md"],
    },
    {
        "installation": "Жүйе бастапқы кодтан құрылады",
        "additional-software": "Қосымша бағдарламалық қамтылым қажет емес",
        "certification": "Сертификат 2027 жылы беріледі",
        "test-programme": "Сынақ әлі жүргізілген жоқ",
    },
)


def _described(
    names: tuple[str, str, str],
    version: str,
    kind: PackageKind,
    access: Access = Access.PUBLIC,
    about: Localized | None = None,
) -> Metadata:
    return Metadata(
        titles=_names(*names),
        version=version,
        license="Apache-2.0",
        kind=kind,
        access=access,
        description=about,
        authors=("Дала Деректері",),
        parts=_PARTS if kind is PackageKind.INFORMATION_SYSTEM else None,
    )


def _deposits(world: Populated) -> None:
    depository, operator = world.services.depository, world.address("operator")
    meters = ("Жылу есептеу жүйесі", "Система учёта тепла", "Heat metering system")
    about = _names(
        "Көппәтерлі үйлердегі жылу есептегіштерден көрсеткіштерді жинайды.",
        "Собирает показания теплосчётчиков в многоквартирных домах.",
        "Collects readings of heat meters in blocks of flats.",
    )
    files = {
        "README.md": b"# Heat metering\n",
        "src/heat/geometry/point.py": POINT,
        "src/heat/readings.py": b"READINGS = {}\n" * 400,
        "docs/kk/паспорт жүйесі.txt": "Жүйенің паспорты\n".encode(),
    }
    kind = PackageKind.INFORMATION_SYSTEM
    first = _deposit(world, "depositor", files, _described(meters, "1.0.0", kind, about=about))
    world.act("operator", depository.acts.draft_acceptance(operator, first), "acceptance")
    files["CHANGES.md"] = b"1.1.0: faster\n"
    second = _described(meters, "1.1.0", kind, about=about)
    _deposit(world, "depositor", files, second, first)
    hostile = _described(
        (PAYLOAD,) * 3, "0.1", PackageKind.PROGRAM_CODE, about=_names(*[PAYLOAD] * 3)
    )
    _deposit(world, "hostile", {"<img src=x onerror=alert(1)>.txt": b"hostile\n"}, hostile)
    faulty = ("Көлік тіркеу қосымшасы", "Приложение учёта транспорта", "Vehicle register app")
    fourth = _deposit(
        world,
        "issuer",
        {"install.bin": bytes(range(256)) * 5000},
        _described(faulty, "2.4", PackageKind.PROGRAM_PRODUCT),
    )
    reason = "Operational documentation is missing"
    returned = depository.acts.draft_return(operator, fourth, reason)
    world.act("operator", returned, "return")
    closed = ("Шлюз тұжырымдамасы", "Концепция шлюза", "Gateway concept")
    _deposit(
        world,
        "issuer",
        {"content.tar.age": encrypted(PAYLOAD.encode())},
        _described(closed, "1", PackageKind.CONCEPT, Access.LIMITED),
    )


def _failure(world: Populated) -> None:
    """A call that the contract refuses, sealed all the same."""
    codec, chain = world.services.chain.codec, world.services.chain
    account = world.keys["depositor"]
    nonce = int(chain.rpc.call("eth_getTransactionCount", account.address, "pending"), 16)
    call: dict[str, Any] = {
        "type": 2,
        "chainId": chain.deployment.chain_id,
        "nonce": nonce,
        "to": codec.address("depository"),
        "value": 0,
        "gas": 200_000,
        "maxFeePerGas": 0,
        "maxPriorityFeePerGas": 0,
        "data": codec.encode("depository", "accept", (DepositId(2),)),
    }
    tx_hash = chain.send(bytes(account.sign_transaction(call).raw_transaction))
    chain.wait(tx_hash, 30)
    world.world.indexer.catch_up()
    world.transactions["failure"] = tx_hash
