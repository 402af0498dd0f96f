import { AnalysisStatistic, InitHydOption, LinkProperty, NodeProperty, Project, Workspace } from 'epanet-js';

/** Largest relative flow change between the last two trials that counts as solved; the model text asks for half of it. */
const SOLVED_WITHIN = 0.001;

/** Opens a model text in an EPANET of its own. */
export async function openEngine(text: string): Promise<Project> {
  const workspace = new Workspace();
  await workspace.loadModule();
  workspace.writeFile('network.inp', text);
  const project = new Project(workspace);
  // The library prints every solver warning to the console; whether a solution holds is decided in `runOnce`, by its numbers.
  Object.assign(project, {
    _checkError: (code: number): void => {
      if (code > 100) throw new Error(`EPANET error ${code}: ${workspace.getError(code)}`);
    },
  });
  project.open('network.inp', 'network.rpt', 'network.out');
  project.openH();
  return project;
}

/** Heads (m) by node and flows (m3/h) by link, or undefined where the solver found no balance. `isFresh` forgets the last flows. */
export function runOnce(project: Project, isFresh: boolean): { heads: number[]; flows: number[] } | undefined {
  try {
    project.initH(isFresh ? InitHydOption.InitFlow : InitHydOption.NoSave);
    project.runH();
  } catch {
    return undefined;
  }
  const heads = project.getNodeValues(NodeProperty.Head);
  const flows = project.getLinkValues(LinkProperty.Flow);
  const isSolved = project.getStatistic(AnalysisStatistic.RelativeError) <= SOLVED_WITHIN;
  return isSolved && heads.every(Number.isFinite) && flows.every(Number.isFinite) ? { heads, flows } : undefined;
}
