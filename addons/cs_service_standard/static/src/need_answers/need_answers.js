import {Component} from "@odoo/owl";
import {FileUploader} from "@web/views/fields/file_handler";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";
import {url} from "@web/core/utils/urls";

import {useTypedTexts} from "../typed_texts/typed_texts";

/**
 * The questions of a needs analysis as one form: each with the input its kind of
 * answer asks for, so that an agent types while he listens and opens no rows.
 */
export class NeedAnswers extends Component {
    static template = "cs_service_standard.NeedAnswers";
    static components = {FileUploader};
    static props = {...standardFieldProps};

    setup() {
        this.texts = useTypedTexts(this.props.record.model, () => this.list.records);
    }

    get list() {
        return this.props.record.data[this.props.name];
    }

    /** Questions by section, in the order in which sections are asked. */
    get sections() {
        const {selection} = this.list.fields.section;
        return selection
            .map(([code, label]) => ({
                code,
                label,
                records: this.list.records.filter(
                    (record) => record.data.section === code,
                ),
            }))
            .filter((section) => section.records.length);
    }

    get yesNo() {
        return this.list.fields.yes_no.selection;
    }

    inputId(record) {
        return `o_cs_need_${record.id}`;
    }

    isEmpty({data}) {
        const values = {
            choice: data.choice_id,
            yes_no: data.yes_no,
            file: data.file,
        };
        const value =
            data.kind in values ? values[data.kind] : (data.text || "").trim();
        return !value;
    }

    setYesNo(record, value) {
        return record.update({yes_no: value});
    }

    setChoice(record, ev) {
        const id = parseInt(ev.target.value, 10);
        const found = (record.data.choices || []).find((choice) => choice[0] === id);
        return record.update({
            choice_id: found ? {id, display_name: found[1]} : false,
        });
    }

    setFile(record, {data, name}) {
        return record.update({file: data, file_name: name});
    }

    fileUrl(record) {
        return url("/web/content", {
            model: record.resModel,
            id: record.resId,
            field: "file",
            filename_field: "file_name",
            download: true,
        });
    }
}

registry.category("fields").add("cs_need_answers", {
    component: NeedAnswers,
    supportedTypes: ["one2many"],
    useSubView: true,
});
