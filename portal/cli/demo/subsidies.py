"""Claims of the demonstration world: one batch paid, one under public notice with an objection, some that wait."""

from datetime import date, timedelta

from portal.core import clock
from portal.records import queries, services
from portal.records.types import NewBatch, NewObjection, Reach

_NUMBER = "（演示）"
_PAID_BEFORE = timedelta(days=44)  # a class that was over by then is claimed for and paid
_AT_ONCE = 3  # classes


def claim_and_publish(officers: tuple[int, int], today: date) -> None:
    """Claim for people who passed in Tongliao, and let two officers go the way to public notice and payment.

    Args:
        officers: Accounts of the officer of the city and of the one of the region.
        today: The present local day.
    """
    maker, second = Reach(officers[0], region_code="150500"), Reach(officers[1], region_code="150000")
    lines = queries.list_taught(maker).lines
    over = [line.class_number for line in lines if line.ends_on < today - _PAID_BEFORE][:_AT_ONCE]
    later = [line.class_number for line in lines if line.class_number not in over]
    with clock.at(today - timedelta(days=40)):
        _claim(maker, over)
        paid = _publish(maker, second, days=10)
    with clock.at(today - timedelta(days=29)):
        services.close_batch(paid, reach=second)
    with clock.at(today - timedelta(days=2)):
        _claim(maker, later[:_AT_ONCE])
        open_batch = _publish(maker, second, days=7)
        services.send_objection(NewObjection("这个人的等级好像不对。（演示）", None, batch_id=open_batch, place=1))
        _claim(maker, later[_AT_ONCE : 2 * _AT_ONCE])


def _claim(maker: Reach, class_numbers: list[str]) -> None:
    for number in class_numbers:
        roll = queries.get_roll(maker, number)
        rule = queries.claim_rules(roll.line.region_code, roll.line.starts_on)[0]
        services.claim_for_roll(maker, number, [one.record_id for one in roll.graduates], rule_key=rule.key)


def _publish(maker: Reach, second: Reach, *, days: int) -> int:
    waiting = tuple(claim.id for claim in queries.list_waiting(maker))
    closes_on = clock.today() + timedelta(days=days)
    batch = services.make_batch(NewBatch(clock.today(), closes_on, _NUMBER, waiting), reach=maker)
    services.publish_batch(batch, reach=second)
    return batch
