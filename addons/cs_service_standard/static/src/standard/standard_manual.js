import {Component, onWillStart, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {user} from "@web/core/user";
import {KeepLast} from "@web/core/utils/concurrency";
import {useService} from "@web/core/utils/hooks";
import {formatFloat} from "@web/core/utils/numbers";
import {Layout} from "@web/search/layout";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";

/** The standard to read: chapters, clauses, what keeps each, and how well. */
export class StandardManual extends Component {
    static template = "cs_service_standard.StandardManual";
    static components = {Layout};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.keepLast = new KeepLast();
        this.display = {controlPanel: {}};
        this.state = useState({
            standard: this.props.action.context?.cs_standard_id || null,
            period: "month",
            words: "",
            only: "",
            data: null,
        });
        onWillStart(async () => {
            this.isManager = await user.hasGroup(
                "helpdesk_mgmt.group_helpdesk_manager",
            );
            await this.load();
        });
    }

    async load() {
        const {standard, period} = this.state;
        this.state.data = await this.keepLast.add(
            this.orm.call("cs.standard", "get_manual", [standard, period]),
        );
    }

    choose(values) {
        Object.assign(this.state, values);
        return this.load();
    }

    get standard() {
        return this.state.data.standard;
    }

    get periods() {
        return [
            {key: "month", name: _t("Last month")},
            {key: "quarter", name: _t("Last 3 months")},
            {key: "year", name: _t("Last 12 months")},
            {key: "running", name: _t("This month so far")},
        ];
    }

    get states() {
        return [
            {key: "enforced", name: _t("Enforced"), icon: "fa-lock"},
            {key: "measured", name: _t("Measured only"), icon: "fa-bar-chart"},
            {key: "open", name: _t("Not enforced"), icon: "fa-chain-broken"},
        ];
    }

    stateOf(clause) {
        return this.states.find(({key}) => key === clause.state);
    }

    countOf(key) {
        return this.standard.chapters
            .flatMap((chapter) => chapter.clauses)
            .filter((clause) => clause.state === key).length;
    }

    toggle(key) {
        this.state.only = this.state.only === key ? "" : key;
    }

    /** Chapters with the clauses that are looked for, others left out. */
    get chapters() {
        const words = this.state.words.toLowerCase().split(/\s+/).filter(Boolean);
        return this.standard.chapters
            .map((chapter, index) => ({
                ...chapter,
                id: index,
                clauses: chapter.clauses.filter((clause) => this.fits(clause, words)),
            }))
            .filter((chapter) => chapter.clauses.length);
    }

    fits(clause, words) {
        if (this.state.only && clause.state !== this.state.only) {
            return false;
        }
        const text = [clause.code, clause.text, clause.original]
            .concat(clause.mechanisms.map(({label}) => label))
            .join(" ")
            .toLowerCase();
        return words.every((word) => text.includes(word));
    }

    percent(value) {
        return formatFloat(value, {digits: [16, 1], trailingZeros: false}) + " %";
    }

    kOfN({k, n}) {
        return _t("%(k)s of %(n)s", {k, n});
    }

    /** The arrow against the period before, and why there is none. */
    trendOf({trend, before}) {
        const was = before ? this.kOfN(before) : _t("no data");
        const looks = {
            up: {icon: "fa-arrow-up", css: "text-success", text: _t("better")},
            down: {icon: "fa-arrow-down", css: "text-danger", text: _t("worse")},
            level: {icon: "fa-arrow-right", css: "text-muted", text: _t("as before")},
            few: {icon: "", css: "text-muted", text: _t("too few to judge")},
        };
        return {...looks[trend], title: _t("In the period before: %s", was)};
    }

    hasData({figures}) {
        return figures && (figures.kept || figures.marks || figures.asked);
    }

    get openTitle() {
        return _t("Open the clause");
    }

    get keptText() {
        return _t(
            "Kept from %(period)s; the arrow compares with the period before. Fewer than %(count)s cases get no arrow.",
            {period: this.state.data.period_text, count: this.standard.min_count},
        );
    }

    get reviewLabel() {
        return _t("Reviews");
    }

    get notInUse() {
        return _t("not in use");
    }

    get otherChapter() {
        return _t("Other clauses");
    }

    askedText(count) {
        return _t("%s tickets asked", count);
    }

    questionText(count) {
        return count === 1
            ? _t("1 question of a scorecard")
            : _t("%s questions of scorecards", count);
    }

    goTo(chapter) {
        document
            .getElementById(`cs_chapter_${chapter}`)
            ?.scrollIntoView({behavior: "smooth"});
    }

    openClause(clause) {
        return this.openRecord("cs.standard.clause", clause.id);
    }

    openRecord(model, id) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: model,
            res_id: id,
            views: [[false, "form"]],
        });
    }

    openStandard() {
        return this.openRecord("cs.standard", this.standard.id);
    }

    print() {
        return this.action.doAction("cs_service_standard.cs_standard_report", {
            additionalContext: {
                active_ids: [this.standard.id],
                active_id: this.standard.id,
                active_model: "cs.standard",
            },
        });
    }
}

registry.category("actions").add("cs_standard_manual", StandardManual);
