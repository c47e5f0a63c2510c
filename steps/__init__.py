"""Step definitions: each turns a sentence into commands, or an observation into an assertion. None knows a transport or a rule."""
