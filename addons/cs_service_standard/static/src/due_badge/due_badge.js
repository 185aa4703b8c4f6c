import {Component} from "@odoo/owl";
import {deserializeDateTime} from "@web/core/l10n/dates";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

import {LOOKS, formatDuration, lookOf} from "../clock_strip/duration";
import {useNow} from "../clock_strip/use_now";

/** What is due next on a ticket, for lists and cards, with the time left. */
export class DueBadge extends Component {
    static template = "cs_service_standard.DueBadge";
    static props = {...standardFieldProps};

    setup() {
        this.now = useNow(10000);
    }

    get badge() {
        const data = this.props.record.data[this.props.name] || {state: "none"};
        const due = data.due && deserializeDateTime(data.due);
        const warn = data.warn && deserializeDateTime(data.warn);
        const look = lookOf({...data, due, warn}, this.now.value);
        const left = due ? due.diff(this.now.value).as("seconds") : 0;
        return {
            ...LOOKS[look],
            look,
            label: data.label,
            text: this.textOf(look, due, left, data.reason),
        };
    }

    textOf(look, due, left, reason) {
        switch (look) {
            case "late":
                return _t("late by %s", formatDuration(-left));
            case "running":
            case "warned":
                return due ? _t("%s left", formatDuration(left)) : _t("running");
            case "paused":
                return reason || _t("waiting for the customer");
            case "done":
                return _t("done");
            default:
                return _t("no SLA");
        }
    }
}

registry.category("fields").add("cs_due_badge", {
    component: DueBadge,
    displayName: _t("Due badge"),
    supportedTypes: ["json"],
});
