"""Every time limit of Bluetooth, in one place, and the promises that they keep together.

A promise is a sum of limits; ``test_limits`` checks each of them.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds, each with its reason.

    Attributes:
        scan_start_s: Starting a scan; the first one on macOS waits for the user to allow it.
        scan_stop_s: Stopping one: calls to the operating system may hang.
        connected_s: Asking the system what is connected already.
        connect_s: BlueZ and Windows look through all services before a device is connected.
        undo_connect_s: bleak undoes half a connection when its own limit is over, for which BlueZ
            takes two seconds and a little more where the sensor does not answer.
        cancel_connect_s: Who is told to stop does not wait for that: BlueZ was asked, and goes on.
        call_s: One read, write or subscription.
        answer_s: The answer to a question, among the notifications.
        undo_s: Stopping a sensor and putting its settings back: three calls that take half a
            second each, or all commands of any sensor in a row and one answer after 0.7 s.
        prompt_s: For so long the next command waits for the answer to the one before it, when
            there is little time; sensors answer within two connection events, as a rule.
        disconnect_s: BlueZ always takes two seconds, and does it also if nobody waits.
        close_s: All links are closed at the same time; this is for a stack that ignores their
            limits, or undoes a connection half made.
        last_call_s: After that, a second and last call.
        leave_s: What is left for the program around a source to end: its part of three seconds.
        silence_s: A radio stalls for half a second, a Verity Sense at its slowest sends every
            1.4 s; longer is no stall.
        rare_silence_s: A sensor that sends every 1.4 s may have lost one notification, and a stall
            may hold up the next; who sends more rarely is lost by then.
        waiting_s: For so long samples may wait until it is clear when they were measured, while a
            queue in the sensor or the radio grows; then it is no use.
        first_data_s: From the end of the set-up to the first sample.
        first_look_s: How often it is looked for meanwhile.
        stale_s: For so long a sensor of a session that has just ended seems to be connected, or
            has lost its services; the next try finds it.
        pause_s: Between two tries.
        look_s: One scan for a sensor that was lost.
        look_patience_s: How long it may take while the other leg waits: sensors advertise at
            least once a second.
        first_patience_s: The same of the first connection, which reads all services.
        patience_s: Later connections have at least so long.
        remedy_s: A sensor that does not come for so long will not come by itself, as a rule: most
            are found at the first look, within five seconds.
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

# What is promised: the end of a program, and when a loss is on the screen.
END_WITHIN_S = 3.0
LOSS_SHOWN_WITHIN_S = 2.0
