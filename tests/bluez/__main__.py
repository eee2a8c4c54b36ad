"""Start the virtual machine with the room around it: ``python -m tests.bluez``, see README.md."""

import argparse
import asyncio
import os
import shlex
import sys
import tempfile
import time
from pathlib import Path

from tests.bluez.room import Room

PROJECT = Path(__file__).parents[2]
MACHINE = Path(os.environ.get("EVENSTRIDE_BLUEZ", Path.home() / ".cache/evenstride-bluez"))
LIMIT_S = 1800.0
# On a busy machine the kernel's check of the timer panics, one time in two.
BOOT = (
    "console=ttyS0 no_timer_check edd=off quiet loglevel=3 panic=-1 "
    "random.trust_cpu=on mitigations=off tsc=reliable"
)


def arguments(out: Path, sockets: Path) -> list[str]:
    """Return the arguments of the virtual machine's emulator."""
    job = f"local,path={PROJECT},mount_tag=job,security_model=none,readonly=on,multidevs=remap"
    return [
        *("-nodefaults", "-display", "none", "-no-reboot", "-serial", "stdio"),
        # Emulated: slower than the processor's own virtualisation, but it works everywhere.
        *("-machine", "q35", "-accel", "tcg,thread=multi", "-cpu", "max"),
        *("-smp", "2", "-m", "2048"),
        *("-kernel", str(MACHINE / "vmlinuz"), "-initrd", str(MACHINE / "initramfs.cpio.gz")),
        *("-append", BOOT),
        *("-drive", f"file={MACHINE / 'disk.ext4'},format=raw,if=virtio,snapshot=on"),
        *("-virtfs", job),
        *("-virtfs", f"local,path={out},mount_tag=out,security_model=none"),
        *("-device", "virtio-serial-pci"),
        *("-chardev", f"socket,id=hci,path={sockets / 'hci'}"),
        *("-device", "virtserialport,chardev=hci,name=hci"),
        *("-chardev", f"socket,id=room,path={sockets / 'room'}"),
        *("-device", "virtserialport,chardev=room,name=room"),
    ]


async def run(command: str, out: Path) -> int:
    """Run a shell command in the guest; returns its exit code."""
    (out / "command.sh").write_text(command + "\n")
    with tempfile.TemporaryDirectory(prefix="bluez-") as folder:
        sockets = Path(folder)
        async with Room(sockets / "hci", sockets / "room").open():
            machine = await asyncio.create_subprocess_exec(
                "qemu-system-x86_64", *arguments(out, sockets),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
            )  # fmt: skip
            try:
                async with asyncio.timeout(LIMIT_S):
                    assert machine.stdout is not None
                    async for line in machine.stdout:
                        sys.stdout.write(line.decode(errors="replace").replace("\r", ""))
                        sys.stdout.flush()
            except TimeoutError:
                print(f"The machine did not end within {LIMIT_S:.0f} s.")
            finally:
                if machine.returncode is None:
                    machine.kill()
                await machine.wait()
    code = out / "exit-code"
    return int(code.read_text()) if code.is_file() else 99


def main() -> int:
    """Run all scenarios, or those that are named."""
    parser = argparse.ArgumentParser(prog="python -m tests.bluez", description=__doc__)
    parser.add_argument("scenario", nargs="*", help="a part of its name; default: all")
    parser.add_argument("--out", type=Path, help="where the guest's logs go")
    wanted = parser.parse_args()
    if not (MACHINE / "disk.ext4").is_file():
        print(f"There is no machine in {MACHINE}: run tests/bluez/machine/setup.sh as root first.")
        return 2
    out = wanted.out or Path(tempfile.mkdtemp(prefix="evenstride-bluez-"))
    out.mkdir(parents=True, exist_ok=True)
    (out / "exit-code").unlink(missing_ok=True)
    began_s = time.monotonic()
    guest = ["env", "PYTHONFAULTHANDLER=1", "python", "-m", "tests.bluez.guest"]
    command = shlex.join([*guest, *wanted.scenario])
    code = asyncio.run(run(command, out.resolve()))
    print(f"{time.monotonic() - began_s:.0f} s in all; the guest's logs are in {out}")
    return code


if __name__ == "__main__":
    sys.exit(main())
