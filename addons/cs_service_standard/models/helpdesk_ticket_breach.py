from markupsafe import Markup

from odoo import api, fields, models


class HelpdeskTicket(models.Model):
    """Who had a ticket and how long, where a breach would be looked into first."""

    _inherit = "helpdesk.ticket"

    cs_holding = fields.Html(
        string="Who Had It",
        compute="_compute_cs_holding",
        compute_sudo=True,
        sanitize=False,
        groups="base.group_user",
        help="Working time of each team and person, as the solution counts it.",
    )

    @api.depends("cs_clock_ids.state", "team_id", "user_id", "stage_id")
    @api.depends_context("lang")
    def _compute_cs_holding(self):
        following = self._cs_following()
        (self - following).cs_holding = False
        for ticket in following:
            ticket.cs_holding = ticket._cs_holding_table()

    def _cs_holding_table(self):
        """One line per team and person, the one who has it now last."""
        self.ensure_one()
        if not self._origin.id:
            return False
        found, clock = self.env["cs.clock.service"]._ticket_usage(self._origin)
        if not found:
            return False
        note = (
            self.env._("Counted like the clock '%s'.", clock.display_name)
            if clock
            else self.env._("Counted round the clock since it was received.")
        )
        return self._cs_holding_html(found, note)

    def _cs_holding_html(self, found, note):
        """Rows of the engine as a table, with the time beyond in red."""
        lines = [
            Markup(
                "<tr><td>%(who)s</td><td class='text-nowrap text-end'>%(time)s</td>"
                "<td class='text-nowrap text-end text-danger'>%(over)s</td>"
                "<td class='w-25 align-middle'><div class='progress' "
                "style='height: 8px;'><div class='progress-bar %(look)s' "
                "style='width: %(share)s%%;'></div></div></td>"
                "<td class='text-nowrap text-end'>%(share)s %%</td></tr>"
            )
            % line
            for line in self._cs_holding_lines(found)
        ]
        return Markup(
            "<table class='table table-sm mb-1'><tbody>%s</tbody></table>"
            "<div class='text-muted small'>%s</div>"
        ) % (Markup("").join(lines), note)

    def _cs_holding_lines(self, found):
        """Rows of the engine by team and person, their stages taken together."""
        groups = {}
        for row in found:
            holder = row.holder
            key = (holder.team, holder.user, holder.waiting)
            groups.setdefault(key, []).append(row)
        clock = self.env["cs.ticket.clock"]
        over = {key: sum(row.over for row in rows) for key, rows in groups.items()}
        return [
            {
                "who": self._cs_holder_name(*key),
                "time": clock._duration(sum(row.seconds for row in rows)),
                "over": self.env._("%s over", clock._duration(over[key]))
                if over[key]
                else "",
                "share": f"{sum(row.share for row in rows) / 100:.2f}",
                "look": "bg-danger" if over[key] else "bg-info",
            }
            for key, rows in groups.items()
        ]

    def _cs_holder_name(self, team_id, user_id, waiting):
        team = self.env["helpdesk.ticket.team"].browse(team_id or []).name
        user = self.env["res.users"].browse(user_id or []).name
        where = team or self.env._("No team")
        if waiting:
            return self.env._(
                "%(team)s · %(who)s, not yet taken over",
                team=where,
                who=user or self.env._("queue"),
            )
        return f"{where} · {user or self.env._('queue')}"

    def action_cs_usage(self):
        """The time of all clocks of this ticket, by team, person and stage."""
        self.check_access("read")
        self.env["cs.ticket.clock"]._attribute_now(self)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "cs_service_standard.cs_clock_usage_action"
        )
        return action | {"domain": [("ticket_id", "in", self.ids)], "context": {}}
