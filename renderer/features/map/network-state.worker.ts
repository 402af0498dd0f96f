import type { NetworkGraph } from '#shared/domain/network/graph.ts';
import { graphOf, networkState, type StateAnswer, type StateQuestion } from './network-state.ts';

/** Works out what the valves do to the network: building the graph of 100,000 pipes takes a second or two, which no page may stand still. */
let graph: NetworkGraph | undefined;

addEventListener('message', ({ data }: MessageEvent<StateQuestion>) => {
  if ('network' in data) {
    graph = graphOf(data.network);
  } else if (graph) {
    const answer: StateAnswer = { serial: data.serial, state: networkState(graph, data.valves) };
    postMessage(answer);
  }
});
