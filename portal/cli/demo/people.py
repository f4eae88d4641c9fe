"""Who lives in the demonstration world: the people of the journeys, a crowd, clerks and officers."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from portal.cli.demo.names import HAN_FAMILY, HAN_GIVEN, MONGOLIAN, PASSWORD, STATIONS, TRAINEES, Someone
from portal.core import identity_numbers, phones, regions
from portal.core.terms import terms
from portal.people import services
from portal.people.services.passwords import hash_password
from portal.people.services.station_list import NewStation, add_station
from portal.people.types import GivenConsent, NewPerson, NewStaff, PhoneOwner, Role

CROWD = 320


@dataclass(frozen=True)
class DemoPerson:
    """Someone of the crowd or of the journeys, as the story needs them."""

    person_id: int
    name: str
    id_number: str
    region: str


def add_people(random: Random, consent: GivenConsent) -> list[DemoPerson]:
    """Write down the people of the journeys, who can sign in, and then the crowd, who cannot."""
    hashed = hash_password(PASSWORD)
    main = []
    for someone in TRAINEES:
        person = _add(_of_journey(someone), consent)
        services.add_account(person.person_id, hashed, language=someone.language, is_demo=True)
        main.append(person)
    return main + [_add(_of_crowd(random, 1000 + n), consent) for n in range(CROWD)]


def add_staff(provider_id: int) -> tuple[int, int]:
    """Open the stations and give clerks, a school and two officers a way to sign in; return the officers."""
    for number, (county, name) in enumerate(STATIONS):
        place = regions.full_name(county)
        address, phone = f"{place}{name}一楼大厅", f"0470-810{number:04d}"
        station_id = add_station(NewStation(name, county, address, phone, "08:30-17:30", is_demo=True))
        if number < 2:
            clerk = NewStaff(Role.STATION_CLERK, f"clerk{number + 1}", "孟姐", station_id=station_id, is_demo=True)
            services.add_staff(clerk, PASSWORD)
    school = NewStaff(Role.PROVIDER_STAFF, "school1", "高老师", provider_id=provider_id, is_demo=True)
    services.add_staff(school, PASSWORD)
    of_city = NewStaff(Role.BUREAU_OFFICER, "officer1", "赵科长", region_code="150500", is_demo=True)
    of_region = NewStaff(Role.BUREAU_OFFICER, "officer2", "斯琴", region_code="150000", is_demo=True)
    return services.add_staff(of_city, PASSWORD), services.add_staff(of_region, PASSWORD)


def sign_ins() -> list[dict[str, str]]:
    """Return who may sign in to the demonstration world, and how."""
    trainees = [
        {"role": "trainee", "identifier": someone.phone or _number(someone), "password": PASSWORD, "name": someone.name}
        for someone in TRAINEES
    ]
    others = (
        ("station_clerk", "clerk1", "孟姐"),
        ("station_clerk", "clerk2", "孟姐"),
        ("provider_staff", "school1", "高老师"),
        ("bureau_officer", "officer1", "赵科长"),
        ("bureau_officer", "officer2", "斯琴"),
    )
    return trainees + [
        {"role": role, "identifier": login, "password": PASSWORD, "name": name} for role, login, name in others
    ]


def _add(new: NewPerson, consent: GivenConsent) -> DemoPerson:
    person_id = services.add_person(new, [consent], actor_id=None)
    return DemoPerson(person_id, new.name, new.id_number.value, new.home_region)


def _of_journey(someone: Someone) -> NewPerson:
    return NewPerson(
        name=someone.name,
        name_mn=someone.name_mn,
        id_number=identity_numbers.parse(_number(someone)),
        phone=phones.parse(someone.phone) if someone.phone else None,
        home_region=someone.home_region,
        groups=someone.groups,
        language=someone.language,
        is_demo=True,
    )


def _of_crowd(random: Random, serial: int) -> NewPerson:
    born = date(1962, 1, 1) + timedelta(days=random.randrange(16_400))  # from twenty to over sixty
    if random.random() < 0.4:
        name, name_mn = random.choice(MONGOLIAN)
    else:
        name, name_mn = random.choice(HAN_FAMILY) + random.choice(HAN_GIVEN), None
    league = random.choice(regions.prefectures())
    has_phone = random.random() < 0.9
    groups = [code for code in terms("group") if code != "woman"]
    return NewPerson(
        name=name,
        name_mn=name_mn,
        id_number=identity_numbers.parse(identity_numbers.make(serial % 1000, birth_date=born)),
        phone=phones.parse(f"1390015{serial:04d}") if has_phone else None,
        phone_owner=PhoneOwner.OWN if random.random() < 0.9 else PhoneOwner.RELATIVE,
        home_region=random.choice(regions.children(league.code)).code,
        groups=tuple(random.sample(groups, random.choice((0, 1, 1, 2)))),
        language="mn" if name_mn and random.random() < 0.5 else "zh",
        is_demo=True,
    )


def _number(someone: Someone) -> str:
    return identity_numbers.make(someone.serial, birth_date=date.fromisoformat(someone.born))
