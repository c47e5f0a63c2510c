"""The options that several commands share."""

import click

from backupspec import shipped
from backupspec.targets.limits import START_LIMIT_S

profile_option = click.option(
    "--profile",
    default=shipped.PROFILES[0],
    show_default=True,
    metavar="P",
    help=f"The policy to go by: {', '.join(shipped.PROFILES)}, or a YAML file of your own, which the reference keeps, too.",
)
start_limit_option = click.option(
    "--start-limit",
    "start_limit_s",
    metavar="SECONDS",
    type=click.FloatRange(min=0, max=3600, min_open=True),
    default=START_LIMIT_S,
    show_default=True,
    help="How long TARGET may take to start: a module until its factory has returned, a program until its first answer.",
)
choices_option = click.option(
    "--choices",
    metavar="FILE",
    help="How the implementation reads what the page leaves open: YAML or JSON, a value for each choice.",
)
