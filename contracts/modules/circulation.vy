# pragma version 0.4.3
"""
@title Circulation: whether tokens may pass from one account to another, and why not
@license Apache-2.0
@notice The whole of the rules of transfer in one place: `transfer_check` tells the first rule that
        a transfer breaks, and no transfer passes that it would refuse. ERC-7943's questions are
        answered from the same rules.
@dev The views never revert. The refusals with a selector are ERC-7943's errors; the compiler knows
     no declaration of them, so that the build completes the ABI from these lines:
     error ERC7943CannotSend(address account)
     error ERC7943CannotReceive(address account)
     error ERC7943CannotTransfer(address from, address to, uint256 tokenId, uint256 amount)
     error ERC7943InsufficientUnfrozenBalance(
         address account, uint256 tokenId, uint256 amount, uint256 unfrozen)
"""

from modules import class_register
from modules import membership
from modules import multitoken
from modules import restraints

uses: class_register
uses: membership
uses: multitoken
uses: restraints

# The answers of `transfer_check`; 5 to 7 are those of the register of classes.
ALLOWED: constant(uint256) = 0
SENDER_NOT_ACTIVE: constant(uint256) = 1
RECEIVER_NOT_ACTIVE: constant(uint256) = 2
ALL_PAUSED: constant(uint256) = 3
CLASS_PAUSED: constant(uint256) = 4
NO_CLASS: constant(uint256) = 5
NO_SYSTEM: constant(uint256) = 6
NO_EXEMPTION: constant(uint256) = 7
SENDER_NO_ACCESS: constant(uint256) = 8
RECEIVER_NO_ACCESS: constant(uint256) = 9
BALANCE_TOO_LOW: constant(uint256) = 10
NOT_FREE: constant(uint256) = 11


# ---------------------------------------------------------------- answers


@external
@view
def canSend(account: address) -> bool:
    """
    @notice Whether an account may send tokens at all: an active participant (ERC-7943, A-6).
    @param account The account.
    """
    return membership._is_active(account)


@external
@view
def canReceive(account: address) -> bool:
    """
    @notice Whether an account may receive tokens at all: an active participant (ERC-7943, A-6).
    @param account The account.
    """
    return membership._is_active(account)


@external
@view
def canTransfer(_from: address, to: address, tokenId: uint256, amount: uint256) -> bool:
    """
    @notice Whether the rules let the holder transfer (ERC-7943). A balance that is merely too low
            is no rule: it is answered by true.
    @param _from The holder.
    @param to The receiver.
    @param tokenId The class.
    @param amount How many.
    """
    code: uint256 = 0
    reason: String[64] = ""
    code, reason = self._check(_from, to, tokenId, amount)
    return code == ALLOWED or code == BALANCE_TOO_LOW


@external
@view
def transfer_check(
    _from: address, to: address, id: uint256, amount: uint256
) -> (uint256, String[64]):
    """
    @notice The first rule that a transfer by the holder breaks.
    @param _from The holder.
    @param to The receiver.
    @param id The class.
    @param amount How many.
    @return 0 and nothing when the transfer passes; else 1 sender not active, 2 receiver not active
            (A-6), 3 all paused, 4 class paused, 5 no such class, 6 issuer's system not attested
            (A-6), 7 class unbacked and not exempt (A-3), 8 sender without access, 9 receiver
            without access (A-6), 10 balance too low, 11 frozen or locked; and the same in words.
    """
    return self._check(_from, to, id, amount)


# ---------------------------------------------------------------- rules


@internal
@view
def _check_running(id: uint256):
    """
    @notice Refuse a paused class.
    @param id The class.
    """
    code: uint256 = 0
    refusal: String[64] = ""
    code, refusal = self._running(id)
    assert code == ALLOWED, refusal


@internal
@view
def _check_class(id: uint256):
    """
    @notice Refuse a class whose tokens may be neither issued nor moved (A-3, A-6).
    @param id The class.
    """
    code: uint256 = 0
    refusal: String[64] = ""
    code, refusal = self._class(id)
    assert code == ALLOWED, refusal


