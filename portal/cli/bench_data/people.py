"""Invented people, each with an account and a group."""

from datetime import datetime, timedelta
from itertools import islice
from random import Random

from sqlalchemy import insert

from portal.cli.bench_data.world import BATCH, DAYS_BACK, Advance, Row, World, moment, table
from portal.cli.demo.names import HAN_FAMILY, HAN_GIVEN, MONGOLIAN, PASSWORD
from portal.core import identity_numbers
from portal.core.crypto import blind_index
from portal.core.db import transaction
from portal.core.terms import terms
from portal.people.services.passwords import hash_password


def add_people(world: World, advance: Advance) -> None:
    """Write down as many people as the world has."""
    hashed = hash_password(PASSWORD)
    since = moment(world.today - timedelta(days=DAYS_BACK), 8)
    numbers = iter(range(1, world.people + 1))
    while batch := list(islice(numbers, BATCH)):
        with transaction() as current:
            current.execute(insert(table("person")), [_person(world, number, since) for number in batch])
            current.execute(insert(table("account")), [_account(number, hashed, since) for number in batch])
            current.execute(insert(table("person_group")), [_group(world, number) for number in batch])
        advance(len(batch))


def _person(world: World, number: int, since: datetime) -> Row:
    random = world.random
    name, name_mn = _name(random)
    id_number = identity_numbers.make(number)
    phone = f"+861390{number:07d}" if random.random() < 0.9 else None
    return {
        "id": number,
        "name": name,
        "name_mn": name_mn,
        "id_number": id_number,
        "id_number_index": blind_index(id_number, "person.id_number"),
        "phone": phone,
        "phone_index": blind_index(phone, "person.phone") if phone else None,
        "phone_owner": "own" if phone else None,
        "home_region": world.places.pick(),
        "present_region": None,
        "language": "mn" if name_mn and random.random() < 0.5 else "zh",
        "real_name_level": "declared",
        "created_at": since + timedelta(minutes=random.randrange(DAYS_BACK * 1440)),
        "erased_at": None,
        "is_demo": True,
    }


def _name(random: Random) -> tuple[str, str | None]:
    if random.random() < 0.2:
        return random.choice(MONGOLIAN)
    return random.choice(HAN_FAMILY) + random.choice(HAN_GIVEN), None


def _account(number: int, hashed: str, since: datetime) -> Row:
    return {
        "role": "trainee",
        "person_id": number,
        "password_hash": hashed,
        "session_epoch": 1,
        "language": "zh",
        "created_at": since,
        "is_demo": True,
    }


def _group(world: World, number: int) -> Row:
    return {
        "person_id": number,
        "group_code": world.random.choice(list(terms("group"))),
        "evidence": "declared",
        "valid_from": world.today - timedelta(days=DAYS_BACK),
        "valid_to": None,
    }
