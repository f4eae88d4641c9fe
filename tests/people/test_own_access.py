"""Who is signed in, for views that speak of their own: never nobody's person, never everybody's region."""

from typing import Any

import pytest
from flask import Flask
from flask_login import login_user

from portal.core.errors import Forbidden
from portal.people import queries
from portal.people.access import Visitor, own_person_id, own_region


def test_speaks_of_whoever_is_signed_in_and_of_nobody_else(app: Flask, resident: Any, officer: Any) -> None:
    with app.test_request_context("/zh/"):
        for ask in (own_person_id, own_region):
            with pytest.raises(Forbidden):
                ask()

        login_user(Visitor(*(queries.find_signed_in(resident.id) or ())))
        assert own_person_id() == resident.person_id
        with pytest.raises(Forbidden):
            own_region()

        login_user(Visitor(*(queries.find_signed_in(officer.id) or ())))
        assert own_region() == officer.region_code
        with pytest.raises(Forbidden):
            own_person_id()
