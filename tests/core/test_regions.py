"""Inside a region: a range of codes, and never everybody by mistake."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core import regions
from portal.core.regions import Region


def inside(session: Session, code: str | None) -> list[str]:
    return list(session.scalars(select(Region.code).where(regions.inside(Region.code, code)).order_by(Region.code)))


@pytest.mark.parametrize("code", ["150000", "150500", "150523", "150523100"])
def test_inside_are_the_place_and_those_below(session: Session, code: str) -> None:
    below = select(Region.code).where(Region.code.startswith(regions.prefix(code))).order_by(Region.code)

    assert inside(session, code) == session.scalars(below).all()
    assert code in inside(session, code)


def test_whoever_has_no_region_reaches_nothing_and_an_empty_one_is_refused(session: Session) -> None:
    assert inside(session, None) == []
    for wrong in ("", "?", "%"):
        with pytest.raises(ValueError, match="invalid literal"):
            regions.inside(Region.code, wrong)


def test_the_index_on_codes_is_followed(session: Session) -> None:
    asked = regions.inside(Region.code, "150500").compile(compile_kwargs={"literal_binds": True})

    assert str(asked) == "region.code >= '1505' AND region.code < '1506'"
