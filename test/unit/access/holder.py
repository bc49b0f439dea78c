"""Holds a file in one way or another until it is ended. Prints a line when it does. Arguments: ways, and their files."""

import ctypes
import fcntl
import mmap
import os
import signal
import struct
import sys
import time

F_OFD_SETLK = 37
held = []


def hold(way, path):
    if way == "cwd":
        os.chdir(path)
    elif way == "deaf":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    elif way == "named":
        ctypes.CDLL(None).prctl(15, path.encode(), 0, 0, 0)  # PR_SET_NAME
    elif way == "mapped":
        with open(path, "r+b") as file:
            held.append(mmap.mmap(file.fileno(), 4096))
    elif way in ("read", "write", "lease"):
        file = open(path, "ab" if way == "write" else "rb")
        held.append(file)
        if way == "lease":
            fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_RDLCK)
    else:
        file = open(path, "r+b")
        held.append(file)
        if way == "deleted":
            os.unlink(path)
        elif way == "range":
            fcntl.lockf(file, fcntl.LOCK_EX, 100, 0)
        elif way == "whole":
            fcntl.lockf(file, fcntl.LOCK_EX)
        elif way == "own-range":
            lock = struct.pack("hhqqi4x", fcntl.F_WRLCK, 0, 10, 20, 0)
            fcntl.fcntl(file, F_OFD_SETLK, lock)
        elif way == "flock":
            fcntl.flock(file, fcntl.LOCK_SH)


for at in range(1, len(sys.argv), 2):
    hold(sys.argv[at], sys.argv[at + 1])
print("held", flush=True)
time.sleep(60)
