import {_t} from "@web/core/l10n/translation";

/*
 * What marks come to while somebody gives them. The server computes the same, exactly,
 * when they are saved: engine/scorecard.py.
 */

const NEAR = 1e-9;

/** Whether a question has its mark. */
export function isMarked(question, answer) {
    return (
        question.critical ||
        answer.not_applicable ||
        (answer.value !== null && answer.value !== undefined)
    );
}

/** Place of a mark on the scale of its question, 0 to 1. */
export function shareOf(question, answer) {
    return (answer.value - question.low) / (question.high - question.low);
}

/** Whether a mark is so low that it has to be explained. */
export function isBad(question, answer, below) {
    if (question.critical) {
        return Boolean(answer.failed);
    }
    return (
        isMarked(question, answer) &&
        !answer.not_applicable &&
        100 * shareOf(question, answer) < below - NEAR
    );
}

/**
 * The score so far, of what is marked and applies.
 *
 * @returns {number|null} 0 to 100; null: nothing counts yet
 */
export function scoreOf(questions, answers) {
    if (
        questions.some((question) => question.critical && answers[question.id].failed)
    ) {
        return 0;
    }
    let reached = 0;
    let total = 0;
    for (const question of questions) {
        const answer = answers[question.id];
        if (question.weight && isMarked(question, answer) && !answer.not_applicable) {
            reached += question.weight * shareOf(question, answer);
            total += question.weight;
        }
    }
    return total ? (100 * reached) / total : null;
}

export function passes(score, passMark) {
    return score >= passMark - NEAR;
}

/** What a question still needs, as words; nothing: it is complete. */
export function missingOf(question, answer, below) {
    if (!isMarked(question, answer)) {
        return [_t("mark")];
    }
    if (!isBad(question, answer, below)) {
        return [];
    }
    const missing = [];
    if (!answer.comment.trim()) {
        missing.push(_t("comment"));
    }
    if (!answer.cause_id) {
        missing.push(_t("cause"));
    }
    if (question.evidence_required && !answer.evidence) {
        missing.push(_t("evidence"));
    }
    return missing;
}

/**
 * The marks a question offers, each with the key that gives it. Points are offered in
 * fifths of the weight, so that the same keys serve every scale.
 *
 * @returns {{key: string, value: number, label: string}[]}
 */
export function choicesOf(question) {
    if (question.scale === "2") {
        return [
            {key: "1", value: 1, label: _t("No")},
            {key: "2", value: 2, label: _t("Yes")},
        ];
    }
    const choices = [];
    const points = question.scale === "points";
    const [first, last] = points ? [0, 5] : [question.low, question.high];
    for (let step = first; step <= last; step++) {
        const value = points ? Math.round((question.high * step) / 5) : step;
        choices.push({key: String(step), value, label: String(value)});
    }
    return choices;
}

export function emptyAnswer() {
    return {
        value: null,
        not_applicable: false,
        failed: false,
        comment: "",
        cause_id: false,
        evidence: null,
    };
}
