const WARM_UP_CPU_S = 2;
const MOST_WALL_MS = 25_000;

/**
 * Waits for `{t: 'measure'}`, lets this process use two CPU-seconds to warm up (a busy machine gives them slowly), counts while it uses
 * `cpuSeconds` more, and says `{t: 'measured', points, cpuS, wallS}` of the process with all its threads.
 */
export async function measureCpu(cpuSeconds: number, counted: () => number): Promise<void> {
  await new Promise<void>((resolve) => {
    process.once('message', () => resolve());
  });
  await untilUsed(WARM_UP_CPU_S);
  const before = { points: counted(), cpu: process.cpuUsage(), at: performance.now() };
  await untilUsed(cpuSeconds);
  const used = process.cpuUsage(before.cpu);
  const wallS = (performance.now() - before.at) / 1_000;
  process.send?.({ t: 'measured', points: counted() - before.points, cpuS: (used.user + used.system) / 1e6, wallS });
}

async function untilUsed(cpuSeconds: number): Promise<void> {
  const from = process.cpuUsage();
  const end = performance.now() + MOST_WALL_MS;
  while (performance.now() < end) {
    const { user, system } = process.cpuUsage(from);
    if (user + system > 1e6 * cpuSeconds) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
