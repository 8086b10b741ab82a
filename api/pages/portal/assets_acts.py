"""Acts on digital assets: registered, backed, issued, passed on, redeemed."""

from __future__ import annotations

from typing import Final

from api.pages.portal.kinds import ANYONE, Kind
from api.schemas import asset_requests, redemptions
from ledger.participants.model import Role

__all__ = ["ACTS"]

_ASSET: Final = "/v1/assets/{id}"
_REDEMPTION: Final = "/v1/redemptions/{number}"

ACTS: Final = (
    Kind(
        "register",
        "/v1/assets",
        asset_requests.Registration,
        "asset_classes.register_class",
        Role.ISSUER,
        "asset register",
    ),
    Kind(
        "document",
        f"{_ASSET}/documents",
        asset_requests.DocumentIn,
        "asset_classes.record_document",
        Role.ISSUER,
        "asset document",
    ),
    Kind(
        "attest",
        f"{_ASSET}/attestations",
        asset_requests.Attestation,
        "digital_assets.attest_backing",
        Role.ATTESTOR,
        "asset attest",
    ),
    Kind(
        "allow",
        f"{_ASSET}/access",
        asset_requests.AccessChange,
        "asset_classes.grant_access",
        Role.ISSUER,
        "asset allow",
    ),
    Kind(
        "disallow",
        f"{_ASSET}/access-revocations",
        asset_requests.AccessChange,
        "asset_classes.revoke_access",
        Role.ISSUER,
        "asset disallow",
    ),
    Kind(
        "issue",
        f"{_ASSET}/issues",
        asset_requests.Issue,
        "digital_assets.issue",
        Role.ISSUER,
        "asset issue",
    ),
    Kind(
        "transfer",
        f"{_ASSET}/transfers",
        asset_requests.Transfer,
        "digital_assets.safeTransferFrom",
        ANYONE,
        "asset transfer",
    ),
    Kind(
        "redeem",
        f"{_ASSET}/redemptions",
        redemptions.RedemptionRequest,
        "digital_assets.request_redemption",
        ANYONE,
        "asset redeem",
    ),
    Kind(
        "withdraw-redemption",
        f"{_REDEMPTION}/withdrawals",
        redemptions.Withdrawal,
        "digital_assets.withdraw_redemption",
        ANYONE,
        "asset withdraw",
    ),
    Kind(
        "close-redemption",
        f"{_REDEMPTION}/closings",
        redemptions.Closing,
        "digital_assets.close_redemption",
        Role.ISSUER,
        "asset close",
    ),
    Kind(
        "refuse-redemption",
        f"{_REDEMPTION}/refusals",
        redemptions.Refusal,
        "digital_assets.refuse_redemption",
        Role.ISSUER,
        "asset refuse",
    ),
)
