"""Which copies of an item exist: translations as a family, the nearest to being usable first."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np
import pytest

from planner.core.coverage import id_rank
from planner.core.kin import NO_KIN, Kin
from planner.core.model import Item
from planner.core.standing import standing
from tests.builders import AS_OF, inventory, item, workspace


def found(*items: Item, of: str = "a", language: str = "nl") -> str | None:
    arrays = inventory(workspace(), *items)
    kin = Kin(arrays, standing(workspace(), arrays, AS_OF.toordinal()), id_rank(arrays))
    wanted = arrays.languages.index(language) if language in arrays.languages else -3
    row = int(kin.translated(np.array([arrays.item_row[of]]), np.array([wanted]))[0])
    return None if row == NO_KIN else arrays.item_ids[row]


def said(id: str, language: str = "nl", of: str | None = "a", **fields: Any) -> Item:
    return item(id, language=language, translation_of=of, **fields)


A = said("a", "en", None)


def test_a_text_alone_has_no_translation() -> None:
    assert found(A) is None
    assert found(A, language="en") == "a"
    assert found(item("a")) is None
    assert found(A, said("b", "fr")) is None


@pytest.mark.parametrize("status", ["published", "idea", "on_hold"])
def test_every_living_one_is_there(status: str) -> None:
    assert found(A, said("b", status=status)) == "b"


@pytest.mark.parametrize("status", ["archived", "cancelled"])
def test_what_was_given_up_is_not(status: str) -> None:
    assert found(A, said("b", status=status)) is None


def test_at_second_hand_from_a_sister_and_from_the_translation_too() -> None:
    items = [A, said("b", "fr"), said("c", "nl", "b")]
    assert [found(*items, of=key) for key in "abc"] == ["c", "c", "c"]
    assert [found(*items, of=key, language="en") for key in "abc"] == ["a", "a", "a"]


def test_the_nearest_to_being_usable_stands_for_the_others() -> None:
    expired = said("b", expires_on=AS_OF - timedelta(days=1))
    assert found(A, expired, said("c", status="briefed")) == "c"
    assert found(A, expired, said("c", status="briefed"), said("d", status="in_review")) == "d"
    assert found(A, said("c", status="approved"), said("d")) == "d"
    assert found(A, said("d"), said("c")) == "c"


def test_two_that_name_each_other_end_somewhere() -> None:
    assert found(said("a", "en", "b"), said("b", "nl", "a"), of="b") in (None, "b")
