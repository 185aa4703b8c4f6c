# Odoo 19 with the OCA helpdesk and the addons of this repository; docker-compose.yml adds the database.
# The OCA wheels require a package "odoo" that no index has, hence --no-deps; a stage of its own keeps pip out of the image.
FROM python:3.12-slim AS oca
COPY requirements-oca.txt /tmp/
RUN pip install --no-cache-dir --no-compile --no-deps --target /oca -r /tmp/requirements-oca.txt

FROM odoo:19.0
COPY --from=oca --chown=odoo:odoo /oca/odoo/addons /mnt/oca-addons
COPY --chown=odoo:odoo addons /mnt/extra-addons
COPY --chown=odoo:odoo docker/odoo.conf /etc/odoo/odoo.conf
COPY --chown=odoo:odoo --chmod=755 docker/entrypoint.sh /usr/local/bin/cs-entrypoint
# the base image chooses the number of this user
# hadolint ignore=DL3066
USER odoo
HEALTHCHECK --interval=15s --timeout=5s --start-period=300s --retries=5 \
    CMD ["curl", "-fsS", "-o", "/dev/null", "http://localhost:8069/web/health"]
ENTRYPOINT ["/usr/local/bin/cs-entrypoint"]
CMD []
