"""Counts the values in which the engine agrees with its peer; the first that differs ends the oracle."""
import subprocess
import sys

agreed = 0


def expect(what, ours, peer):
    """Takes an integer or a text as it is, a float to 9 digits."""
    global agreed
    close = isinstance(peer, float) and ours is not None and abs(ours - peer) <= 1e-9 * max(1, peer)
    if ours != peer and not close:
        sys.exit(f"{what}: {ours}, the peer {peer}")
    agreed += 1


def report():
    """Prints how many values agreed."""
    print(agreed)


def run(*command):
    """The output of a command that must succeed."""
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout
