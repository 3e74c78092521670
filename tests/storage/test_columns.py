"""The arrays read from the database are those made of the records."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
from hypothesis import HealthCheck, given, settings

from planner.core.columns import Inventory, from_records
from planner.core.model import Dump
from planner.storage.columns import load_inventory
from planner.storage.database import Database
from planner.storage.dump import write_dump
from tests.storage.test_dump import in_order, wipe
from tests.strategies import dumps


def differing(a: Inventory, b: Inventory) -> list[str]:
    """The fields in which two inventories differ, type and order included."""
    found = []
    for f in fields(Inventory):
        one, other = getattr(a, f.name), getattr(b, f.name)
        if isinstance(one, np.ndarray):
            same = one.dtype == other.dtype and np.array_equal(one, other, equal_nan=one.dtype.kind == "f")
        else:
            same = one == other
        found += [] if same else [f.name]
    return found


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(dump=dumps())
def test_they_are_equal_in_every_array(db: Database, dump: Dump) -> None:
    wipe(db)
    with db.writing("test") as session:
        write_dump(session, dump)
    with db.reading() as session:
        found = load_inventory(session, dump.workspace)
    items = [replace(item, map=item.map) for item in in_order(dump).items]
    assert differing(found, from_records(dump.workspace, items, dump.revision)) == []
