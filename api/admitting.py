"""Admission of a participant, as a subject that is told or as one that was shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.schemas.participants import roles_of, subject_of
from api.schemas.types import digest_of
from ledger.errors import Rejected
from ledger.types import Address

if TYPE_CHECKING:
    from api.schemas.participants import Admission
    from api.services import Services
    from ledger.participants.model import Draft

__all__ = ["admission"]


def admission(services: Services, asked: Admission) -> Draft:
    """Draft an admission.

    Raises Rejected("participant.subject-or-identity") unless one of both is given, what
    `Identities.digest_for` raises, and what the drafts of `Participants` raise.
    """
    sender, account = Address(asked.sender), Address(asked.account)
    roles, basis = roles_of(asked.roles), digest_of(asked.basis)
    if asked.subject is not None and asked.identity is None:
        subject = subject_of(asked.subject)
        return services.participants.draft_admission(sender, account, roles, subject, basis)
    if asked.identity is not None and asked.subject is None:
        digest = services.identities.digest_for(asked.identity, account)
        return services.participants.draft_identified(sender, account, roles, digest, basis)
    raise Rejected("participant.subject-or-identity")
