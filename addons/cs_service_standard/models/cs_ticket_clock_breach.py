from odoo import api, fields, models
from odoo.fields import Domain

from ..engine.attribution import Cause

BATCH = 200
VERDICTS = ("met", "missed")


class CsTicketClock(models.Model):
    """Whose a breach is, where the ticket was when it became due, and why."""

    _inherit = "cs.ticket.clock"

    usage_ids = fields.One2many("cs.clock.usage", "clock_id", string="Time Used By")
    usage_at = fields.Datetime(
        string="Attributed At",
        help="When the time of this clock was last split between its holders.",
    )
    usage_error = fields.Char(
        string="Attribution Failed", help="Why the time could not be split."
    )
    breach_cause = fields.Selection(
        selection="_selection_breach_cause", string="Cause of the Breach"
    )
    breach_owner_team_id = fields.Many2one(
        "helpdesk.ticket.team",
        string="Breach of Team",
        ondelete="set null",
        help="The team that used more than its agreed share first, else the one that "
        "had the ticket when it became due.",
    )
    breach_owner_id = fields.Many2one(
        "res.users", string="Breach of Person", ondelete="set null"
    )
    breach_team_id = fields.Many2one(
        "helpdesk.ticket.team", string="Team at Breach", ondelete="set null"
    )
    breach_user_id = fields.Many2one(
        "res.users", string="Owner at Breach", ondelete="set null"
    )
    breach_stage_id = fields.Many2one(
        "helpdesk.ticket.stage", string="Stage at Breach", ondelete="set null"
    )

    _unattributed_idx = models.Index(
        "(id) WHERE usage_at IS NULL AND state IN ('met', 'missed')"
    )

    @api.model
    def _selection_breach_cause(self):
        return [
            (Cause.SHARE.value, self.env._("More than the agreed share used")),
            (Cause.ACCEPTANCE.value, self.env._("Handed over, nobody took it")),
            (Cause.NOBODY.value, self.env._("Nobody was assigned")),
            (Cause.OWNER.value, self.env._("The owner had it")),
            (Cause.ATTACH.value, self.env._("Late when promised")),
        ]

    @api.model
    def _unattributed_domain(self):
        """Clocks that stopped, or became late, and nobody has looked at yet."""
        late = (
            Domain("state", "in", ("running", "paused"))
            & Domain("due_at", "<", fields.Datetime.now())
            & Domain("ticket_id.active", "=", True)
        )
        return Domain("usage_at", "=", False) & (Domain("state", "in", VERDICTS) | late)

    @api.model
    def _cron_attribute(self):
        """Split the time of clocks that stopped or became late, once for each."""
        cron = self.env["ir.cron"]
        domain = self._unattributed_domain()
        cron._commit_progress(remaining=self.search_count(domain))
        self._repeat_step(lambda: self._attribute_batch(domain))

    @api.model
    def _attribute_batch(self, domain):
        """Attribute the next clocks nobody else works on; return how many."""
        clocks = self.search(domain, limit=BATCH, order="due_at, id")
        clocks = clocks.try_lock_for_update(allow_referencing=True)
        clocks._attribute_safely()
        return len(clocks)

    @api.model
    def _attribute_now(self, tickets):
        """Attribute what the job has not come to yet, for whoever looks at it now."""
        domain = self._unattributed_domain() & Domain("ticket_id", "in", tickets.ids)
        self.sudo().search(domain)._attribute_safely()

    def _attribute_safely(self):
        """Attribute all clocks at once; the one that fails says so and waits."""

        def keep(clock, error):
            clock.write(
                {"usage_at": fields.Datetime.now(), "usage_error": str(error)[:250]}
            )

        self._act_on_all(self, self.env["cs.clock.service"]._attribute, keep)

    def _is_breached(self):
        """Late, stopped or still open; not cancelled ones."""
        self.ensure_one()
        return self.state != "cancelled" and self.is_late

    def _prepare_breach_vals(self, verdict):
        """What a verdict of the engine means on the clock; none clears it."""
        names = ("team", "user", "stage")
        at_due = verdict and verdict.at_due
        vals = {
            f"breach_{name}_id": (at_due and getattr(at_due, name)) or False
            for name in names
        }
        return vals | {
            "breach_cause": verdict.cause.value if verdict else False,
            "breach_owner_team_id": (verdict and verdict.owner.team) or False,
            "breach_owner_id": (verdict and verdict.owner.user) or False,
        }
