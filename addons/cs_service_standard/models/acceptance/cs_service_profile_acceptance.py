from odoo import fields, models


class CsServiceProfile(models.Model):
    """What a standard says about acceptance, silence and a customer who says no."""

    _inherit = "cs.service.profile"

    acceptance_resolves = fields.Boolean(
        string="Resolved When Accepted",
        help="The resolution clocks stop when the customer accepts the result, by "
        "signature or silence. Otherwise they stop when the ticket enters a stage that "
        "counts as resolved.",
    )
    tacit_allowed = fields.Boolean(
        string="Silence Accepts",
        help="A customer who says nothing within the time below has accepted, and it "
        "is recorded so: tacitly, never as satisfied.",
    )
    tacit_days = fields.Integer(
        string="Silence Accepts After (days)",
        default=7,
        help="Counted from the moment the form is sent to the customer.",
    )
    tacit_mode = fields.Selection(
        [("working_days", "Working days"), ("elapsed", "Calendar days")],
        string="Days Are",
        default="working_days",
        required=True,
    )
    tacit_reminder_days = fields.Integer(
        string="Reminder Before (days)",
        default=2,
        help="So many days before his silence counts the customer is reminded.",
    )
    second_team_id = fields.Many2one(
        "helpdesk.ticket.team",
        string="Team for Second Handling",
        ondelete="restrict",
        domain="[('cs_profile_id', '!=', False), "
        "('company_id', 'in', [False, company_id])]",
        help="Takes over requests whose customer is not satisfied. Empty: the tier 2 "
        "team of this profile.",
    )

    _acceptance_days = models.Constraint(
        "CHECK (tacit_days > 0 AND tacit_reminder_days >= 0 "
        "AND tacit_reminder_days < tacit_days)",
        "Silence counts after one day at least, and the reminder goes out before.",
    )
