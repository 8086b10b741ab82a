# pragma version 0.4.3
# pragma evm-version london
"""
@title Journal: the heads of logs that are kept off the chain, so that none is rewritten unseen
@license Apache-2.0
@notice The facts of access to content (D-6, P-2), the checks of its integrity (D-8) and the course
        of requests (Q-2 to Q-5) are logged outside of the chain. Of each log, here a stream, the
        chain holds heads: how many entries the log has, and one digest of them all. A head is never
        changed or taken away, and the next one counts more entries; whoever is later shown the log
        can reckon its heads anew and see whether an entry was altered, left out or put in.
@dev `root` is the root of a Merkle tree over the first `size` entries (RFC 9162, section 2.1), so
     that one entry is proven without the others. The contract does not see the entries: that each
     tree continues the one before is for the readers of the log to check (RFC 9162, section 2.1.4).
"""

from modules import membership
from modules import role_bits
from modules import rules as rulebook

initializes: membership
initializes: rulebook

exports: (membership.participants, rulebook.validation_rules)

# No log is longer: a size beyond any number of entries would end a stream for good.
MOST: constant(uint256) = 2**48


struct Stream:
    name: String[32]
    purpose: bytes32  # digest of the document that says what is logged, how, and why
    keeper: uint256  # participant's number
    opened_at: uint256  # seconds since 1970
    count: uint256  # how many heads it has


struct Head:
    size: uint256  # entries of the log
    root: bytes32  # digest of them all
    block_number: uint256  # the block in which it was recorded
    recorded_at: uint256  # that block's time, in seconds since 1970


event StreamOpened:
    stream: indexed(uint256)
    keeper: indexed(uint256)
    name: String[32]
    purpose: bytes32
    basis: bytes32


event KeeperAppointed:
    stream: indexed(uint256)
    keeper: indexed(uint256)
    basis: bytes32


event Appended:
    stream: indexed(uint256)
    index: indexed(uint256)
    keeper: indexed(uint256)
    size: uint256
    root: bytes32


# Streams by number, from 1 without gaps.
streams: HashMap[uint256, Stream]
# The number of the last stream.
last: uint256
# The stream of a name.
by_name: HashMap[String[32], uint256]
# Heads by stream and index, from 1 without gaps.
heads: HashMap[uint256, HashMap[uint256, Head]]


@deploy
def __init__(participants: address, rules: bytes32):
    """
    @notice Tie the journal to the register of participants.
    @param participants The address of `participants`.
    @param rules The digest of the text of the rules; see `modules/rules`.
    """
    membership.__init__(participants)
    rulebook.__init__(rules)


# ---------------------------------------------------------------- acts of the operator


@external
def open_stream(name: String[32], purpose: bytes32) -> uint256:
    """
    @notice Open a stream; the operator who opens it is its keeper (D-6, P-2).
    @param name Its name for good: lower-case letters, digits and hyphens; no other stream's.
    @param purpose Digest of the document that says what is logged, how, and why.
    @return The stream's number.
    """
    membership._only(role_bits.OPERATOR, "journal: not the operator")
    return self._open(name, purpose, membership._caller(), empty(bytes32))


# ---------------------------------------------------------------- acts of the authority


@external
def order_stream(name: String[32], purpose: bytes32, keeper: uint256) -> uint256:
    """
    @notice Open a stream and charge a participant with keeping it.
    @param name As for `open_stream`.
    @param purpose As for `open_stream`.
    @param keeper The participant's number; active.
    @return The stream's number.
    """
    membership._only_authority("journal: not the authority")
    self._check_keeper(keeper)
    return self._open(name, purpose, keeper, membership._basis())


@external
def appoint(stream: uint256, keeper: uint256):
    """
    @notice Charge another participant with keeping a stream. What is recorded stays recorded.
    @param stream The stream's number.
    @param keeper The participant's number; active.
    """
    membership._only_authority("journal: not the authority")
    self._check_stream(stream)
    self._check_keeper(keeper)
    self.streams[stream].keeper = keeper
    log KeeperAppointed(stream=stream, keeper=keeper, basis=membership._basis())


