from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...wording import listed


class CsSetupAssistant(models.Model):
    """People, their accounts and their roles."""

    _inherit = "cs.setup.assistant"

    def _changes_people(self):
        found = []
        for person in self.person_line_ids:
            if person.user_id:
                found += self._changes_account(person)
            elif person.name:
                found += self._new_account(person)
            found += self._changes_role(person)
        return found

    def _may_create_users(self):
        """Whether accounts can be made: each has a contact."""
        models_ = (self.env["res.users"], self.env["res.partner"])
        return all(model.has_access("create") for model in models_)

    def _new_account(self, person):
        """An account made from name and address, or why it cannot be made."""
        words = {"name": person.name, "email": person.email}
        if not person.email:
            return self._refuse(
                self.env._("%(name)s needs an e-mail address to log in with.", **words)
            )
        if not self._may_create_users():
            return self._refuse(
                self.env._(
                    "%(name)s has no account, and you may not make one: ask who "
                    "administers users, then choose it here.",
                    **words,
                )
            )
        if self._is_taken(person.email):
            return self._refuse(
                self.env._(
                    "There is an account %(email)s already: choose it for %(name)s.",
                    **words,
                )
            )
        text = self.env._(
            "Account %(email)s for %(name)s, %(role)s",
            role=person.role_id.name or "",
            **words,
        )
        return self._deed("create", text, lambda: self._create_account(person))

    def _refuse(self, text):
        """What has to be put right before anything is made."""

        def refuse():
            raise UserError(text)

        return self._deed("note", text, refuse)

    def _is_taken(self, login):
        """Whether an account has this name; looks as superuser at all companies."""
        users = self.env["res.users"].sudo().with_context(active_test=False)
        return bool(users.search_count([("login", "=", login)], limit=1))

    def _create_account(self, person):
        users = self.env["res.users"].with_context(no_reset_password=not self.invite)
        person.user_id = users.create(
            {
                "name": person.name,
                "login": person.email,
                "email": person.email,
                "tz": self.tz,
                "company_id": self.company_id.id,
                "company_ids": [Command.set(self.company_id.ids)],
                "group_ids": [
                    Command.link(self.env.ref("base.group_user").id),
                    Command.link(person.role_id.group_id.id),
                ],
            }
        )

    def _changes_account(self, person):
        """An account that exists gets the company, the address and the rights.

        Reads it as superuser: it may belong to another company so far.
        """
        user = person.user_id._origin.sudo()
        missing = []
        vals = {}
        if self.company_id not in user.company_ids:
            vals["company_ids"] = [Command.link(self.company_id.id)]
            missing.append(self.company_id.name)
        if person.email and not user.email:
            vals["email"] = person.email
            missing.append(person.email)
        group = person.role_id.group_id
        if group and group not in user.all_group_ids:
            vals["group_ids"] = [Command.link(group.id)]
            missing.append(group.sudo().full_name)
        if not vals:
            return []
        words = {"name": user.name, "what": listed(self.env, missing)}
        if not self.env["res.users"].has_access("write"):
            return self._note(
                self.env._(
                    "%(name)s lacks %(what)s: ask who administers users.", **words
                )
            )
        text = self.env._("%(name)s gets %(what)s", **words)
        account = user.sudo(False)
        return self._deed("change", text, lambda: account.write(vals))

    def _changes_role(self, person):
        role = person.role_id._origin
        if not role or person.user_id._origin in role.user_ids:
            return []
        text = self.env._(
            "%(name)s has the role %(role)s", name=person.name, role=role.name
        )

        def give():
            role.user_ids = [Command.link(person.user_id.id)]

        return self._deed("change", text, give)
