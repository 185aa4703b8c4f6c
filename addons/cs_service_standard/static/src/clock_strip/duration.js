import {_t} from "@web/core/l10n/translation";

/**
 * A duration as people say it: "2 d 3 h", "1 h 05 min", "4 min 30 s".
 *
 * @param {number} seconds whole seconds, not negative
 * @param {boolean} [exact] whether seconds are told above ten minutes
 * @returns {string}
 */
export function formatDuration(seconds, exact = false) {
    const total = Math.max(0, Math.floor(seconds));
    const d = Math.floor(total / 86400);
    const h = Math.floor((total % 86400) / 3600);
    const m = Math.floor((total % 3600) / 60);
    const s = total % 60;
    const pad = (number) => String(number).padStart(2, "0");
    if (d) {
        return _t("%(d)s d %(h)s h", {d, h});
    }
    if (h) {
        return _t("%(h)s h %(m)s min", {h, m: pad(m)});
    }
    if (m && (m >= 10 || !s) && !exact) {
        return _t("%(m)s min", {m});
    }
    if (m) {
        return _t("%(m)s min %(s)s s", {m, s: pad(s)});
    }
    return _t("%(s)s s", {s});
}

/**
 * What a clock looks like at an instant: the stored state is enough for clocks that
 * have stopped, open ones are judged against now (a late clock is late at once).
 *
 * @param {{state: string, due: any, warn: any}} clock due and warn as DateTime or null
 * @param {any} now luxon DateTime
 * @returns {"running"|"warned"|"late"|"paused"|"met"|"missed"|"none"|"done"}
 */
export function lookOf(clock, now) {
    if (clock.state === "running" && clock.due && clock.due < now) {
        return "late";
    }
    if (clock.state === "running" && clock.warn && clock.warn <= now) {
        return "warned";
    }
    return clock.state;
}

/** Icon and colour per look; a word stands beside them, never colour alone. */
export const LOOKS = {
    late: {icon: "fa-fire", css: "text-bg-danger"},
    warned: {icon: "fa-exclamation-triangle", css: "text-bg-warning"},
    running: {icon: "fa-clock-o", css: "o_cs_look o_cs_look_running"},
    paused: {icon: "fa-pause-circle", css: "o_cs_look o_cs_look_paused"},
    missed: {icon: "fa-times-circle", css: "o_cs_look o_cs_look_missed"},
    met: {icon: "fa-check-circle", css: "o_cs_look o_cs_look_met"},
    done: {icon: "fa-check", css: "o_cs_look o_cs_look_done"},
    none: {icon: "fa-minus", css: "o_cs_look o_cs_look_none"},
};

const URGENCY = Object.keys(LOOKS);

/**
 * Order of clocks by what needs a hand first: late, warned, running, then the rest;
 * among equals as they came.
 *
 * @param {{look: string}} a
 * @param {{look: string}} b
 * @returns {number}
 */
export function byUrgency(a, b) {
    return URGENCY.indexOf(a.look) - URGENCY.indexOf(b.look);
}
