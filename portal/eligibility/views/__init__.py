"""Ask a few plain questions and say what the policy gives; the answers live in the address and nowhere else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from portal.core import clock
from portal.core.i18n import edition, format_date
from portal.core.web import limiter, localized_blueprint, name_file
from portal.eligibility import forms, queries
from portal.eligibility.rules import address, frozen, steps
from portal.eligibility.rules.address import Reading
from portal.eligibility.rules.questions import open_groups
from portal.eligibility.rules.summary import summary_of
from portal.eligibility.services import paper
from portal.eligibility.types import Answer, Group, Rulebook, Word
from portal.eligibility.views import elsewhere, shown, whom, wording
from portal.people.access import maybe_signed_in, public

bp: Blueprint = localized_blueprint("eligibility", __name__)

WHAT_IF = ("training_region", "training_date", "level")

bp.add_app_template_global(elsewhere.my_entitlement)
bp.add_app_template_global(elsewhere.questions_about)
bp.add_app_template_global(elsewhere.result_about)
bp.add_app_template_filter(elsewhere.answer_in_words)
bp.add_app_template_filter(elsewhere.changes_in_words)


@dataclass(frozen=True, slots=True)
class Asked:
    """Everything one address asks, with what the record of whoever is signed in adds."""

    reading: Reading
    known: Mapping[str, object]
    book: Rulebook

    @property
    def facts(self) -> dict[str, object]:
        """The facts for the engine; what the person says now goes before what the record knows."""
        return {"today": clock.today(), **self.known, **self.reading.facts}

    @property
    def answer(self) -> Answer:
        """What the rules say."""
        return frozen.answer(self.facts, self.book)


@bp.get("/eligibility")
@public
def questions() -> ResponseReturnValue:
    """Ask the next question that can still change an answer."""
    asked = _asked()
    waiting = steps.open_steps(asked.answer.verdicts, asked.reading.given, asked.reading.done)
    step = _step_to_show(asked, waiting)
    if step is None:
        return redirect(url_for(".result", **asked.reading.pairs()), 302)
    query = request.args if request.args else MultiDict({"training_date": clock.today().isoformat()})
    form = forms.form_for(step.id, query)
    if isinstance(form, forms.GroupsForm):
        form.offer(open_groups(asked.answer.verdicts, asked.book), _groups(asked))
    form.show_faults(asked.reading.faults)
    kept = asked.reading.pairs(**dict.fromkeys(step.parameters), done=tuple({*asked.reading.done, step.id}))
    page = render_template(
        "eligibility/question.html",
        form=form,
        step=step,
        kept=kept,
        passed_over=url_for(".questions", **kept),
        result=url_for(".result", **asked.reading.pairs()),
        **_progress(asked, step),
    )
    return page, 400 if form.errors else 200


@bp.get("/eligibility/result")
@public
def result() -> ResponseReturnValue:
    """Say what the policy gives by these answers."""
    asked = _asked()
    answer = asked.answer
    return render_template(
        "eligibility/result.html", **_result(asked, answer), **_what_if(asked, answer), **_whom(asked)
    )


@bp.get("/eligibility/result.pdf")
@public
@limiter.limit("10 per minute; 100 per hour")
def result_pdf() -> ResponseReturnValue:
    """Give the same result as a document to print or to take to the bureau."""
    asked = _asked()
    html = render_template("documents/eligibility.html", day=format_date(clock.today()), **_result(asked, asked.answer))
    answer = make_response(paper.printed(html, edition(), keep=not asked.known))
    answer.mimetype = "application/pdf"
    name_file(answer, "eligibility.pdf", inline=True)
    return answer


def _asked() -> Asked:
    book = queries.current_book()
    who = maybe_signed_in()
    reading = address.read(request.args.to_dict(flat=False), book, queries.occupation_codes())
    day = reading.facts.get("training_date")
    known = queries.known_facts(who.person_id if who else None, day if isinstance(day, date) else clock.today())
    return Asked(reading, known, book)


def _step_to_show(asked: Asked, waiting: tuple[steps.Step, ...]) -> steps.Step | None:
    for name in asked.reading.faults:
        faulty = steps.step_of(name)
        if faulty is not None:
            return faulty
    wanted = steps.BY_ID.get(request.args.get("edit", ""))
    return wanted or (waiting[0] if waiting else None)


def _progress(asked: Asked, step: steps.Step) -> dict[str, int]:
    """Say how many questions there are; until the day is known, today is taken for it."""
    facts = {"training_date": clock.today(), **asked.facts}
    verdicts = frozen.answer(facts, asked.book).verdicts
    left = steps.open_steps(verdicts, asked.reading.given, {*asked.reading.done, step.id})
    past = len([one for one in asked.reading.done if one in steps.BY_ID and one != step.id])
    return {"number": past + 1, "total": past + 1 + len(left)}


def _groups(asked: Asked) -> list[Group]:
    """Offer the groups of the documents that have not ended by the day of the class."""
    day = asked.facts.get("training_date")
    return [
        group
        for group in asked.book.groups.values()
        if not group.never_asked and not (isinstance(day, date) and group.valid_to and group.valid_to < day)
    ]


def _result(asked: Asked, answer: Answer) -> dict[str, Any]:
    waiting = steps.open_steps(answer.verdicts, asked.reading.given, ())
    page = shown.page_of(summary_of(answer.verdicts), asked.book)
    return {
        "page": page,
        "answers": _answers(asked.reading),
        "recorded": _recorded(asked),
        "faults": [str(wording.PARAMETERS[name]) for name in asked.reading.faults],
        "more": len(waiting),
        "go_on": url_for(".questions", **asked.reading.pairs(done=None)),
        "pdf_address": url_for(".result_pdf", **asked.reading.pairs()),
        "url_for_classes": _classes(asked.reading),
        "rules_version": answer.rules_version,
    }


def _answers(reading: Reading) -> list[tuple[str, list[str], str]]:
    """Return each answer with its label and the address where it can be changed."""
    return [
        (
            str(wording.PARAMETERS[name]),
            [forms.answer_text(name, value) for value in values],
            url_for(".questions", **reading.pairs(edit=step.id)),
        )
        for name, values in reading.given.items()
        if (step := steps.step_of(name)) is not None
    ]


def _recorded(asked: Asked) -> list[tuple[str, list[str], str]]:
    """Return what the record knows and the person did not say otherwise, with where that can be done."""
    found = []
    for name, value in asked.known.items():
        step = next((one for one in steps.STEPS if name in one.facts), None)
        if name not in asked.reading.facts and name in wording.FACTS:
            change = url_for(".questions", **asked.reading.pairs(edit=step.id)) if step else ""
            found.append((str(wording.FACTS[name]), forms.fact_texts(name, value), change))
    return found


def _whom(asked: Asked) -> dict[str, Any]:
    """Say where to ask in each place, and what the answer is if the training is there."""

    def word_if_held_in(code: str) -> Word | None:
        there = frozen.answer({**asked.facts, "training_region": code}, asked.book)
        return summary_of(there.verdicts).word

    counters = whom.where_to_ask(asked.facts, word_if_held_in)
    pairs = [(one, url_for(".result", **asked.reading.pairs(training_region=one.code))) for one in counters]
    return {"counters": pairs, "apart": whom.are_apart(counters)}


def _classes(reading: Reading) -> str:
    """Return the address of the classes that fit: open, in the place asked about, for the occupation."""
    region = reading.given.get("training_region", ("",))[0]
    found = {"open": "1", "q": reading.given.get("occupation", ("",))[0]}
    if region not in ("", address.ELSEWHERE):
        found["region"] = region
    return f"/{edition()}/classes?{urlencode({name: value for name, value in found.items() if value})}"


def _what_if(asked: Asked, answer: Answer) -> dict[str, Any]:
    """Say what would change with another place, day or level; the fields begin with ``if_``."""
    wished = {name: value for name in WHAT_IF if (value := request.args.get(f"if_{name}", "").strip())}
    query = {**request.args.to_dict(flat=False), **{name: [value] for name, value in wished.items()}}
    other = address.read(query, asked.book, queries.occupation_codes())
    form = forms.WhatIfForm(_what_if_query(asked.reading, wished))
    form.if_level.choices = forms.level_choices()
    form.show_faults(f"if_{name}" for name in other.faults if name in wished)
    changed = Asked(other, asked.known, asked.book)
    return {
        "what_if": form,
        "wished": bool(wished) and not form.errors,
        "changes": shown.changes_of(frozen.compared(answer, changed.answer).changes) if wished else [],
        "kept": asked.reading.pairs(),
        "keep_change": url_for(".result", **other.pairs()),
    }


def _what_if_query(reading: Reading, wished: Mapping[str, str]) -> MultiDict[str, str]:
    given = {name: values[0] for name, values in reading.given.items() if name in WHAT_IF}
    return MultiDict({f"if_{name}": value for name, value in {**given, **wished}.items()})


__all__ = ["bp", "questions", "result", "result_pdf"]