# ---------------------------------------------------------------- acts of the keeper


@external
def append(stream: uint256, size: uint256, root: bytes32) -> uint256:
    """
    @notice Record the head of a log that has grown since the last one.
    @param stream The stream's number.
    @param size How many entries the log has; more than at the last head.
    @param root Digest of them all.
    @return The head's index in the stream.
    """
    self._check_stream(stream)
    membership._active(msg.sender, "journal: not an active participant")
    keeper: uint256 = self.streams[stream].keeper
    assert keeper == membership._caller(), "journal: not the keeper"
    index: uint256 = self.streams[stream].count + 1
    assert size > self.heads[stream][index - 1].size, "journal: the log has not grown"
    assert size <= MOST, "journal: size is too large"
    assert root != empty(bytes32), "journal: root is zero"
    self.streams[stream].count = index
    self.heads[stream][index] = Head(
        size=size, root=root, block_number=block.number, recorded_at=block.timestamp
    )
    log Appended(stream=stream, index=index, keeper=keeper, size=size, root=root)
    return index


# ---------------------------------------------------------------- answers


@external
@view
def stream_of(stream: uint256) -> Stream:
    """
    @notice All that is recorded of a stream but its heads.
    @param stream The stream's number.
    """
    self._check_stream(stream)
    return self.streams[stream]


@external
@view
def stream_named(name: String[32]) -> uint256:
    """
    @notice The stream of a name.
    @param name The name.
    @return The stream's number; 0 when no stream has this name.
    """
    return self.by_name[name]


@external
@view
def stream_count() -> uint256:
    """
    @notice How many streams were ever opened; also the last one's number.
    """
    return self.last


@external
@view
def count(stream: uint256) -> uint256:
    """
    @notice How many heads a stream has; also the last one's index.
    @param stream The stream's number.
    """
    self._check_stream(stream)
    return self.streams[stream].count


@external
@view
def head(stream: uint256) -> Head:
    """
    @notice The last head of a stream; all zeros while it has none.
    @param stream The stream's number.
    """
    self._check_stream(stream)
    return self.heads[stream][self.streams[stream].count]


@external
@view
def head_at(stream: uint256, index: uint256) -> Head:
    """
    @notice A head of a stream.
    @param stream The stream's number.
    @param index From 1 to `count`.
    """
    self._check_stream(stream)
    assert index != 0 and index <= self.streams[stream].count, "journal: no such head"
    return self.heads[stream][index]


# ---------------------------------------------------------------- rules


@internal
def _open(name: String[32], purpose: bytes32, keeper: uint256, basis: bytes32) -> uint256:
    """
    @notice Enter a stream under the next number.
    """
    self._check_name(name)
    assert self.by_name[name] == 0, "journal: the name is taken"
    assert purpose != empty(bytes32), "journal: purpose is zero"
    stream: uint256 = self.last + 1
    self.last = stream
    self.by_name[name] = stream
    self.streams[stream] = Stream(
        name=name, purpose=purpose, keeper=keeper, opened_at=block.timestamp, count=0
    )
    log StreamOpened(stream=stream, keeper=keeper, name=name, purpose=purpose, basis=basis)
    return stream


@internal
@view
def _check_stream(stream: uint256):
    """
    @notice Refuse a number that no stream has.
    """
    assert stream != 0 and stream <= self.last, "journal: no such stream"


@internal
@view
def _check_keeper(keeper: uint256):
    """
    @notice Refuse a keeper who is not an active participant.
    """
    membership._active(membership._account_of(keeper), "journal: the keeper is not active")


@internal
@pure
def _check_name(name: String[32]):
    """
    @notice Refuse a name that is empty or holds any sign but a lower-case letter, digit or hyphen.
    """
    assert len(name) != 0, "journal: name is empty"
    for i: uint256 in range(len(name), bound=32):
        sign: uint256 = convert(convert(slice(name, i, 1), Bytes[1]), uint256)
        letter: bool = sign >= 97 and sign <= 122
        digit: bool = sign >= 48 and sign <= 57
        assert letter or digit or sign == 45, "journal: the name has other signs"
