"""Revoke and replace certificates of a class, and tell their holders.

Source:
    内人社发〔2022〕31号, part 2 (3) 4: "谁用人、谁评价、谁发证、谁负责". So a provider speaks for the certificates that
    bear its own name; of every other one, an officer of the region does.
"""

from typing import Any

from portal.core.db import transaction
from portal.notices import services as notices
from portal.office import errors, queries
from portal.office.queries import rolls
from portal.office.services.reporting import certificate_of
from portal.office.types import CertificateRow
from portal.office.types.classes import HeldCertificate
from portal.records import services as records
from portal.records.types import Origin, Reach, Source


def revoke_certificate(reach: Reach, certificate_id: int, reason: str) -> None:
    """Revoke a certificate for a reason that its holder reads.

    Raises:
        NotFound: there is none in reach.
        NotYours: another body issued it.
        CertificateEnded: it was revoked or replaced before.
    """
    with transaction():
        found = _get_own(reach, certificate_id)
        records.revoke_certificate(certificate_id, reason=reason, account_id=reach.account_id)
        _tell(found, "certificate_revoked", reason=reason)


def replace_certificate(reach: Reach, certificate_id: int, new: CertificateRow, reason: str) -> None:
    """Put a new certificate in the place of one, for a reason that its holder reads.

    Raises:
        NotFound: there is none in reach.
        NotYours: another body issued it.
        CertificateEnded: it was revoked or replaced before.
        CertificateTaken: the new number belongs to another certificate.
    """
    with transaction():
        found = _get_own(reach, certificate_id)
        taught = queries.find_class(found.class_number)
        assert taught is not None  # the certificate was found by it
        source = Source(Origin.PORTAL, account_id=reach.account_id)
        records.replace_certificate(certificate_id, certificate_of(new, taught), reason=reason, source=source)
        _tell(found, "certificate_replaced", reason=reason, new_number=new.number)


def may_end(reach: Reach, found: HeldCertificate) -> bool:
    """Tell whether this member of staff may revoke or replace a certificate."""
    return reach.provider_id is None or found.issuer == found.provider


def _get_own(reach: Reach, certificate_id: int) -> HeldCertificate:
    found = rolls.get_certificate(reach, certificate_id)
    if not may_end(reach, found):
        raise errors.NotYours
    return found


def _tell(found: HeldCertificate, kind: str, **more: Any) -> None:
    if not found.is_living:
        return
    taught = queries.find_class(found.class_number)
    assert taught is not None  # the certificate was found by it
    occupation = taught.trained.occupation
    facts = {"occupation": occupation.zh, "occupation_mn": occupation.mn or None, "issuer": found.issuer}
    notices.tell(found.person_id, kind, {**facts, "certificate_number": found.number, **more})
