"""Ask staff for a second proof after the password: a code of their telephone, or one of ten on paper.

Source:
    RFC 6238 (codes of six digits, every 30 seconds); 5.2: a code that was accepted is not accepted again.
"""

import secrets
from datetime import timedelta

import pyotp
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from portal.core import audit, clock
from portal.core.crypto import blind_index, blind_indexes
from portal.core.db import session, transaction
from portal.core.typed_text import compact_code
from portal.people.errors import TooManyCodes, WrongCode
from portal.people.models import RecoveryCode, SecondFactor
from portal.people.services.profile import sign_out_everywhere

STEP = 30  # seconds a code lasts
DRIFT = 1  # steps a clock may be off
RECOVERY_CODES = 10
RECOVERY_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
RECOVERY_LENGTH = 10
MOST_FAILURES = 5
LOCKED_FOR = timedelta(minutes=15)


def begin_factor(account_id: int) -> str:
    """Return the secret to be set up, the same until a code of it was typed."""
    with transaction() as current:
        row = current.get(SecondFactor, account_id, with_for_update=True, populate_existing=True)
        if row is None:
            row = SecondFactor(account_id=account_id, secret=pyotp.random_base32(), made_at=clock.now())
            current.add(row)
            current.flush()
        return row.secret


def factor_address(secret: str, *, login_name: str, issuer: str) -> str:
    """Return the address that the picture of a secret holds."""
    return pyotp.TOTP(secret, interval=STEP).provisioning_uri(name=login_name, issuer_name=issuer)


def confirm_factor(account_id: int, code: str) -> list[str]:
    """Switch the second step on after its first right code, and return the recovery codes: shown now and never again.

    Every other session of the account ends.

    Raises:
        WrongCode: it is another one, or the second step is on already.
        TooManyCodes: it was tried too often.
    """
    row = session().get(SecondFactor, account_id, populate_existing=True)
    if row is None or row.confirmed_at is not None:
        raise WrongCode
    _check(account_id, code, recovery=False)
    with transaction() as current:
        confirmed = {"confirmed_at": clock.now()}
        current.execute(update(SecondFactor).where(SecondFactor.account_id == account_id).values(confirmed))
        sign_out_everywhere(account_id)
        codes = _new_codes(current, account_id)
        _note("people.set_up_second_factor", account_id, account_id)
    return codes


def check_factor(account_id: int, code: str) -> None:
    """Let an account pass with a code of the telephone or of the paper; either counts once.

    Raises:
        WrongCode: it is another one, was used, or its time is over.
        TooManyCodes: it was tried too often.
    """
    _check(account_id, code, recovery=True)


def renew_codes(account_id: int, code: str) -> list[str]:
    """Return new recovery codes; the old ones end.

    Raises:
        WrongCode: the code of now is another one.
        TooManyCodes: it was tried too often.
    """
    _check(account_id, code, recovery=False)
    with transaction() as current:
        codes = _new_codes(current, account_id)
        _note("people.renew_recovery_codes", account_id, account_id)
    return codes


def drop_factor(account_id: int, code: str) -> None:
    """Forget the telephone, so that another one can be set up.

    Raises:
        WrongCode: it is another one, was used, or its time is over.
        TooManyCodes: it was tried too often.
    """
    _check(account_id, code, recovery=True)
    _forget(account_id, actor_id=account_id, reason=None)


def reset_factor(account_id: int, *, actor_id: int | None, reason: str | None = None) -> None:
    """Forget the second step of someone who lost telephone and paper, and sign them out everywhere.

    Args:
        account_id: Whose it is.
        actor_id: The officer; None for whoever runs the portal.
        reason: Why, in words.
    """
    _forget(account_id, actor_id=actor_id, reason=reason)


def _check(account_id: int, code: str, *, recovery: bool) -> None:
    """Count the try before it is judged and commit that at once, so that guessing ends whatever happens next."""
    with transaction() as current:
        row = current.get(SecondFactor, account_id, with_for_update=True, populate_existing=True)
        if row is None:
            raise WrongCode
        now = clock.now()
        if row.failures >= MOST_FAILURES and row.failed_at is not None and now - row.failed_at < LOCKED_FOR:
            raise TooManyCodes
        right = _is_next(row, code) or (recovery and _use_recovery(current, account_id, code))
        row.failures = 0 if right else (row.failures if row.failures < MOST_FAILURES else 0) + 1
        row.failed_at = None if right else now
        if not right:
            _note("people.second_factor_failed", account_id, None)
    if not right:
        raise WrongCode


def _is_next(row: SecondFactor, code: str) -> bool:
    """Tell whether it is a code of now that was not used, and remember it as used."""
    typed, clockwork = compact_code(code), pyotp.TOTP(row.secret, interval=STEP)
    today = int(clock.now().timestamp()) // STEP
    for step in range(today - DRIFT, today + DRIFT + 1):
        if step > row.last_step and secrets.compare_digest(clockwork.generate_otp(step).encode(), typed.encode()):
            row.last_step = step
            return True
    return False


def _use_recovery(current: Session, account_id: int, code: str) -> bool:
    typed = "".join(letter for letter in compact_code(code).casefold() if letter in RECOVERY_ALPHABET)
    mine = (
        RecoveryCode.account_id == account_id,
        RecoveryCode.used_at.is_(None),
        RecoveryCode.code_mark.in_(blind_indexes(typed, _purpose(account_id))),
    )
    found = current.scalar(select(RecoveryCode).where(*mine).with_for_update())
    if found is None:
        return False
    found.used_at = clock.now()
    _note("people.use_recovery_code", account_id, account_id)
    return True


def _new_codes(current: Session, account_id: int) -> list[str]:
    current.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    codes = [
        "".join(secrets.choice(RECOVERY_ALPHABET) for _place in range(RECOVERY_LENGTH)) for _n in range(RECOVERY_CODES)
    ]
    current.add_all(
        RecoveryCode(account_id=account_id, code_mark=blind_index(code, _purpose(account_id))) for code in codes
    )
    return codes


def _forget(account_id: int, *, actor_id: int | None, reason: str | None) -> None:
    with transaction() as current:
        current.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
        current.execute(delete(SecondFactor).where(SecondFactor.account_id == account_id))
        sign_out_everywhere(account_id)
        _note("people.reset_second_factor", account_id, actor_id, reason)


def _purpose(account_id: int) -> str:
    return f"recovery_code.{account_id}"


def _note(action: str, account_id: int, actor_id: int | None, reason: str | None = None) -> None:
    details = {"reason": reason[:200]} if reason else None
    audit.record(action, subject_type="account", subject_id=account_id, actor_id=actor_id, details=details)
