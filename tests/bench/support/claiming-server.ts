/** `node claiming-server.ts PORT PKI COUNT`: a real OPC UA server that claims so many stations and has one. Says `{t: 'ready'}`. */
import { startOpcuaPlant } from '#tests/support/opcua-plant.ts';
import { measureOfPoint } from './load-plan.ts';

const [port, pkiDir = '', count] = process.argv.slice(2);
const items = [{ name: measureOfPoint(0), value: 0.5 }];
const plant = await startOpcuaPlant({ port: Number(port), name: 'claims', pkiDir, stations: ['S001'], items });
plant.claimStations(Number(count));
process.on('disconnect', () => process.exit(0));
process.send?.({ t: 'ready' });
