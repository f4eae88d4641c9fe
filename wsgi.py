"""The portal as a WSGI application: ``granian --interface wsgi wsgi:app``."""

import os

from portal.app import create_app
from portal.cli import register_commands

# Only Flask's own command line may make missing keys; a server that finds none refuses to start.
app = create_app(make_keys=os.environ.get("FLASK_RUN_FROM_CLI") == "true")
register_commands(app)
