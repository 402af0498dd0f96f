import type { NetworkGraph } from '#shared/domain/network/graph-types.ts';
import { graphOf, networkState, segmentOf, type NetworkAnswer, type NetworkQuestion } from './network-state.ts';

/** Answers about the network as a graph: building one of 100,000 pipes takes a second or two, which no page may stand still. */
let graph: NetworkGraph | undefined;

addEventListener('message', ({ data }: MessageEvent<NetworkQuestion>) => {
  if ('network' in data) {
    graph = graphOf(data.network);
    return;
  }
  if (!graph) return;
  const { serial } = data;
  const answer: NetworkAnswer =
    'valves' in data
      ? { serial, state: networkState(graph, data.valves) }
      : { serial, segment: segmentOf(graph, data.segmentOf) };
  postMessage(answer);
});
