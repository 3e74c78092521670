"""planner: content by customer life cycle; gaps, overload and the channel-by-stage calendar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from planner.config import Config
    from planner.storage.database import Database

__version__ = "0.1.0"


def create_app(config: Config, database: Database, *, now: Callable[[], datetime] | None = None) -> Flask:
    """Return the web application on an open database; `now` is its clock (the system's by default).

    Only wires: what a page does stands in `planner.views`, Flask is not imported before this is called.
    """
    from flask import Flask

    from planner.views import access, errors, filters, rooms, security, site

    app = Flask("planner", static_folder="static", template_folder="templates")
    site.install(app, config, database, now)
    security.install(app, config)
    access.install(app)
    errors.install(app)
    filters.install(app)
    for room in rooms.ROOMS:
        app.register_blueprint(room)
    return app
