"""Words of the record."""

from enum import StrEnum
from typing import Literal

Language = Literal["zh", "mn", "both"]
CORRECTED_BY_FILE = "corrected_by_file"  # a reason the pages have words for
RESULT_CORRECTED = "result_corrected"  # so was this claim refused
LANGUAGES: tuple[Language, ...] = ("zh", "mn", "both")


class Result(StrEnum):
    """How a training ended."""

    PASSED = "passed"
    FAILED = "failed"
    ABSENT = "absent"


class CertificateKind(StrEnum):
    """The five kinds of certificate the documents name."""

    QUALIFICATION = "qualification"
    SKILL_LEVEL = "skill_level"
    SPECIAL_ABILITY = "special_ability"
    SPECIAL_OPERATION = "special_operation"
    TRAINING = "training"


class CertificateState(StrEnum):
    """Whether a certificate stands today."""

    VALID = "valid"
    REPLACED = "replaced"
    REVOKED = "revoked"


class Origin(StrEnum):
    """Where a line of the record came from."""

    PORTAL = "portal"  # the portal itself saw it: sign-up, roll, result
    FILE = "file"  # a provider's or evaluation body's file
    DECLARED = "declared"  # the person says so


class SubsidyState(StrEnum):
    """Where a subsidy stands."""

    CLAIMED = "claimed"
    PUBLISHED = "published"  # under public notice
    PAID = "paid"
    REFUSED = "refused"


class DocumentState(StrEnum):
    """Whether a summary document is the newest word."""

    VALID = "valid"
    REPLACED = "replaced"
    REVOKED = "revoked"


class Outcome(StrEnum):
    """What writing a line down changed."""

    ADDED = "added"
    CORRECTED = "corrected"
    UNCHANGED = "unchanged"
