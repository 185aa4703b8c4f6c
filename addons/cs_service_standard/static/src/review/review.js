import {Component, markup, onWillStart, useExternalListener, useState} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {formatFloat} from "@web/core/utils/numbers";
import {Layout} from "@web/search/layout";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";

import {ReviewQuestion} from "./review_question";
import {ReviewTicket} from "./review_ticket";
import {
    choicesOf,
    emptyAnswer,
    isBad,
    isMarked,
    missingOf,
    passes,
    scoreOf,
} from "./scorecard";

const CHOICE = "cs_service_standard.review_one";
const TYPING = "input, textarea, select, [contenteditable=true]";

/** Reviews one after the other: the ticket on one side, the scorecard on the other. */
export class QualityReview extends Component {
    static template = "cs_service_standard.QualityReview";
    static components = {Layout, ReviewQuestion, ReviewTicket};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.display = {controlPanel: {}};
        // what was begun and put off, by review
        this.drafts = new Map();
        this.skipped = [];
        this.state = useState({
            review: null,
            causes: [],
            left: 0,
            done: 0,
            answers: {},
            current: 0,
            wish: null,
            open: null,
            one: browser.localStorage.getItem(CHOICE) === "1",
            busy: false,
            saved: null,
            hint: "",
        });
        useExternalListener(window, "keydown", (ev) => this.onKeydown(ev));
        onWillStart(async () => {
            const checkId = this.props.action.params?.check_id || false;
            this.show(await this.call("load", [checkId]));
        });
    }

    call(method, args) {
        return this.orm.call("cs.quality.review", method, args, {
            skipped: this.skipped,
        });
    }

    /** Show a review as it came from the server, with what was begun of it. */
    show({review, causes, left}) {
        const {state} = this;
        if (review) {
            for (const entry of review.entries) {
                entry.html = entry.body && markup(entry.body);
            }
            const {clocks, entries, files} = review;
            if (![...clocks, ...files, ...entries.filter((e) => e.message)].length) {
                // nothing to point to: the comment has to do
                review.questions.forEach((one) => (one.evidence_required = false));
            }
            state.answers =
                this.drafts.get(review.id) ||
                Object.fromEntries(review.questions.map(({id}) => [id, emptyAnswer()]));
        }
        Object.assign(state, {review, causes, left, current: 0, hint: ""});
        Object.assign(state, {wish: null, open: null});
    }

    get questions() {
        return this.state.review.questions;
    }

    get question() {
        return this.questions[this.state.current];
    }

    get shown() {
        return this.state.one ? [this.question] : this.questions;
    }

    get score() {
        return scoreOf(this.questions, this.state.answers);
    }

    get scoreText() {
        return this.score === null ? "–" : this.number(this.score);
    }

    get isPassing() {
        return this.score !== null && passes(this.score, this.state.review.pass_mark);
    }

    get verdict() {
        if (this.score === null) {
            return _t("no mark yet");
        }
        return this.isPassing ? _t("passed") : _t("failed");
    }

    get progress() {
        const {done, left} = this.state;
        return _t("%(position)s of %(total)s", {
            position: done + 1,
            total: done + Math.max(left, 1),
        });
    }

    get otherText() {
        const name = this.state.review.reviewer;
        return _t("%s reviews this: to mark it, be made its reviewer.", name);
    }

    get savedText() {
        const {saved} = this.state;
        const score = saved.score === null ? _t("no score") : this.number(saved.score);
        const results = {passed: _t("passed"), failed: _t("failed")};
        const parts = [score, results[saved.result]].filter(Boolean).join(", ");
        const others = saved.others.map(([who, mark]) => `${who}: ${mark}`);
        const text = _t("Saved: %(review)s, %(result)s.", {
            review: saved.name,
            result: parts,
        });
        return [text, others.join(", ")].filter(Boolean).join(" ");
    }

    get evidences() {
        const {entries, clocks, files} = this.state.review;
        const label = (entry) =>
            [entry.when, entry.author, entry.text].filter(Boolean).join(" · ");
        return [
            ...clocks.map((clock) => ({
                key: `cs.ticket.clock,${clock.id}`,
                label: `${clock.label}: ${clock.text}`,
            })),
            ...entries
                .filter(({message}) => message)
                .map((entry) => ({
                    key: `mail.message,${entry.message}`,
                    label: label(entry),
                })),
            ...files.map((file) => ({
                key: `ir.attachment,${file.id}`,
                label: file.name,
            })),
        ];
    }

    /** Positions of the questions that are not complete. */
    get incomplete() {
        return this.questions
            .map((question, index) => [question, index])
            .filter(([question]) => this.missingOf(question).length)
            .map(([, index]) => index);
    }

    missingOf(question) {
        const {answers, review} = this.state;
        return missingOf(question, answers[question.id], review.bad_below);
    }

    number(value) {
        return formatFloat(value, {digits: [16, 2], trailingZeros: false});
    }

    numberOf(question) {
        return this.questions.indexOf(question) + 1;
    }

    isCurrent(question) {
        return question === this.question;
    }

    isFirstOfSection(question) {
        const index = this.questions.indexOf(question);
        return (
            question.section &&
            (this.state.one || this.questions[index - 1]?.section !== question.section)
        );
    }

    toggleOne() {
        this.state.one = !this.state.one;
        browser.localStorage.setItem(CHOICE, this.state.one ? "1" : "");
    }

    go(index) {
        const last = this.questions.length - 1;
        const current = Math.min(Math.max(index, 0), last);
        Object.assign(this.state, {current, wish: null, open: null});
    }

    /** A question that gets the focus by mouse or Tab is the current one. */
    enter(question) {
        if (!this.isCurrent(question)) {
            this.go(this.questions.indexOf(question));
        }
    }

    change(question, values) {
        Object.assign(this.state.answers[question.id], values);
        this.state.hint = "";
    }

    /** A mark is given; what is bad is explained first, else the next one is asked. */
    choose(question, values) {
        const {answers, review} = this.state;
        this.change(question, values);
        const index = this.questions.indexOf(question);
        if (isBad(question, answers[question.id], review.bad_below)) {
            this.go(index);
            this.explain("comment");
        } else {
            this.go(index + 1);
        }
    }

    mark(question, value) {
        this.choose(question, {value, not_applicable: false});
    }

    setNotApplicable(question) {
        const answer = this.state.answers[question.id];
        const not_applicable = !answer.not_applicable;
        this.choose(question, {not_applicable, value: null, failed: false});
    }

    fail(question) {
        const {failed} = this.state.answers[question.id];
        this.choose(question, {failed: !failed, not_applicable: false});
    }

    /** C fails the critical question one is at, else goes to the first of them. */
    onCritical() {
        if (this.question.critical) {
            this.fail(this.question);
            return;
        }
        const index = this.questions.findIndex(({critical}) => critical);
        if (index >= 0) {
            this.go(index);
        }
    }

    /** To the next question that needs something; all complete: stay for Enter. */
    goOn() {
        const {current} = this.state;
        const open = this.incomplete;
        const next = open.find((index) => index > current) ?? open[0];
        this.go(next ?? current);
        if (next === undefined) {
            document.activeElement?.blur();
        }
    }

    useAsEvidence(model, id) {
        this.change(this.question, {evidence: {model, id}});
        this.state.open = this.question.id;
    }

    async save() {
        const {state} = this;
        if (state.busy) {
            return;
        }
        const [first] = this.incomplete;
        if (first !== undefined) {
            const question = this.questions[first];
            const missing = this.missingOf(question);
            this.go(first);
            if (isMarked(question, state.answers[question.id])) {
                this.explain(state.answers[question.id].comment ? "cause" : "comment");
            }
            state.hint = _t("Not complete yet: %(question)s (%(missing)s)", {
                question: question.name,
                missing: missing.join(", "),
            });
            return;
        }
        state.busy = true;
        try {
            const id = state.review.id;
            const data = await this.call("save", [id, {...state.answers}]);
            this.drafts.delete(id);
            state.done += 1;
            state.saved = data.saved;
            this.show(data);
        } finally {
            state.busy = false;
        }
    }

    /** Put this review off to the end of the queue; what was begun is kept. */
    async later() {
        const {state} = this;
        if (state.busy || state.left < 2) {
            return;
        }
        state.busy = true;
        try {
            this.drafts.set(state.review.id, state.answers);
            this.skipped = this.skipped.filter((id) => id !== state.review.id);
            this.skipped.push(state.review.id);
            state.saved = null;
            this.show(await this.call("load", []));
        } finally {
            state.busy = false;
        }
    }

    onKeydown(ev) {
        const {busy, review} = this.state;
        const taken = ev.defaultPrevented || ev.altKey || ev.metaKey || ev.isComposing;
        if (
            taken ||
            busy ||
            !review?.is_todo ||
            document.querySelector(".modal.show")
        ) {
            return;
        }
        if (ev.ctrlKey) {
            if (ev.key === "Enter") {
                ev.preventDefault();
                this.save();
            }
            return;
        }
        if (ev.target.closest?.(TYPING)) {
            return;
        }
        const button = ev.target.closest?.("button, a, summary, [role=menuitem]");
        // Space chooses a mark as with any radio button, Enter always saves
        const isChoice = ev.key === "Enter" && button?.matches(".o_cs_choice");
        if (["Enter", " "].includes(ev.key) && button && !isChoice) {
            return;
        }
        if (this.onShortcut(ev.key)) {
            ev.preventDefault();
        }
    }

    /** @returns {boolean} whether the key meant something here */
    onShortcut(key) {
        const {current} = this.state;
        const actions = {
            ArrowDown: () => this.go(current + 1),
            ArrowRight: () => this.go(current + 1),
            ArrowUp: () => this.go(current - 1),
            ArrowLeft: () => this.go(current - 1),
            Enter: () => this.save(),
            n: () => this.setNotApplicable(this.question),
            c: () => this.onCritical(),
            r: () => this.explain("comment"),
            e: () => this.explain("evidence"),
            l: () => this.later(),
            a: () => this.toggleOne(),
        };
        const action = actions[key.length === 1 ? key.toLowerCase() : key];
        if (action) {
            action();
            return true;
        }
        const choice =
            !this.question.critical &&
            choicesOf(this.question).find((one) => one.key === key);
        if (choice) {
            this.mark(this.question, choice.value);
        }
        return Boolean(choice);
    }

    /** Open what explains the mark and go to one of its fields. */
    explain(wish) {
        Object.assign(this.state, {open: this.question.id, wish: null});
        // the field is there after the next patch
        Promise.resolve().then(() => {
            this.state.wish = wish;
        });
    }

    openForm() {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "cs.quality.check",
            res_id: this.state.review.id,
            views: [[false, "form"]],
        });
    }

    openAll() {
        return this.action.doAction("cs_service_standard.cs_quality_check_action");
    }
}

registry.category("actions").add("cs_quality_review", QualityReview);
