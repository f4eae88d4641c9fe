"""A person with a record."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from portal.records.types import CertificateKind, Named, NewCertificate, Origin, Source, TrainedClass
from tests import factories

FILE = Source(Origin.FILE)


def trained_class(number: str = "T1") -> TrainedClass:
    """Return a class as the record repeats it."""
    return TrainedClass(
        class_session_id=None,
        number=number,
        occupation_code=None,
        occupation=Named("养老护理员"),
        level="5",
        provider=Named("科尔沁职业培训学校"),
        region_code="150502",
        starts_on=date(2026, 3, 2),
        ends_on=date(2026, 3, 12),
    )


def new_certificate(number: str = "Y000115", **changes: Any) -> NewCertificate:
    """Return a certificate as an issuer reports it."""
    values: dict[str, Any] = {
        "kind": CertificateKind.SKILL_LEVEL,
        "number": number,
        "level": "5",
        "occupation_code": None,
        "occupation": Named("养老护理员"),
        "issuer": "通辽市职业技能评价中心",
        "issued_on": date(2026, 3, 20),
    }
    return NewCertificate(**{**values, **changes})


@pytest.fixture
def holder(session: Session) -> Any:
    """The account of someone with one training and one certificate."""
    account = factories.AccountFactory(person__name="买买提·乌云", person__name_mn="ᠤᠶᠤᠨ")
    record = factories.EnrolmentRecordFactory(person=None, person_id=account.person_id)
    factories.CertificateFactory(person=None, person_id=account.person_id, record_id=record.id)
    return account
