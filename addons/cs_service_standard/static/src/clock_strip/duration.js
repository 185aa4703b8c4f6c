import { _t } from "@web/core/l10n/translation";

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
        return _t("%(d)s d %(h)s h", { d, h });
    }
    if (h) {
        return _t("%(h)s h %(m)s min", { h, m: pad(m) });
    }
    if (m && (m >= 10 || !s) && !exact) {
        return _t("%(m)s min", { m });
    }
    if (m) {
        return _t("%(m)s min %(s)s s", { m, s: pad(s) });
    }
    return _t("%(s)s s", { s });
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
    if (clock.state === "running" && clock.warn && clock.warn < now) {
        return "warned";
    }
    return clock.state;
}

/** Icon and colour per look; a word stands beside them, never colour alone. */
export const LOOKS = {
    running: { icon: "fa-clock-o", css: "text-bg-light border" },
    warned: { icon: "fa-exclamation-triangle", css: "text-bg-warning" },
    late: { icon: "fa-fire", css: "text-bg-danger" },
    missed: { icon: "fa-times-circle", css: "text-bg-danger" },
    met: { icon: "fa-check-circle", css: "text-bg-success" },
    paused: { icon: "fa-pause-circle", css: "text-bg-secondary" },
    done: { icon: "fa-check", css: "text-muted" },
    none: { icon: "fa-minus", css: "text-muted" },
};
