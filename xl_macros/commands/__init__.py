"""The commands of the command line, a module each, loaded only when its command is asked for."""
