"""Results by page, person by person, and the certificates of a class."""

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.core.errors import NotFound, PortalError
from portal.core.i18n import _
from portal.core.web import see_other
from portal.office import errors
from portal.office.forms.rolls import EndForm, ReplaceForm, ResultForm
from portal.office.queries import classes as queries
from portal.office.queries import rolls
from portal.office.services.certificates import may_end, replace_certificate, revoke_certificate
from portal.office.services.reporting import report_result
from portal.office.types.classes import HeldCertificate, OfficeClass, RollEntry
from portal.office.views.blueprint import bp, reach
from portal.people.access import current_person, officer
from portal.people.forms import refuse
from portal.records import queries as records
from portal.records.errors import CertificateEnded, CertificateStands, CertificateTaken

CERTIFICATE = "/office/certificates/<int:certificate_id>"


@bp.get("/office/classes/<int:class_id>/results")
@officer("bureau_officer", "provider_staff")
def class_results(class_id: int) -> ResponseReturnValue:
    """List the roll with the results that are in, and those that are missing."""
    found = _taught(class_id)
    entries = rolls.list_entries(class_id, found.detail.number)
    return render_template("office/class_results.html", found=found, entries=entries)


@bp.route("/office/classes/<int:class_id>/results/<int:application_id>", methods=["GET", "POST"])
@officer("bureau_officer", "provider_staff")
def person_result(class_id: int, application_id: int) -> ResponseReturnValue:
    """Report or correct the result of one person."""
    found = _taught(class_id)
    entry, form = _entry(found, application_id), ResultForm()
    claim = records.find_claim_state(entry.who.person_id, found.detail.number)
    form.offer()
    if form.validate_on_submit() and _report(found, application_id, form):
        flash(_("The result is in the record, and the person is told."), "success")
        if claim and not records.find_claim_state(entry.who.person_id, found.detail.number):
            flash(_("The subsidy claim that rested on this result is refused. The person is told why."), "info")
        return see_other(url_for(".class_results", class_id=class_id))
    if not form.is_submitted() and not form.hours.raw_data:
        noted = None if entry.hours is None else min(entry.hours, found.detail.hours)
        form.begin(entry.result, noted, rolls.last_evaluation(found.detail.number))
        like = rolls.last_certificate(found.detail.number)
        form.show_certificate(like, found.detail.level)
        if entry.certificates or entry.result:
            form.kind.data = ""
    page = render_template("office/person_result.html", found=found, entry=entry, form=form, claim=claim)
    return page, 422 if form.is_submitted() else 200


@bp.get("/office/classes/<int:class_id>/certificates")
@officer("bureau_officer", "provider_staff")
def class_certificates(class_id: int) -> ResponseReturnValue:
    """List the certificates that a class led to."""
    found = _taught(class_id)
    certificates = rolls.list_certificates(found.detail.number)
    own = {one.id for one in certificates if may_end(reach(), one)}
    return render_template("office/certificates.html", found=found, certificates=certificates, own=own)


@bp.route(f"{CERTIFICATE}/revoke", methods=["GET", "POST"])
@officer("bureau_officer", "provider_staff")
def revoke(certificate_id: int) -> ResponseReturnValue:
    """Revoke a certificate with a reason its holder reads."""
    held, form = _get_own(certificate_id), EndForm()
    if form.validate_on_submit():
        try:
            revoke_certificate(reach(), certificate_id, form.said)
        except CertificateEnded as error:
            flash(str(error.message), "error")
        else:
            flash(_("The certificate is revoked. The person is told, and whoever verifies it sees it."), "success")
        return see_other(url_for(".class_certificates", class_id=held.class_id))
    page = render_template("office/certificate_end.html", form=form, held=held, replaces=False)
    return page, 422 if form.is_submitted() else 200


@bp.route(f"{CERTIFICATE}/replace", methods=["GET", "POST"])
@officer("bureau_officer", "provider_staff")
def replace(certificate_id: int) -> ResponseReturnValue:
    """Put a new certificate in the place of one."""
    held, form = _get_own(certificate_id), ReplaceForm()
    form.offer(may_lack=False)
    if form.validate_on_submit():
        try:
            replace_certificate(reach(), certificate_id, form.to_certificate(), form.said)
        except CertificateTaken as error:
            refuse(form.number, error)
        except CertificateEnded as error:
            flash(str(error.message), "error")
            return see_other(url_for(".class_certificates", class_id=held.class_id))
        else:
            flash(_("The new certificate stands in the place of the old one. The person is told."), "success")
            return see_other(url_for(".class_certificates", class_id=held.class_id))
    if not form.is_submitted() and not form.issuer.raw_data:
        form.show_certificate(held, held.level)
    page = render_template("office/certificate_end.html", form=form, held=held, replaces=True)
    return page, 422 if form.is_submitted() else 200


def _report(found: OfficeClass, application_id: int, form: ResultForm) -> bool:
    """Report what was typed; False where the record refuses it, which then stands beside its field."""
    reported = form.to_reported()
    try:
        report_result(found.detail.number, application_id, reported, account_id=current_person().account_id)
    except errors.TooManyHoursForClass as error:
        return _refused(form.hours, error)
    except errors.ReasonMissing as error:
        return _refused(form.reason, error)
    except (CertificateStands, errors.NotBegun, errors.NotOver) as error:
        return _refused(form.result, error)
    except (CertificateTaken, CertificateEnded) as error:
        return _refused(form.number, error)
    return True


def _refused(field: object, error: PortalError) -> bool:
    refuse(field, error)  # type: ignore[arg-type]
    return False


def _entry(found: OfficeClass, application_id: int) -> RollEntry:
    entries = rolls.list_entries(found.detail.id, found.detail.number)
    entry = next((one for one in entries if one.who.application_id == application_id), None)
    if entry is None:
        raise NotFound
    return entry


def _taught(class_id: int) -> OfficeClass:
    """Return a class whose results may come in: one that was published and took place."""
    found = queries.get_class(reach(), class_id)
    if found.detail.state in ("draft", "cancelled"):
        raise NotFound
    return found


def _get_own(certificate_id: int) -> HeldCertificate:
    held = rolls.get_certificate(reach(), certificate_id)
    if not may_end(reach(), held):
        raise errors.NotYours
    return held
