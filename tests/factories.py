"""Rows for tests: valid by default, each state by name. Identity numbers use a prefix nobody has."""

from datetime import timedelta
from functools import cache
from typing import Any

import factory
import factory.alchemy
from argon2 import PasswordHasher
from sqlalchemy.orm import Session

from portal.catalog.models import CatalogEntry, CatalogIssue, ClassSession, Occupation, Provider
from portal.catalog.types import ClassState, IssueState, Mode, ProviderKind, ProviderState, Shortage, TeachingLanguage
from portal.core import clock, credit_codes, db, identity_numbers, search_keys
from portal.core.crypto import blind_index
from portal.enrolment.models import Application, Wish
from portal.enrolment.types import ApplicationState, Channel, WishState
from portal.people.models import Account, Person, PersonGroup, Station
from portal.people.types import Evidence, PhoneOwner, RealNameLevel, Role
from portal.records.models import Certificate, EnrolmentRecord
from portal.records.types import CertificateKind, CertificateState, Origin, Result

PASSWORD = "grass-and-sky-7"


@cache
def light_hash(password: str = PASSWORD) -> str:
    """Return the hash of a password with the lightest parameters there are."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(password)


class PortalFactory(factory.alchemy.SQLAlchemyModelFactory):
    """Keep rows in the session of the test and commit them."""

    class Meta:
        abstract = True
        sqlalchemy_session_factory = db.session
        sqlalchemy_session_persistence = "commit"

    @classmethod
    def _save(cls, model_class: Any, session: Session, args: Any, kwargs: Any) -> Any:
        session.commit()  # ends what the test was reading: a session that reads cannot write
        session.connection(execution_options={"portal_writes": True})
        return super()._save(model_class, session, args, kwargs)


class StationFactory(PortalFactory):
    class Meta:
        model = Station

    name = factory.Sequence(lambda n: f"满都宝力格镇便民服务站{n}")
    region_code, address, phone = "152522", "满都宝力格镇政府大院东侧", "0479-8000000"


class PersonFactory(PortalFactory):
    class Meta:
        model = Person
        exclude = ("serial",)

    serial = factory.Sequence(lambda n: 9_000_000 + n)  # far from those that tests write down
    name = factory.Sequence(lambda n: "乌云" + "甲乙丙丁戊己庚辛壬癸"[n % 10] + "其木格"[: n % 4])
    id_number = factory.LazyAttribute(lambda o: identity_numbers.make(o.serial))
    id_number_index = factory.LazyAttribute(lambda o: blind_index(o.id_number, "person.id_number"))
    phone = factory.Sequence(lambda n: f"+86138{n + 10_000_000:08d}")
    phone_index = factory.LazyAttribute(lambda o: blind_index(o.phone, "person.phone") if o.phone else None)
    phone_owner = PhoneOwner.OWN
    home_region = "150525"
    real_name_level = RealNameLevel.DECLARED
    language = "zh"
    created_at = factory.LazyFunction(clock.now)


class PersonGroupFactory(PortalFactory):
    class Meta:
        model = PersonGroup
        exclude = ("person",)

    person = factory.SubFactory(PersonFactory)
    person_id = factory.SelfAttribute("person.id")
    group_code, evidence = "rural_transfer", Evidence.DECLARED
    valid_from = factory.LazyFunction(clock.today)


class AccountFactory(PortalFactory):
    """A trainee's account; `person` is made along."""

    class Meta:
        model = Account
        exclude = ("person",)

    person = factory.SubFactory(PersonFactory)
    person_id = factory.SelfAttribute("person.id")
    role = Role.TRAINEE
    password_hash = factory.LazyFunction(light_hash)
    session_epoch = 1
    created_at = factory.LazyFunction(clock.now)


class OfficerFactory(AccountFactory):
    person, person_id, role = None, None, Role.BUREAU_OFFICER
    login_name = factory.Sequence(lambda n: f"officer{n}")
    display_name, region_code = "赵科长", "150500"


class ClerkFactory(AccountFactory):
    class Meta:
        exclude = ("person", "station")

    person, person_id, role = None, None, Role.STATION_CLERK
    station = factory.SubFactory(StationFactory)
    station_id = factory.SelfAttribute("station.id")
    login_name = factory.Sequence(lambda n: f"clerk{n}")
    display_name = "孟姐"


class TeacherFactory(AccountFactory):
    """Staff of an institution; one is made where none is named by `provider_id`."""

    person, person_id, role = None, None, Role.PROVIDER_STAFF
    provider_id = factory.LazyFunction(lambda: ProviderFactory().id)
    login_name = factory.Sequence(lambda n: f"teacher{n}")
    display_name = "高老师"


class OccupationFactory(PortalFactory):
    class Meta:
        model = Occupation

    ref = factory.Sequence(lambda n: f"TEST{n}")
    code, trade, name, levels = None, "care", factory.Sequence(lambda n: f"养老护理员{n}"), ["5", "4"]
    search_key = factory.LazyAttribute(lambda o: search_keys.index_key(o.name))


class CatalogIssueFactory(PortalFactory):
    class Meta:
        model = CatalogIssue

    title, region_code = factory.Sequence(lambda n: f"职业技能培训需求指导目录（{n}）"), "150000"
    valid_from = factory.LazyFunction(lambda: clock.today() - timedelta(days=90))
    state, published_at = IssueState.PUBLISHED, factory.LazyFunction(clock.now)


