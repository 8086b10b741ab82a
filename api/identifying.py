"""What is signed to bind an account to an organisation, in words, and whose key signed it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.access.signing import signer_of_text
from api.schemas.types import moment
from ledger.errors import NotFound, Rejected
from ledger.identities.model import Purpose

if TYPE_CHECKING:
    from api.access.model import Caller
    from api.access.signing import Site
    from api.languages import Messages
    from api.services import Services
    from ledger.identities.model import Binding, Statement
    from ledger.types import Address

__all__ = ["accounts_of", "is_recorded", "signer_of_challenge", "written"]


def written(statement: Statement, site: Site, messages: Messages) -> str:
    """The text of a challenge in a language: what is signed, and the consent that it gives."""
    withdrawing = statement.purpose is Purpose.WITHDRAWAL
    facts = messages(
        "identity-facts",
        domain=site.domain,
        chain=str(site.chain_id),
        account=statement.account,
        purpose=messages(f"identity-purpose-{statement.purpose}"),
        nonce=statement.nonce,
        issued=moment(statement.issued_at),
        expires=moment(statement.expires_at),
    )
    said = "identity-withdrawal" if withdrawing else "identity-consent"
    return f"{messages(f'{said}-title')}\n\n{facts}\n\n{messages(said)}"


def signer_of_challenge(text: str, signature: str) -> Address:
    """Whose key signed a challenge (ERC-191); Rejected("identity.bad-signature")."""
    try:
        return signer_of_text(text, signature)
    except Rejected:
        raise Rejected("identity.bad-signature") from None


def accounts_of(services: Services, caller: Caller) -> tuple[Address, ...]:
    """The present and the former accounts of a participant who asks."""
    if caller.account is None:
        return ()
    found = services.participants.participant(caller.account)
    return (found.account, *found.former_accounts)


def is_recorded(services: Services, binding: Binding) -> bool:
    """Whether the chain has the digest of a binding as that of the account's subject."""
    try:
        found = services.participants.participant(binding.account)
    except NotFound:
        return False
    return found.subject_digest == binding.digest
