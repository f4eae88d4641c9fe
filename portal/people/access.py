"""Say who may enter. Every view wears exactly one of `public`, `signed_in` and `officer`; a bare view fails a test."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import ParamSpec, cast

from flask import Flask, Response, after_this_request, current_app, redirect, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from werkzeug.wrappers import Response as AnyResponse

from portal.core import clock
from portal.core.config import Config
from portal.core.errors import Forbidden
from portal.core.web.forms import keep_draft
from portal.core.web.redirects import page_of_form
from portal.people import queries
from portal.people.errors import ForTrainees
from portal.people.types import Role, SignedIn

P = ParamSpec("P")
View = Callable[P, ResponseReturnValue]

IDLE = {Role.TRAINEE: timedelta(hours=12)}
IDLE_STAFF = timedelta(minutes=30)
# Since signing in, however busy: a copied cookie is not kept alive for ever.
LONGEST = {Role.TRAINEE: timedelta(days=30)}
LONGEST_STAFF = timedelta(hours=12)
HALF = timedelta(minutes=10)  # between the password and the code of the telephone
SETTING_UP = {"people.second_factor", "people.recovery_codes"}  # open to staff whose second step is not set up


class Visitor(UserMixin):
    """Flask-Login's view of whoever is signed in."""

    def __init__(self, who: SignedIn, epoch: int) -> None:
        self.who = who
        self.account_id = who.account_id
        self.epoch = epoch

    def get_id(self) -> str:
        """Return the account and its epoch: raising the epoch signs the account out everywhere."""
        return f"{self.account_id}.{self.epoch}"


def init_access(app: Flask) -> None:
    """Attach sign-in to the application."""
    login = LoginManager(app)
    login.user_loader(_load)
    app.config["REMEMBER_COOKIE_DURATION"] = timedelta(0)
    app.permanent_session_lifetime = timedelta(days=30)


def public(view: View[P]) -> View[P]:
    """Let anyone in."""
    view.access = "public"  # type: ignore[attr-defined]
    return view


def signed_in(view: View[P]) -> View[P]:
    """Let a signed-in trainee in; keep what a form held and ask others to sign in."""
    return _guarded(view, (Role.TRAINEE,), "signed_in")


def officer(*roles: str) -> Callable[[View[P]], View[P]]:
    """Let staff of these roles in."""
    wanted = tuple(Role(role) for role in roles)
    return lambda view: _guarded(view, wanted, "officer:" + ",".join(roles))


def maybe_signed_in() -> SignedIn | None:
    """Return whoever is signed in, or None."""
    return current_user.who if current_user.is_authenticated else None


def current_person() -> SignedIn:
    """Return whoever is signed in; only for views that let nobody else in."""
    return cast(SignedIn, current_user.who)


def own_person_id() -> int:
    """Return the person who is signed in.

    Raises:
        Forbidden: it is staff, or nobody.
    """
    who = maybe_signed_in()
    if who is None or who.person_id is None:
        raise Forbidden
    return who.person_id


def own_region() -> str:
    """Return the region of the officer who is signed in.

    Raises:
        Forbidden: whoever it is has none.
    """
    who = maybe_signed_in()
    if who is None or who.region_code is None:
        raise Forbidden
    return who.region_code


def sign_in(account_id: int) -> None:
    """Begin a fresh session for the account; of the visitor before, only kept drafts stay."""
    kept = {name: cookie[name] for name in ("drafts",) if name in cookie}
    cookie.clear()
    cookie.update(kept)
    found = queries.find_signed_in(account_id)
    if found is None:
        raise Forbidden
    cookie.permanent = True
    cookie["seen"] = cookie["since"] = int(clock.now().timestamp())
    login_user(Visitor(*found))


def sign_in_by_half(account_id: int) -> None:
    """Remember that the password was right; the code of the telephone is asked next."""
    found = queries.find_signed_in(account_id)
    if found is None:
        raise Forbidden
    cookie["half"] = [account_id, found[1], int(clock.now().timestamp())]


def find_half() -> int | None:
    """Return the account whose password was typed in this browser a moment ago, or None."""
    account_id, epoch, moment = cookie.get("half") or (0, 0, 0)
    if clock.now().timestamp() - moment > HALF.total_seconds():
        return None
    found = queries.find_signed_in(account_id)
    return account_id if found is not None and found[1] == epoch else None


def sign_out() -> None:
    """End the session in this browser and forget all that was kept with it."""
    logout_user()
    cookie.clear()


def _guarded(view: View[P], roles: tuple[Role, ...], label: str) -> View[P]:
    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        who = maybe_signed_in()
        if who is None:
            return _ask_to_sign_in()
        if who.role not in roles:
            raise ForTrainees if roles == (Role.TRAINEE,) else Forbidden
        if _lacks_second_step(who):
            return redirect(url_for("people.second_factor"), 303)
        return view(*args, **kwargs)

    guarded.access = label  # type: ignore[attr-defined]
    return guarded


def _lacks_second_step(who: SignedIn) -> bool:
    """Tell whether someone must set up the second step first. Invented staff of the demonstration may do it later."""
    config: Config = current_app.config["PORTAL"]
    needed = config.second_step == "required" and who.role is not Role.TRAINEE and not who.is_demo
    return needed and not who.has_factor and request.endpoint not in SETTING_UP


def _ask_to_sign_in() -> AnyResponse:
    if request.method == "POST":
        keep_draft(account_id=_account_before())
        return redirect(url_for("people.login", next=page_of_form()), 303)
    return redirect(url_for("people.login", next=request.full_path.rstrip("?")), 303)


def _account_before() -> int | None:
    """Return the account whose session ran out in this browser."""
    account = str(cookie.get("_user_id", "")).partition(".")[0]
    return int(account) if account.isdecimal() else None


def _load(user_id: str) -> Visitor | None:
    account, _dot, epoch = user_id.partition(".")
    if not (account.isdecimal() and epoch.isdecimal()):
        return None
    found = queries.find_signed_in(int(account))
    if found is None or found[1] != int(epoch):
        return None
    if not _still_there(found[0]):
        return None
    after_this_request(_keep_no_copy)
    return Visitor(*found)


def _keep_no_copy(answer: Response) -> Response:
    """Let no browser keep what it showed to someone who is signed in: on a shared telephone the next may press Back."""
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _still_there(who: SignedIn) -> bool:
    now = int(clock.now().timestamp())
    idle = now - int(cookie.get("seen", 0))
    if idle > IDLE.get(who.role, IDLE_STAFF).total_seconds():
        return False
    # A session of before this was kept begins to count now.
    if now - cookie.setdefault("since", now) > LONGEST.get(who.role, LONGEST_STAFF).total_seconds():
        return False
    if idle > 120:  # the cookie is written again only now and then
        cookie["seen"] = now
    return True
