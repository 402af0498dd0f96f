/**
 * Waits for `{t: 'measure'}`, counts for `seconds` after two of warming up, and says `{t: 'measured', points, cpuS, wallS}` of this process with
 * all its threads.
 */
export async function measureCpu(seconds: number, counted: () => number): Promise<void> {
  const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  await new Promise<void>((resolve) => {
    process.once('message', () => resolve());
  });
  await wait(2_000);
  const before = { points: counted(), cpu: process.cpuUsage(), at: performance.now() };
  await wait(1_000 * seconds);
  const used = process.cpuUsage(before.cpu);
  const wallS = (performance.now() - before.at) / 1_000;
  process.send?.({ t: 'measured', points: counted() - before.points, cpuS: (used.user + used.system) / 1e6, wallS });
}
