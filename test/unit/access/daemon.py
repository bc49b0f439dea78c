"""A daemon as careless as many: it keeps the output of whoever started it, and writes to it. It is slow to end.

Arguments: what to do (start, stop, check, stay), a file for its number, and how long it takes to end, seconds.
"""

import os
import signal
import sys
import time

verb, number_file, slowness = sys.argv[1], sys.argv[2], float(sys.argv[3])


def number():
    try:
        with open(number_file) as file:
            pid = int(file.read())
        os.kill(pid, 0)
        return pid
    except (OSError, ValueError):
        return None


def end(*_):
    time.sleep(slowness)
    os._exit(0)


def work():
    signal.signal(signal.SIGTERM, end)
    with open(number_file, "w") as file:
        file.write(str(os.getpid()))
    for _ in range(300):
        time.sleep(0.1)
        print("still here", flush=True)


if verb == "stay":
    work()
elif verb == "start":
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            work()
        os._exit(0)
    while number() is None:
        time.sleep(0.02)
elif verb == "stop":
    os.kill(number(), signal.SIGTERM)
elif verb == "check":
    sys.exit(0 if number() else 1)
