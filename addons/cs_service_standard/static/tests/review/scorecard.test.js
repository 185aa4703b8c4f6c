import {beforeEach, expect, test} from "@odoo/hoot";
import {allowTranslations} from "@web/../tests/web_test_helpers";

import {
    choicesOf,
    emptyAnswer,
    isBad,
    missingOf,
    passes,
    scoreOf,
} from "@cs_service_standard/review/scorecard";

beforeEach(allowTranslations);

const BOUNDS = {2: [1, 2], 3: [1, 3], 4: [1, 4], 5: [1, 5]};

function ask(id, weight, scale, more = {}) {
    const [low, high] = BOUNDS[scale] || [0, weight];
    return {
        id,
        weight,
        scale,
        low,
        high,
        critical: false,
        evidence_required: false,
        ...more,
    };
}

/** Answers in order; null: does not apply. */
function answer(questions, ...values) {
    return Object.fromEntries(
        questions.map(({id}, index) => {
            const value = values[index];
            const given = value === null ? {not_applicable: true} : {value};
            return [id, {...emptyAnswer(), ...given}];
        }),
    );
}

test("25 + 20 + 25 + 15 points are 85", () => {
    const card = [1, 2, 3, 4].map((id) => ask(id, 25, "points"));
    expect(scoreOf(card, answer(card, 25, 20, 25, 15))).toBe(85);
});

test("what does not apply leaves the denominator; nothing applies: no score", () => {
    const card = [ask(1, 10, "5"), ask(2, 20, "5"), ask(3, 30, "5")];
    expect(scoreOf(card, answer(card, 5, 3, null)).toFixed(2)).toBe("66.67");
    expect(scoreOf(card, answer(card, null, null, null))).toBe(null);
});

test("a critical failure is nothing whatever the rest", () => {
    const card = [ask(1, 100, "5"), ask(2, 0, "5", {critical: true})];
    const answers = answer(card, 5, undefined);
    expect(scoreOf(card, answers)).toBe(100);
    answers[2].failed = true;
    expect(scoreOf(card, answers)).toBe(0);
});

test("scales are normalised", () => {
    const four = [1, 2, 3, 4].map((value) => {
        const card = [ask(1, 100, "4")];
        return scoreOf(card, answer(card, value)).toFixed(1);
    });
    expect(four).toEqual(["0.0", "33.3", "66.7", "100.0"]);
    const card = [ask(1, 100, "5")];
    expect(scoreOf(card, answer(card, 3))).toBe(50);
});

test("the pass mark is reached by equality, also after adding thirds", () => {
    const card = [ask(1, 30, "4"), ask(2, 70, "4")];
    expect(passes(scoreOf(card, answer(card, 4, 4)), 100)).toBe(true);
    expect(passes(79.999, 80)).toBe(false);
});

test("a bad mark needs comment and cause, evidence where it is asked for", () => {
    const question = ask(1, 25, "points", {evidence_required: true});
    const given = {...emptyAnswer(), value: 12};
    expect(isBad(question, given, 50)).toBe(true);
    expect(missingOf(question, given, 50)).toHaveLength(3);
    Object.assign(given, {comment: "Interrupted", cause_id: 1});
    expect(missingOf(question, given, 50)).toEqual(["evidence"]);
    expect(missingOf(question, {...emptyAnswer(), value: 13}, 50)).toEqual([]);
    expect(missingOf(question, emptyAnswer(), 50)).toEqual(["mark"]);
});

test("points are offered in fifths of the weight", () => {
    const values = choicesOf(ask(1, 25, "points")).map(({value}) => value);
    expect(values).toEqual([0, 5, 10, 15, 20, 25]);
    expect(choicesOf(ask(1, 25, "3")).map(({key}) => key)).toEqual(["1", "2", "3"]);
    expect(choicesOf(ask(1, 25, "2")).map(({label}) => label)).toEqual(["No", "Yes"]);
});
