"""Words and read models of what is offered."""

from enum import StrEnum


class IssueState(StrEnum):
    """Where an edition of the demand catalog stands."""

    DRAFT = "draft"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"


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
