import { registersReply, startModbusResponder } from '#tests/support/modbus-responder.ts';

/**
 * A Modbus device as a process, so that a test can kill it: `modbus-peer.ts PORT running|frozen`. Its values change with every answer; its clock
 * (registers 42 and 43 of a block) runs, or stands still.
 */
const [port, clock = 'running'] = process.argv.slice(2);
const startedAtS = Math.floor(Date.now() / 1_000);
let answers = 0;

const responder = await startModbusResponder((question) => {
  answers += 1;
  const registers = Buffer.alloc(question.quantity * 2);
  for (let offset = 0; offset + 44 * 2 <= registers.length; offset += 64 * 2) {
    registers.writeFloatBE(0.8 + (answers % 10) / 100, offset);
    registers.writeFloatBE(0.4, offset + 4);
    const sourceAtS = clock === 'running' ? Math.floor(Date.now() / 1_000) : startedAtS;
    registers.writeUInt32BE(sourceAtS, offset + 84);
  }
  return registersReply(question, registers);
}, Number(port));
process.on('disconnect', () => process.exit(0));
process.send?.({ t: 'ready', port: responder.port });
