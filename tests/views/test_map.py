"""The map: figures of the small workspace, worked out by hand, and cells that open."""

from __future__ import annotations

import pytest

from tests.views.conftest import Browser


def test_the_index_is_that_of_the_expected_cells(viewer: Browser) -> None:
    # four expected cells of weight 3 x 1 x 1 x 3 = 9; parents/reach/awareness has 1 of 2, the other three nothing
    text = viewer.get("/map")
    assert "12 % covered" in text  # (0.5 + 0 + 0 + 0) / 4 = 12.5 %, halves go to the even number
    assert "3 of 4 expected cells have nothing usable" in text


def test_a_cell_opens_with_its_items_and_answers(viewer: Browser) -> None:
    text = viewer.get("/map?cell=parents/retain/decision")
    assert "Winter sale" in text
    assert "How do I begin?" in text  # what the person asks there
    assert 'aria-current="true"' in text


def test_a_total_opens_the_cells_behind_it(viewer: Browser) -> None:
    text = viewer.get("/map?cell=parents/*/*")
    assert "2 expected cells" in text


@pytest.mark.parametrize(
    "query",
    ["rows=segment&columns=stage&per=none", "rows=channel&columns=stage", "rows=format&columns=stage",
     "rows=owner&columns=phase&per=stage", "rows=language&columns=format&per=none", "rows=stage&columns=stage",
     "rows=nonsense&columns=also&per=this", "missing=1", "cell=no/such/cell", "cell=", "cell=a/b/c/d/e",
     "segment=parents&stage=reach"],
)  # fmt: skip
def test_any_two_dimensions_make_a_matrix(viewer: Browser, query: str) -> None:
    assert "<table" in viewer.get(f"/map?{query}")


def test_a_filter_changes_no_figure_of_a_cell(viewer: Browser) -> None:
    label = "Parents, Reach, Awareness: 1 of 2"
    assert label in viewer.get("/map")
    assert label in viewer.get("/map?segment=parents")
    assert label in viewer.get("/map?status=published")


def test_an_archived_filter_leaves_an_empty_page_that_helps(viewer: Browser) -> None:
    assert "No expected cell under these filters." in viewer.get("/map?phase=awareness&stage=retain")
