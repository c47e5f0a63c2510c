"""The options that several commands share."""

import click

from backupspec import shipped

profile_option = click.option(
    "--profile",
    default=shipped.PROFILES[0],
    show_default=True,
    metavar="P",
    help=f"The policy to go by: {' or '.join(shipped.PROFILES)}.",
)
choices_option = click.option(
    "--choices",
    metavar="FILE",
    help="How the implementation reads what the page leaves open: YAML or JSON, a value for each choice.",
)
