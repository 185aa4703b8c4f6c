import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

/** An icon where a box is ticked and nothing where it is not, for lists. */
export class Flag extends Component {
    static template = "cs_service_standard.Flag";
    static props = {
        ...standardFieldProps,
        icon: {type: String, optional: true},
        label: {type: String, optional: true},
    };
    static defaultProps = {icon: "fa-check"};
}

registry.category("fields").add("cs_flag", {
    component: Flag,
    displayName: _t("Flag"),
    supportedTypes: ["boolean"],
    supportedOptions: [{label: _t("Icon"), name: "icon", type: "string"}],
    extractProps: ({options, string}) => ({icon: options.icon, label: string}),
});
