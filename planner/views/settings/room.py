"""The room of the settings: its routes stand in the modules beside this one, each under the noun it is about."""

from __future__ import annotations

from flask import Blueprint

room = Blueprint("settings", __name__, url_prefix="/settings")
