import {registry} from "@web/core/registry";
import {
    StatusBarDurationField,
    statusBarDurationField,
} from "@mail/views/fields/statusbar_duration/statusbar_duration_field";

/**
 * The stages of a ticket. When a gate refuses a stage the bar goes back to where the
 * ticket is; what else was typed is saved before, so that nothing is lost.
 */
export class StageBar extends StatusBarDurationField {
    async selectItem(item) {
        const {record} = this.props;
        if (record.isNew || !record.data.cs_profile_id) {
            return super.selectItem(item);
        }
        if (!(await record.save())) {
            return;
        }
        try {
            await super.selectItem(item);
        } catch (error) {
            await record.discard();
            throw error;
        }
    }
}

registry.category("fields").add("cs_stage_bar", {
    ...statusBarDurationField,
    component: StageBar,
});
