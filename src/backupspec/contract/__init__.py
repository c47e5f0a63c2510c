"""The port between the suite and an implementation: commands in, outcomes and observations out.

Values only: nothing here knows how an implementation is reached, and nothing here is a rule of the policy.
"""
