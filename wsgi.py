"""The portal as a WSGI application: ``granian --interface wsgi wsgi:app``."""

import os

from portal.app import create_app

# Only Flask's own command line may make missing keys; a server that finds none refuses to start.
commanding = os.environ.get("FLASK_RUN_FROM_CLI") == "true"
app = create_app(make_keys=commanding)
if commanding:
    from portal.cli import register_commands

    register_commands(app)
