"""Runs a program in a pseudo-terminal: terminal.py COLUMNS STDIN STDOUT PROGRAM [ARGUMENT]...

STDIN and STDOUT are paths of files, or "-" for the terminal. What the terminal shows goes to stdout; what comes from stdin is typed.
"""

import fcntl
import os
import pty
import select
import struct
import sys
import termios

columns, stdin, stdout = int(sys.argv[1]), sys.argv[2], sys.argv[3]
program = sys.argv[4:]

pid, terminal = pty.fork()
if pid == 0:
    fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    # Ctrl-C discards the output that waits for its reader, also the first lines that the program writes after the signal.
    attributes = termios.tcgetattr(1)
    attributes[3] |= termios.NOFLSH
    termios.tcsetattr(1, termios.TCSANOW, attributes)
    if stdin != "-":
        os.dup2(os.open(stdin, os.O_RDONLY), 0)
    if stdout != "-":
        os.dup2(os.open(stdout, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), 1)
    os.execv(program[0], program)

sources = [terminal, 0]
while terminal in sources:
    for source in select.select(sources, [], [])[0]:
        try:
            data = os.read(source, 65536)
        except OSError:
            data = b""
        if not data:
            sources.remove(source)
        else:
            os.write(1 if source == terminal else terminal, data)
status = os.waitpid(pid, 0)[1]
sys.exit(os.waitstatus_to_exitcode(status) if os.WIFEXITED(status) else 128 + os.WTERMSIG(status))
