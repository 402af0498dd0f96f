"""Reads one station of the city with asyncua, plain and encrypted, and prints what it saw as JSON."""

import asyncio
import json
import sys
import tempfile
from pathlib import Path

from asyncua import Client, ua
from asyncua.crypto.cert_gen import setup_self_signed_certificate
from asyncua.crypto.security_policies import SecurityPolicyBasic256Sha256
from cryptography.x509.oid import ExtendedKeyUsageOID

URL, STATION = sys.argv[1], sys.argv[2]
APP = "urn:heatline:peer"


class Recorder:
    def __init__(self):
        self.heard = asyncio.Event()
        self.data = None

    def datachange_notification(self, node, value, data):
        self.data = data.monitored_item.Value
        self.heard.set()


async def look(client):
    index = await client.get_namespace_index("urn:heatline:city")
    station = await client.nodes.objects.get_child([f"{index}:Stations", f"{index}:{STATION}"])
    names = [(await child.read_browse_name()).Name for child in await station.get_children()]
    item = client.get_node(f"ns={index};s={STATION}.primarySupplyTempC")
    limits = await (await item.get_child("0:EURange")).read_value()
    unit = await (await item.get_child("0:EngineeringUnits")).read_value()
    kind = await item.read_type_definition()
    recorder = Recorder()
    subscription = await client.create_subscription(100, recorder)
    await subscription.subscribe_data_change(client.get_node(f"ns={index};s={STATION}.values"))
    await asyncio.wait_for(recorder.heard.wait(), 10)
    bad = await client.get_node(f"ns={index};s={STATION}.primaryReturnTempC").read_data_value(False)
    return {
        "names": names,
        "type": kind.Identifier,
        "range": [limits.Low, limits.High],
        "unit": [unit.DisplayName.Text, unit.UnitId, unit.NamespaceUri],
        "value": await item.read_value(),
        "values": ["NaN" if v != v else v for v in recorder.data.Value.Value],
        "sourceAt": recorder.data.SourceTimestamp.isoformat(),
        "measures": await client.get_node(f"ns={index};s={STATION}.measures").read_value(),
        "bad": bad.StatusCode.name,
    }


async def main():
    async with Client(URL) as client:
        plain = await look(client)
    folder = Path(tempfile.mkdtemp())
    key, certificate = folder / "key.pem", folder / "cert.der"
    usage = [ExtendedKeyUsageOID.CLIENT_AUTH]
    await setup_self_signed_certificate(key, certificate, APP, "localhost", usage, {"commonName": "peer"})
    client = Client(URL)
    client.application_uri = APP
    client.set_user("heatline")
    client.set_password("virtual-city")
    mode = ua.MessageSecurityMode.SignAndEncrypt
    await client.set_security(SecurityPolicyBasic256Sha256, str(certificate), str(key), mode=mode)
    async with client:
        encrypted = await look(client)
    print(json.dumps({"plain": plain, "encrypted": encrypted}))


asyncio.run(main())
