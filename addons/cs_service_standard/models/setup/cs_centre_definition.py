from odoo import api, fields, models
from odoo.fields import Domain

SECTIONS = ("why", "who", "where", "what", "which", "when", "how")


def _chosen(table, section, string, text=None):
    return fields.Many2many(
        "cs.centre.option",
        f"cs_centre_definition_{table}_rel",
        string=string,
        domain=Domain("section", "=", section),
        help=text,
    )


class CsCentreDefinition(models.Model):
    """What a service centre is for, before it is built: seven questions (CCS-01).

    WHY, WHO, WHERE, WHAT, WHICH, WHEN, HOW, with two check-lists of the way there.
    Going live asks that each is answered and brings the answers to life.
    """

    _name = "cs.centre.definition"
    _description = "Service Centre"
    _inherit = ["mail.thread"]
    _order = "company_id, id"

    name = fields.Char(required=True, default=lambda self: self.env._("Service centre"))
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    state = fields.Selection(
        [("draft", "In planning"), ("live", "Live")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    live_date = fields.Date(string="Live Since", readonly=True, copy=False)

    goal_strategic = fields.Text(
        string="Strategic Position", help="What the service is to the company."
    )
    goal_long = fields.Text(string="Long-Term Goals")
    goal_medium = fields.Text(string="Medium-Term Goals")
    goal_short = fields.Text(string="Short-Term Goals")
    who_ids = _chosen("who", "who", "Customers")
    reach = fields.Selection(
        [("regional", "One region"), ("national", "The whole country")],
        string="Service Area",
    )
    seats_place = fields.Selection(
        [("central", "In one place"), ("distributed", "In several places")],
        string="Seats",
    )
    locations = fields.Text(help="Where the seats are, one place a line.")
    what_ids = _chosen("what", "what", "Services")
    which_ids = _chosen("which", "which", "Media")
    around_clock = fields.Boolean(
        string="Day and Night, 365 Days", help="Asks for three things more."
    )
    calendar_id = fields.Many2one(
        "resource.calendar",
        string="Service Hours",
        compute="_compute_calendar_id",
        store=True,
        readonly=False,
        domain="[('company_id', 'in', [False, company_id])]",
        help="Given to the teams that follow the standard chosen under HOW.",
    )
    night_ids = _chosen("night", "night", "Arranged for the Night")
    profile_id = fields.Many2one(
        "cs.service.profile",
        string="Standard",
        domain="[('company_id', 'in', [False, company_id])]",
        help="The service levels this centre promises.",
    )
    flows = fields.Text(
        string="Main Flows", help="How a request goes through the house, in words."
    )
    link_ids = _chosen("link", "link", "Six Key Links")
    step_ids = _chosen("step", "step", "Five Steps")

    _company_name_uniq = models.UniqueIndex(
        "(company_id, name)", "The company has a service centre with this name already."
    )

    @api.depends("around_clock")
    def _compute_calendar_id(self):
        """Day and night has one calendar; other hours are for people to choose."""
        always = self.env.ref(
            "cs_service_standard.resource_calendar_always", raise_if_not_found=False
        )
        for centre in self:
            if centre.around_clock and always:
                centre.calendar_id = always
            elif not centre.calendar_id or centre.calendar_id == always:
                centre.calendar_id = centre.company_id.resource_calendar_id

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        for centre, vals in zip(self, vals_list, strict=True):
            vals["name"] = self.env._("%s (copy)", centre.name)
        return vals_list
