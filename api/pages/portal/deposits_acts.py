"""Acts on deposits and batches: taken in, offered, verified, copied."""

from __future__ import annotations

from typing import Final

from api.pages.portal.kinds import ANYONE, Kind
from api.schemas import deposit_acts, deposit_requests
from ledger.participants.model import Role

__all__ = ["ACTS", "DEPOSIT"]

_A: Final = Role.AUTHORITY
_REASON: Final = frozenset({"reason"})
_DEPOSIT: Final = "/v1/deposits/{number}"
_BATCH: Final = "/v1/deposit-batches/{batch}"

DEPOSIT: Final = Kind(
    "deposit",
    "/v1/deposits",
    deposit_requests.UploadedDepositRequest,
    "depository.deposit",
    Role.DEPOSITOR,
    "deposit",
    derived=frozenset({"titles", "description"}),
    left_out=frozenset(
        {"archive", "codemeta", "expected_cid", "file_name", "parts", "sha256", "upload"}
    ),
)
"""The deposit of a package, whose content is sent before it is signed."""

ACTS: Final = (
    DEPOSIT,
    Kind(
        "apply-for-copy",
        f"{_DEPOSIT}/copies",
        deposit_acts.Applying,
        "depository.apply_for_copy",
        ANYONE,
        "deposit apply-copy",
    ),
    Kind(
        "offer-deposit",
        f"{_DEPOSIT}/offers",
        deposit_acts.Offering,
        "depository.offer",
        ANYONE,
        "deposit offer",
    ),
    Kind(
        "accept-offer",
        f"{_DEPOSIT}/offers/acceptances",
        deposit_acts.Taking,
        "depository.accept_offer",
        ANYONE,
        "deposit accept-offer",
    ),
    Kind(
        "refuse-offer",
        f"{_DEPOSIT}/offers/refusals",
        deposit_acts.Signing,
        "depository.refuse_offer",
        ANYONE,
        "deposit refuse-offer",
    ),
    Kind(
        "withdraw-offer",
        f"{_DEPOSIT}/offers/withdrawals",
        deposit_acts.Signing,
        "depository.withdraw_offer",
        ANYONE,
        "deposit withdraw-offer",
    ),
    Kind(
        "attest-level",
        f"{_DEPOSIT}/levels",
        deposit_acts.Attesting,
        "depository.attest_level",
        Role.ATTESTOR | Role.OPERATOR,
        "deposit attest",
    ),
    Kind(
        "withdraw-level",
        f"{_DEPOSIT}/levels/withdrawals",
        deposit_acts.WithdrawingLevel,
        "depository.withdraw_level",
        Role.ATTESTOR | Role.OPERATOR | _A,
        "deposit withdraw-level",
    ),
    Kind(
        "accept-deposit",
        f"{_DEPOSIT}/acceptances",
        deposit_requests.Acceptance,
        "depository.accept",
        Role.OPERATOR,
        "deposit accept",
    ),
    Kind(
        "return-deposit",
        f"{_DEPOSIT}/returns",
        deposit_requests.Return,
        "depository.return_deposit",
        Role.OPERATOR,
        "deposit return",
        derived=_REASON,
    ),
    Kind(
        "issue-copy",
        f"{_DEPOSIT}/copies/{{index}}/issues",
        deposit_acts.Handing,
        "depository.issue_copy",
        Role.OPERATOR,
        "deposit issue-copy",
    ),
    Kind(
        "refuse-copy",
        f"{_DEPOSIT}/copies/{{index}}/refusals",
        deposit_acts.Refusing,
        "depository.refuse_copy",
        Role.OPERATOR,
        "deposit refuse-copy",
    ),
    Kind(
        "take-out",
        f"{_BATCH}/records/{{index}}/deposits",
        deposit_acts.Signing,
        "depository.take_out",
        ANYONE,
        "deposit take-out",
    ),
    Kind(
        "accept-batch",
        f"{_BATCH}/acceptances",
        deposit_requests.Acceptance,
        "depository.accept_batch",
        Role.OPERATOR,
        "deposit accept-batch",
    ),
    Kind(
        "return-batch",
        f"{_BATCH}/returns",
        deposit_requests.Return,
        "depository.return_batch",
        Role.OPERATOR,
        "deposit return-batch",
        derived=_REASON,
    ),
)
