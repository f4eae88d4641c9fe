"""What ships with the portal, as it stands in the tables."""

from sqlalchemy.orm import Session

from portal.core import regions


def test_names_the_region_and_its_leagues_in_mongolian(session: Session) -> None:
    assert regions.get("150000").name_mn == "ᠥᠪᠥᠷ ᠮᠣᠩᠭᠣᠯ\u202fᠤᠨ ᠥᠪᠡᠷᠲᠡᠭᠡᠨ ᠵᠠᠰᠠᠬᠤ ᠣᠷᠣᠨ"
    assert regions.get("150100").name_mn == "ᠬᠥᠬᠡᠬᠣᠲᠠ"


def test_leaves_a_name_that_nobody_is_sure_of_to_the_office(session: Session) -> None:
    assert regions.get("150700").name_mn is None
    assert regions.get("150724").name_mn is None
