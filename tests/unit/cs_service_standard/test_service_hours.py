import pytest
from cs_service_standard.engine.service_hours import (
    DayGroup,
    clock_face,
    group_days,
    is_round_the_clock,
    minutes,
)

OFFICE = (480, 1020)
MORNING, AFTERNOON = (480, 720), (780, 1020)


def week(days, *openings):
    return [(day, *opening) for day in days for opening in openings]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param([], (), id="no plan"),
        pytest.param(
            week(range(5), OFFICE),
            (DayGroup(((0, 4),), (OFFICE,)),),
            id="int-03 office",
        ),
        pytest.param(
            week(range(5), AFTERNOON, MORNING),
            (DayGroup(((0, 4),), (MORNING, AFTERNOON)),),
            id="lunch break stays visible, order of lines does not matter",
        ),
        pytest.param(
            week(range(5), (480, 720), (720, 1020)),
            (DayGroup(((0, 4),), (OFFICE,)),),
            id="touching lines are one opening",
        ),
        pytest.param(
            week([0], (480, 800), (700, 1020)),
            (DayGroup(((0, 0),), (OFFICE,)),),
            id="overlapping lines are one opening",
        ),
        pytest.param(
            week(range(5), OFFICE) + week([5], MORNING),
            (DayGroup(((0, 4),), (OFFICE,)), DayGroup(((5, 5),), (MORNING,))),
            id="saturday differs",
        ),
        pytest.param(
            week([0, 1, 3], OFFICE) + week([2], MORNING),
            (DayGroup(((0, 1), (3, 3)), (OFFICE,)), DayGroup(((2, 2),), (MORNING,))),
            id="equal days around another one",
        ),
        pytest.param(week([0], (600, 600)), (), id="empty line"),
    ],
)
def test_group_days(lines, expected):
    assert group_days(lines) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (week(range(7), (0, 1440)), True),
        (week(range(6), (0, 1440)), False),
        (week(range(7), (0, 1439)), False),
        ([], False),
    ],
)
def test_round_the_clock(lines, expected):
    assert is_round_the_clock(group_days(lines)) is expected


@pytest.mark.parametrize(
    ("hour", "expected"),
    [(0.0, 0), (8.25, 495), (23.98, 1440), (23.95, 1437), (24.0, 1440), (-1.0, 0)],
)
def test_minutes(hour, expected):
    assert minutes(hour) == expected


def test_clock_face_ends_the_day_at_24():
    assert [clock_face(m) for m in (0, 485, 1440)] == ["00:00", "08:05", "24:00"]
