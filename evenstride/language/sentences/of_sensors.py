"""Sentences about sensors: Bluetooth, a sensor itself, and the local network."""

from typing import Final

_BLUETOOTH: Final = (
    "This computer has no Bluetooth adapter that can reach sensors. Plug in a Bluetooth 4.0 (or "
    "newer) adapter and try again.",
    "The Bluetooth service does not answer. Start it (on Linux: sudo systemctl "
    "start bluetooth) and "
    "try again.",
    "The system's message bus is not at the address in the variable DBUS_SYSTEM_BUS_ADDRESS. Unset "
    "it and try again.",
    "Bluetooth is switched off. Switch it on in the system's settings and try again.",
    "Bluetooth is busy: another program is looking for devices. Close it, or wait for it, and try "
    "again.",
    "It wants to be paired with this computer. Pair it in the system's Bluetooth settings; if it "
    "is there already, remove it there first.",
    "It does not take what is written to it: this computer's Bluetooth only does short packets. "
    "Use another adapter.",
    "This program may not use Bluetooth. Allow it in the system's privacy settings (for the "
    "terminal that runs it) and try again.",
    "Bluetooth can not be used: {why}. Check that it is switched on.",
    "it did not answer in time",
    "Switch the sensor on, move it closer, and close any other program that uses it.",
    "as the user said",
    "as last time",
    "Both legs ask for the same sensor, {name}. Give each leg its own.",
    "The same sensor, {name}, is asked for in two places. Give each its own.",
    "{n} sensors are in range: {names}. Say which leg wears which with --left ID and --right ID.",
    "{name}, taken for the {leg} leg; use --left and --right to choose",
    "{name}, taken for the {leg} leg for this session only",
    "The sensor of last time ({name}) is not in range, so {name2} is used.",
    "No sensor of the {leg} leg is remembered, so {name} is used.",
    "It may be somebody else's, so it serves for this session only.",
    "To keep it, choose it with --{name} or on the Sensors screen.",
    "{name}, instead of {name2}, which is no sensor; use --{name3} to choose",
    "{n} sensors are called {name}: {names}. Give the address of the one on the {place}.",
    "{name} is in range, but it is not a sensor that this program knows.",
    "Run evenstride scan to see those that it does.",
    "{name}, asked for on the {place}, can not be used.",
    "It speaks classic Bluetooth, which no sensor here does. Of WitMotion's models those with BLE "
    "or DCL in their name work.",
    "It measures vibration, not the motion of a leg.",
    "It speaks a protocol of its own, which is not known here.",
    "It speaks classic Bluetooth, which no sensor here does. Shimmer3R works.",
    "It sends no motion to a computer. Of Polar's, Verity Sense, H10, OH1 and 360 do.",
    "It is a headband. The Muse that works is 221e's.",
    "The sensor for the {place}, {name}, is not in range.",
    "{leg} leg",
    "{leg} shin",
    "Found instead: {names}.",
    "No supported sensor answers, only {n} other Bluetooth device.",
    "No supported sensor answers, only {n} other Bluetooth devices.",
    "No Bluetooth device answers at all.",
    "trying again: {why}",
    "no data for {n} s",
    "nothing readable for {n} s",
    "the connection broke",
    "it is set up anew",
    "{name}: it did not confirm in time that the session is over.",
    "It may go on measuring, or keep this session's rate and ranges.",
    "Switch it off and on; what it keeps can be set in its maker's app.",
    "Its connection broke.",
    "It can not be reached: {why}.",
    "It does not answer, and the other sensor waits.",
    "It is connected but no data arrives.",
    "It is connected, but what it sends can not be read as motion.",
    "A fault in evenstride ({text}): what this sensor sent can not be read.",
    "It is set up anew, and the session goes on.",
    "Another program uses it, or the system still connects to it for one that has ended.",
    "Close that program; if there is none, switch Bluetooth off and on.",
    "It has the name of a supported sensor but not its services.",
    "If its firmware is new, remove it in the system's Bluetooth settings, which may remember the "
    "old ones.",
    "Switch it off and on, move it closer, and try again.",
    "Nothing is heard of the sensor.",
    "Nothing is heard of the sensor, and its battery was at {n} %.",
    "Charge it, and switch it on.",
    "Check that it is switched on and charged, within a few metres, and not connected to its "
    "maker's app.",
    "Switch the sensor off and on, and move it closer.",
    "{name} on the {place}: {words}",
    "Sensors in range: {names}. It takes two to tell them apart. Switch on those "
    "that you wear, and "
    "no others.",
    "none",
    "Only one of the two sensors can be reached. Switch the other one off and on, move it closer, "
    "and try again.",
    "Neither leg was lifted while the other one lay still. Try again, or say yourself which sensor "
    "is on which leg.",
    "Nothing else is in range for this leg.",
    "The session begins with one sensor in {n} s, or with Enter; a second one can still come.",
    "On the local network only: {why}",
    "The two sensors of the {leg} leg have to be on Bluetooth both, or both on the local network. "
    "Choose others.",
)

