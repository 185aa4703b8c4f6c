import {Component} from "@odoo/owl";
import {FileUploader} from "@web/views/fields/file_handler";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";
import {url} from "@web/core/utils/urls";

import {useTypedTexts} from "../typed_texts/typed_texts";

/** What a telephone offers: its camera, or its documents. */
const ACCEPTED = {photo: "image/*", video: "video/*", file: "*"};
const ICONS = {
    photo: "fa-camera",
    video: "fa-video-camera",
    file: "fa-file-text-o",
    text: "fa-pencil",
};

/**
 * The evidence of a self-check, a card for each kind with one button: on a telephone
 * it opens the camera.
 */
export class Evidence extends Component {
    static template = "cs_service_standard.Evidence";
    static components = {FileUploader};
    static props = {...standardFieldProps};

    setup() {
        this.texts = useTypedTexts(this.props.record.model, () => this.records);
    }

    get records() {
        return this.props.record.data[this.props.name].records;
    }

    inputId(record) {
        return `o_cs_evidence_${record.id}`;
    }

    accepted({data}) {
        return ACCEPTED[data.medium] || "*";
    }

    icon({data}) {
        return ICONS[data.medium] || "fa-paperclip";
    }

    isGiven({data}) {
        return Boolean(data.medium === "text" ? (data.text || "").trim() : data.file);
    }

    setFile(record, {data, name}) {
        return record.update({file: data, file_name: name});
    }

    removeFile(record) {
        return record.update({file: false, file_name: false});
    }

    fileUrl(record) {
        return url("/web/content", {
            model: record.resModel,
            id: record.resId,
            field: "file",
            filename_field: "file_name",
        });
    }
}

registry.category("fields").add("cs_evidence", {
    component: Evidence,
    supportedTypes: ["one2many"],
    useSubView: true,
});
