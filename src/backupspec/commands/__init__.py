"""What people type: a module for each command, loaded when it is asked for."""
