// Stands in for a core in a utilityProcess, in plain CommonJS so that an old Electron runs it too: it says that it is ready, tells
// each page on both ports how it was announced, and sends back what they bring. `die` ends it the hard way.
'use strict';

const parent = process.parentPort;

parent.on('message', ({ data, ports: [api, feed] }) => {
  for (const [name, port] of Object.entries({ api, feed })) {
    port.on('message', ({ data: message }) => {
      if (message === 'die') process.kill(process.pid, 'SIGKILL');
      port.postMessage(message);
    });
    port.start();
    port.postMessage(JSON.stringify({ port: name, announced: data, pid: process.pid }));
  }
});
parent.postMessage({ t: 'ready' });
