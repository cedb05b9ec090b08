"""Runs a program in a pseudo-terminal that goes away: hangup.py WORD PROGRAM [ARGUMENT]...

Closes the terminal once it has shown WORD, waits for the end of the program, and exits with its exit code.
"""

import os
import pty
import sys

pid, terminal = pty.fork()
if pid == 0:
    os.execv(sys.argv[2], sys.argv[2:])

shown = b""
while sys.argv[1].encode() not in shown:
    shown += os.read(terminal, 65536)
os.close(terminal)
status = os.waitpid(pid, 0)[1]
sys.exit(os.waitstatus_to_exitcode(status) if os.WIFEXITED(status) else 128 + os.WTERMSIG(status))
