"""The air between virtual devices: bumble's perfect radio, corrected, with added faults."""

import asyncio
from typing import Any

from bumble import att, hci, ll
from bumble.controller import Controller
from bumble.core import PhysicalTransport
from bumble.device import Device, DeviceConfiguration
from bumble.link import LocalLink

# Each packet is put into words and colours for a log that nobody reads, which takes its time.
for _packet in (att.ATT_PDU, hci.HCI_Packet, hci.HCI_AclDataPacket):
    _packet.__str__ = object.__repr__  # type: ignore[method-assign]


class Air(LocalLink):
    """A radio with connection events and a range.

    Args:
        interval_s: Between connection events; 0 delivers at once.
        per_event: How many packets one event carries in one direction; the rest waits.
        supervision_s: After so long out of range both ends see the link break.
    """

    def __init__(
        self, interval_s: float = 0.03, per_event: int = 6, supervision_s: float = 1.0
    ) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._interval_s = interval_s
        self._per_event = per_event
        self._supervision_s = supervision_s
        self._queues: dict[tuple[int, Controller], list[tuple[Any, ...]]] = {}
        self._away: set[Controller] = set()
        self._dumb: set[Controller] = set()

    def send_acl_data(
        self,
        sender_controller: Controller,
        destination_address: hci.Address,
        transport: PhysicalTransport,
        data: bytes,
    ) -> None:
        # bumble takes the sender's random address as the source even when the connection was
        # made with its public one; the receiver would then find no connection.
        link = sender_controller.le_connections.get(destination_address)
        target = self.find_le_controller(destination_address)
        if link is None or target is None or self._away & {sender_controller, target}:
            return
        if sender_controller in self._dumb:
            return
        packet = (target, link.self_address, transport, data)
        loop = asyncio.get_running_loop()
        if not self._interval_s:
            loop.call_soon(self._deliver, *packet)
            return
        key = (id(link), target)
        if key not in self._queues:
            self._queues[key] = []
            event = int(loop.time() / self._interval_s) + 1
            loop.call_at(event * self._interval_s, self._event, key, event)
        self._queues[key].append(packet)

    def _event(self, key: tuple[int, Controller], event: int) -> None:
        queue = self._queues[key]
        for packet in queue[: self._per_event]:
            self._deliver(*packet)
        del queue[: self._per_event]
        if queue:
            at_s = (event + 1) * self._interval_s
            asyncio.get_running_loop().call_at(at_s, self._event, key, event + 1)
        else:
            del self._queues[key]

    def _deliver(
        self, target: Controller, source: hci.Address, transport: PhysicalTransport, data: bytes
    ) -> None:
        if source in target.le_connections and target not in self._away:
            target.on_link_acl_data(source, transport, data)

    def send_advertising_pdu(
        self, sender_controller: Controller, packet: ll.AdvertisingPdu
    ) -> None:
        if sender_controller in self._away:
            return
        loop = asyncio.get_running_loop()
        for controller in self.controllers:
            if controller is not sender_controller and controller not in self._away:
                loop.call_soon(controller.on_ll_advertising_pdu, packet)

    def send_ll_control_pdu(
        self, sender_address: hci.Address, receiver_address: hci.Address, packet: ll.ControlPdu
    ) -> None:
        ends = {self.find_le_controller(a) for a in (sender_address, receiver_address)}
        if None not in ends and not self._away & ends:
            super().send_ll_control_pdu(sender_address, receiver_address, packet)

    def take_away(self, controller: Controller) -> None:
        """Out of range: nothing passes, and after the supervision time links break."""
        self._away.add(controller)
        asyncio.get_running_loop().call_later(self._supervision_s, self._break_links, controller)

    def bring_back(self, controller: Controller) -> None:
        """In range again."""
        self._away.discard(controller)

    def strike_dumb(self, controller: Controller) -> None:
        """Keep the connections but never send anything again, not even an answer."""
        self._dumb.add(controller)

    def let_speak(self, controller: Controller) -> None:
        """Answer again."""
        self._dumb.discard(controller)

    def switch_off(self, controller: Controller) -> None:
        """Its links break at once."""
        self._away.add(controller)
        self._break_links(controller)

    def _break_links(self, controller: Controller) -> None:
        if controller not in self._away:
            return
        reason = hci.HCI_ErrorCode.CONNECTION_TIMEOUT_ERROR
        for link in list(controller.le_connections.values()):
            for other in self.controllers - {controller}:
                if back := other.le_connections.get(link.self_address):
                    other.on_le_disconnected(back, reason)
            controller.on_le_disconnected(link, reason)


class CancellableController(Controller):
    """A controller on which a pending connection can be cancelled.

    bumble 0.0.236 acknowledges the command but never sends Connection Complete, so that whoever
    connects to an absent device would hang for good.
    """

    def on_hci_le_create_connection_cancel_command(
        self, command: hci.HCI_LE_Create_Connection_Cancel_Command
    ) -> hci.HCI_StatusReturnParameters:
        pending, self.pending_le_connection = self.pending_le_connection, None
        if pending is None:
            return hci.HCI_StatusReturnParameters(hci.HCI_ErrorCode.COMMAND_DISALLOWED_ERROR)
        event = hci.HCI_LE_Connection_Complete_Event(
            status=hci.HCI_ErrorCode.UNKNOWN_CONNECTION_IDENTIFIER_ERROR,
            connection_handle=0,
            role=hci.Role.CENTRAL,
            peer_address_type=pending.peer_address.address_type,
            peer_address=pending.peer_address,
            connection_interval=0,
            peripheral_latency=0,
            supervision_timeout=0,
            central_clock_accuracy=0,
        )
        asyncio.get_running_loop().call_soon(self.send_hci_packet, event)
        return hci.HCI_StatusReturnParameters(hci.HCI_ErrorCode.SUCCESS)


def make_device(
    air: Air, name: str, address: str, advertising_interval_ms: float = 100.0
) -> tuple[Device, Controller]:
    """A device with a controller of its own; the address must be a static random one (C0… up)."""
    controller = CancellableController(name, link=air)
    configuration = DeviceConfiguration(
        name=name,
        address=hci.Address(address),
        advertising_interval_min=advertising_interval_ms,
        advertising_interval_max=advertising_interval_ms,
    )
    return Device.from_config_with_hci(configuration, controller, controller), controller
