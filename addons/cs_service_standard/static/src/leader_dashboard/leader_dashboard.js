import {Component, onMounted, onWillStart, onWillUnmount, useState} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {user} from "@web/core/user";
import {KeepLast} from "@web/core/utils/concurrency";
import {useService} from "@web/core/utils/hooks";
import {formatFloat} from "@web/core/utils/numbers";
import {Layout} from "@web/search/layout";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";

import {HeatMap} from "./heat_map";
import {SparkLine} from "./spark_line";

const EACH = 60000;
const CHOICE = "cs_service_standard.morning";
const HEAVY = 150;

/** What burns this morning: numbers that open the lists they count. */
export class LeaderDashboard extends Component {
    static template = "cs_service_standard.LeaderDashboard";
    static components = {HeatMap, Layout, SparkLine};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.keepLast = new KeepLast();
        this.display = {controlPanel: {}};
        const stored = this.readChoice();
        this.state = useState({
            team: stored.team ?? null,
            period: stored.period || "today",
            at: null,
            stale: false,
            data: null,
        });
        let timer = null;
        onWillStart(async () => {
            this.isManager = await user.hasGroup(
                "helpdesk_mgmt.group_helpdesk_manager",
            );
            await this.load(this.orm);
        });
        onMounted(() => {
            timer = browser.setInterval(() => this.refresh(), EACH);
        });
        onWillUnmount(() => browser.clearInterval(timer));
    }

    readChoice() {
        try {
            return JSON.parse(browser.localStorage.getItem(CHOICE)) || {};
        } catch {
            return {};
        }
    }

    async load(orm) {
        const {team, period} = this.state;
        const data = await this.keepLast.add(
            orm.call("cs.leader.dashboard", "get_figures", [], {team, period}),
        );
        Object.assign(this.state, {
            data,
            team: data.team,
            at: luxon.DateTime.now(),
            stale: false,
        });
    }

    /** Each minute while somebody looks; the last figures stay when it fails. */
    async refresh() {
        if (document.visibilityState === "hidden") {
            return;
        }
        try {
            await this.load(this.orm.silent);
        } catch {
            this.state.stale = true;
        }
    }

    async choose(values) {
        Object.assign(this.state, values);
        const {team, period} = this.state;
        browser.localStorage.setItem(CHOICE, JSON.stringify({team, period}));
        await this.load(this.orm);
    }

    onTeam(value) {
        return this.choose({team: value === "mine" ? value : Number(value)});
    }

    onPeriod(value) {
        return this.choose({period: value});
    }

    get periods() {
        return [
            {key: "today", name: _t("Today"), before: _t("7 days before")},
            {key: "yesterday", name: _t("Yesterday"), before: _t("7 days before")},
            {key: "week", name: _t("Last 7 days"), before: _t("7 days before")},
            {key: "month", name: _t("Last 30 days"), before: _t("30 days before")},
        ];
    }

    get before() {
        return this.periods.find(({key}) => key === this.state.period).before;
    }

    get asOf() {
        const time = this.state.at.toLocaleString(luxon.DateTime.TIME_24_SIMPLE);
        return this.state.stale
            ? _t("No connection: figures of %s", time)
            : _t("As of %s, renewed each minute", time);
    }

    percent(value) {
        return formatFloat(value, {digits: [16, 1], trailingZeros: false}) + " %";
    }

    kOfN({k, n}) {
        return _t("%(k)s of %(n)s", {k, n});
    }

    /** The step from the days before, in points; nothing to compare with: nothing. */
    stepOf({kept, before}) {
        const points = before ? kept.percent - before.percent : 0;
        if (!before || Math.abs(points) < 0.05) {
            return {icon: "fa-minus", css: "text-muted", text: ""};
        }
        const text = formatFloat(Math.abs(points), {
            digits: [16, 1],
            trailingZeros: false,
        });
        return points > 0
            ? {icon: "fa-arrow-up", css: "text-success", text: _t("%s better", text)}
            : {icon: "fa-arrow-down", css: "text-danger", text: _t("%s worse", text)};
    }

    verdictText({kind, value, wanted}) {
        const number = (amount, digits) =>
            formatFloat(amount, {digits: [16, digits], trailingZeros: false});
        const texts = {value: number(value, 2), wanted: number(wanted, 2)};
        return kind === "mean"
            ? _t("mean %(value)s min, at most %(wanted)s", texts)
            : _t("goal %(value)s % of %(wanted)s %", texts);
    }

    get hasGoals() {
        return this.state.data.targets.rows.some((row) => row.verdicts.length);
    }

    get reached() {
        return _t("reached");
    }

    get missed() {
        return _t("missed");
    }

    loadText(load) {
        return _t("%s × the average", formatFloat(load / 100, {digits: [16, 1]}));
    }

    isHeavy(load) {
        return load > HEAVY;
    }

    open(action) {
        return this.action.doAction(action);
    }

    openHeat(weekday, hour) {
        const {action} = this.state.data.heat;
        return this.open({
            ...action,
            domain: [
                ...action.domain,
                ["started_weekday", "=", String(weekday)],
                ["started_hour", "=", String(hour).padStart(2, "0")],
            ],
        });
    }

    openTeams() {
        return this.open("helpdesk_mgmt.helpdesk_ticket_team_action");
    }
}

registry.category("actions").add("cs_leader_dashboard", LeaderDashboard);
