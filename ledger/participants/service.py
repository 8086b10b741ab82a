"""Use cases of participants: admission, roles, suspension, replacement of keys, and who is who."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ledger.canonical import SALT_BYTES
from ledger.decrees import draft_decree
from ledger.participants.history import as_it_was, list_states
from ledger.participants.model import Draft
from ledger.participants.store import find_participant, keep_subject, list_participants

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from ledger.chain import Chain
    from ledger.paging import Page
    from ledger.participants.model import Participant, Role, State, Subject
    from ledger.records import BlockRef
    from ledger.transactions import UnsignedTransaction
    from ledger.types import Address, Digest

__all__ = ["Participants"]


@dataclass(frozen=True, slots=True)
class Participants:
    """Participants of one chain.

    Drafts are proposals for an authority (`sender`) to sign, with the digest of the decision that
    is their legal basis; all raise what `Chain.build` raises, above all
    Rejected("contract.refused", contract="participants", reason=).
    """

    chain: Chain
    index_engine: Engine
    vault_engine: Engine

    def draft_admission(
        self, sender: Address, account: Address, roles: Role, subject: Subject, basis: Digest
    ) -> Draft:
        """Admit `account`; the subject stays in the vault, its salted digest goes to the chain."""
        salt = secrets.token_bytes(SALT_BYTES)
        digest = subject.digest(salt)
        transaction = self._decree(sender, basis, "admit", account, int(roles), digest)
        keep_subject(self.vault_engine, subject, salt)
        return Draft(id=digest.hex(), digest=digest, transaction=transaction)

    def draft_identified(
        self, sender: Address, account: Address, roles: Role, subject: Digest, basis: Digest
    ) -> Draft:
        """Admit `account` with the digest of a subject that it has shown itself (`Identities`)."""
        transaction = self._decree(sender, basis, "admit", account, int(roles), subject)
        return Draft(id=subject.hex(), digest=subject, transaction=transaction)

    def draft_roles(
        self, sender: Address, account: Address, roles: Role, basis: Digest
    ) -> UnsignedTransaction:
        """Set the roles of a participant."""
        return self._decree(sender, basis, "set_roles", account, int(roles))

    def draft_suspension(
        self, sender: Address, account: Address, basis: Digest
    ) -> UnsignedTransaction:
        """Suspend a participant."""
        return self._decree(sender, basis, "suspend", account)

    def draft_reinstatement(
        self, sender: Address, account: Address, basis: Digest
    ) -> UnsignedTransaction:
        """Reinstate a suspended participant."""
        return self._decree(sender, basis, "reinstate", account)

    def draft_replacement(
        self, sender: Address, old: Address, new: Address, basis: Digest
    ) -> UnsignedTransaction:
        """Give a participant a new key in place of a lost one."""
        return self._decree(sender, basis, "replace_key", old, new)

    def participant(
        self, address_or_number: Address | int, at: BlockRef | None = None
    ) -> Participant:
        """Return a participant, now or at a block; NotFound("participant.unknown", participant=).

        Raises NotFound("participant.not-yet", participant=, block=) for a block before it was, and
        VerificationError("participant.subject-altered", digest=) when the vault's document
        does not fit the digest on the chain.
        """
        found = find_participant(self.index_engine, self.vault_engine, address_or_number)
        return found if at is None else as_it_was(self.index_engine, found, at)

    def states(
        self, address_or_number: Address | int, limit: int, after: str | None = None
    ) -> Page[State]:
        """List the roles, keys and suspensions of a participant, newest first, as they were valid.

        Raises NotFound("participant.unknown") and what `participant` raises.
        """
        found = find_participant(self.index_engine, self.vault_engine, address_or_number)
        return list_states(self.index_engine, found.number, limit, after)

    def participants(
        self, limit: int, after: str | None = None, role: Role | None = None
    ) -> Page[Participant]:
        """List participants by number; with `role`, those that have any bit of it."""
        return list_participants(self.index_engine, self.vault_engine, limit, after, role)

    def _decree(
        self, sender: Address, basis: Digest, function: str, *args: Any
    ) -> UnsignedTransaction:
        return draft_decree(self.chain, sender, basis, "participants", function, *args)
