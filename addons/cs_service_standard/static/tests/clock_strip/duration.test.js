import {beforeEach, describe, expect, test} from "@odoo/hoot";
import {allowTranslations} from "@web/../tests/web_test_helpers";

import {
    LOOKS,
    byUrgency,
    formatDuration,
    lookOf,
} from "@cs_service_standard/clock_strip/duration";

beforeEach(allowTranslations);

describe("formatDuration", () => {
    const CASES = [
        [0, "0 s"],
        [-5, "0 s"],
        [1, "1 s"],
        [59, "59 s"],
        [59.9, "59 s"],
        [60, "1 min"],
        [61, "1 min 01 s"],
        [270, "4 min 30 s"],
        [599, "9 min 59 s"],
        [600, "10 min"],
        [659, "10 min"],
        [3599, "59 min"],
        [3600, "1 h 00 min"],
        [3900, "1 h 05 min"],
        [86399, "23 h 59 min"],
        [86400, "1 d 0 h"],
        [183600, "2 d 3 h"],
    ];
    for (const [seconds, text] of CASES) {
        test(`${seconds} seconds are ${text}`, () => {
            expect(String(formatDuration(seconds))).toBe(text);
        });
    }

    const EXACT = [
        [60, "1 min 00 s"],
        [600, "10 min 00 s"],
        [659, "10 min 59 s"],
        [3600, "1 h 00 min"],
    ];
    for (const [seconds, text] of EXACT) {
        test(`exactly, ${seconds} seconds are ${text}`, () => {
            expect(String(formatDuration(seconds, true))).toBe(text);
        });
    }
});

describe("lookOf", () => {
    const at = (time) => luxon.DateTime.fromISO(`2023-10-09T${time}`);
    const running = {state: "running", warn: at("10:48:00"), due: at("11:00:00")};
    const CASES = [
        ["before the warning", running, "10:47:59", "running"],
        ["at the warning", running, "10:48:00", "warned"],
        ["at the due instant, still in time", running, "11:00:00", "warned"],
        ["a second later", running, "11:00:01", "late"],
        ["without warning", {...running, warn: null}, "10:59:59", "running"],
        ["without due instant", {state: "running"}, "11:00:01", "running"],
        [
            "paused past its due instant",
            {...running, state: "paused"},
            "12:00:00",
            "paused",
        ],
        ["met past its due instant", {...running, state: "met"}, "12:00:00", "met"],
        ["missed", {...running, state: "missed"}, "10:00:00", "missed"],
    ];
    for (const [name, clock, now, look] of CASES) {
        test(name, () => {
            expect(lookOf(clock, at(now))).toBe(look);
        });
    }
});

test("byUrgency puts what needs a hand first and keeps the rest in order", () => {
    const looks = ["met", "running", "paused", "late", "missed", "warned"];
    const clocks = [...looks.map((look) => ({look})), {look: "late", id: 2}];
    expect(clocks.sort(byUrgency).map((clock) => clock.look)).toEqual([
        "late",
        "late",
        "warned",
        "running",
        "paused",
        "missed",
        "met",
    ]);
    expect(clocks[1].id).toBe(2);
});

test("every look has an icon beside its colour", () => {
    for (const look of Object.values(LOOKS)) {
        expect(look.icon).toMatch(/^fa-/);
        expect(Boolean(look.css)).toBe(true);
    }
});
