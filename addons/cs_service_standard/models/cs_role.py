from odoo import api, fields, models
from odoo.fields import Command

GROUPS = (
    "helpdesk_mgmt.group_helpdesk_user_own",
    "helpdesk_mgmt.group_helpdesk_user_team",
    "helpdesk_mgmt.group_helpdesk_user",
    "helpdesk_mgmt.group_helpdesk_manager",
)


class CsRole(models.Model):
    """A role in customer service, who has it, and which rights it needs (TEM-03).

    The people are named by the manager of the service; rights are given by whoever
    administers users, and what is missing is shown.
    """

    _name = "cs.role"
    _description = "Role"
    _order = "structure, sequence, id"

    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    structure = fields.Selection(
        [("centre", "Service centre"), ("team", "Service team")],
        required=True,
        default="centre",
        help="Two sets of roles come with the product: archive the one you do not use.",
    )
    duties = fields.Text(translate=True, help="What is expected of this role.")
    group_id = fields.Many2one(
        "res.groups",
        string="Rights",
        required=True,
        ondelete="restrict",
        domain=lambda self: [("id", "in", self._groups().ids)],
        help="The rights in the helpdesk this role needs.",
    )
    user_ids = fields.Many2many(
        "res.users",
        string="People",
        domain="[('share', '=', False)]",
        help="Who has this role.",
    )
    without_rights_ids = fields.Many2many(
        "res.users",
        string="Without the Rights",
        compute="_compute_without_rights_ids",
        help="People with this role who still lack its rights.",
    )
    active = fields.Boolean(default=True)

    @api.depends("user_ids", "group_id")
    def _compute_without_rights_ids(self):
        for role in self:
            people = role.user_ids._origin
            role.without_rights_ids = people - role.sudo().group_id.all_user_ids

    @api.model
    def _groups(self):
        """The rights a role may need: those of the helpdesk."""
        found = [self.env.ref(name, raise_if_not_found=False) for name in GROUPS]
        return self.env["res.groups"].union(*(group for group in found if group))

    def action_give_rights(self):
        """Give the people the rights of the role; as whoever may edit users."""
        for role in self:
            role.without_rights_ids.write(
                {"group_ids": [Command.link(role.group_id.id)]}
            )