_OF_A_SENSOR: Final = (
    "The sensor was asked for {n} samples a second, and {how} its rate is {n2}. "
    "Times are right all "
    "the same.",
    "The sensor was asked for {n} samples a second, and {how} its rate is {n2}: it is slower than "
    "asked, or loses samples too regularly to tell. Times are right all the same.",
    "by its own clock",
    "by their times of arrival",
    "Samples arrive too unevenly to tell for sure which are lost and which are "
    "late: up to one in a "
    "hundred may be said lost that is not.",
    "The times of arrival do not settle the sensor's rate: it is {n} samples a second and fewer "
    "are lost, or {n2} and more are. What is said lost is not sure.",
    "The times of arrival do not settle the sensor's rate: it is {n} samples a second, or lower "
    "and fewer are lost. What is said lost is not sure.",
    "The sensor's clock jumped ahead while samples came together: some were said lost that were "
    "not. Times go on by the computer's clock.",
    "Samples come late, by the connection or this computer: some were said lost that came after "
    "all, or the other way round, and times may be off by some tenths of a second.",
    "This computer is too busy: it stood still for over a second, and samples came late. The "
    "sensor is not to blame. Close other programs.",
    "the sensor's clock was set anew",
    "It does not answer.",
    "It was asked for {n} samples a second and keeps its own rate, {n2}.",
    "It does not take its settings.",
    "It answers like a Shimmer, but not like a Shimmer3R.",
    "It does not stream the accelerometer and gyroscope that it was asked for.",
    "It does not start: {why}.",
    "It does not start: it says error {n}.",
    "it says error {n}",
    "Its data arrive cut short, {n} of {n2} bytes: this computer's Bluetooth only does short "
    "packets. Use another adapter.",
    "this computer's Bluetooth only does short packets. Use another adapter",
    "it is in its charger",
    "its memory is full",
    "Its samples come {n} s late: the link is too slow for so many. {what}",
    "It goes on at {n} samples a second.",
    "Move the sensor closer.",
    "Samples are handed over only every {n} s, by the connection or this computer: times may be "
    "off by half of that, and by more where some are lost.",
    "Of samples that arrive together, nothing tells which are lost: the times of {n} in 100 may be "
    "off by up to {n2} s.",
    "It describes no accelerometer whose unit is known.",
    "It does not describe its sensors, so it has another firmware. Load EdgeML's onto it.",
    "Its data processors do not start.",
    "It does not say which chips it has.",
    "It is a board of MbientLab but none with a motion chip that is known.",
    "It has the name of a Movella DOT but does not answer like one.",
    "Its firmware is too old to stream to a computer. Update it to 2.3.0 or newer with the "
    "Movesense Showcase app.",
    "If that was done, remove it in the system's Bluetooth settings, which may remember the old "
    "one.",
    "It refuses to stream {name} (status {n}).",
    "It measures no acceleration that it would send to a computer.",
    "It does not say what it can measure.",
    "It has the service of a Thingy:52 but does not answer like one.",
    "{name} (no gyroscope; in bursts: too late for live cues)",
    "{name} (in bursts: too late for live cues)",
)

