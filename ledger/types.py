"""The quantities of the domain, each with a type of its own so that mypy refuses a mix-up."""

from __future__ import annotations

from typing import NewType

__all__ = [
    "ZERO_ADDRESS",
    "Address",
    "BatchId",
    "BlockHash",
    "BlockNumber",
    "ClassId",
    "DepositId",
    "Digest",
    "MinedAssetId",
    "NotificationId",
    "ParticipantId",
    "RedemptionId",
    "Timestamp",
    "TxHash",
]

Address = NewType("Address", str)
"""An account or contract: `0x` and 40 hex digits with the checksum of ERC-55."""

Digest = NewType("Digest", bytes)
"""Thirty-two bytes of SHA-256, or of a salted SHA-256 where personal data is involved."""

BlockHash = NewType("BlockHash", str)
"""`0x` and 64 lower-case hex digits."""

TxHash = NewType("TxHash", str)
"""`0x` and 64 lower-case hex digits."""

BlockNumber = NewType("BlockNumber", int)
Timestamp = NewType("Timestamp", int)
"""Seconds since 1970-01-01T00:00:00Z, as block headers carry."""

ParticipantId = NewType("ParticipantId", int)
"""Number of a participant in the contract `participants`, from 1; it outlives a change of key."""

DepositId = NewType("DepositId", int)
"""Number of a deposit in the contract `depository`, from 1."""

BatchId = NewType("BatchId", int)
"""Number of a batch of records in the contract `depository`, from 1."""

ClassId = NewType("ClassId", int)
"""Number of a class of tokens in the contract `asset_classes`, from 1: its ERC-1155 id."""

RedemptionId = NewType("RedemptionId", int)
"""Number of a request for redemption in the contract `digital_assets`, from 1."""

NotificationId = NewType("NotificationId", int)
"""Number of a notification in the contract `mining_registry`, from 1."""

MinedAssetId = NewType("MinedAssetId", int)
"""Number of a mined asset in the contract `mining_registry`, from 1."""

ZERO_ADDRESS = Address("0x0000000000000000000000000000000000000000")
