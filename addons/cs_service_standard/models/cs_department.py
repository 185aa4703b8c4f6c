from odoo import fields, models


class CsDepartment(models.Model):
    """A department that takes part in solving requests, and who answers for it.

    A record, not a word on each task: two assessments count only when they come from
    two departments, and a duty needs somebody to give it to.
    """

    _name = "cs.department"
    _description = "Department"
    _order = "sequence, name, id"

    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True, help="The customer may read it.")
    manager_id = fields.Many2one(
        "res.users",
        string="Head of Department",
        domain="[('share', '=', False)]",
        help="Gets the duties and the assessments of the department, unless somebody "
        "else is named.",
    )
    company_id = fields.Many2one(
        "res.company", help="Empty: every company may use this department."
    )
    active = fields.Boolean(default=True)

    _name_uniq = models.UniqueIndex(
        "((name->>'en_US'), COALESCE(company_id, 0)) WHERE active",
        "A department with this name already exists.",
    )
