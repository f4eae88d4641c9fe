"""One deployment for all tests of this folder."""

import os
from collections.abc import Iterator

import pytest
from flask import Flask

from portal.app import create_app
from portal.core.config import read_config
from tests import factories
from tests.deployment.machine import Machine, machine
from tests.e2e.conftest import Portal, browser_type_launch_args, visitor

__all__ = ["browser_type_launch_args", "visitor"]  # fixtures of the journeys


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    """The portal behind nginx, with two web processes and a worker."""
    with machine(tmp_path_factory.mktemp("machine")) as running:
        yield running


@pytest.fixture(scope="session")
def portal(running: Machine) -> Portal:
    """The same with demonstration data, as the journeys know it."""
    running.flask("demo")
    return Portal(running.address, {**os.environ, **running.settings})


@pytest.fixture(scope="session")
def inside(running: Machine) -> Iterator[Flask]:
    """The application on the deployment's database, to make people and to look."""
    app = create_app(read_config(running.settings))
    app.config["TESTING"] = True  # it runs no jobs
    for made in (factories.ProviderFactory, factories.PersonFactory):
        made.reset_sequence(5_000)  # the demonstration has the numbers before
    with app.app_context():
        yield app
    app.extensions["database"].dispose()
