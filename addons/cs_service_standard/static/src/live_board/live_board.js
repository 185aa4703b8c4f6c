import {kanbanView} from "@web/views/kanban/kanban_view";
import {KanbanController} from "@web/views/kanban/kanban_controller";
import {onMounted, onWillUnmount, useExternalListener} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {useDebounced} from "@web/core/utils/timing";
import {useService} from "@web/core/utils/hooks";

export const CHANNEL = "cs_board";
export const MOVED = "cs_board/moved";
export const DELAY = 1500;

/**
 * A board that shows at once where others move its tickets.
 *
 * A message says only that something moved; the board reads again what its user may
 * see. Nobody is disturbed while he drags or types, or looks at another tab.
 */
export class LiveBoardController extends KanbanController {
    setup() {
        super.setup();
        this.bus = useService("bus_service");
        this.stale = false;
        const reload = useDebounced(() => this.reloadBoard(), DELAY);
        const onMoved = () => {
            this.stale = true;
            reload();
        };
        useExternalListener(document, "visibilitychange", () => this.reloadBoard());
        onMounted(() => {
            this.bus.addChannel(CHANNEL);
            this.bus.subscribe(MOVED, onMoved);
        });
        onWillUnmount(() => {
            this.bus.unsubscribe(MOVED, onMoved);
            this.bus.deleteChannel(CHANNEL);
        });
        this.later = reload;
    }

    get isBusy() {
        const el = this.rootRef.el;
        return Boolean(
            this.hasSelectedRecords ||
            (el && el.querySelector(".o_dragged, .o_kanban_quick_create")),
        );
    }

    async reloadBoard() {
        if (!this.stale || document.hidden) {
            return;
        }
        if (this.isBusy) {
            this.later();
            return;
        }
        this.stale = false;
        await this.model.load();
    }
}

registry.category("views").add("cs_live_board", {
    ...kanbanView,
    Controller: LiveBoardController,
});
