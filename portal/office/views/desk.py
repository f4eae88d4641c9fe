"""Where staff begin, and what readers say of the Mongolian edition."""

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.enrolment import queries as enrolment
from portal.notices.queries import list_word_reports
from portal.office.queries import classes
from portal.office.queries.alarms import count_new
from portal.office.queries.editions import count_waiting
from portal.office.queries.rights import count_new_corrections
from portal.office.queries.waiting import count_contests
from portal.office.views.blueprint import bp, reach
from portal.people import queries as people
from portal.people.access import current_person, officer
from portal.records import queries as records


@bp.get("/office")
@officer("bureau_officer", "provider_staff")
def desk() -> ResponseReturnValue:
    """Lead to what this member of staff can do now."""
    where = reach()
    bureau = where.region_code is not None
    return render_template(
        "office/desk.html",
        name=current_person().name,
        bureau=bureau,
        objections=len(records.list_objections(where, answered=False)) if bureau else 0,
        editions=count_waiting(where.region_code) if where.region_code else 0,
        alarms=count_new(where.region_code) if where.region_code else 0,
        contests=count_contests(where.region_code) if where.region_code else 0,
        requests=people.count_open_requests(where.region_code) if where.region_code else 0,
        corrections=count_new_corrections(where),
        overdue=enrolment.count_overdue(where.region_code) if where.region_code else 0,
        reviews=classes.count_reviews(where) if bureau else 0,
        sent_back=classes.count_sent_back(where) if where.provider_id else 0,
        drafts=sum(line.state == "draft" for line in records.list_batches(where)) if bureau else 0,
    )


@bp.get("/office/words")
@officer("bureau_officer")
def words() -> ResponseReturnValue:
    """Show which words readers find wrong, newest first."""
    return render_template("office/words.html", reports=list_word_reports()[::-1][:200])