_NETWORK: Final = (
    "Sensors on the local network take aiohttp, which is not installed. In the folder of "
    "evenstride, run {command} ({n} MB).",
    "{name} is not an address as phyphox shows it. Type it in numbers, for instance "
    "http://192.168.0.42:8080.",
    "{name} is not an address of a private network, and others are not asked. Type the one that "
    "phyphox shows while phone and computer are in the same network.",
    "It sends more than {n} samples a second; those beyond are left out. Choose a "
    "lower rate in its "
    "app.",
    "Its samples arrive {n} s after they were measured, which is soon enough for sounds.",
    "Its samples arrive {n} s after they were measured: too late for sounds while you move. "
    "Everything is counted and recorded all the same.",
    "Its first batch holds {n} s, measured before the session's time began: all but the last two "
    "seconds are left out.",
    "A shorter batch period in Sensor Logger's settings for HTTP Push helps; its free version may "
    "allow no shorter one.",
    "A network with less traffic helps, or 5 GHz.",
    "Nothing comes from it any more.",
    "Check that it is switched on and in the same network, and on a phone that the recording runs "
    "and that battery saving leaves its app alone.",
    "This computer lets nobody listen on {name} ({why}). Check that it is in a "
    "network, and that no "
    "firewall forbids it.",
    "No phone can reach this computer, since it has no address in a local network: connect it to "
    "the network that the phone is in, and begin to listen again.",
    "SlimeVR trackers can not be heard, since another program listens on port {n}: close the "
    "SlimeVR server.",
    "A phone pushes, but its clock shows no time of this century: set the phone's date and time.",
    "It looks for a server from another address, {name}, and is not taken, since anybody may use "
    "its name.",
    "End the session and let it in anew.",
    "A phone pushes, but nothing of its motion: switch on the gyroscope and, on an iPhone, "
    "Accelerometer Uncalibrated, or on Android Total Acceleration.",
    "This is not what Sensor Logger pushes: {why}.",
    "more readings than any phone makes",
    "no number of the message",
    "no JSON",
    "no payload",
    "More than {n} phones push; those that came later are left out.",
    "There are too many phones already.",
    "{name} pushes to the same address as {name2} and is left out.",
    "Enter the address of the place where it is worn.",
    "Phone",
    "Watch",
    "It sends acceleration without gravity, from which no leg can be counted. Switch Gravity on in "
    "Sensor Logger, or Total Acceleration, or Accelerometer Uncalibrated.",
    "It sends no angular rate, so counts and ranges are less accurate. Switch the gyroscope on.",
    "The phone's clock was set; the session's time goes on by the computer's.",
    "It feels {n} where gravity is expected, which is neither 1 g nor 9.81 m/s². Lay it down for a "
    "moment.",
    "Taken for {what}.",
    "an Android phone",
    "an iPhone",
    "a phone of an unknown kind",
    "an Apple Watch with standard units",
    "an Apple Watch: {what}",
    "an Android phone, by its TotalAcceleration",
    "an iPhone, as it sends acceleration in g: {what}",
    "{what} with acceleration in m/s²",
    "an Android phone: {what}",
    "an iPhone: {what}, and {how}; {remedy}",
    'with "Standardise Units & Frames" on in the app\'s settings it should not have been, and its '
    "sensor Accelerometer Uncalibrated would make it sure",
    "a phone of an unknown kind: {what}, and their sign taken as it is, so that up and down may be "
    "exchanged; {remedy}",
    "a phone with standard units",
    "it was turned round, as Apple's sensors read gravity as what pulls",
    "turned into m/s² and turned",
    "acceleration and gravity were added",
    '"Standardise Units & Frames" in the app\'s settings, or its sensor Accelerometer '
    "Uncalibrated, would make it sure",
    "Its experiment has no acceleration with gravity. In phyphox, make a simple experiment (the "
    "plus sign) with Accelerometer and Gyroscope, and open that.",
    "What answers there is not phyphox. Type the address that phyphox shows now.",
    "phyphox does not answer at {name}. In phyphox, open the experiment, allow "
    "remote access in its "
    "menu, keep the screen on, and type the address that it shows.",
    "Its acceleration and angular rate were computed from the orientation that it sends: noise and "
    "jolts that the tracker has smoothed away are not in them.",
)

OF_SENSORS: Final = (*_BLUETOOTH, *_OF_A_SENSOR, *_NETWORK)