class CatalogEntryFactory(PortalFactory):
    class Meta:
        model = CatalogEntry
        exclude = ("issue", "occupation")

    issue = factory.SubFactory(CatalogIssueFactory)
    occupation = factory.SubFactory(OccupationFactory)
    issue_id, occupation_id = factory.SelfAttribute("issue.id"), factory.SelfAttribute("occupation.id")
    level, hours, shortage = "5", 80, Shortage.URGENT


class ProviderFactory(PortalFactory):
    class Meta:
        model = Provider

    credit_code = factory.Sequence(lambda n: credit_codes.make(100_000 + n))  # far from those that tests write down
    name, kind = factory.Sequence(lambda n: f"科尔沁职业培训学校{n}"), ProviderKind.INSTITUTION
    region_code, address, phone = "150502", "科尔沁区明仁大街1号", "0475-8000000"
    accredited_from = factory.LazyFunction(lambda: clock.today() - timedelta(days=365))
    state, trades = ProviderState.ACTIVE, factory.LazyFunction(lambda: ["care", "catering"])
    search_key = factory.LazyAttribute(lambda o: search_keys.index_key(o.name))


class ClassSessionFactory(PortalFactory):
    """An open class that begins in three weeks."""

    class Meta:
        model = ClassSession
        exclude = ("entry", "provider", "occupation_name")

    class Params:
        full = factory.Trait(capacity=1, seats_taken=1)
        cancelled = factory.Trait(state=ClassState.CANCELLED, cancelled_reason="报名人数不足")

    entry = factory.SubFactory(CatalogEntryFactory)
    provider = factory.SubFactory(ProviderFactory)
    occupation_name = "养老护理员"
    number = factory.Sequence(lambda n: f"T2026{n:06d}")
    entry_id, provider_id = factory.SelfAttribute("entry.id"), factory.SelfAttribute("provider.id")
    occupation_id = factory.SelfAttribute("entry.occupation_id")
    trade, level, hours, training_type = "care", "5", 80, "employment_skill"
    starts_on = factory.LazyFunction(lambda: clock.today() + timedelta(days=21))
    ends_on = factory.LazyAttribute(lambda o: o.starts_on + timedelta(days=9))
    daily_hours = "09:00-12:00, 14:00-17:00"
    place, region_code, capacity = "科尔沁区明仁大街1号", "150502", 30
    apply_from = factory.LazyFunction(lambda: clock.today() - timedelta(days=5))
    apply_by = factory.LazyAttribute(lambda o: o.starts_on - timedelta(days=3))
    language, mode, target_groups = TeachingLanguage.ZH, Mode.ONSITE, factory.LazyFunction(list)
    contact_phone, state = "0475-8000000", ClassState.OPEN
    search_key = factory.LazyAttribute(lambda o: search_keys.index_key(o.occupation_name))


class ApplicationFactory(PortalFactory):
    class Meta:
        model = Application
        exclude = ("person", "class_session")

    person = factory.SubFactory(PersonFactory)
    class_session = factory.SubFactory(ClassSessionFactory)
    person_id = factory.SelfAttribute("person.id")
    class_session_id = factory.SelfAttribute("class_session.id")
    state, channel = ApplicationState.ACCEPTED, Channel.SELF
    arrival = factory.Sequence(lambda n: n + 1)
    applied_at = changed_at = factory.LazyFunction(clock.now)


class WishFactory(PortalFactory):
    class Meta:
        model = Wish
        exclude = ("person",)

    person = factory.SubFactory(PersonFactory)
    person_id = factory.SelfAttribute("person.id")
    own_words, region_code, season = "想学奶食品加工", "152524", "winter"
    channel, state, created_at = Channel.SELF, WishState.OPEN, factory.LazyFunction(clock.now)


class EnrolmentRecordFactory(PortalFactory):
    class Meta:
        model = EnrolmentRecord
        exclude = ("person",)

    person = factory.SubFactory(PersonFactory)
    person_id = factory.SelfAttribute("person.id")
    class_number = factory.Sequence(lambda n: f"R2025{n:06d}")
    occupation_name, level, provider_name = "养老护理员", "5", "科尔沁职业培训学校"
    region_code, hours_attended, result, origin = "150502", 80, Result.PASSED, Origin.FILE
    starts_on = factory.LazyFunction(lambda: clock.today() - timedelta(days=60))
    ends_on = factory.LazyAttribute(lambda o: o.starts_on + timedelta(days=9))
    recorded_at = factory.LazyFunction(clock.now)


class CertificateFactory(PortalFactory):
    class Meta:
        model = Certificate
        exclude = ("person",)

    person = factory.SubFactory(PersonFactory)
    person_id = factory.SelfAttribute("person.id")
    kind, level, occupation_name = CertificateKind.SKILL_LEVEL, "5", "养老护理员"
    number = factory.Sequence(lambda n: f"S000115{n:015d}")
    issuer, origin, state = "通辽市职业技能评价中心", Origin.FILE, CertificateState.VALID
    issued_on = factory.LazyFunction(lambda: clock.today() - timedelta(days=30))
    recorded_at = factory.LazyFunction(clock.now)
