import {Component} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

const LOOKS = {
    todo: {icon: "fa-circle-o", css: "text-bg-info"},
    open: {icon: "fa-pencil", css: "text-bg-info"},
    waiting: {icon: "fa-hourglass-half", css: "text-bg-warning"},
    done: {icon: "fa-check", css: "text-bg-success"},
    problem: {icon: "fa-exclamation-triangle", css: "text-bg-danger"},
    quiet: {icon: "fa-minus", css: "text-bg-light border"},
};

/** Base of the two looks at the course of a ticket; buttons call the ticket. */
class Life extends Component {
    static props = {...standardFieldProps};

    setup() {
        this.action = useService("action");
    }

    get life() {
        return this.props.record.data[this.props.name] || {parts: [], waits_for: []};
    }

    /** Save what was typed, then call a method of the ticket. */
    async call(name) {
        const {record} = this.props;
        if (!(await record.save())) {
            return;
        }
        await this.action.doActionButton({
            type: "object",
            name,
            resModel: record.resModel,
            resId: record.resId,
            resIds: [record.resId],
            context: record.context,
            onClose: () => record.load(),
        });
    }
}

/** The parts of the work as cards: how far each is, and a way in. */
export class LifeCards extends Life {
    static template = "cs_service_standard.LifeCards";

    get parts() {
        return this.life.parts.map((part) => ({...part, look: LOOKS[part.state]}));
    }
}

/** The one thing to do now, and who waits for whom. */
export class LifeNext extends Life {
    static template = "cs_service_standard.LifeNext";
}

registry.category("fields").add("cs_life_cards", {
    component: LifeCards,
    supportedTypes: ["json"],
});
registry.category("fields").add("cs_life_next", {
    component: LifeNext,
    supportedTypes: ["json"],
});
