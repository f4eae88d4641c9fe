"""The bare floor: one Flask view, three statements through the ORM, thirty rows drawn by Jinja2, and nothing else.

The portal's pages are measured against it, on the same server and the same database engine. Its table is of the same
shape and size as the portal's classes, in a database of its own.
"""

import os
import sqlite3
from datetime import date, timedelta
from random import Random

from flask import Flask, render_template, request
from sqlalchemy import create_engine, event, func, select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

ROWS = 30
TRADES = ("care", "catering", "farming", "livestock", "repair", "energy", "digital", "construction")

PAGE = """<!doctype html>
<html lang="zh"><head><meta charset="utf-8"><title>班次</title></head><body>
<h1>班次</h1><p>{{ total }} 个班次</p>
<form><select name="trade"><option value="">全部</option>
{% for trade, number in facet %}<option value="{{ trade }}">{{ trade }} ({{ number }})</option>{% endfor %}</select></form>
<table>{% for row in rows %}
<tr><td><a href="/classes/{{ row.id }}">{{ row.title }}</a></td><td>{{ row.provider }}</td><td>{{ row.place }}</td>
<td>{{ row.starts_on }}</td><td>{{ row.ends_on }}</td><td>{{ row.capacity - row.seats_taken }} / {{ row.capacity }}</td></tr>
{% endfor %}</table></body></html>
"""


class Base(DeclarativeBase):
    """The floor's tables."""


class FloorClass(Base):
    """One class as the floor knows it."""

    __tablename__ = "floor_class"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    provider: Mapped[str]
    place: Mapped[str]
    region: Mapped[str] = mapped_column(index=True)
    trade: Mapped[str] = mapped_column(index=True)
    level: Mapped[str]
    state: Mapped[str]
    starts_on: Mapped[date] = mapped_column(index=True)
    ends_on: Mapped[date]
    capacity: Mapped[int]
    seats_taken: Mapped[int]


def fill(database_url: str, rows: int) -> None:
    """Make the table and fill it with as many rows as the portal has classes."""
    engine = create_engine(database_url)
    Base.metadata.drop_all(engine)
    Base.metadata.create_all(engine)
    random = Random(1)  # noqa: S311 - rows to measure with
    with Session(engine) as session, session.begin():
        session.add_all(_row(random, number) for number in range(rows))
    engine.dispose()


def create_floor(database_url: str | None = None) -> Flask:
    """Return the floor's application."""
    app = Flask("floor")
    engine = _engine(database_url or os.environ["FLOOR_DATABASE_URL"])
    template = app.jinja_env.from_string(PAGE)

    @app.get("/healthz")
    def healthz() -> str:
        return "ok"

    @app.get("/list")
    def page() -> str:
        trade = request.args.get("trade")
        chosen = [FloorClass.state == "open"] + ([FloorClass.trade == trade] if trade else [])
        with Session(engine) as session:
            total = session.scalar(select(func.count()).select_from(FloorClass).where(*chosen))
            facet = session.execute(
                select(FloorClass.trade, func.count()).where(FloorClass.state == "open").group_by(FloorClass.trade)
            ).all()
            stmt = select(FloorClass).where(*chosen).order_by(FloorClass.starts_on, FloorClass.id).limit(ROWS)
            return render_template(template, total=total, facet=facet, rows=session.scalars(stmt).all())

    return app


def _engine(database_url: str) -> Engine:
    engine = create_engine(database_url, pool_size=20, max_overflow=0)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare)
    return engine


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "cache_size=-16000", "mmap_size=268435456"):
        connection.execute(f"PRAGMA {pragma}")


def _row(random: Random, number: int) -> FloorClass:
    starts_on = date(2026, 1, 1) + timedelta(days=random.randrange(300))
    capacity = random.choice((20, 30, 40))
    return FloorClass(
        title=f"养老护理员 {number % 97}",
        provider=f"呼和浩特市职业技能培训学校 {number % 40}",
        place=f"新城区兴安北路 {number % 200} 号",
        region=f"15{random.randrange(1, 13):02d}{random.randrange(1, 9):02d}",
        trade=random.choice(TRADES),
        level=random.choice("54321"),
        state=random.choice(("open", "open", "open", "closed")),
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=10),
        capacity=capacity,
        seats_taken=random.randrange(capacity),
    )
