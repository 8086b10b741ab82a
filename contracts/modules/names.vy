# pragma version 0.4.3
"""
@title Names: how an asset of another chain is named
@license Apache-2.0
@notice A name says chain and asset in one, as CAIP-19 does. Letters, digits and the signs of that
        form are taken and nothing else, so that a name is no place for anything else (P-4).
@dev The refusals begin with the name of the contract that uses the module, `mining_registry`.
"""


@internal
@pure
def _check(asset: String[128]):
    """
    @notice Refuse a name that is empty or holds any sign but those of CAIP-19.
    """
    assert len(asset) != 0, "mining_registry: asset is not named"
    for i: uint256 in range(len(asset), bound=128):
        sign: uint256 = convert(convert(slice(asset, i, 1), Bytes[1]), uint256)
        assert self._is_known(sign), "mining_registry: the name has other signs"


@internal
@pure
def _is_known(sign: uint256) -> bool:
    """
    @notice Whether an ASCII number is of a letter, a digit, or one of - . / : _ and the percent.
    """
    if sign >= 45 and sign <= 58:  # - . / 0 to 9 :
        return True
    if sign >= 65 and sign <= 90:  # A to Z
        return True
    if sign >= 97 and sign <= 122:  # a to z
        return True
    return sign == 95 or sign == 37  # _ %
