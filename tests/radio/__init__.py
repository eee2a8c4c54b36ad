"""A simulated radio: virtual sensors, and bleak on top of it, without any hardware.

A test of something asynchronous::

    @in_simulated_time
    async def test_...() -> None:
        sensor = VirtualWitMotion("WT901BLE67", "C4:00:00:00:00:01", motion)
        async with VirtualRadio(sensor), BluetoothSource({Leg.LEFT: None}) as source:
            ...

A program that calls ``asyncio.run`` itself, for instance a command::

    with VirtualRadio(sensor).for_programs():
        main(["live", "--left", "WT901BLE67", "--duration", "180"])
"""
