"""In the guest: carries the adapter's packets between Linux and the host's radio.

Linux makes an adapter of whoever opens /dev/vhci. Its packets go through the virtio port ``hci``,
framed as on a UART (H4), and /run/room.sock passes lines to the port ``room``.
"""

import os
import select
import socket
import threading
from pathlib import Path

EVENT, ACL, VENDOR = 4, 2, 0xFF


def port(name: str) -> int:
    """Open a virtio port."""
    for found in Path("/sys/class/virtio-ports").iterdir():
        if (found / "name").read_text().strip() == name:
            return os.open(f"/dev/{found.name}", os.O_RDWR)
    raise SystemExit(f"no virtio port {name}")


def pass_lines() -> None:
    """Serve /run/room.sock: a line goes to the host, a line comes back."""
    room = port("room")
    lock = threading.Lock()

    def serve(client: socket.socket) -> None:
        with client, client.makefile("rwb", buffering=0) as stream:
            for line in stream:
                with lock:
                    os.write(room, line)
                    reply = b""
                    while not reply.endswith(b"\n"):
                        reply += os.read(room, 65536)
                stream.write(reply)

    server = socket.socket(socket.AF_UNIX)
    server.bind("/run/room.sock")
    server.listen()
    while True:
        threading.Thread(target=serve, args=(server.accept()[0],), daemon=True).start()


def packet_bytes(data: bytes) -> int | None:
    """The length of the packet that begins here; None if that can not be known yet."""
    if data[0] == EVENT:
        return 3 + data[2] if len(data) > 2 else None
    if data[0] == ACL:
        return 5 + int.from_bytes(data[3:5], "little") if len(data) > 4 else None
    raise SystemExit(f"bad packet type {data[0]}")


def pass_packets() -> None:
    """Carry packets both ways, one at a time, as /dev/vhci wants them."""
    host, linux = port("hci"), os.open("/dev/vhci", os.O_RDWR)
    os.write(linux, bytes([VENDOR, 0]))  # create a primary controller: hci0
    waiting = b""
    while True:
        for ready in select.select([host, linux], [], [])[0]:
            if ready == linux:
                packet = os.read(linux, 4096)
                if packet[0] != VENDOR:
                    os.write(host, packet)
                continue
            waiting += os.read(host, 65536)
            while waiting and (size := packet_bytes(waiting)) and len(waiting) >= size:
                os.write(linux, waiting[:size])
                waiting = waiting[size:]


if __name__ == "__main__":
    threading.Thread(target=pass_lines, daemon=True).start()
    pass_packets()
