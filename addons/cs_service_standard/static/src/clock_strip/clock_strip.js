import {Component, onWillUpdateProps, useState} from "@odoo/owl";
import {deserializeDateTime} from "@web/core/l10n/dates";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

import {LOOKS, byUrgency, formatDuration, lookOf} from "./duration";
import {useNow} from "./use_now";

const OPEN = ["late", "warned", "running"];
const KEPT_SHOWN = 2;

/** The clocks of a ticket, counting down live; a click tells why. */
export class ClockStrip extends Component {
    static template = "cs_service_standard.ClockStrip";
    static props = {...standardFieldProps};

    setup() {
        this.now = useNow(1000);
        this.action = useService("action");
        this.orm = useService("orm");
        this.state = useState({open: null, why: [], all: false});
        onWillUpdateProps(() => {
            this.loadWhy();
        });
    }

    get clocks() {
        const data = this.props.record.data[this.props.name] || [];
        return data.map((clock) => this.present(clock)).sort(byUrgency);
    }

    /** Kept promises pile up on a long ticket: the latest ones are enough. */
    get shown() {
        const clocks = this.clocks;
        const met = clocks.filter((clock) => clock.look === "met");
        if (this.state.all || met.length <= KEPT_SHOWN + 1) {
            return clocks;
        }
        const folded = new Set(met.slice(0, -KEPT_SHOWN));
        return clocks.filter((clock) => !folded.has(clock));
    }

    get foldedText() {
        const count = this.clocks.length - this.shown.length;
        return count ? _t("%s more kept", count) : "";
    }

    get opened() {
        return this.clocks.find((clock) => clock.id === this.state.open);
    }

    /** The clock that needs a hand first; the strip tells what stops it. */
    get first() {
        const [clock] = this.clocks;
        return clock && OPEN.includes(clock.look) ? clock : null;
    }

    present(data) {
        const parsed = {
            ...data,
            due: data.due && deserializeDateTime(data.due),
            warn: data.warn && deserializeDateTime(data.warn),
        };
        const look = lookOf(parsed, this.now.value);
        return {
            ...parsed,
            look,
            icon: LOOKS[look].icon,
            css: LOOKS[look].css,
            text: this.textOf(parsed, look),
            dueText: parsed.due && data.state === "running" ? this.dueOf(parsed) : "",
        };
    }

    textOf(clock, look) {
        const seconds = clock.due ? clock.due.diff(this.now.value).as("seconds") : 0;
        switch (look) {
            case "met":
                return _t("met in %s", formatDuration(clock.used, true));
            case "missed":
                return _t("breached, %s late", formatDuration(clock.late, true));
            case "paused":
                return _t("paused, %s left", formatDuration(clock.left));
            case "late":
                return _t("late by %s", formatDuration(-seconds));
            default:
                return clock.due
                    ? _t("%s left", formatDuration(seconds))
                    : _t("running");
        }
    }

    dueOf(clock) {
        const time = {hour: "numeric", minute: "2-digit", hourCycle: "h23"};
        const day = {weekday: "short", day: "numeric", month: "short"};
        const today = clock.due.hasSame(this.now.value, "day");
        return _t("due %s", clock.due.toLocaleString(today ? time : {...day, ...time}));
    }

    toggle(id) {
        this.state.open = this.state.open === id ? null : id;
        this.state.why = [];
        return this.loadWhy();
    }

    /** The reasons of the opened clock; working hours make them dear to compute. */
    async loadWhy() {
        const {open} = this.state;
        if (!open) {
            return;
        }
        const why = await this.orm.call("cs.ticket.clock", "get_why", [[open]]);
        if (this.state.open === open) {
            this.state.why = why;
        }
    }

    /** The whole story of a clock, in a dialog over the ticket. */
    openStory(clock) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            name: clock.label,
            res_model: "cs.ticket.clock",
            res_id: clock.id,
            views: [[false, "form"]],
            target: "new",
            context: {create: false, edit: false},
        });
    }

    showAll() {
        this.state.all = true;
    }

    onKeydown(ev) {
        if (ev.key === "Escape" && this.state.open) {
            ev.stopPropagation();
            this.state.open = null;
        }
    }
}

registry.category("fields").add("cs_clock_strip", {
    component: ClockStrip,
    displayName: _t("Clock strip"),
    supportedTypes: ["json"],
});
