# pragma version 0.4.3
"""
@title Rules: the published text of the rules by which a contract validates
@license Apache-2.0
@notice Those with access have equal rights under a given validation algorithm (A-7). The source is
        that algorithm; a text in Kazakh, Russian and English says it in plain words. The contract
        names the digest of that text, fixed when it is deployed.
"""

RULES: immutable(bytes32)


@deploy
def __init__(rules: bytes32):
    """
    @notice Fix the digest of the text for good.
    @param rules SHA-256 of what `sha256sum` prints for the three files, by name in ascending order.
    """
    assert rules != empty(bytes32), "rules: digest is zero"
    RULES = rules


@external
@view
def validation_rules() -> bytes32:
    """
    @notice The digest of the text of this contract's rules (A-7).
    """
    return RULES
