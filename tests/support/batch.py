"""As much of cmd.exe as the .cmd files beside the workbook need, with stand-ins for the programs they start."""

import fnmatch
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import PureWindowsPath

Program = Callable[[list[str]], int]
_WORD = re.compile(r'(?:"[^"]*"|[^\s"])+')
_SILENT = frozenset({"setlocal", "chcp", "title", "rem"})


@dataclass
class Cmd:
    """A computer on which a .cmd file is double-clicked.

    `programs`: part of a program's path in small letters → what it does, given its words; it gives the exit status.
    """

    text: str
    path: str
    """Where the .cmd lies."""
    files: set[str]
    programs: dict[str, Program]
    variables: dict[str, str] = field(default_factory=dict)
    arguments: tuple[str, ...] = ()
    said: list[str] = field(default_factory=list)
    started: list[list[str]] = field(default_factory=list)
    paused: int = 0

    def run(self) -> int:
        """From top to end; gives the exit status. What cmd.exe would not understand raises."""
        lines = [line.rstrip() for line in self.text.split("\r\n")]
        labels = {line[1:].lower(): at for at, line in enumerate(lines) if line.startswith(":")}
        at, steps = 0, 0
        while at < len(lines):
            steps += 1
            assert steps < 1000, "it goes round for ever"
            line = lines[at].lstrip("@")
            at += 1
            if not line or line.startswith(":"):
                continue
            done = self._do(line)
            if isinstance(done, str):
                at = labels[done.lower()]
            elif done is not None:
                return done
        raise AssertionError("it runs past its end")

    def _expanded(self, text: str) -> str:
        here = str(PureWindowsPath(self.path).parent) + "\\"
        text = text.replace("%~dp0", here)
        for number in "1":
            own = self.arguments[0] if self.arguments else ""
            text = text.replace(f"%~f{number}", own).replace(f"%~{number}", own)
        names = {name.lower(): value for name, value in self.variables.items()}
        return re.sub(r"%(\w+)%", lambda found: names.get(found[1].lower(), ""), text)

    def _do(self, line: str) -> str | int | None:
        """A label to go to, an exit status, or None to go on."""
        if found := re.fullmatch(r'for %%F in \("([^"]*)"\) do (.*)', line):
            for path in sorted(fnmatch.filter(self.files, self._expanded(found[1]))):
                done = self._do(found[2].replace("%%~fF", path))
                if done is not None:
                    return done
            return None
        if found := re.fullmatch(r"(.*?) (&&|\|\|) (.*)", line):
            status = self._status(found[1])
            return self._do(found[3]) if (status == 0) == (found[2] == "&&") else None
        return self._plain(line)

    def _plain(self, line: str) -> str | int | None:
        word = line.split(maxsplit=1)[0].lower()
        if word in _SILENT:
            return None
        if word == "if":
            return self._if(line)
        if word == "goto":
            return line.split()[1]
        if word == "exit":
            assert line.split()[1] == "/b"
            return int(line.split()[2])
        if word == "set":
            found = re.fullmatch(r'set "(\w+)=([^"]*)"', line)
            assert found, line
            self.variables[found[1]] = self._expanded(found[2])
        elif word.startswith("echo"):
            if line not in {"echo off", "echo."}:
                self.said.append(self._expanded(line[5:]))
        elif word == "pause":
            self.paused += 1
        else:
            self._status(line)
        return None

    def _if(self, line: str) -> str | int | None:
        found = re.fullmatch(r'if (not )?(exist "[^"]*"|defined \w+|"[^"]*"=="[^"]*") (.*)', line)
        assert found, line
        kind, _, what = found[2].partition(" ")
        if kind == "exist":
            true = any(fnmatch.fnmatch(path.lower(), self._expanded(what.strip('"')).lower()) for path in self.files)
        elif kind == "defined":
            true = bool(self.variables.get(what))
        else:
            one, _, other = self._expanded(found[2]).partition("==")
            true = one == other
        return self._do(found[3]) if true != bool(found[1]) else None

    def _status(self, line: str) -> int:
        """Start the programs of a line; a pipe gives what its last one gives."""
        status = 0
        for part in line.split(" | "):
            words = [word.replace('"', "") for word in _WORD.findall(self._expanded(part))]
            words = [word for word in words if word != ">nul"]
            self.started.append(words)
            (program,) = [do for name, do in self.programs.items() if name in words[0].lower()]
            status = program(words)
        return status
