"""Tables about people. Identity numbers and phones are sealed; a blind index finds them."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Enum, ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.crypto import EncryptedText
from portal.core.db import Base, BigInt, IntPK, text_enum
from portal.people.models.rights import CorrectionNotice, DataRequest, RecoveryCode, SecondFactor
from portal.people.types import ConsentChannel, Evidence, PhoneOwner, PhoneRelation, RealNameLevel, Role

__all__ = [
    "Account",
    "Consent",
    "CorrectionNotice",
    "DataRequest",
    "Person",
    "PersonGroup",
    "RecoveryCode",
    "SecondFactor",
    "Station",
    "StationCode",
]

# Not checked by the database: the column came later, and SQLite adds no check to a table that is there.
_RELATION = Enum(PhoneRelation, native_enum=False, length=32, values_callable=lambda enum: [one.value for one in enum])

ID_NUMBER, PHONE = "person.id_number", "person.phone"  # purposes of the blind indexes


class Person(Base):
    """One human being. Exists without an account: a station may sign up someone who never uses the portal."""

    __tablename__ = "person"
    __table_args__ = (
        Index(
            "uq_person_live_id_number",
            "id_number_index",
            unique=True,
            sqlite_where=text("erased_at IS NULL"),
            postgresql_where=text("erased_at IS NULL"),
        ),
    )

    id: Mapped[IntPK]
    name: Mapped[str] = mapped_column(EncryptedText("person.name"))  # as on the card
    name_mn: Mapped[str | None] = mapped_column(EncryptedText("person.name_mn"))
    id_number: Mapped[str] = mapped_column(EncryptedText("person.id_number"))
    id_number_index: Mapped[str] = mapped_column(index=True)  # erased people are looked for too
    phone: Mapped[str | None] = mapped_column(EncryptedText("person.phone"))  # E.164
    phone_index: Mapped[str | None] = mapped_column(index=True)
    phone_owner: Mapped[PhoneOwner | None] = mapped_column(text_enum(PhoneOwner, "phone_owner"))
    phone_relation: Mapped[PhoneRelation | None] = mapped_column(_RELATION)
    sms_off: Mapped[bool] = mapped_column(default=False, server_default=false())
    home_region: Mapped[str] = mapped_column(ForeignKey("region.code"), index=True)
    present_region: Mapped[str | None] = mapped_column(ForeignKey("region.code"))
    language: Mapped[str] = mapped_column(default="zh")  # zh or mn
    real_name_level: Mapped[RealNameLevel] = mapped_column(text_enum(RealNameLevel, "real_name_level"))
    created_at: Mapped[datetime]
    erased_at: Mapped[datetime | None]
    is_demo: Mapped[bool] = mapped_column(default=False)


class PersonGroup(Base):
    """A group of people someone belongs to, with what stands behind it and for how long."""

    __tablename__ = "person_group"
    __table_args__ = (UniqueConstraint("person_id", "group_code", "valid_from"),)

    id: Mapped[IntPK]
    person_id: Mapped[int] = mapped_column(BigInt, ForeignKey("person.id"), index=True)
    group_code: Mapped[str]  # terms: group
    evidence: Mapped[Evidence] = mapped_column(text_enum(Evidence, "evidence"))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class Station(Base):
    """A service station of a sum, township or gacha where clerks help people."""

    __tablename__ = "station"

    id: Mapped[IntPK]
    name: Mapped[str]
    name_mn: Mapped[str | None]
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"), index=True)
    address: Mapped[str]
    phone: Mapped[str]
    opening: Mapped[str | None]
    is_demo: Mapped[bool] = mapped_column(default=False)


class Account(Base):
    """A way to sign in: of a trainee, bound to exactly one person, or of staff, bound to where they may act."""

    __tablename__ = "account"
    __table_args__ = (
        CheckConstraint("(role = 'trainee') = (person_id IS NOT NULL)", "trainee_has_person"),
        CheckConstraint("role <> 'station_clerk' OR station_id IS NOT NULL", "clerk_has_station"),
        CheckConstraint("role <> 'provider_staff' OR provider_id IS NOT NULL", "staff_has_provider"),
        CheckConstraint("role <> 'bureau_officer' OR region_code IS NOT NULL", "officer_has_region"),
        CheckConstraint("role = 'trainee' OR login_name IS NOT NULL", "staff_has_login"),
    )

    id: Mapped[IntPK]
    role: Mapped[Role] = mapped_column(text_enum(Role, "role"))
    person_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("person.id"), unique=True)
    login_name: Mapped[str | None] = mapped_column(unique=True)  # staff only; trainees use phone or identity number
    display_name: Mapped[str | None]  # staff only
    region_code: Mapped[str | None] = mapped_column(ForeignKey("region.code"))
    provider_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("provider.id"))
    station_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("station.id"))
    password_hash: Mapped[str]
    session_epoch: Mapped[int] = mapped_column(default=1)  # raised to sign out everywhere
    language: Mapped[str] = mapped_column(default="zh")
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]
    is_demo: Mapped[bool] = mapped_column(default=False)


class StationCode(Base):
    """A code a clerk hands over after seeing the identity card; it opens the way to a new password, once."""

    __tablename__ = "station_code"
    __table_args__ = (CheckConstraint("tries >= 0", "tries_not_negative"),)

    id: Mapped[IntPK]
    person_id: Mapped[int] = mapped_column(BigInt, ForeignKey("person.id"), index=True)
    code_mark: Mapped[str]  # keyed hash: the code itself is on the paper only
    account_id: Mapped[int] = mapped_column(BigInt, ForeignKey("account.id"))  # the clerk
    station_id: Mapped[int] = mapped_column(BigInt, ForeignKey("station.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)


class Consent(Base):
    """What a person agreed to. Only ever added (a trigger refuses change and deletion)."""

    __tablename__ = "consent"
    __table_args__ = (
        CheckConstraint(
            "(channel = 'self' AND station_id IS NULL AND proof IS NULL)"
            " OR (channel = 'station' AND station_id IS NOT NULL AND by_account_id IS NOT NULL AND proof IS NOT NULL)",
            "channel_is_coherent",
        ),
    )

    id: Mapped[IntPK]
    person_id: Mapped[int] = mapped_column(BigInt, ForeignKey("person.id"), index=True)
    purpose: Mapped[str]  # registration, application, messages ...
    text_version: Mapped[str]
    given: Mapped[bool]  # False: withdrawn
    given_at: Mapped[datetime]
    channel: Mapped[ConsentChannel] = mapped_column(text_enum(ConsentChannel, "channel"))
    station_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("station.id"))
    by_account_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("account.id"))
    proof: Mapped[str | None]  # number of the signed sheet
