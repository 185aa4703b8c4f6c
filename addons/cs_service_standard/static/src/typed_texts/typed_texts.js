import {useBus} from "@web/core/utils/hooks";

/**
 * Texts typed into rows of a list, kept until the row has them: a rendering meanwhile
 * does not put the old text back, and a save by key or by a button takes them along.
 *
 * @param {Object} model the relational model the rows belong to
 * @param {Function} rows gives the records of the list
 * @returns {{of: Function, keep: Function, commit: Function}} the text to show of a
 *  row; to call while it is typed; to call when it is done
 */
export function useTypedTexts(model, rows) {
    const typed = new Map();
    // the same for a row before and after the list was read again
    const keyOf = (record) => record.resId || record.id;
    const commit = async (record) => {
        const key = keyOf(record);
        const text = typed.get(key);
        if (text === undefined) {
            return;
        }
        if (text !== (record.data.text || "")) {
            await record.update({text});
        }
        if (typed.get(key) === text) {
            typed.delete(key);
        }
    };
    const commitAll = () => Promise.all(rows().map(commit));
    useBus(model.bus, "NEED_LOCAL_CHANGES", ({detail}) =>
        detail.proms.push(commitAll()),
    );
    useBus(model.bus, "WILL_SAVE_URGENTLY", commitAll);
    return {
        of: (record) => typed.get(keyOf(record)) ?? (record.data.text || ""),
        keep: (record, ev) => typed.set(keyOf(record), ev.target.value),
        commit,
    };
}
