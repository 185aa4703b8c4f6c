from collections import defaultdict

from odoo import models


class _Logs(list):
    """Logs waiting to be written together; told apart by identity, as contexts ask."""

    __hash__ = object.__hash__
    __eq__ = object.__eq__


class HelpdeskTicket(models.Model):
    """What changed on many tickets is logged by one insert, not ticket by ticket.

    Most of the time of a move of many tickets would go into its messages.
    """

    _inherit = "helpdesk.ticket"

    def _message_track(self, fields_iter, initial_values_dict):
        if len(self) < 2:
            return super()._message_track(fields_iter, initial_values_dict)
        logs = _Logs()
        tickets = super(HelpdeskTicket, self.with_context(cs_logs=logs))
        tracking = tickets._message_track(fields_iter, initial_values_dict)
        self._cs_write_logs(logs)
        return tracking

    def _message_log(self, **kwargs):
        logs = self.env.context.get("cs_logs")
        if not isinstance(logs, _Logs):
            return super()._message_log(**kwargs)
        logs.append((self.id, kwargs))
        return self.env["mail.message"].sudo()

    def _cs_write_logs(self, logs):
        """Write the messages of each author together, and then what they tell.

        :param logs: pairs of ticket id and what ``_message_log`` was called with
        """
        by_author = defaultdict(list)
        for ticket_id, log in logs:
            by_author[log["author_id"]].append((ticket_id, log))
        for author_id, found in by_author.items():
            bodies = {ticket_id: log["body"] for ticket_id, log in found}
            messages = self.browse(bodies)._message_log_batch(
                bodies, author_id=author_id
            )
            self.env["mail.tracking.value"].sudo().create(
                [
                    dict(values, mail_message_id=message.id)
                    for message, (_id, log) in zip(messages, found, strict=True)
                    for _command, _zero, values in log["tracking_value_ids"]
                ]
            )
