"""An executable specification of a phone's backup policy, and the harness that judges an implementation by it."""

__version__ = "0.1.0"
