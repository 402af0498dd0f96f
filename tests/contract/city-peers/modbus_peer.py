"""Reads the first station of the city with pymodbus and prints what it saw as JSON."""

import json
import sys

from pymodbus.client import ModbusTcpClient

client = ModbusTcpClient("127.0.0.1", port=int(sys.argv[1]))
client.connect()


def as_numbers(registers, kind):
    numbers = client.convert_from_registers(registers, kind)
    return ["NaN" if n != n else n for n in (numbers if isinstance(numbers, list) else [numbers])]


block = client.read_holding_registers(0, count=64, device_id=1)
same = client.read_input_registers(0, count=64, device_id=1)
print(
    json.dumps(
        {
            "values": as_numbers(block.registers[0:34], client.DATATYPE.FLOAT32),
            "badMask": as_numbers(block.registers[40:42], client.DATATYPE.UINT32)[0],
            "sourceTimeS": as_numbers(block.registers[42:44], client.DATATYPE.UINT32)[0],
            "same": same.registers == block.registers,
            "beyond": client.read_holding_registers(60000, count=2, device_id=1).exception_code,
            "stranger": client.read_holding_registers(0, count=2, device_id=99).exception_code,
            "writing": client.write_register(0, 1, device_id=1).exception_code,
        }
    )
)
client.close()
