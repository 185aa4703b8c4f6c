import {beforeEach, expect, test} from "@odoo/hoot";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {allowTranslations, mountWithCleanup} from "@web/../tests/web_test_helpers";

import {
    HeatMap,
    hoursOf,
    strengthOf,
} from "@cs_service_standard/leader_dashboard/heat_map";
import {formatShare} from "@cs_service_standard/leader_dashboard/share_format";
import {SparkLine, toPoints} from "@cs_service_standard/leader_dashboard/spark_line";

defineMailModels();
beforeEach(allowTranslations);

test("the highest number is at the top, nothing at the bottom", () => {
    const [low, high] = toPoints([0, 4]);
    expect(low).toEqual({x: 3, y: 25});
    expect(high).toEqual({x: 117, y: 3});
});

test("a line of nothing lies at the bottom", () => {
    expect(toPoints([0, 0, 0]).map((point) => point.y)).toEqual([25, 25, 25]);
});

test("one number alone is a point", () => {
    expect(toPoints([7])).toEqual([{x: 3, y: 3}]);
});

test("a spark line can be listened to", async () => {
    await mountWithCleanup(SparkLine, {props: {values: [1, 0, 3]}});
    expect("svg").toHaveAttribute(
        "aria-label",
        "At this hour on the last 3 days: 1, 0, 3",
    );
});

test("an office day is shown, and every hour in which anything was", () => {
    expect(hoursOf([])).toHaveLength(11);
    const hours = hoursOf([{hour: 6}, {hour: 22}]);
    expect([hours[0], hours.at(-1)]).toEqual([6, 22]);
});

test("colours are relative to the highest count", () => {
    expect([1, 2, 3, 4].map((count) => strengthOf(count, 4))).toEqual([1, 2, 3, 4]);
    expect(strengthOf(1, 1)).toBe(4);
    expect(strengthOf(1, 1000)).toBe(1);
});

test("a square opens what it counted, empty ones are no buttons", async () => {
    const opened = [];
    await mountWithCleanup(HeatMap, {
        props: {
            cells: [{weekday: 1, hour: 10, count: 3}],
            open: (weekday, hour) => opened.push([weekday, hour]),
        },
    });
    expect(".o_cs_heat button").toHaveCount(1);
    expect(".o_cs_heat button").toHaveText("3");
    expect(".o_cs_heat button").toHaveAttribute(
        "aria-label",
        "Monday 10:00: 3 breached",
    );
    document.querySelector(".o_cs_heat button").click();
    expect(opened).toEqual([[1, 10]]);
});

test("a share of nothing is not a share of 0 %", () => {
    expect([false, null, 0, 0.5].map((value) => formatShare(value))).toEqual([
        "–",
        "–",
        "0%",
        "50%",
    ]);
});
