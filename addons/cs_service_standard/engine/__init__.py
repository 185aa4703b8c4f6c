"""Pure rules of the standard: no Odoo, no clock on the wall, no global randomness.

Everything here can be stated without a database.  Instants are whole seconds
since the epoch (UTC), durations are whole seconds, ids are opaque integers, and
no function returns text for a user: models translate.
"""
