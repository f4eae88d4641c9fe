"""The occupations that ship with the portal."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.catalog import services
from portal.catalog.models import Occupation
from portal.core import search_keys


def _by_name(session: Session, name: str) -> Occupation:
    return session.scalars(select(Occupation).where(Occupation.name == name)).one()


def test_loads_the_occupations_once(session: Session) -> None:
    assert services.load_occupations() == ["occupations: 106, 106 new"]
    assert services.load_occupations() == ["occupations: 106, 0 new"]

    welder = _by_name(session, "焊工")
    assert (welder.code, welder.trade) == ("6-18-02-04", "machining")
    assert welder.extra_permit == "焊接与热切割属特种作业,须另持操作证"


def test_keeps_a_mongolian_name_entered_in_the_office(session: Session) -> None:
    services.load_occupations()
    welder = _by_name(session, "焊工")
    welder.name_mn = "ᠳᠠᠷᠬᠠᠨ"
    session.commit()

    services.load_occupations()

    assert _by_name(session, "焊工").name_mn == "ᠳᠠᠷᠬᠠᠨ"


def test_finds_an_occupation_in_every_way_it_may_be_asked_for(session: Session) -> None:
    services.load_occupations()

    for query in ("养老护理", "yanglao", "ylhl", "4-10-01-05", "41001", "ᠥᠨᠳᠥᠷ ᠨᠠᠰᠤᠲᠠᠨ", "öndör nasutan", "照护家政"):
        names = session.scalars(select(Occupation.name).where(search_keys.matches(Occupation.search_key, query))).all()
        assert "养老护理员" in names, query


def test_gives_a_craft_without_an_occupation_no_code(session: Session) -> None:
    services.load_occupations()

    painting = _by_name(session, "东丰农民画")
    assert (painting.code, painting.levels) == (None, [])
