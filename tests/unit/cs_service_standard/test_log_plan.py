"""What a log is measured against: hours and limits, read from the mapping's file."""

import pytest
from cs_service_standard.engine.log_mapping import HistoryError, Trouble
from cs_service_standard.engine.log_plan import LogPlan, PlannedTarget, WeekPlan
from cs_service_standard.engine.worktime import ELAPSED

HOUR = 3600
MONDAY_8 = 1696838400  # 9 October 2023, 08:00 UTC
DESK = {"name": "Desk", "hours": [[8, 12], [13, 17]]}


def test_plan_is_read():
    plan = LogPlan.from_dict(
        {
            "name": "Desk log",
            "timezone": "Asia/Shanghai",
            "metric": "resolution",
            "calendars": [DESK],
            "targets": [
                {"priorities": ["3"], "hours": 1.5, "calendar": "Desk"},
                {"metric": "resolution", "hours": 24, "strict": True},
            ],
        }
    )
    assert plan.name == "Desk log"
    assert plan.metric == "resolution"
    assert plan.calendars == (
        WeekPlan("Desk", "Asia/Shanghai", ((8.0, 12.0), (13.0, 17.0))),
    )
    assert plan.targets == (
        PlannedTarget("closure", 5400, ("3",), "Desk"),
        PlannedTarget("resolution", 24 * HOUR, ("0", "1", "2", "3"), strict=True),
    )


def test_plan_of_nothing_measures_closing_in_utc():
    assert LogPlan.from_dict({}) == LogPlan()


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        pytest.param(0, HOUR, HOUR, id="morning"),
        pytest.param(3 * HOUR, 6 * HOUR, 2 * HOUR, id="over lunch"),
        pytest.param(0, 24 * HOUR, 8 * HOUR, id="a day"),
        pytest.param(0, 7 * 24 * HOUR, 40 * HOUR, id="a week"),
        pytest.param(-48 * HOUR, 0, 0, id="weekend"),
    ],
)
def test_week_plan_counts_its_hours(start, end, expected):
    time = WeekPlan("Desk", "UTC", ((8, 12), (13, 17))).worktime()
    assert time.elapsed(MONDAY_8 + start, MONDAY_8 + end) == expected


def test_week_plan_follows_summer_time_of_its_zone():
    """The desk opens at eight local time in both halves of the year."""
    time = WeekPlan("Desk", "America/Denver", ((8, 17),)).worktime()
    winter, summer = 1454338800, 1467381600  # 1 February, 1 July 2016, 15:00 and 14:00
    for opening in (winter, summer):
        assert not time.is_open(opening - 1)
        assert time.is_open(opening)


def test_usual_day_of_a_week_plan():
    assert WeekPlan("Desk", "UTC", ((8, 12), (13, 17.5))).day == 8.5 * HOUR


def test_tried_plans_are_the_named_ones_and_office_hours_of_every_zone():
    plan = LogPlan.from_dict(
        {"calendars": [DESK], "fit": {"zones": ["UTC", "Asia/Shanghai"]}}
    )
    tried = plan.tried()
    assert tried[0].name == "Desk"
    assert len(tried) == 11
    assert len({week.name for week in tried}) == 11
    assert {week.timezone for week in tried} == {"UTC", "Asia/Shanghai"}


def test_own_zone_is_tried_when_none_is_named():
    tried = LogPlan.from_dict({"timezone": "Asia/Tokyo"}).tried()
    assert {week.timezone for week in tried} == {"Asia/Tokyo"}


def test_worktime_by_name():
    plan = LogPlan.from_dict({"calendars": [DESK]})
    day = (MONDAY_8, MONDAY_8 + 24 * HOUR)
    assert plan.worktime("Desk").elapsed(*day) == 8 * HOUR
    assert plan.worktime("") is ELAPSED


@pytest.mark.parametrize(
    ("data", "trouble", "part"),
    [
        ({"metric": "answer"}, Trouble.WORD, "metric: answer"),
        ({"fit": {"zones": ["Nowhere"]}}, Trouble.ZONE, "Nowhere"),
        ({"calendars": {"name": "x"}}, Trouble.SHAPE, "calendars"),
        ({"calendars": [{"name": "x"}]}, Trouble.SHAPE, "calendars"),
        ({"calendars": [{**DESK, "hours": [8, 17]}]}, Trouble.SHAPE, "calendars"),
        ({"calendars": [{**DESK, "hours": []}]}, Trouble.WORD, "calendars: Desk"),
        ({"calendars": [{**DESK, "hours": [[9, 9]]}]}, Trouble.WORD, "calendars: Desk"),
        ({"calendars": [{**DESK, "days": [7]}]}, Trouble.WORD, "calendars: Desk"),
        ({"calendars": [{**DESK, "timezone": "x"}]}, Trouble.ZONE, "x"),
        ({"targets": [4]}, Trouble.SHAPE, "targets"),
        ({"targets": [{}]}, Trouble.SHAPE, "targets"),
        ({"targets": [{"hours": "four"}]}, Trouble.SHAPE, "targets"),
        ({"targets": [{"hours": 0}]}, Trouble.WORD, "targets: 0"),
        ({"targets": [{"hours": 1, "metric": "x"}]}, Trouble.WORD, "targets: x"),
        ({"targets": [{"hours": 1, "calendar": "x"}]}, Trouble.WORD, "targets: x"),
        ({"targets": [{"hours": 1, "priorities": ["7"]}]}, Trouble.WORD, "targets: 7"),
    ],
)
def test_plan_that_makes_no_sense_is_refused(data, trouble, part):
    with pytest.raises(HistoryError) as caught:
        LogPlan.from_dict(data)
    assert (caught.value.trouble, caught.value.part) == (trouble, part)
