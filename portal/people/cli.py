"""Commands about accounts: ``flask staff add``."""

import os
import secrets

import click
from flask.cli import with_appcontext

from portal.core.errors import PortalError
from portal.people import queries, services
from portal.people.types import NewStaff, Role

PASSWORD_VARIABLE = "PORTAL_STAFF_PASSWORD"  # noqa: S105 - the name of a variable
_STAFF_ROLES = [role.value for role in Role if role is not Role.TRAINEE]


@click.group("staff")
def staff_group() -> None:
    """Look after the accounts of people who work here."""


@staff_group.command("add")
@click.option("--role", type=click.Choice(_STAFF_ROLES), required=True, help="What the account is for.")
@click.option("--login", "login_name", required=True, help="What is typed to sign in.")
@click.option("--name", "display_name", required=True, help="Name that colleagues see.")
@click.option("--region", "region_code", help="GB/T 2260 code an officer acts for.")
@click.option("--provider", "provider_id", type=int, help="Training institution its staff act for.")
@click.option("--station", "station_id", type=int, help="Service station a clerk acts for.")
@click.option("--ask", is_flag=True, help="Ask for the password instead of making one.")
@with_appcontext
def staff_add(*, ask: bool, role: str, **facts: str) -> None:
    """Make an account for a member of staff.

    The password is read from PORTAL_STAFF_PASSWORD, asked for, or made and printed once.
    """
    given = os.environ.get(PASSWORD_VARIABLE) or (
        click.prompt("Password", hide_input=True, confirmation_prompt=True) if ask else None
    )
    password = given or secrets.token_urlsafe(12)
    try:
        account_id = services.add_staff(NewStaff(role=Role(role), **facts), password)  # type: ignore[arg-type]
    except PortalError as refused:
        raise click.ClickException(
            f"{refused.message} The login name must be new; an officer needs --region, institution staff --provider, "
            "a clerk --station, and these must exist."
        ) from refused
    click.echo(f"account {account_id} made" + ("" if given else f"; password, shown only now: {password}"))


@staff_group.command("reset-second-step")
@click.option("--login", "login_name", required=True, help="What is typed to sign in.")
@with_appcontext
def reset_second_step(login_name: str) -> None:
    """Forget the telephone and the recovery codes of someone who lost both; they set the second step up again."""
    account_id = queries.find_staff_account(login_name)
    if account_id is None:
        raise click.ClickException("no member of staff signs in with this name")
    services.reset_factor(account_id, actor_id=None, reason="flask staff reset-second-step")
    click.echo(f"account {account_id}: the second step is set up at the next sign-in")
