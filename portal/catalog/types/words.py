"""Words of what is offered."""

from enum import StrEnum


class IssueState(StrEnum):
    """Where an edition of the demand catalog stands."""

    DRAFT = "draft"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"


class CatalogKind(StrEnum):
    """Which of the catalogs that the documents name; they are six things and never merged.

    Source:
        需求指导目录: notice of 2024-02-07. 急需紧缺技术工种目录, 培训机构目录: 内人社发〔2022〕31号.
        两目录, 培训工种目录: 吉人社联〔2022〕145号. 目录清单: Ordos plan 2019-2021.
    """

    DEMAND = "demand"
    SHORTAGE = "shortage"
    TWO_DIRECTORIES = "two_directories"
    INSTITUTIONS = "institutions"
    TRADES = "trades"
    LISTING = "listing"


EDITED_KINDS = (CatalogKind.DEMAND, CatalogKind.SHORTAGE)  # kept in the office as editions


class Shortage(StrEnum):
    """How badly a trade is needed, as the published catalog grades it."""

    URGENT = "urgent"
    SHORT = "short"
    NORMAL = "normal"


class ProviderKind(StrEnum):
    """What kind of provider a directory lists."""

    INSTITUTION = "institution"
    BASE = "base"
    ONLINE = "online"
    ENTERPRISE = "enterprise"


class ProviderState(StrEnum):
    """Whether a provider may take people."""

    ACTIVE = "active"
    WITHDRAWN = "withdrawn"


class ClassState(StrEnum):
    """The life of a class session."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    RUNNING = "running"
    FINISHED = "finished"
    CANCELLED = "cancelled"


class Mode(StrEnum):
    """How a class is taught."""

    ONSITE = "onsite"
    ONLINE = "online"
    MIXED = "mixed"


class TeachingLanguage(StrEnum):
    """The language a class is taught in."""

    ZH = "zh"
    MN = "mn"
    BOTH = "both"


class SignUpState(StrEnum):
    """What someone who looks at a class today can do about it. ``rules.sign_up_state`` finds it."""

    DRAFT = "draft"
    NOT_YET_OPEN = "not_yet"
    OPEN = "open"
    FULL = "full"  # the waiting list is open
    PAST_DEADLINE = "past_deadline"
    CLOSED = "closed"
    RUNNING = "running"
    FINISHED = "finished"
    CANCELLED = "cancelled"

    @property
    def takes_applications(self) -> bool:
        """Whether an application is taken now, for a seat or for the waiting list."""
        return self in (SignUpState.OPEN, SignUpState.FULL)
