from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..engine import solution as rules

MANAGER = "helpdesk_mgmt.group_helpdesk_manager"
LEADER = "helpdesk_mgmt.group_helpdesk_user"


class CsSolution(models.Model):
    """What a solution lacks before the customer sees it, and who has to agree."""

    _inherit = "cs.solution"

    missing = fields.Text(
        compute="_compute_missing", help="Needed before the customer sees it."
    )
    template_only = fields.Boolean(
        compute="_compute_template_only",
        store=True,
        help="The text is hardly more than the template's.",
    )
    combination_expected = fields.Boolean(
        compute="_compute_combination_expected",
        help="Solutions of this kind combine several measures.",
    )
    date_open = fields.Boolean(compute="_compute_missing")
    approved_id = fields.Many2one(
        "res.users",
        string="Approved By",
        readonly=True,
        copy=False,
        help="Who reviewed a solution for an innovative need.",
    )
    approved_at = fields.Datetime(readonly=True, copy=False)
    approval_open = fields.Boolean(compute="_compute_approval_open")

    @api.depends(
        "fit_note",
        "is_hardware",
        "stock_ok",
        "option_ids.steps",
        "option_ids.effect",
        "option_ids.issue",
        "risk_ids.contingency",
        "item_ids.value",
        "item_ids.file",
    )
    @api.depends_context("lang")
    def _compute_missing(self):
        for solution in self:
            solution.missing = "\n".join(solution._missing())
            solution.date_open = any(o._is_date_open() for o in solution.option_ids)

    @api.depends("template_id", "option_ids.steps", "option_ids.effect")
    def _compute_template_only(self):
        for solution in self:
            template = solution.template_id
            solution.template_only = rules.is_template_only(
                solution._text(),
                f"{template.steps or ''} {template.effect or ''}",
                solution._profile().template_percent,
            )

    @api.depends("template_id", "item_ids.kind")
    def _compute_combination_expected(self):
        for solution in self:
            measures = solution.item_ids.filtered(lambda i: i.kind == "measure")
            solution.combination_expected = (
                len(measures) < solution.template_id.measure_min
            )

    @api.depends("grade", "approved_id")
    def _compute_approval_open(self):
        for solution in self:
            innovative = solution.grade == "innovative"
            solution.approval_open = innovative and not solution.approved_id

    def action_approve(self):
        """A leader has reviewed the solution for an innovative need."""
        self._check_group(LEADER)
        self.sudo().write(
            {"approved_id": self.env.uid, "approved_at": fields.Datetime.now()}
        )

    def action_approve_dates(self):
        """A manager answers for days promised before everything is there."""
        self._check_group(MANAGER)
        for option in self.sudo().option_ids.filtered(lambda o: o._is_date_open()):
            option.write(
                {"approved_for": option._date_key(), "date_approved_id": self.env.uid}
            )

    def _check_group(self, group):
        self.check_access("write")
        if not self.env.user.has_group(group):
            raise AccessError(
                self.env._("Ask your team leader or service manager to approve this.")
            )

    def _check_presentable(self):
        """Refuse to show the customer what is not ready."""
        for solution in self:
            missing = solution._missing()
            if missing:
                raise UserError(
                    self.env._(
                        "Solution %(solution)s cannot be presented yet: %(missing)s.",
                        solution=solution.display_name,
                        missing="; ".join(missing),
                    )
                )

    def _text(self):
        """All words of the options."""
        return " ".join(
            text for o in self.option_ids for text in (o.steps, o.effect) if text
        )

    def _missing(self):
        """What has to be there before the customer sees it, in words."""
        self.ensure_one()
        found = self._missing_options()
        if not (self.fit_note or "").strip():
            found.append(self.env._("say why it fits the need of this customer"))
        if self.is_hardware and not self.stock_ok:
            found.append(
                self.env._(
                    "ask the supplier for stock and delivery time, and confirm it"
                )
            )
        for risk in self.risk_ids.filtered(lambda r: not (r.contingency or "").strip()):
            found.append(self.env._("say what is done if: %s", risk.name))
        for item in self.item_ids.filtered(lambda i: not i._is_there()):
            words = {"document": self.env._("attach: %s", item.name)}
            found.append(
                words.get(item.kind)
                or self.env._("say how you considered: %s", item.name)
            )
        return found

    def _missing_options(self):
        """What the options lack, one by one and together."""
        found = [text for option in self.option_ids for text in option._issues()]
        for option in self.option_ids:
            if not (option.steps or "").strip():
                found.append(self.env._("write down the steps of %s", option.name))
            if not (option.effect or "").strip():
                found.append(self.env._("say what effect to expect of %s", option.name))
        asked, there = self._option_min(), len(self.option_ids)
        if there < asked:
            found.insert(
                0,
                self.env._("offer at least %(asked)s options", asked=asked)
                if asked > 1
                else self.env._("enter an option"),
            )
        return found

    def _option_min(self):
        """How many options the customer has to be offered."""
        ticket = self.ticket_id.sudo()
        complains = ticket.type_id.cs_is_complaint
        return max(1, complains and self._profile().complaint_option_min)
