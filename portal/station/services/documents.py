"""Print what stations hand out, in large type: the sheet to sign, the slip to take home, the paper list."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from typing import Any, Literal

from flask import current_app

from portal.core import clock, identity_numbers, pdf
from portal.core.config import Config
from portal.core.i18n import _, format_date, speaking
from portal.core.own_data import OwnData, Row
from portal.enrolment import queries as enrolment
from portal.people import queries as people
from portal.people import services as people_services
from portal.people.types import StationView
from portal.station import queries
from portal.station.errors import CannotBePrinted, NotYet
from portal.station.services.sheets import new_sheet_number
from portal.station.types import FlowView
from portal.station.types.rosters import COLUMNS

Language = Literal["zh", "mn", "both"]
InWords = Callable[[OwnData, Row], list[tuple[str, str]]]
SHEETS_AT_MOST = 50
PAPER_ROWS = {"zh": 7, "mn": 7}  # what fits on a page


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs a sheet."""

    name: str
    name_mn: str | None
    masked_id_number: str


def consent_sheet(flow: FlowView, language: Language) -> bytes:
    """Return the sheet that the person of this flow signs, with its number.

    Raises:
        NotYet: nobody was found or written down yet.
        CannotBePrinted: a character of the name is in none of the fonts.
    """
    return _sheets([(flow.sheet_number, _signer(flow))], queries.get_station(flow.station_id), language)


def blank_sheets(station_id: int, count: int, language: Language) -> bytes:
    """Return sheets with numbers of their own, to be filled in by hand in a village."""
    numbers: list[tuple[str, Signer | None]] = [
        (new_sheet_number(station_id), None) for _sheet in range(max(1, min(count, SHEETS_AT_MOST)))
    ]
    return _sheets(numbers, queries.get_station(station_id), language)


def paper_form(station_id: int, language: Literal["zh", "mn"]) -> bytes:
    """Return the list of villagers as a table to fill in by hand, with the columns of the file."""
    station = queries.get_station(station_id)
    return _print("station_form", language, station=station, columns=COLUMNS, rows=range(1, PAPER_ROWS[language] + 1))


def slip(flow: FlowView, application_id: int | None, language: Language) -> bytes:
    """Return what a person takes home: class, days, place, whom to call, and the code that opens their account.

    Without an application it is the code alone, with where to enter it and whom to call.

    Raises:
        NotYet: they have not signed.
        NotFound: it is not their application.
        CannotBePrinted: a character of the name is in none of the fonts.
    """
    if flow.person_id is None or flow.consent_id is None:
        raise NotYet
    found = enrolment.get_application(application_id, person_id=flow.person_id) if application_id else None
    config: Config = current_app.config["PORTAL"]
    return _print(
        "station_slip",
        language,
        person=people.get_person(flow.person_id),
        application=found.summary if found else None,
        offered=found.summary.class_session if found else None,
        place_in_list=found.place_in_list if found else None,
        station=queries.get_station(flow.station_id),
        code=f"{flow.claim_code[:4]} {flow.claim_code[4:]}" if flow.claim_code else None,
        root=config.base_url.rstrip("/").partition("://")[2],
        format_date=format_date,
    )


def own_copy(flow: FlowView, language: Language, in_words: InWords) -> bytes:
    """Return all that is stored about the person of this flow on paper; the trail says who printed it.

    A character that no font has, such as a picture in somebody's own words, stands as 〓.

    Raises:
        NotYet: they have not signed, or the clerk has not seen the card: the paper bears full numbers.
    """
    if flow.person_id is None or flow.consent_id is None or not flow.card_seen:
        raise NotYet
    proof = {"station": flow.station_id, "consent": flow.consent_id}
    found = people_services.export_all(flow.person_id, actor_id=flow.account_id, proof=proof)
    station = queries.get_station(flow.station_id)
    return _print("station_copy", language, parts=found, in_words=in_words, station=station, gaps=True)


def _signer(flow: FlowView) -> Signer:
    if flow.person_id is not None:
        person = people.get_person(flow.person_id)
        return Signer(person.name, person.name_mn, person.masked_id_number)
    if flow.typed_person is None:
        raise NotYet
    typed = flow.typed_person
    return Signer(typed.name, typed.name_mn, identity_numbers.mask(typed.id_number))


def _sheets(sheets: list[tuple[str, Signer | None]], station: StationView, language: Language) -> bytes:
    return _print(
        "station_consent",
        language,
        *({"number": number, "signer": signer} for number, signer in sheets),
        station=station,
    )


def _print(name: str, language: Language, *papers: dict[str, Any], gaps: bool = False, **values: Any) -> bytes:
    """Fill a template for each paper, in one language or each on a page of its own, and print it."""
    editions: tuple[Literal["zh", "mn"], ...] = ("mn", "zh") if language == "both" else (language,)
    bodies = []
    for paper, edition in product(papers or ({},), editions):
        with speaking(edition):
            body = _fill(f"{name}_body", edition=edition, today=format_date(clock.today()), **paper, **values)
            bodies.append((edition, body))
    with speaking(editions[-1]):
        html = _fill("station_sheet", bodies=bodies, title=_title(name), kind=name.partition("_")[2])
    try:
        return pdf.render(html, edition=language, gaps=gaps)
    except pdf.UncoveredCharacters as error:
        raise CannotBePrinted(error.characters) from error


def _title(name: str) -> str:
    titles = {
        "station_consent": _("Consent to help at the station"),
        "station_slip": _("Slip to take home"),
        "station_copy": _("Everything we store about you"),
        "station_form": _("List of villagers who want training"),
    }
    return titles[name]


def _fill(name: str, **values: Any) -> str:
    """Fill a template of a document, which needs nothing of the frame of pages."""
    return current_app.jinja_env.get_template(f"documents/{name}.html").render(**values)
