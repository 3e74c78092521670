"""The commands about people: `planner user ...` and `planner login-link`."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import click

from planner import begin, passwords, pipeline
from planner.cli_options import config_or_fail, fail, opened, say, utc_now
from planner.config import with_noted_address
from planner.core.model import ROLES, User
from planner.core.parse import parse_email
from planner.storage import people
from planner.storage import workspace as frame
from planner.storage.database import Database


@click.group()
def user() -> None:
    """Add, list and change the people who may sign in."""


@user.command("add")
@click.argument("email")
@click.option("--name", default="")
@click.option("--role", default="editor", show_default=True, type=click.Choice(ROLES))
def user_add(email: str, name: str, role: str) -> None:
    """Add a person; `login-link` gives them a way in."""
    with opened() as database, database.writing("command") as session:
        frame.add(session, User(email=parse_email(email), name=name, role=role, language=config_or_fail().language))
    say(f"{email} was added as {role}. A way in: planner login-link {email}")


@user.command("list")
def user_list() -> None:
    """List the people: address, role, whether they may sign in."""
    with opened() as database:
        for one in pipeline.state(database).workspace.users:
            click.echo(f"{one.email}\t{one.name}\t{one.role}\t{'active' if one.active else 'disabled'}")


@user.command("role")
@click.argument("email")
@click.argument("role", type=click.Choice(ROLES))
def user_role(email: str, role: str) -> None:
    """Give a person another role; they sign in anew."""
    change_user(email, role=role)
    say(f"{email} is {role} now.")


@user.command("disable")
@click.argument("email")
def user_disable(email: str) -> None:
    """Keep a person out from now on and end their sessions."""
    change_user(email, active=False)
    say(f"{email} cannot sign in any more.")


@user.command("password")
@click.argument("email")
def user_password(email: str) -> None:
    """Set a person's password, asked for twice and never shown; their sessions and links end."""
    config = config_or_fail()
    with opened() as database:
        known, space = user_of(database, email), pipeline.state(database).workspace
        typed = click.prompt("New password", hide_input=True, confirmation_prompt="The same once more", err=True)
        about = (known.email, known.name, space.settings.name)
        chosen = passwords.check_password(typed, about=about, larger=config.instance / passwords.LARGER)
        hashed = passwords.hash_password(chosen)
        with database.writing("command") as session:
            people.set_password(session, known.email, hashed, now=utc_now())
    say(f"{known.email} signs in with the new password from now on.")


def change_user(email: str, **fields: Any) -> None:
    """Change a person and end their sessions."""
    with opened() as database:
        known = user_of(database, email)
        with database.writing("command") as session:
            frame.update_record(session, replace(known, **fields))
            people.end_sessions(session, known.email)


def user_of(database: Database, email: str) -> User:
    """Return the person with this address, or say that there is nobody."""
    with database.reading() as session:
        known = people.get_user(session, email)
    if known is None:
        fail(f"There is nobody with the address {email}. `planner user list` shows who there is.")
    return known


@click.command("login-link")
@click.argument("email")
def login_link(email: str) -> None:
    """Print a link that signs this person in once, at PLANNER_URL or where `serve` was last started."""
    config = config_or_fail()
    with opened() as database:
        if not user_of(database, email).active:
            fail(f"{email} is disabled, so a link would not let them in.")
        click.echo(begin.login_link(database, with_noted_address(config), email=email, now=utc_now()))
