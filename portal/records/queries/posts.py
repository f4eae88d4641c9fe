"""Reads of posts: for people whose certificate they ask for, and for the bureau that entered them."""

from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, distinct, func, or_, select

from portal.catalog.models import Occupation
from portal.core import clock, regions
from portal.core.db import read_as, session
from portal.core.errors import NotFound
from portal.people.models import Person
from portal.records.models import Certificate, JobPost
from portal.records.rules.follow_ups import LEVELS
from portal.records.types import CertificateState, Named, NewPost, PostView

SHOWN = 20
SHOWN_TO_OFFICERS = 200
_RANKS = {level: rank for rank, level in enumerate(LEVELS)}


def posts_for(person_id: int) -> list[PostView]:
    """Return the posts that ask for a certificate this person holds, those that end soonest first."""
    holds = select(Certificate.id).where(Certificate.person_id == person_id, *_answers()).exists()
    stmt = _posts().where(JobPost.closed_at.is_(None), JobPost.until_on >= clock.today(), holds)
    stmt = stmt.order_by(JobPost.until_on, JobPost.id).limit(SHOWN)
    return [_view(row, 0) for row in session().execute(stmt)]


def list_posts(region: str, *, running: bool = True) -> list[PostView]:
    """Return the posts of a region with how many people hold what they ask for; or those that are over."""
    runs = and_(JobPost.closed_at.is_(None), JobPost.until_on >= clock.today())
    order = (JobPost.until_on, JobPost.id) if running else (JobPost.until_on.desc(), JobPost.id.desc())
    stmt = _posts().where(_inside(region), runs if running else ~runs).order_by(*order).limit(SHOWN_TO_OFFICERS)
    rows = session().execute(stmt).all()
    people = _people([row.JobPost.id for row in rows]) if running else {}
    return [_view(row, people.get(row.JobPost.id, 0)) for row in rows]


def get_post(post_id: int, *, region: str) -> PostView:
    """Return a post of a region.

    Raises:
        NotFound: there is none, or another bureau entered it.
    """
    row = session().execute(_posts().where(JobPost.id == post_id, _inside(region))).one_or_none()
    if row is None:
        raise NotFound
    return _view(row, 0)


def get_entered(post_id: int, *, region: str) -> NewPost:
    """Return a post of a region as it was entered, to be changed.

    Raises:
        NotFound: there is none, another bureau entered it, or it was taken down.
    """
    stmt = select(JobPost).where(JobPost.id == post_id, _inside(region), JobPost.closed_at.is_(None))
    row = session().scalar(stmt.execution_options(populate_existing=True))
    if row is None:
        raise NotFound
    return read_as(NewPost, row)


def _people(post_ids: list[int]) -> dict[int, int]:
    """Return how many living people hold what each post asks for, in one statement."""
    stmt = (
        select(JobPost.id, func.count(distinct(Certificate.person_id)))
        .join(Occupation, Occupation.id == JobPost.occupation_id)
        .join(Certificate, and_(*_answers()))
        .join(Person, Person.id == Certificate.person_id)
        .where(JobPost.id.in_(post_ids), Person.erased_at.is_(None))
        .group_by(JobPost.id)
    )
    return {row[0]: row[1] for row in session().execute(stmt)}


def _answers() -> tuple[ColumnElement[bool], ...]:
    """Return the conditions that a certificate is what a post asks for: its occupation, kind, and level or a higher."""
    return (
        Certificate.occupation_name == Occupation.name,
        Certificate.state == CertificateState.VALID,
        or_(JobPost.certificate_kind.is_(None), Certificate.kind == JobPost.certificate_kind),
        or_(
            JobPost.level.is_(None),
            case(_RANKS, value=Certificate.level, else_=-1) >= case(_RANKS, value=JobPost.level, else_=0),
        ),
    )


def _posts() -> Select[*tuple[Any, ...]]:
    return (
        select(JobPost, Occupation)
        .join(Occupation, Occupation.id == JobPost.occupation_id)
        .execution_options(populate_existing=True)
    )


def _inside(region: str) -> ColumnElement[bool]:
    return regions.inside(JobPost.region_code, region)


def _view(row: Row[Any], people: int) -> PostView:
    post, occupation = row.JobPost, row.Occupation
    return read_as(
        PostView,
        post,
        occupation=Named(occupation.name, occupation.name_mn or ""),
        trade=occupation.trade,
        is_closed=post.closed_at is not None,
        people=people,
    )
