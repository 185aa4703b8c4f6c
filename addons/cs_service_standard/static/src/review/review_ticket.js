import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {useService} from "@web/core/utils/hooks";

import {LOOKS} from "../clock_strip/duration";

/** The ticket as the customer lived it: promises, files, what happened and was said. */
export class ReviewTicket extends Component {
    static template = "cs_service_standard.ReviewTicket";
    static props = {review: Object, useAsEvidence: Function};

    setup() {
        this.action = useService("action");
    }

    get facts() {
        const {ticket, agent, team, method, reason} = this.props.review;
        return [
            [_t("Customer"), ticket?.customer],
            [_t("Type"), ticket?.type],
            [_t("Channel"), ticket?.channel],
            [_t("Stage"), ticket?.stage],
            [_t("Team"), team],
            [_t("Agent"), agent],
            [_t("Way of review"), reason ? `${method}: ${reason}` : method],
        ].filter(([, value]) => value);
    }

    look(clock) {
        return LOOKS[clock.state] || LOOKS.none;
    }

    promiseText({due, stopped}) {
        if (due && stopped) {
            return _t("due %(due)s, ended %(end)s", {due, end: stopped});
        }
        return due ? _t("due %s", due) : "";
    }

    isImage(file) {
        return file.mimetype.startsWith("image/");
    }

    isVideo(file) {
        return file.mimetype.startsWith("video/");
    }

    openTicket() {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "helpdesk.ticket",
            res_id: this.props.review.ticket.id,
            views: [[false, "form"]],
        });
    }
}
