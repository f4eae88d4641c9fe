"""Keep the posts that a bureau enters for people with the right certificate.

Source:
    Notice on training of migrant workers, 2024-02-07, part 3 (3): "引导推荐与其技能水平相匹配的就业岗位".
"""

from typing import Any

from portal.core import audit, clock, idempotency, regions
from portal.core.db import transaction
from portal.core.errors import NotFound
from portal.records.models import JobPost
from portal.records.queries import posts as queries
from portal.records.types import NewPost


def enter_post(new: NewPost, *, region: str, account_id: int, token: str | None = None, is_demo: bool = False) -> int:
    """Enter a post and return its number; the same form sent again gives the same post.

    Raises:
        NotFound: its place lies outside the officer's region.
    """
    key = f"post.{token}" if token else None
    with transaction() as session:
        if key and (answered := idempotency.find_answer(key, account_id=account_id)):
            return int(answered)
        if not new.region_code.startswith(regions.prefix(region)):
            raise NotFound
        row = JobPost(
            title=new.title,
            employer=new.employer,
            region_code=new.region_code,
            occupation_id=new.occupation_id,
            certificate_kind=new.certificate_kind,
            level=new.level,
            openings=new.openings,
            until_on=new.until_on,
            contact_phone=new.contact_phone,
            account_id=account_id,
            entered_at=clock.now(),
            is_demo=is_demo,
        )
        session.add(row)
        session.flush()
        audit.record("records.enter_post", subject_type="job_post", subject_id=row.id, actor_id=account_id)
        if key:
            idempotency.keep_answer(key, str(row.id), account_id=account_id)
        return row.id


def change_post(post_id: int, new: NewPost, *, region: str, account_id: int) -> None:
    """Change what a post says; whoever holds what it asks for now sees it from now on.

    Raises:
        NotFound: there is none, another bureau entered it, it was taken down, or its new place lies outside the
            officer's region.
    """
    if not new.region_code.startswith(regions.prefix(region)):
        raise NotFound
    with transaction() as session:
        before = queries.get_entered(post_id, region=region)
        row = session.get_one(JobPost, post_id, with_for_update=True, populate_existing=True)
        changed = [name for name in NewPost.__dataclass_fields__ if getattr(before, name) != getattr(new, name)]
        for name in changed:
            setattr(row, name, getattr(new, name))
        if changed:
            about: dict[str, Any] = {"subject_type": "job_post", "subject_id": post_id, "actor_id": account_id}
            audit.record("records.change_post", **about, details={"fields": changed})


def close_post(post_id: int, *, region: str, account_id: int) -> None:
    """Take a post down; harmless to repeat.

    Raises:
        NotFound: there is none, or another bureau entered it.
    """
    queries.get_post(post_id, region=region)
    with transaction() as session:
        row = session.get_one(JobPost, post_id, with_for_update=True, populate_existing=True)
        if row.closed_at is None:
            row.closed_at = clock.now()
            audit.record("records.close_post", subject_type="job_post", subject_id=post_id, actor_id=account_id)
