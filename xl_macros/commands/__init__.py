"""The commands of the command line, one module each; a module loads only when its command is asked for."""
