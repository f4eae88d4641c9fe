"""Commands about stations and the accounts of those who work: ``flask stations add``, ``flask staff add``."""

import os
import secrets
from typing import Any

import click
from flask.cli import with_appcontext

from portal.core.errors import PortalError
from portal.people import queries, services
from portal.people.errors import StaffRefused
from portal.people.services.station_list import NewStation, add_station
from portal.people.types import NewStaff, Role

PASSWORD_VARIABLE = "PORTAL_STAFF_PASSWORD"  # noqa: S105 - the name of a variable
_STAFF_ROLES = [role.value for role in Role if role is not Role.TRAINEE]


@click.group("stations")
def stations_group() -> None:
    """Look after the service stations where clerks help people."""


@stations_group.command("add")
@click.option("--region", "region_code", required=True, help="Code of its banner, county, township or sum.")
@click.option("--name", required=True, help="Its name in Chinese, as people will read it.")
@click.option("--name-mn", help="Its name in Mongolian script.")
@click.option("--address", required=True, help="Where people find it.")
@click.option("--phone", required=True, help="The number that people call.")
@click.option("--opening", help="When it is open, such as 08:30-17:30.")
@with_appcontext
def stations_add(**facts: Any) -> None:
    """Enter a station; clerks get their accounts with ``staff add --station NUMBER``."""
    try:
        click.echo(f"station {add_station(NewStation(**facts))} entered")
    except PortalError as refused:
        raise click.ClickException(str(refused.message)) from refused


@stations_group.command("list")
@click.option("--region", default="150000", show_default=True, help="Only stations inside this place.")
@with_appcontext
def stations_list(region: str) -> None:
    """Print the stations: number, region code, name, one a line, divided by tabs."""
    for station in queries.list_stations(region):
        click.echo(f"{station.id}\t{station.region_code}\t{station.name}")


@click.group("staff")
def staff_group() -> None:
    """Look after the accounts of people who work here."""


@staff_group.command("add")
@click.option("--role", type=click.Choice(_STAFF_ROLES), required=True, help="What the account is for.")
@click.option("--login", "login_name", required=True, help="What is typed to sign in.")
@click.option("--name", "display_name", required=True, help="Name that colleagues see.")
@click.option("--region", "region_code", help="GB/T 2260 code an officer acts for.")
@click.option("--provider", "provider_id", type=int, help="Institution its staff act for: see `flask providers`.")
@click.option("--station", "station_id", type=int, help="Station a clerk acts for: see `flask stations list`.")
@click.option("--ask", is_flag=True, help="Ask for the password instead of making one.")
@with_appcontext
def staff_add(*, ask: bool, role: str, **facts: Any) -> None:
    """Make an account for a member of staff.

    The password is read from PORTAL_STAFF_PASSWORD, asked for, or made and printed once.
    """
    password, shown = _password(ask=ask)
    try:
        account_id = services.add_staff(NewStaff(role=Role(role), **facts), password)
    except StaffRefused as refused:
        raise click.ClickException(
            "no account was made: the login name must be new; an officer needs --region (code of a place), institution "
            "staff --provider (a number of `flask providers`), a clerk --station (a number of `flask stations list`)"
        ) from refused
    except PortalError as refused:
        raise click.ClickException(str(refused.message)) from refused
    click.echo(f"account {account_id} made{shown}")


@staff_group.command("new-password")
@click.option("--login", "login_name", required=True, help="What is typed to sign in.")
@click.option("--ask", is_flag=True, help="Ask for the password instead of making one.")
@with_appcontext
def new_password(*, login_name: str, ask: bool) -> None:
    """Give a member of staff who forgot theirs another password; every session of theirs ends.

    The password is read from PORTAL_STAFF_PASSWORD, asked for, or made and printed once.
    """
    account_id, (password, shown) = _account(login_name), _password(ask=ask)
    try:
        services.renew_staff_password(account_id, login_name, password)
    except PortalError as refused:
        raise click.ClickException(str(refused.message)) from refused
    click.echo(f"account {account_id} has a new password{shown}")


@staff_group.command("close")
@click.option("--login", "login_name", required=True, help="What is typed to sign in.")
@with_appcontext
def close(login_name: str) -> None:
    """Let a member of staff who left in no more; what they did stays in the audit trail."""
    account_id = _account(login_name)
    services.close_staff_account(account_id)
    click.echo(f"account {account_id} is closed")


@staff_group.command("reset-second-step")
@click.option("--login", "login_name", required=True, help="What is typed to sign in.")
@with_appcontext
def reset_second_step(login_name: str) -> None:
    """Forget the telephone and the recovery codes of someone who lost both; they set the second step up again."""
    account_id = _account(login_name)
    services.reset_factor(account_id, actor_id=None, reason="flask staff reset-second-step")
    click.echo(f"account {account_id}: the second step is set up at the next sign-in")


def _account(login_name: str) -> int:
    account_id = queries.find_staff_account(login_name)
    if account_id is None:
        raise click.ClickException("no member of staff signs in with this name")
    return account_id


def _password(*, ask: bool) -> tuple[str, str]:
    """Return the password to set, and what to say of it: one that was made is shown once."""
    given = os.environ.get(PASSWORD_VARIABLE) or (
        click.prompt("Password", hide_input=True, confirmation_prompt=True) if ask else None
    )
    made = secrets.token_urlsafe(12)
    return (given, "") if given else (made, f"; password, shown only now: {made}")
