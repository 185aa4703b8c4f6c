import {Component, useEffect, useRef} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";

import {choicesOf, isBad, missingOf} from "./scorecard";

/** One question of a scorecard with its mark, comment, cause and evidence. */
export class ReviewQuestion extends Component {
    static template = "cs_service_standard.ReviewQuestion";
    static props = {
        question: Object,
        answer: Object,
        number: Number,
        isCurrent: Boolean,
        isOpen: Boolean,
        below: Number,
        causes: Array,
        evidences: Array,
        choose: Function,
        change: Function,
        goOn: Function,
        enter: Function,
        wish: {type: [String, {value: null}], optional: true},
    };

    setup() {
        this.root = useRef("root");
        useEffect(
            (isCurrent, wish) => {
                if (!isCurrent || !this.root.el) {
                    return;
                }
                const {el} = this.root;
                const field = wish && el.querySelector(`.o_cs_review_${wish}`);
                if (field || !el.contains(document.activeElement)) {
                    (field || el).focus({preventScroll: true});
                }
                el.scrollIntoView({block: "nearest"});
            },
            () => [this.props.isCurrent, this.props.wish],
        );
    }

    get choices() {
        return choicesOf(this.props.question);
    }

    /** Tab stops once in a row of marks: at the one given, else at the first. */
    isTabStop(choice) {
        const given = this.choices.find((one) => one.value === this.props.answer.value);
        return choice.value === (given || this.choices[0]).value;
    }

    get isBad() {
        const {question, answer, below} = this.props;
        return isBad(question, answer, below);
    }

    get missing() {
        const {question, answer, below} = this.props;
        return missingOf(question, answer, below).join(", ");
    }

    /** Comment, cause and evidence are shown where they are needed or given. */
    get isExplained() {
        const {answer, isOpen} = this.props;
        return this.isBad || isOpen || answer.comment || answer.evidence;
    }

    get isOfPoints() {
        return this.props.question.scale === "points";
    }

    get labelId() {
        return `o_cs_question_${this.props.question.id}`;
    }

    get evidenceKey() {
        const {evidence} = this.props.answer;
        return evidence ? `${evidence.model},${evidence.id}` : "";
    }

    get highest() {
        return _t("of %s", this.props.question.high);
    }

    onPoints(ev) {
        const {question, change} = this.props;
        const value = Math.round(Number(ev.target.value));
        if (
            ev.target.value === "" ||
            !(value >= question.low && value <= question.high)
        ) {
            ev.target.value = this.props.answer.value ?? "";
            return;
        }
        change({value, not_applicable: false});
    }

    onCause(ev) {
        this.props.change({cause_id: Number(ev.target.value) || false});
    }

    onEvidence(ev) {
        const [model, id] = ev.target.value.split(",");
        this.props.change({evidence: id ? {model, id: Number(id)} : null});
    }

    /** Enter goes on to what comes next, Shift and Enter begins a new line. */
    onKeydown(ev, next) {
        if (ev.key === "Enter" && !ev.shiftKey && !ev.isComposing) {
            ev.preventDefault();
            ev.stopPropagation();
            const field = next && this.root.el.querySelector(`.o_cs_review_${next}`);
            if (field) {
                field.focus();
            } else {
                // keys typed at once are marks already, not the text of this field
                this.root.el.focus({preventScroll: true});
                this.props.goOn();
            }
        } else if (ev.key === "Escape") {
            ev.stopPropagation();
            this.root.el.focus();
        }
    }
}
