"""Addresses as users write them."""

from __future__ import annotations

import pytest

from ledger.addresses import parse_address
from ledger.errors import Rejected

# Vectors of ERC-55.
CHECKSUMMED = [
    "0x52908400098527886E0F7030069857D2E4169EE7",
    "0xde709f2102306220921060314715629080e2fb77",
    "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
    "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
    "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
    "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
]


@pytest.mark.parametrize("address", CHECKSUMMED)
def test_an_address_without_capitals_gets_its_checksum(address: str) -> None:
    assert parse_address(address) == address
    assert parse_address(address.lower()) == address
    assert parse_address("0x" + address[2:].upper()) == address


@pytest.mark.parametrize(
    "text", ["", "0x", "5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "0x" + "g" * 40]
)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(Rejected, match=r"address\.malformed"):
        parse_address(text)


def test_a_mistyped_checksum_is_refused() -> None:
    with pytest.raises(Rejected, match=r"address\.bad-checksum"):
        parse_address("0x5AAeb6053F3E94C9b9A09f33669435E7Ef1BeAed")
