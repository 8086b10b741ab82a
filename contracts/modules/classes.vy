# pragma version 0.4.3
"""
@title Classes: the register of classes of tokens, the rights they certify and their documents
@license Apache-2.0
@notice Each class has an issuer, a kind of backing from a closed list, a decision on issue and a
        list of certified rights (A-2). All of them are fixed when the class is registered, before
        anything is issued, and nobody changes them afterwards. Documents of a class are recorded
        version by version; none is ever removed.
@dev The refusals begin with the name of the contract that uses the module, `asset_classes`.
     Growth: a new attribute of a class gets a mapping of its own, so that the struct and its
     readers stay as they are.
"""

from modules import membership
from modules import role_bits

uses: membership

# Kinds of backing: a closed list, without money, securities and shares (A-4).
GOODS: constant(uint256) = 1
WORKS_OR_SERVICES: constant(uint256) = 2
# Other property rights to goods or services of the issuer.
OTHER_RIGHTS: constant(uint256) = 3
# Nothing stands behind it: a reward for supporting consensus (A-3).
UNBACKED: constant(uint256) = 4

MAX_RIGHTS: constant(uint256) = 16


struct AssetClass:
    issuer: uint256  # participant's number
    backing: uint256  # kind of backing
    decision: bytes32  # digest of the decision on issue
    registered_at: uint256  # seconds since 1970


# A right that a token certifies: a short code, and the digest of the text that says what it is.
struct Right:
    code: String[32]
    text: bytes32


struct Document:
    digest: bytes32
    version: uint256  # from 1 without gaps
    recorded_at: uint256  # seconds since 1970


event ClassRegistered:
    id: indexed(uint256)
    issuer: indexed(address)
    backing: uint256
    decision: bytes32
    uri: String[256]


event RightCertified:
    id: indexed(uint256)
    code: String[32]
    text: bytes32


event DocumentRecorded:
    id: indexed(uint256)
    name: String[64]
    version: uint256
    digest: bytes32


# Classes by id, from 1 without gaps.
entries: HashMap[uint256, AssetClass]
# The rights that a token of each class certifies.
rights: HashMap[uint256, DynArray[Right, MAX_RIGHTS]]
# Where the metadata of each class is.
uris: HashMap[uint256, String[256]]
# Documents by class, name and version.
documents: HashMap[uint256, HashMap[String[64], HashMap[uint256, Document]]]
# The last version of a document by class and name.
versions: HashMap[uint256, HashMap[String[64], uint256]]
# The id of the last class.
last: uint256


# ---------------------------------------------------------------- acts of the issuer


@external
def register_class(
    backing: uint256, decision: bytes32, rights: DynArray[Right, MAX_RIGHTS], uri: String[256]
) -> uint256:
    """
    @notice Register a class of tokens; the caller is its issuer. Nothing is issued yet (A-2).
    @param backing 1 goods, 2 works or services, 3 other property rights to goods or services of
           the issuer (A-4), 4 unbacked: a reward for supporting consensus (A-3).
    @param decision Digest of the decision on issue.
    @param rights What a token certifies: each right's code and the digest of its text.
    @param uri Where the metadata of the class is.
    @return The id of the class, which is its token's id.
    """
    membership._only(role_bits.ISSUER, "asset_classes: not an issuer")
    assert backing >= GOODS and backing <= UNBACKED, "asset_classes: unknown backing"
    assert decision != empty(bytes32), "asset_classes: decision is zero"
    assert len(rights) != 0, "asset_classes: no rights"
    id: uint256 = self.last + 1
    self.last = id
    self.uris[id] = uri
    self.entries[id] = AssetClass(
        issuer=membership._caller(),
        backing=backing,
        decision=decision,
        registered_at=block.timestamp,
    )
    log ClassRegistered(id=id, issuer=msg.sender, backing=backing, decision=decision, uri=uri)
    for right: Right in rights:
        assert right.code != "", "asset_classes: right has no code"
        assert right.text != empty(bytes32), "asset_classes: right has no text"
        self.rights[id].append(right)
        log RightCertified(id=id, code=right.code, text=right.text)
    return id


@external
def record_document(id: uint256, name: String[64], digest: bytes32) -> uint256:
    """
    @notice Record a document of a class of one's own, or a new version of one (A-2).
    @param id The class.
    @param name The document's name, the same for all its versions.
    @param digest Digest of the document.
    @return The version, from 1.
    """
    self._only_issuer(id)
    assert name != "", "asset_classes: document has no name"
    assert digest != empty(bytes32), "asset_classes: document is zero"
    version: uint256 = self.versions[id][name] + 1
    self.versions[id][name] = version
    self.documents[id][name][version] = Document(
        digest=digest, version=version, recorded_at=block.timestamp
    )
    log DocumentRecorded(id=id, name=name, version=version, digest=digest)
    return version


# ---------------------------------------------------------------- answers


@external
@view
def class_of(id: uint256) -> AssetClass:
    """
    @notice All that is recorded of a class, but for its rights, metadata and documents.
    @param id The class.
    """
    self._check_class(id)
    return self.entries[id]


@external
@view
def rights_of(id: uint256) -> DynArray[Right, MAX_RIGHTS]:
    """
    @notice The rights that a token of a class certifies (A-2); none for an unknown class.
    @param id The class.
    """
    return self.rights[id]


@external
@view
def document_of(id: uint256, name: String[64], version: uint256) -> Document:
    """
    @notice A document of a class.
    @param id The class.
    @param name The document's name.
    @param version The version; 0 for the last one.
    @return The document; its version is 0 when there is none.
    """
    wanted: uint256 = version if version != 0 else self.versions[id][name]
    return self.documents[id][name][wanted]


@external
@view
def issuer_of(id: uint256) -> uint256:
    """
    @notice The issuer of a class.
    @param id The class.
    @return The participant's number; 0 for an unknown class.
    """
    return self.entries[id].issuer


@external
@view
def is_backed(id: uint256) -> bool:
    """
    @notice Whether goods or services of the issuer are to stand behind a class (A-2, A-3).
    @param id The class.
    """
    return self._is_backed(id)


@external
@view
def count() -> uint256:
    """
    @notice How many classes were ever registered; also the last one's id.
    """
    return self.last


@external
@view
def uri(id: uint256) -> String[256]:
    """
    @notice Where the metadata of a class is; empty for an unknown class.
    @param id The class.
    """
    return self.uris[id]


# ---------------------------------------------------------------- rules


@internal
@view
def _exists(id: uint256) -> bool:
    """
    @notice Whether a class is registered.
    """
    return id != 0 and id <= self.last


@internal
@view
def _is_backed(id: uint256) -> bool:
    """
    @notice Whether goods or services of the issuer are to stand behind a class (A-2, A-3).
    """
    return self._exists(id) and self.entries[id].backing != UNBACKED


@internal
@view
def _check_class(id: uint256):
    """
    @notice Refuse an id that no class has.
    """
    assert self._exists(id), "asset_classes: no such class"


@internal
@view
def _only_issuer(id: uint256):
    """
    @notice Refuse everyone but the issuer of a class. The role of issuer is not asked for: what an
            issuer owes to holders outlives the leave to issue.
    @param id The class.
    """
    self._check_class(id)
    membership._active(msg.sender, "asset_classes: caller not active")
    assert self.entries[id].issuer == membership._caller(), "asset_classes: not the issuer"
