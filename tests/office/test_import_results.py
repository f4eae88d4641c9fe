"""Results that providers report in files."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.catalog.models import Provider
from portal.catalog.types import ProviderKind
from portal.core import audit, clock
from portal.core.imports import ImportRun
from portal.core.tables import TableRefused
from portal.enrolment.models import Application as ApplicationRow
from portal.enrolment.types import ApplicationState
from portal.notices.models import Message
from portal.office import errors, services
from portal.office.services import reporting
from portal.office.types import ImportReport
from portal.records import queries
from portal.records.models import Certificate, EnrolmentRecord
from portal.records.types import Result
from tests import factories
from tests.office.conftest import Application, csv_file, row, xlsx_file


def take(rows: list[list[Any]], **options: Any) -> ImportReport:
    return services.import_results(csv_file(rows), "results.csv", **options)


def reasons(report: ImportReport) -> list[tuple[str, str]]:
    return [(problem.column, str(problem.reason)) for problem in report.problems]


def count(session: Session, model: Any) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_takes_csv_in_every_encoding(learner: Application, encoding: str) -> None:
    report = services.import_results(csv_file([row(learner)], encoding), "结果.csv")

    assert (report.accepted, report.problems) == (1, ())
    record = queries.list_for(learner.person.id)
    assert (record.trainings[0].hours, record.trainings[0].result) == (80, Result.PASSED)
    assert record.certificates[0].number == f"Y0001{learner.person.id_number}"


def test_takes_a_real_workbook(learner: Application) -> None:
    report = services.import_results(xlsx_file([row(learner, 学时=80, 发证日期=date(2026, 3, 20))]), "结果.xlsx")

    assert (report.accepted, report.problems) == (1, ())
    assert queries.list_for(learner.person.id).certificates[0].issued_on == date(2026, 3, 20)


def test_a_row_comes_back_once_with_all_that_is_wrong(learner: Application) -> None:
    stranger = factories.PersonFactory()
    wrong = row(learner, 身份证件号码=stranger.id_number, 证书编号="")

    assert {column for column, _reason in reasons(take([wrong]))} == {"身份证件号码", "证书编号"}
    assert reasons(take([row(learner, 班次编号="没有的班", 证书编号="")]))[1] == ("班次编号", str(errors.NO_SUCH_CLASS))


def test_tells_the_person_and_ends_the_application(learner: Application, session: Session) -> None:
    take([row(learner)])

    message = session.scalars(select(Message)).one()
    assert (message.person_id, message.kind) == (learner.person.id, "result_recorded")
    assert session.get_one(ApplicationRow, learner.row.id, populate_existing=True).state is ApplicationState.COMPLETED


def test_nobody_passes_before_the_last_day_and_the_rows_of_other_classes_are_taken(
    learner: Application, session: Session
) -> None:
    last = clock.today() + timedelta(days=1)
    still = Application(factories.PersonFactory(), factories.ClassSessionFactory(starts_on=last, ends_on=last))

    report = take([row(still), row(learner)])

    assert report.accepted == 1
    ((column, reason),) = reasons(report)
    assert (column, last.isoformat() in reason) == ("结果", True)
    assert queries.list_for(still.person.id).trainings == ()


def test_absence_ends_the_application_as_absent(learner: Application, session: Session) -> None:
    nothing = {"学时": "", "结果": "缺考", "证书种类": "", "证书编号": "", "等级": "", "发证机构": "", "发证日期": ""}

    assert take([row(learner, **nothing)]).accepted == 1

    assert session.get_one(ApplicationRow, learner.row.id, populate_existing=True).state is ApplicationState.ABSENT


def test_the_same_file_twice_changes_nothing(learner: Application, session: Session) -> None:
    take([row(learner)])

    again = take([row(learner)])

    assert (again.accepted, again.unchanged, again.refused) == (0, 1, ())
    assert [count(session, model) for model in (EnrolmentRecord, Certificate, Message)] == [1, 1, 1]


def test_a_corrected_file_keeps_what_was_there(learner: Application) -> None:
    take([row(learner, 学时="72")])

    assert take([row(learner)]).accepted == 1

    (training,) = queries.list_for(learner.person.id).trainings
    assert (training.hours, training.reason) == (80, "corrected_by_file")
    assert [before.hours for before in training.earlier] == [72]


def test_the_older_file_does_not_undo_the_correction(learner: Application) -> None:
    take([row(learner, 学时="72")])
    take([row(learner)])

    again = take([row(learner, 学时="72")])

    assert reasons(again) == [("结果", "更新的文件已更正这一条。")]
    assert queries.list_for(learner.person.id).trainings[0].hours == 80


def test_a_corrected_number_replaces_the_slip(learner: Application) -> None:
    take([row(learner, 证书编号="WRONG1")])
    take([row(learner, 证书编号="RIGHT1")])

    states = {line.number: line.state.value for line in queries.list_for(learner.person.id).certificates}
    assert states == {"WRONG1": "replaced", "RIGHT1": "valid"}


def test_only_people_on_the_roll(taught: Any, session: Session) -> None:
    stranger = factories.PersonFactory()
    withdrawn = Application(factories.PersonFactory(), taught, ApplicationState.WITHDRAWN)
    waiting = Application(factories.PersonFactory(), taught, ApplicationState.WAITING)
    outsider = Application.__new__(Application)
    outsider.person, outsider.class_session = stranger, taught

    report = take([row(one) for one in (outsider, withdrawn, waiting)])

    assert [column for column, _reason in reasons(report)] == ["身份证件号码"] * 3
    assert count(session, EnrolmentRecord) == 0


@pytest.mark.parametrize("name", ["买买提乌云", "买买提.乌云", "买买提 · 乌云", "买买提•乌云"])
def test_a_name_may_have_its_dot_written_otherwise(learner: Application, name: str) -> None:
    assert take([row(learner, 姓名=name)]).accepted == 1


def test_another_name_for_the_number_is_refused(learner: Application) -> None:
    assert [column for column, _reason in reasons(take([row(learner, 姓名="斯琴")]))] == ["姓名"]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("班次编号", "T999"), ("班次编号", ""), ("姓名", ""), ("身份证件号码", ""), ("身份证件号码", "123"),
        ("学时", "81"), ("学时", "八十"), ("学时", ""), ("学时", "0"), ("结果", "还行"), ("结果", ""),
        ("证书种类", "驾驶证"), ("证书种类", ""), ("证书编号", "见附件"), ("证书编号", ""), ("等级", "八级"), ("等级", ""),
        ("发证机构", ""), ("发证日期", "2026-02-30"), ("发证日期", ""), ("发证日期", "2999-01-01"),
    ],
)  # fmt: skip
def test_a_wrong_cell_is_named_and_nothing_of_its_row_is_kept(
    learner: Application, session: Session, column: str, value: str
) -> None:
    report = take([row(learner, **{column: value})])

    assert [where for where, _reason in reasons(report)] == [column]
    assert [count(session, model) for model in (EnrolmentRecord, Certificate, Message)] == [0, 0, 0]
    assert session.get_one(ApplicationRow, learner.row.id, populate_existing=True).state is ApplicationState.ATTENDING


def test_all_wrong_cells_of_a_row_are_named_at_once(learner: Application) -> None:
    report = take([row(learner, 学时="八", 结果="?", 发证日期="x", 等级="y")])

    assert {column for column, _reason in reasons(report)} == {"学时", "结果", "发证日期", "等级"}


def test_a_certificate_without_a_pass_is_refused(learner: Application) -> None:
    assert [column for column, _reason in reasons(take([row(learner, 结果="不合格")]))] == ["证书编号"]


def test_a_number_of_someone_else_is_refused_and_the_result_with_it(
    learner: Application, taught: Any, session: Session
) -> None:
    other = Application(factories.PersonFactory(), taught)
    take([row(learner, 证书编号="SAME1")])
    before = count(session, audit.AuditEvent)

    report = take([row(other, 证书编号="SAME1")])

    assert [column for column, _reason in reasons(report)] == ["证书编号"]
    assert queries.list_for(other.person.id).trainings == ()
    assert count(session, audit.AuditEvent) == before


def test_two_rows_that_contradict_each_other_do_not_both_count(learner: Application) -> None:
    rows = [row(learner), row(learner, 学时="40")]

    first, second = take(rows), take(rows)

    assert (first.accepted, len(first.refused)) == (1, 1)
    assert (second.unchanged, len(second.refused)) == (1, 1)


def test_one_training_may_bring_two_certificates(learner: Application) -> None:
    two = row(learner, 证书种类="培训合格证书", 证书编号="P1", 等级="", 发证机构="科尔沁职业培训学校")

    assert take([row(learner), two]).accepted == 2
    assert len(queries.list_for(learner.person.id).certificates) == 2


def test_rows_beside_a_refused_one_are_taken(learner: Application, taught: Any) -> None:
    other = Application(factories.PersonFactory(), taught)

    report = take([row(learner, 学时="x"), row(other)])

    assert (report.accepted, len(report.refused)) == (1, 1)


def test_numbers_kept_as_quantities_are_refused_row_by_row(learner: Application, taught: Any) -> None:
    other = Application(factories.PersonFactory(), taught)
    quantity = int(learner.person.id_number[:17] + "0")
    rows = [row(learner, 身份证件号码=quantity), row(other), row(other, 证书编号=16150030205012345678)]

    report = services.import_results(xlsx_file(rows), "结果.xlsx")

    assert report.accepted == 1
    assert {column for column, _reason in reasons(report)} == {"身份证件号码", "证书编号"}


def test_formulas_are_refused(learner: Application) -> None:
    report = services.import_results(xlsx_file([row(learner, 学时="=40+40")]), "结果.xlsx")

    assert [column for column, _reason in reasons(report)] == ["学时"]


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"<html>", b"a,b\n1,2", b"\xff\xfe\xfd"]
)
def test_a_file_that_is_no_table_is_refused_whole(session: Session, data: bytes) -> None:
    with pytest.raises(TableRefused):
        services.import_results(data, "x.xlsx")
    assert count(session, ImportRun) == 0


def test_the_run_keeps_reasons_never_cells(learner: Application, session: Session) -> None:
    take([row(learner, 学时="秘密八十")])

    run = session.scalars(select(ImportRun)).one()
    assert (run.kind, run.rows, run.accepted, run.refused) == ("results", 1, 0, 1)
    kept = str(run.problems)
    assert "学时" in kept
    assert "秘密" not in kept
    assert learner.person.id_number not in kept


def test_trying_writes_nothing_and_says_the_same(learner: Application, session: Session) -> None:
    before = count(session, audit.AuditEvent)

    tried = take([row(learner), row(learner), row(learner, 学时="x")], dry_run=True)

    assert (tried.run_id, tried.accepted, tried.unchanged, len(tried.refused)) == (None, 1, 1, 1)
    assert [count(session, m) for m in (EnrolmentRecord, Certificate, Message, ImportRun)] == [0, 0, 0, 0]
    assert count(session, audit.AuditEvent) == before
    assert take([row(learner)]).accepted == 1


def test_a_provider_reports_its_own_classes_only(learner: Application, taught: Any) -> None:
    assert [c for c, _r in reasons(take([row(learner)], provider_id=taught.provider_id + 1))] == ["班次编号"]
    assert take([row(learner)], provider_id=taught.provider_id).accepted == 1


def test_the_result_of_someone_forgotten_is_kept_but_not_told(learner: Application, session: Session) -> None:
    learner.person.erased_at = clock.now()
    session.commit()

    assert take([row(learner)]).accepted == 1
    assert count(session, Message) == 0


def test_a_certificate_of_today_is_not_in_the_future(learner: Application) -> None:
    today = clock.today()

    assert take([row(learner, 发证日期=today.isoformat())]).accepted == 1
    assert take([row(learner, 证书编号="N2", 发证日期=(today + timedelta(days=1)).isoformat())]).refused


@pytest.mark.parametrize("filename", ["mend.csv", "mend.xlsx"])
def test_refused_rows_can_be_mended_and_sent_again(learner: Application, filename: str) -> None:
    report = take([row(learner, 学时="八十")])

    mended = services.refused_file(report, filename)
    again = services.import_results(mended, filename)

    assert [column for column, _reason in reasons(again)] == ["学时"]
    assert "拒收原因".encode() in mended or filename.endswith("xlsx")


def test_a_row_that_another_run_wrote_meanwhile_is_unchanged(
    learner: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    take([row(learner)])
    whole = reporting.records.record_result
    answers = iter([IntegrityError("INSERT", {}, Exception("unique")), None])

    def once_too_late(*given: Any, **named: Any) -> Any:
        if (refusal := next(answers)) is not None:
            raise refusal
        return whole(*given, **named)

    monkeypatch.setattr(reporting.records, "record_result", once_too_late)

    assert take([row(learner)]).unchanged == 1


def test_a_number_that_was_revoked_does_not_come_back(learner: Application) -> None:
    take([row(learner)])
    (certificate,) = queries.list_for(learner.person.id).certificates
    reporting.records.revoke_certificate(certificate.id, reason="冒名", account_id=None)

    assert [column for column, _reason in reasons(take([row(learner)]))] == ["证书编号"]


def test_two_numbers_of_one_issuer_for_one_training_contradict(learner: Application) -> None:
    report = take([row(learner), row(learner, 证书编号="OTHER1")])

    assert (report.accepted, [column for column, _reason in reasons(report)]) == (1, ["证书编号"])


def test_only_the_class_of_an_enterprise_has_levels_of_its_own(session: Session, learner: Application) -> None:
    provider = session.get_one(Provider, learner.class_session.provider_id)
    sent = row(learner, 等级="P3 中级")

    assert [column for column, _reason in reasons(take([sent]))] == ["等级"]
    provider.kind = ProviderKind.ENTERPRISE
    session.commit()
    assert take([sent]).accepted == 1
    (certificate,) = queries.list_for(learner.person.id).certificates
    assert certificate.level == "P3中级"
