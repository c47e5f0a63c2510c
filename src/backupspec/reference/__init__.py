"""The reference implementation: a pure core that reads a policy and applies commands, behind the port.

Values in, values out: no clock, no random number, no input or output.
"""