@internal
@view
def _check_sender(account: address):
    """
    @notice Refuse an account that may not send, with the error of ERC-7943.
    @param account The account.
    """
    if not membership._is_active(account):
        raw_revert(abi_encode(account, method_id=method_id("ERC7943CannotSend(address)")))


@internal
@view
def _check_receiver(account: address):
    """
    @notice Refuse an account that may not receive, with the error of ERC-7943.
    @param account The account.
    """
    if not membership._is_active(account):
        raw_revert(abi_encode(account, method_id=method_id("ERC7943CannotReceive(address)")))


@internal
@view
def _check_free(owner: address, id: uint256, amount: uint256, free: uint256):
    """
    @notice Refuse to take more than the balance, or, with the error of ERC-7943, more than is free.
    @param owner The holder.
    @param id The class.
    @param amount How many are to be taken.
    @param free How many of the balance may be taken.
    """
    assert multitoken.balances[id][owner] >= amount, "digital_assets: balance too low"
    if amount > free:
        raw_revert(
            abi_encode(
                owner,
                id,
                amount,
                free,
                method_id=method_id(
                    "ERC7943InsufficientUnfrozenBalance(address,uint256,uint256,uint256)"
                ),
            )
        )


@internal
@view
def _check_transfer(owner: address, to: address, id: uint256, amount: uint256):
    """
    @notice Refuse a transfer that `transfer_check` does not let pass, with the error of ERC-7943
            that says most.
    @param owner The holder.
    @param to The receiver.
    @param id The class.
    @param amount How many.
    """
    code: uint256 = 0
    reason: String[64] = ""
    code, reason = self._check(owner, to, id, amount)
    if code == ALLOWED:
        return
    self._check_sender(owner)
    self._check_receiver(to)
    if code >= BALANCE_TOO_LOW:
        self._check_free(owner, id, amount, self._free(owner, id))
    raw_revert(
        abi_encode(
            owner,
            to,
            id,
            amount,
            method_id=method_id("ERC7943CannotTransfer(address,address,uint256,uint256)"),
        )
    )


@internal
@view
def _running(id: uint256) -> (uint256, String[64]):
    """
    @notice Whether neither a class nor all are paused.
    """
    if restraints.pauses[restraints.ALL]:
        return ALL_PAUSED, "digital_assets: all classes are paused"
    if restraints.pauses[id]:
        return CLASS_PAUSED, "digital_assets: class is paused"
    return ALLOWED, ""


@internal
@view
def _class(id: uint256) -> (uint256, String[64]):
    """
    @notice Whether the tokens of a class may be issued and moved (A-3, A-6).
    """
    code: uint256 = 0
    reason: String[64] = ""
    code, reason = self._running(id)
    if code != ALLOWED:
        return code, reason
    return class_register._check(id)


@internal
@view
def _check(
    owner: address, to: address, id: uint256, amount: uint256
) -> (uint256, String[64]):
    """
    @notice The first rule that a transfer by the holder breaks: of the two sides (A-6), of the
            class, of access (A-6), of the amount.
    """
    if not membership._is_active(owner):
        return SENDER_NOT_ACTIVE, "digital_assets: sender not active"
    if not membership._is_active(to):
        return RECEIVER_NOT_ACTIVE, "digital_assets: receiver not active"
    code: uint256 = 0
    reason: String[64] = ""
    code, reason = self._class(id)
    if code != ALLOWED:
        return code, reason
    if not class_register._has_access(id, owner):
        return SENDER_NO_ACCESS, "digital_assets: sender has no access"
    if not class_register._has_access(id, to):
        return RECEIVER_NO_ACCESS, "digital_assets: receiver has no access"
    held: uint256 = multitoken.balances[id][owner]
    free: uint256 = self._free(owner, id)
    if amount > free and free < held:
        return NOT_FREE, "digital_assets: frozen or locked"
    if amount > held:
        return BALANCE_TOO_LOW, "digital_assets: balance too low"
    return ALLOWED, ""


@internal
@view
def _free(owner: address, id: uint256) -> uint256:
    """
    @notice How much of an account's balance is neither frozen nor locked.
    @param owner The account.
    @param id The class.
    """
    number: uint256 = membership._number_of(owner)
    return restraints._free(owner, number, id, multitoken.balances[id][owner])
