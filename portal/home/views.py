"""The front page, and what machines ask."""

from flask import Blueprint, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.core import regions
from portal.core.i18n import EDITIONS, catalogues_loaded, preferred_edition
from portal.core.web import localized_blueprint, safe_next, same_for_everyone, see_other, static_url
from portal.core.web.metrics import exposition
from portal.enrolment import queries as enrolment
from portal.enrolment.types import LIVE_STATES
from portal.home import queries
from portal.notices import queries as notices
from portal.people.access import own_person_id, public, signed_in
from portal.records import queries as records

bp = localized_blueprint("home", __name__)
machines = Blueprint("machines", __name__)

YEAR = 365 * 24 * 3600
PUBLIC = (
    "catalog", "catalog/editions", "classes", "providers", "eligibility", "guides", "guides/documents",
    "guides/targets", "notices", "notices/batches",
)  # fmt: skip


@machines.get("/")
@public
def front_door() -> ResponseReturnValue:
    """Lead a visitor to the edition they asked for."""
    answer = make_response(redirect(f"/{preferred_edition(request)}/", 302))
    answer.vary.update(("Cookie", "Accept-Language"))
    return answer


@bp.get("/")
@public
@same_for_everyone
def index() -> ResponseReturnValue:
    """Show what the portal can do."""
    return render_template("home/index.html")


@bp.get("/me")
@signed_in
def me() -> ResponseReturnValue:
    """Show a person what comes next and where all that is theirs is kept."""
    person_id = own_person_id()
    every = enrolment.list_for(person_id)
    live = [item for item in every if item.state in LIVE_STATES]
    offers = [item for item in live if item.shown_state == "offered"]
    return render_template(
        "home/me.html",
        applications=live[:3],
        never_applied=not every,
        offers=offers,
        unread=notices.count_unread(person_id),
        posts=records.posts_for(person_id)[:2],
        place_of=regions.get,
    )


@bp.route("/type-size", methods=["GET", "POST"])
@public
def set_type() -> ResponseReturnValue:
    """Switch large type on or off, for a year."""
    answer = see_other(safe_next(url_for(".index")))
    size = "large" if request.values.get("size") == "large" else "normal"
    answer.set_cookie("type", size, max_age=YEAR, samesite="Lax", httponly=True)
    answer.cache_control.no_store = True
    return answer


@machines.get("/healthz")
@public
def healthz() -> ResponseReturnValue:
    """Say that the process answers."""
    return {"status": "ok"}


@machines.get("/readyz")
@public
def readyz() -> ResponseReturnValue:
    """Say whether the portal can serve: database, migrations at head, reference data, catalogues."""
    checks = {**queries.readiness(), "translations": catalogues_loaded()}
    ready = all(checks.values())
    return {"status": "ready" if ready else "not ready", "checks": checks}, 200 if ready else 503


@machines.get("/robots.txt")
@public
def robots() -> ResponseReturnValue:
    """Keep personal and staff pages out of search engines."""
    private = [
        f"Disallow: /{lang}/{part}"
        for lang in ("zh", "mn")
        for part in ("me", "station", "office", "login", "register", "second-step", "type-size")
    ]
    base = current_app.config["PORTAL"].base_url
    lines = [
        "User-agent: *",
        *private,
        "Disallow: /v/",
        "Disallow: /verify",
        f"Sitemap: {base}/sitemap.xml",
        "",
    ]
    return current_app.response_class("\n".join(lines), mimetype="text/plain")


@machines.get("/sitemap.xml")
@public
def sitemap() -> ResponseReturnValue:
    """Name the public pages, each with its twin in the other language."""
    base = current_app.config["PORTAL"].base_url
    pages = ["", *PUBLIC, *(f"guides/{slug}" for slug in notices.all_guides())]
    pages += [f"guides/documents/{name.lower()}" for name in notices.all_documents()]
    answer = make_response(render_template("home/sitemap.xml", base=base, pages=pages, editions=EDITIONS.values()))
    answer.content_type = "application/xml; charset=utf-8"
    return answer


@machines.get("/metrics")
@public
def metrics() -> ResponseReturnValue:
    """Show the counts to the addresses that may see them."""
    return exposition()


@machines.get("/manifest.webmanifest")
@public
def manifest() -> ResponseReturnValue:
    """Name the portal for a phone's home screen."""
    answer = current_app.json.response(
        name="内蒙古技能培训服务平台",
        short_name="技能培训",
        lang="zh-Hans-CN",
        start_url="/",
        display="browser",
        icons=[{"src": static_url("icons/portal.svg"), "sizes": "any", "type": "image/svg+xml"}],
    )
    answer.mimetype = "application/manifest+json"
    answer.cache_control.public, answer.cache_control.max_age = True, 24 * 3600
    return answer
