"""Put the rooms together."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask, g, request
from flask_compress import Compress
from flask_wtf.csrf import CSRFProtect, generate_csrf
from jinja2 import StrictUndefined
from markupsafe import Markup, escape
from werkzeug.local import LocalProxy

from portal.core import idempotency, jobs, own_data, regions, state
from portal.core.config import Config, read_config
from portal.core.db import init_db
from portal.core.i18n import (
    _,
    chinese_marked,
    edition,
    init_i18n,
    listed,
    ngettext,
    options_marked,
    translations_context,
    upright,
)
from portal.core.terms import terms
from portal.core.turns import few_at_once
from portal.core.web.addresses import init_addresses, page_url, static_url, twin_url
from portal.core.web.errors import register_error_pages
from portal.core.web.forms import forget_old_drafts, form_token
from portal.core.web.limits import init_limits
from portal.core.web.metrics import init_metrics
from portal.core.web.pages import init_pages
from portal.core.web.parts import SharedTemplate, kept, kept_block
from portal.core.web.security import init_security
from portal.people.access import init_access, maybe_signed_in

ROOT = Path(__file__).parent.parent

_MENU = ("/classes", "/eligibility", "/me/record", "/help")  # behind the edition


def create_app(config: Config | None = None, *, make_keys: bool = False) -> Flask:
    """Return the portal.

    Args:
        config: Settings; read from the environment where not given.
        make_keys: Make missing keys in the data directory (command line only).

    Raises:
        ConfigError: A setting is missing or malformed.
    """
    app = Flask("portal", root_path=str(ROOT), template_folder="templates", static_folder=None)
    app.static_folder = "static"  # served by core.web.addresses, with a digest in each address
    app.config["PORTAL"] = config or read_config(make_keys=make_keys)
    app.secret_key = app.config["PORTAL"].secret_key
    init_db(app)
    init_i18n(app, str(ROOT / "translations"))
    init_addresses(app)
    init_security(app)
    init_limits(app)
    init_metrics(app)
    init_access(app)
    CSRFProtect(app)
    init_pages(app)
    Compress(app)
    register_error_pages(app)
    _init_templates(app)
    _mount_rooms(app)
    _register_own_data(app)
    _introduce_rooms(app)
    _register_jobs(app)
    app.wsgi_app = few_at_once(app.wsgi_app)  # type: ignore[assignment, method-assign]
    return app


def _init_templates(app: Flask) -> None:
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.auto_reload = False
    app.jinja_env.template_class = SharedTemplate
    app.jinja_env.globals.update(
        _=_,
        ngettext=ngettext,
        static_url=static_url,
        form_token=form_token,
        kept=kept,
        drawn_once=kept,  # in the frame, for pages have variables of their own called kept
        kept_block=kept_block,
        url_for=page_url,
        csrf_token=generate_csrf,
        terms=terms,
        whereabouts=_whereabouts,
    )
    app.jinja_env.filters["upright"] = upright
    app.jinja_env.filters["listed"] = listed
    app.jinja_env.filters["chinese_marked"] = chinese_marked
    app.jinja_env.filters["options_marked"] = options_marked
    app.jinja_env.globals["edition"] = LocalProxy(edition)  # macros are imported without the context of the page

    @app.context_processor
    def frame() -> dict[str, Any]:
        """Give every page what base.html needs."""
        alone = g.get("standalone", False)  # an error page must not need what failed
        return {
            **translations_context(),
            "current_person": None if alone else maybe_signed_in(),
            "twin_url": twin_url,
            "menu_place": _menu_place(),
            "large_type": request.cookies.get("type") == "large",
            "demo_mode": not alone and state.get("demo") is not None,
        }


def _whereabouts(item: Any) -> Markup:
    """Return where a class is held, its town included, in the language of the page."""
    zh, mn = regions.with_town(item.region_code, item.place, item.place_mn)
    if edition() == "zh":
        return escape(zh)
    return chinese_marked(mn) if mn else Markup('<span lang="zh-Hans-CN">{}</span>').format(zh)


def _menu_place() -> str:
    """Return the entry of the main menu that one is in; with a stroke behind it where one is further inside."""
    path = request.path
    for place in _MENU:
        if path.startswith(place, 3):
            return place if len(path) == len(place) + 3 else f"{place}/"
    return ""


def _mount_rooms(app: Flask) -> None:
    from portal.catalog.views import bp as catalog
    from portal.eligibility.views import bp as eligibility
    from portal.enrolment.views import bp as enrolment
    from portal.home.views import bp as home
    from portal.home.views import machines
    from portal.notices.views import bp as notices
    from portal.office.views import bp as office
    from portal.people.views import bp as people
    from portal.records.views import bp as records
    from portal.records.views import verification
    from portal.station.views import bp as station

    low = (catalog, people, eligibility, notices, enrolment, records, verification)
    for room in (home, machines, *low, station, office):
        app.register_blueprint(room)


def _register_own_data(app: Flask) -> None:
    """Let each room answer for what it stores about a person, in the order people read it."""
    from portal.enrolment.services import OWN_DATA as ENROLMENT
    from portal.notices.services import OWN_DATA as NOTICES
    from portal.people.services import OWN_DATA as PEOPLE
    from portal.records.services import OWN_DATA as RECORDS
    from portal.station.services import OWN_DATA as STATION

    for part in (*PEOPLE, *ENROLMENT, *RECORDS, *NOTICES, *STATION):
        own_data.register(app, part)


def _introduce_rooms(app: Flask) -> None:
    """Let rooms that may not import each other ask what they need: of people, of who helps where, of contests."""
    from portal.catalog.services.changes import tell_changes_by
    from portal.eligibility import queries as eligibility
    from portal.enrolment.queries import contacts_of, facts_of_person
    from portal.enrolment.services.changing import tell_of_change
    from portal.notices import queries as notices
    from portal.office.queries.waiting import know_contests_by
    from portal.people.queries import list_stations
    from portal.station.queries.contests import count_contests

    eligibility.know_people_by(app, facts_of_person)
    eligibility.know_helpers_by(app, list_stations)
    notices.know_contacts_by(app, contacts_of)
    tell_changes_by(app, tell_of_change)
    know_contests_by(app, count_contests)


def _register_jobs(app: Flask) -> None:
    from portal.catalog import services as catalog
    from portal.enrolment import services as enrolment
    from portal.notices import services as notices
    from portal.office import services as office
    from portal.records import queries as records_queries
    from portal.records import services as records
    from portal.station import services as station

    jobs.register(app, jobs.Job("forget_old_drafts", timedelta(minutes=10), forget_old_drafts))
    jobs.register(app, jobs.Job("forget_old_tokens", timedelta(hours=6), idempotency.forget_old))
    jobs.register(app, jobs.Job("expire_offers", timedelta(seconds=30), enrolment.expire_offers))
    jobs.register(app, jobs.Job("close_waiting_lists", timedelta(minutes=10), enrolment.close_waiting_lists))
    jobs.register(app, jobs.Job("begin_and_end_classes", timedelta(minutes=10), enrolment.begin_and_end_classes))
    jobs.register(app, jobs.Job("mark_superseded", timedelta(hours=1), catalog.mark_superseded))
    jobs.register(app, jobs.Job("tell_wishes", timedelta(minutes=10), enrolment.tell_wishes_of_new_classes))
    jobs.register(app, jobs.Job("seal_old_answers", timedelta(hours=12), enrolment.seal_old_answers))
    jobs.register(app, jobs.Job("plan_follow_ups", timedelta(minutes=30), records.plan_follow_ups))
    jobs.register(app, jobs.Job("close_idle_flows", timedelta(minutes=1), station.close_idle))
    jobs.register(app, jobs.Job("go_on_with_lists", timedelta(seconds=15), station.work_on_waiting, long=True))
    jobs.register(app, jobs.Job("forget_old_lists", timedelta(minutes=30), station.forget_old_uploads))
    prints = jobs.Job(
        records.PRINT_JOB,
        timedelta(seconds=15),
        records.print_waiting,
        long=True,
        waiting=records_queries.count_waiting_prints,
    )
    jobs.register(app, prints)
    jobs.register(app, jobs.Job("forget_contacts", timedelta(hours=12), records.forget_contacts))
    jobs.register(app, jobs.Job(notices.JOB, timedelta(seconds=15), notices.send_text_messages, long=True))
    jobs.register(app, jobs.Job("remind", timedelta(minutes=10), enrolment.remind))
    jobs.register(app, jobs.Job("count_figures", timedelta(hours=3), office.count_figures, long=True))
    jobs.register(app, jobs.Job("look_for_alarms", timedelta(hours=6), office.look_for_alarms, long=True))
    jobs.register(app, jobs.Job("forget_refused_rows", timedelta(minutes=30), office.forget_old_files))
    jobs.init_jobs(app)
