#!/usr/bin/python3
"""Runs a program under the system calls that a systemd unit allows: confined.py UNIT PROGRAM [ARGUMENT…]

Stricter than systemd: a call outside the list ends the program (31, SIGSYS) instead of being refused, so that none goes
unnoticed. Holds SystemCallFilter=, MemoryDenyWriteExecute= and RestrictAddressFamilies= as systemd.exec(5) has them; a unit
without one of the three is refused."""

import errno
import os
import socket
import subprocess
import sys

import seccomp

PROT_WRITE, PROT_EXEC = 2, 4


def settings(unit):
    found = {}
    with open(unit, encoding="utf-8") as lines:
        for line in lines:
            key, mark, value = line.strip().partition("=")
            if mark and not key.startswith("#"):
                found.setdefault(key, []).append(value)
    return found


def members(name):
    if not name.startswith("@"):
        return {name}
    listed = subprocess.run(["systemd-analyze", "syscall-filter", name], check=True, capture_output=True, text=True)
    calls = set()
    for line in listed.stdout.splitlines()[1:]:
        word = line.strip()
        if word and not word.startswith("#"):
            calls |= members(word)
    return calls


def allowed_calls(filters):
    allowed = set()
    for number, line in enumerate(filters):
        away = line.startswith("~")
        if number == 0 and away:
            sys.exit("confined.py: the first SystemCallFilter= must be a list of what is allowed")
        for name in line.lstrip("~").split():
            allowed = allowed - members(name) if away else allowed | members(name)
    return allowed


def main():
    found = settings(sys.argv[1])
    if found.get("MemoryDenyWriteExecute") != ["yes"] or not found.get("SystemCallFilter"):
        sys.exit("confined.py: the unit restricts too little to be tried")
    families = [getattr(socket, name) for name in " ".join(found["RestrictAddressFamilies"]).split()]
    special = {"mmap", "mprotect", "pkey_mprotect", "socket"}
    rules = seccomp.SyscallFilter(defaction=seccomp.KILL_PROCESS)
    for call in sorted(allowed_calls(found["SystemCallFilter"]) - special):
        try:
            rules.add_rule(seccomp.ALLOW, call)
        except (RuntimeError, ValueError):
            pass  # of another architecture, or newer than this library
    both = PROT_WRITE | PROT_EXEC
    for least in (0, PROT_WRITE, PROT_EXEC):
        rules.add_rule(seccomp.ALLOW, "mmap", seccomp.Arg(2, seccomp.MASKED_EQ, both, least))
    for call in ("mprotect", "pkey_mprotect"):
        rules.add_rule(seccomp.ALLOW, call, seccomp.Arg(2, seccomp.MASKED_EQ, PROT_EXEC, 0))
    for family in families:
        rules.add_rule(seccomp.ALLOW, "socket", seccomp.Arg(0, seccomp.EQ, int(family)))
    # The C library asks for interfaces by such a socket and does without: refused, as systemd does.
    rules.add_rule(seccomp.ERRNO(errno.EAFNOSUPPORT), "socket", seccomp.Arg(0, seccomp.EQ, int(socket.AF_NETLINK)))
    # SQLite gives its files to the store's owner where root runs it, as a test may and the unit never does.
    rules.add_rule(seccomp.ERRNO(errno.EPERM), "fchown")
    rules.load()
    os.execv(sys.argv[2], sys.argv[2:])


if __name__ == "__main__":
    main()
