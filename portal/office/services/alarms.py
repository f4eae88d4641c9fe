"""Writes of alarms: a job finds them, an officer says what was found, keeps them open or closes them."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.core import audit, clock
from portal.core.db import transaction
from portal.office.errors import AlarmIsClosed
from portal.office.models import Alarm, AlarmNote
from portal.office.queries.alarms import find_by_key, lock_alarm
from portal.office.queries.reading import alarm_rules
from portal.office.queries.suspects import find_all
from portal.office.rules.alarms import after
from portal.office.types.alarms import AlarmAnswer, AlarmState, AlarmStep, Suspicion
from portal.records.types import Reach


def look_for_alarms() -> int:
    """Look for everything auditors look for and write it down; return how many alarms wait because of this round."""
    found = list(find_all())
    woken = 0
    for start in range(0, len(found), 100):  # short transactions: nobody waits for the job
        with transaction() as session:
            woken += sum(_keep(session, suspicion, clock.now()) for suspicion in found[start : start + 100])
    return woken


def answer_alarm(alarm_id: int, answer: AlarmAnswer, *, reach: Reach) -> None:
    """Note what an officer found out, and close the alarm or keep it open.

    Raises:
        NotFound: it is not of the officer's region.
        AlarmIsClosed: another officer closed it meanwhile.
    """
    assert reach.region_code is not None  # only officers come here
    with transaction() as session:
        alarm = lock_alarm(reach.region_code, alarm_id)
        if alarm.state is AlarmState.CLOSED:
            raise AlarmIsClosed
        alarm.state = AlarmState.CLOSED if answer.close else AlarmState.KEPT_OPEN
        alarm.closed_size = alarm.size if answer.close else None
        step = AlarmStep.CLOSED if answer.close else AlarmStep.KEPT_OPEN
        session.add(
            AlarmNote(
                alarm_id=alarm.id,
                step=step,
                at=clock.now(),
                account_id=reach.account_id,
                reason=answer.reason if answer.close else None,
                text=answer.text,
                size=alarm.size,
            )
        )
        about = {"kind": alarm.kind.value, "reason": answer.reason.value if answer.close and answer.reason else None}
        audit.record(
            f"office.alarm_{step.value}",
            subject_type="alarm",
            subject_id=alarm.id,
            actor_id=reach.account_id,
            details=about,
        )


def _keep(session: Session, found: Suspicion, moment: datetime) -> bool:
    """Write one alarm down and return whether an officer has to look at it because of that."""
    alarm = find_by_key(found.kind, found.key)
    if alarm is None:
        alarm = _new(found, moment)
        session.add(alarm)
        session.flush()
        session.add(_note(alarm, AlarmStep.FOUND, moment))
        return True
    grows_by = alarm_rules()[found.kind].grows_by
    state = after(alarm.state, alarm.closed_size, found.size, grows_by=grows_by)
    woken = state is not alarm.state
    if found.size > alarm.size:
        alarm.grew_at = moment
    alarm.size, alarm.evidence, alarm.region_code = found.size, found.evidence, found.region_code
    alarm.checked_at = moment
    if woken:
        alarm.state, alarm.closed_size = state, None
        session.add(_note(alarm, AlarmStep.GREW, moment))
    return woken


def _new(found: Suspicion, moment: datetime) -> Alarm:
    return Alarm(
        kind=found.kind,
        key=found.key,
        region_code=found.region_code,
        size=found.size,
        closed_size=None,
        evidence=found.evidence,
        state=AlarmState.WAITING,
        found_at=moment,
        grew_at=moment,
        checked_at=moment,
    )


def _note(alarm: Alarm, step: AlarmStep, moment: datetime) -> AlarmNote:
    return AlarmNote(alarm_id=alarm.id, step=step, at=moment, account_id=None, reason=None, text=None, size=alarm.size)
