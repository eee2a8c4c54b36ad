"""All time limits of Bluetooth in one place, and the promises that they fulfil together.

Each promise is a sum of limits; ``test_limits`` checks them.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Time limits in seconds, each with its reason.

    Attributes:
        scan_start_s: Starting a scan; the first one on macOS waits for the user's permission.
        scan_stop_s: Stopping a scan: calls to the operating system may hang.
        connected_s: Asking the system which devices are connected already.
        connect_s: Connecting: BlueZ and Windows discover all services first.
        undo_connect_s: After its own limit bleak undoes a partial connection, for which BlueZ takes
            a little more than two seconds if the sensor does not answer.
        cancel_connect_s: If cancelled, this program does not wait for that: BlueZ was asked, and
            continues.
        call_s: One read, write or subscription.
        answer_s: The answer to a question, among the notifications.
        undo_s: Stopping a sensor and restoring its settings: three calls of half a second each, or
            all commands of any sensor in a row and one answer after 0.7 s.
        prompt_s: How long the next command waits for the answer to the one before it when time is
            short; sensors usually answer within two connection events.
        disconnect_s: BlueZ always takes two seconds, and does it even if nobody waits.
        close_s: All links are closed at the same time; this is for a stack that ignores their
            limits, or undoes a partial connection.
        last_call_s: After that, a second and last cancellation.
        leave_s: What is left for the program around a source to end: its part of three seconds.
        silence_s: A radio stalls for half a second, a Verity Sense at its slowest sends every
            1.4 s; longer is no stall.
        rare_silence_s: A sensor that sends every 1.4 s may have lost one notification, and a stall
            may hold up the next; one that sends more rarely counts as lost by then.
        waiting_s: How long samples may wait until it is clear when they were measured, while a
            queue in the sensor or the radio grows; after that, waiting is useless.
        first_data_s: From the end of the set-up to the first sample.
        first_look_s: How often to check for it meanwhile.
        stale_s: How long a sensor of a session that has just ended may seem to be connected, or
            lack its services; the next try finds it.
        pause_s: Between two tries.
        look_s: One scan for a lost sensor.
        look_patience_s: How long such a scan may take while the other leg waits: sensors advertise
            at least once a second.
        first_patience_s: The same for the first connection, which reads all services.
        patience_s: The least time for later connections.
        remedy_s: A sensor that has not come after this time usually will not come by itself: most
            are found in the first scan, within five seconds.
        battery_every_s: Between two readings of the battery.
    """

    scan_start_s: float = 30.0
    scan_stop_s: float = 1.0
    connected_s: float = 1.0
    connect_s: float = 12.0
    undo_connect_s: float = 4.0
    cancel_connect_s: float = 1.0
    call_s: float = 2.0
    answer_s: float = 1.0
    undo_s: float = 1.7
    prompt_s: float = 0.15
    disconnect_s: float = 0.4
    close_s: float = 2.2
    last_call_s: float = 0.3
    leave_s: float = 0.5
    silence_s: float = 1.8
    rare_silence_s: float = 3.4
    waiting_s: float = 6.0
    first_data_s: float = 5.0
    first_look_s: float = 0.2
    stale_s: float = 3.0
    pause_s: float = 1.0
    look_s: float = 5.0
    look_patience_s: float = 2.0
    first_patience_s: float = 8.0
    patience_s: float = 4.0
    remedy_s: float = 10.0
    battery_every_s: float = 60.0


LIMITS = Limits()

# The promises: how soon a program ends, and how soon a loss is on the screen.
END_WITHIN_S = 3.0
LOSS_SHOWN_WITHIN_S = 2.0
